"""The operator's own bank account: clients transfer to it, payment runs are made from it. One row.

It is no secret: it stands on every invoice. Who may change it is asked for the password again all the same, for
whoever changes it has the clients' money.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import Model, db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.banks import Account, AccountType, account, bank, branch
from marketplace.trade.kana import MOST_OF_A_REQUESTER, passbook_kana
from marketplace.trade.refusal import Refusal
from marketplace.trade.transfer_file import REQUESTERS_TYPES

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User


class OwnAccount(Model):
    """自社口座: where it is, whose name it bears, and what the bank has agreed on for files of transfers."""

    bank_code: Mapped[str]
    branch_code: Mapped[str]
    kind: Mapped[AccountType]
    number: Mapped[str]
    holder: Mapped[str]  # as in the passbook, in kana
    requester_code: Mapped[str] = mapped_column(default="")  # 振込依頼人コード, up to ten digits, given by the bank
    line_ends: Mapped[bool] = mapped_column(default=True)  # CR LF after each record, or nothing: the bank's setting
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    def account(self) -> Account:
        """Return the account as the trade's rules know it; refused where its branch is no more."""
        return account(self.bank_code, self.branch_code, self.kind, self.number)


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What the operator enters."""

    bank_code: str
    branch_code: str
    kind: str
    number: str
    holder: str
    requester_code: str
    line_ends: bool


def own_account() -> OwnAccount | None:
    """Return the operator's account; None while nobody has entered it."""
    return db.session.scalar(select(OwnAccount))


def save_own_account(details: OwnDetails, *, seen: int, by: User) -> OwnAccount:
    """Keep the account, or refuse what banks would refuse; a lost race where it was saved since revision `seen`."""
    row = db.session.scalar(select(OwnAccount).with_for_update())
    if (row.revision if row else 0) != seen:
        raise DomainError(_("Somebody else has changed the settings meanwhile. They are shown as they stand."))
    place = _checked(details)
    if row is None:
        row = OwnAccount(revision=0)
        db.session.add(row)
    row.bank_code, row.branch_code = place.branch.bank.code, place.branch.code
    row.kind, row.number, row.holder = place.kind, place.number, details.holder
    row.requester_code, row.line_ends = details.requester_code, details.line_ends
    row.revision, row.changed_at = seen + 1, now()
    record(by, "own account saved", row, bank=row.bank_code, branch=row.branch_code, number=row.number)
    return row


def _checked(details: OwnDetails) -> Account:
    """Return the account, or all that is wrong with it by field."""
    wrong: dict[str, object] = {}
    if not (details.requester_code.isascii() and details.requester_code.isdigit() and len(details.requester_code) < 11):  # noqa: PLR2004 - its width
        wrong["requester_code"] = _("The code that the bank gave for transfers has up to ten digits.")
    try:
        passbook_kana(details.holder, most=MOST_OF_A_REQUESTER)
    except Refusal as refused:
        wrong["holder"] = refused.message
    if details.kind not in {each.value for each in REQUESTERS_TYPES}:
        wrong["kind"] = _("Transfers are not made from an account of this type.")
    wrong |= _misplaced(details)
    if wrong:
        raise Invalid(wrong)
    return account(details.bank_code, details.branch_code, details.kind, details.number)


def _misplaced(details: OwnDetails) -> dict[str, object]:
    """Return the first of bank, branch and number that does not exist, and why."""
    places: dict[str, Callable[[], object]] = {
        "bank_code": lambda: bank(details.bank_code),
        "branch_code": lambda: branch(details.bank_code, details.branch_code),
        "number": lambda: account(details.bank_code, details.branch_code, AccountType.ORDINARY, details.number),
    }
    for name, check in places.items():
        try:
            check()
        except Refusal as refused:
            return {name: refused.message}
    return {}
