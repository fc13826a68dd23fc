"""A bank's statement taken in once, its payments booked for invoices by a person, and every booking taken back."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.billing.operations.collecting import receive, take_back
from marketplace.billing.states import LEAST_FEE, MOST_FEE, OWED
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.statements.models import Allocation, BankStatement, Incoming
from marketplace.statements.queries import allocations_of, statement_of
from marketplace.statements.states import IncomingState
from marketplace.statements.suggesting import is_fee
from marketplace.trade.kana import comparable
from marketplace.trade.refusal import Refusal
from marketplace.trade.statement import Unreadable, read_statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice
    from marketplace.trade.statement import Incoming as Line
    from marketplace.trade.statement import Statement

LARGEST = 2 * 1024 * 1024  # bytes: 10,000 records of 全銀
MOST_LINES = 10_000
LARGEST_AMOUNT = 1_000_000_000  # yen: what an invoice can hold, twice
LONGEST = 200  # characters of a payer's name or a reference
LONGEST_LINE = 400
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Key = tuple["date", int, str, str]


# Taking in


def import_statement(content: bytes, name: str, *, by: User) -> BankStatement:
    """Keep what a file says has come in; what an overlapping file has brought already is counted, not kept again."""
    statement = _read(content)
    kept = BankStatement(
        file_name=name, sha256=_fingerprint(content), imported_by_id=by.id, outgoing=statement.outgoing,
        new=0, known=0, since=None, until=None, unreadable=[],
    )  # fmt: skip
    lines = [each for each in statement.incoming if 0 < each.amount <= LARGEST_AMOUNT]
    days = [each.day for each in lines]
    kept.since, kept.until = min(days, default=None), max(days, default=None)
    there = _there(days)
    rows = [_row(kept, line, key, ordinal) for line, key, ordinal in _counted(lines) if (*key, ordinal) not in there]
    kept.new, kept.known = len(rows), len(lines) - len(rows)
    kept.unreadable = [_listed(each) for each in (*statement.unreadable, *_too_much(statement))]
    db.session.add(kept)
    db.session.add_all(rows)
    record(by, "bank statement imported", kept, new=kept.new, known=kept.known, unreadable=len(kept.unreadable))
    return kept


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(content: bytes) -> Statement:
    """Read a file, or refuse it in words for the field it was sent in."""
    if not content:
        raise _refused(_("This file is empty."))
    if len(content) > LARGEST:
        raise _refused(_("This file is too large: a statement has 2 MB at most. Take a shorter period."))
    if b"\0" in content or content.startswith((b"%PDF-", b"PK\x03\x04")):
        raise _refused(_("This is no text file. Take the statement as 全銀 file or as CSV from your bank's site."))
    if before := statement_of(_fingerprint(content)):
        raise _refused(_("This very file was imported already as “%(name)s”.", name=before.file_name))
    try:
        statement = read_statement(content, today=today())
    except Refusal as refusal:
        raise _refused(refusal.message) from None
    read = len(statement.incoming) + statement.outgoing
    if read + len(statement.unreadable) > MOST_LINES:
        raise _refused(_("This file has more than %(most)s lines. Take a shorter period.", most=f"{MOST_LINES:,}"))
    if not read:
        why = statement.unreadable[0].why if statement.unreadable else ""
        raise _refused(_("No line of this file could be read. %(why)s", why=why))
    return statement


def _refused(message: object) -> Invalid:
    return Invalid({"document": message})


def _plain(text: str, longest: int = LONGEST) -> str:
    return _CONTROL.sub(" ", text).strip()[:longest]


def _counted(lines: Sequence[Line]) -> Iterator[tuple[Line, Key, int]]:
    """Number payments that are equal in everything: two of 880 yen on a day are two."""
    seen: Counter[Key] = Counter()
    for line in lines:
        key = (line.day, int(line.amount), _plain(line.payer_kana), _plain(line.reference))
        yield line, key, seen[key]
        seen[key] += 1


def _there(days: Sequence[date]) -> set[tuple[date, int, str, str, int]]:
    if not days:
        return set()
    columns = (Incoming.on, Incoming.amount, Incoming.payer_kana, Incoming.reference, Incoming.ordinal)
    rows = db.session.execute(select(*columns).where(Incoming.on.between(min(days), max(days))))
    return {(on, amount, payer, reference, ordinal) for on, amount, payer, reference, ordinal in rows}


def _row(statement: BankStatement, line: Line, key: Key, ordinal: int) -> Incoming:
    on, amount, payer_kana, reference = key
    return Incoming(
        bank_statement=statement, line=line.line, on=on, amount=amount, payer_kana=payer_kana,
        payer=comparable(payer_kana)[:LONGEST], reference=reference, ordinal=ordinal,
    )  # fmt: skip


def _too_much(statement: Statement) -> Iterator[Unreadable]:
    for each in statement.incoming:
        if not 0 < each.amount <= LARGEST_AMOUNT:
            text = f"{each.day.isoformat()} {each.amount} {each.payer_kana}"
            yield Unreadable(each.line, text, _("An amount that no invoice can hold."))


def _listed(each: Unreadable) -> dict[str, object]:
    return {"line": each.line, "text": _plain(each.text, LONGEST_LINE), "why": str(each.why)}


# Booking


def match(incoming: Incoming, invoices: Sequence[Invoice], *, by: User, accept_fee: bool = False) -> None:
    """Book a payment for an invoice, or for several that it pays exactly.

    Short of the invoice it stays open with the rest (R38), unless the rest is a transfer fee that the operator accepts
    to bear; more than the invoice stays with it as the client's credit.
    """
    if incoming.state is not IncomingState.OPEN:
        raise DomainError(_("This payment is not open any more."))
    _refuse_what_is_not_owed(invoices)
    short = sum(each.open for each in invoices) - incoming.amount
    if len(invoices) > 1 and short:
        raise Invalid({"numbers": _("Several invoices are paid together only where the sum is the same to the yen.")})
    if accept_fee and not is_fee(short, incoming.amount):
        raise Invalid(
            {"numbers": _("A transfer fee is %(least)s to %(most)s yen: this is none.", least=LEAST_FEE, most=MOST_FEE)}
        )
    fee = short if accept_fee else 0
    source = _source(incoming)
    for invoice in invoices:
        amount = incoming.amount if len(invoices) == 1 else invoice.open
        db.session.add(Allocation(incoming_id=incoming.id, invoice_id=invoice.id, amount=amount, fee=fee))
        receive(invoice, amount, on=incoming.on, source=source, by=by, fee=fee)
    incoming.words = ""
    incoming.state = IncomingState.MATCHED
    numbers = ", ".join(each.number for each in invoices)
    record(by, "payment matched", incoming, invoices=numbers, amount=incoming.amount, fee=fee, short=short - fee)


def _refuse_what_is_not_owed(invoices: Sequence[Invoice]) -> None:
    if not invoices:
        raise Invalid({"numbers": _("Enter the number of an invoice of the operator, such as INV-2026-000001.")})
    for invoice in invoices:
        if invoice.contract.model is not ContractModel.VIA:
            raise Invalid({"numbers": _("%(number)s is not paid to the operator.", number=invoice.number)})
        if invoice.state not in OWED or invoice.open <= 0:
            raise Invalid({"numbers": _("%(number)s is not open any more.", number=invoice.number)})


def _source(incoming: Incoming) -> str:
    return f"{incoming.payer_kana} {incoming.on.isoformat()}".strip()


def reverse(incoming: Incoming, *, words: str, by: User) -> None:
    """Take a match back: the opposite is booked for each invoice, and the payment is open again."""
    if incoming.state is not IncomingState.MATCHED:
        raise DomainError(_("This payment is booked for no invoice."))
    reason = _said(words)
    allocations = allocations_of(incoming)
    for each in allocations:
        take_back(each.invoice, each.amount, source=_source(incoming), by=by, fee=each.fee)
        db.session.delete(each)
    incoming.words = reason
    incoming.state = IncomingState.OPEN
    numbers = ", ".join(each.invoice.number for each in allocations)
    record(by, "match taken back", incoming, invoices=numbers, words=reason)


def set_aside(incoming: Incoming, *, words: str, by: User) -> None:
    """Say that a payment is for no invoice: an interest, a refund, somebody's error."""
    if incoming.state is not IncomingState.OPEN:
        raise DomainError(_("This payment is not open any more."))
    incoming.words = _said(words)
    incoming.state = IncomingState.SET_ASIDE
    record(by, "payment set aside", incoming, words=incoming.words)


def take_up(incoming: Incoming, *, by: User) -> None:
    """Look for the invoice of a payment after all."""
    if incoming.state is not IncomingState.SET_ASIDE:
        raise DomainError(_("This payment has not been set aside."))
    incoming.words = ""
    incoming.state = IncomingState.OPEN
    record(by, "payment taken up", incoming)


def _said(words: str) -> str:
    if not words.strip():
        raise Invalid({"words": _("Say why: it stays with the payment.")})
    return words.strip()
