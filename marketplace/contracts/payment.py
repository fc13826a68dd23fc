"""When a month of a contract is due on each side, and whether the law allows it (R3, R6 to R10, R39)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.engagements.states import ContractModel
from marketplace.formats import date_long
from marketplace.i18n import lazy_gettext as _
from marketplace.issuer import Issuer, issuer
from marketplace.trade.due_dates import DAY, Closing, closing_of, due_on, legal_limit, shifted
from marketplace.trade.payment_terms import END_OF_MONTH, due_wording_error, parse_payment_term, payment_term

if TYPE_CHECKING:
    from datetime import date

    from marketplace.contracts.models import ContractVersion
    from marketplace.contracts.terms import Terms

PAYABLE = timedelta(days=14)  # that a client has at least for an invoice which comes after its day
MILLION = 1_000_000
SMALLEST_CAPITAL, MOST_EMPLOYEES = 10 * MILLION, 100  # of the size test of 取適法, ordering from a person alone


@dataclass(frozen=True, slots=True)
class DueDates:
    """One closed period: the day the client pays (None: no price of its own), and the consultant is paid."""

    closing: Closing
    client: date | None
    consultant: date


def falls_under_toriteki(own: Issuer) -> bool:
    """Tell whether 取適法 binds the operator towards a consultant, who counts as the smallest kind of supplier."""
    return (own.capital or 0) > SMALLEST_CAPITAL or (own.employees or 0) > MOST_EMPLOYEES


def due_dates(terms: Terms | ContractVersion, served: date, *, toriteki: bool) -> DueDates:
    """Return the due dates of the period that a day of service is closed in; raise Refusal where none is legal.

    The consultant's date hangs on the agreed terms alone: that the client pays late does not move it (R39).
    """
    closing, client, due, limit = _dated(terms, served, toriteki=toriteki)
    return DueDates(closing, client, shifted(due, limit, shift_agreed=terms.shift_agreed))


def agreed_dates(version: ContractVersion, served: date, *, toriteki: bool) -> DueDates:
    """Return the due dates of terms that are agreed on: they hold, whatever has changed about the operator since.

    A day beyond what the law allows by now does not stand: the last day that it allows is the due day (rules 1.1).
    """
    closing, client, due, limit = _dated(version, served, toriteki=toriteki)
    return DueDates(closing, client, shifted(min(due, limit), limit, shift_agreed=version.shift_agreed))


def clients_day(version: ContractVersion, due: date, *, issued: date) -> date:
    """Return when a client pays the operator what falls due on a day by its terms, issued on this day.

    A correction, or the first bill of a month that was approved late, may come when its day is there or has passed:
    nobody can have paid it, and it would be asked for the day after it came. The agreed term then counts from the
    closing of the month of its issue, and leaves 14 days at least. The client's day alone: the consultant's is bound
    by the law (R7 to R12), and never moves.
    """
    if issued < due:
        return due
    term = parse_payment_term(version.order_term)
    return max(due_on(term, closing_of(term, issued).last), issued + PAYABLE)


def _dated(terms: Terms | ContractVersion, served: date, *, toriteki: bool) -> tuple[Closing, date | None, date, date]:
    """Return the closed period, the client's due date, the consultant's as worded, and the last one that is legal."""
    term = parse_payment_term(terms.received_term)
    closing = closing_of(term, served)
    client = due_on(parse_payment_term(terms.order_term), closing.last) if terms.order_price is not None else None
    limit = legal_limit(
        closing.last if terms.monthly_closing else max(closing.first, terms.first_day),
        monthly_agreed=terms.monthly_closing,
        client_due=client if terms.reentrusted else None,
        reentrustment_items=terms.reentrusted,
        toriteki=toriteki,
    )
    return closing, client, due_on(term, closing.last), limit


def payment_errors(terms: Terms | ContractVersion, model: ContractModel) -> dict[str, object]:
    """Return what is wrong with the due dates, by field: their wording first, then each period of the contract."""
    errors: dict[str, object] = {}
    wrong = due_wording_error(terms.received_term)
    if wrong:
        errors["received_term"] = wrong
    if model is ContractModel.VIA and terms.order_price is not None and (wrong := due_wording_error(terms.order_term)):
        errors["order_term"] = wrong
    if not errors and terms.first_day <= terms.last_day:
        late = _first_illegal(terms, toriteki=model is ContractModel.VIA and falls_under_toriteki(issuer()))
        if late is not None:
            errors["received_term"] = late
    for side in ("received", "order") if model is ContractModel.VIA and not errors else ("received",):
        if not errors and not _closes_with_the_month(getattr(terms, f"{side}_term")):
            errors[f"{side}_term"] = _(
                "Work is reported and billed by calendar months: the closing day must be the end of the month. "
                "For example: 月末締め翌月末払い."
            )
    return errors


def _closes_with_the_month(words: str) -> bool:
    """Tell whether a whole calendar month is closed at once: else its last days would fall due a month early."""
    term = payment_term(words)
    return term is None or term.closing_day == END_OF_MONTH


def _first_illegal(terms: Terms | ContractVersion, *, toriteki: bool) -> str | None:
    day = terms.first_day
    while day <= terms.last_day:
        closing, _client, due, limit = _dated(terms, day, toriteki=toriteki)
        if due > limit:
            return _(
                "What is closed on %(closed)s would be due on %(due)s; the law allows %(limit)s at the latest.",
                closed=date_long(closing.last), due=date_long(due), limit=date_long(limit),
            )  # fmt: skip
        day = closing.last + DAY
    return None
