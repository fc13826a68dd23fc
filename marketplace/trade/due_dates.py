"""Days by which a fee is due, and days by which somebody must be told (R6 to R12 of the trade's rules).

Sources: フリーランス法 art. 4 (60 days; 30 after the client's due date) and 16 (30 days' notice), 取適法 (60 days, no
30-day exception), and the authorities' reading of 60 days as two months for monthly closings. Days count inclusively
where the law counts the day of receipt as day 1.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from marketplace.business_days import SATURDAY, holidays
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.trade.payment_terms import PaymentTerm

DAY = timedelta(days=1)
SIXTY_DAYS = 59 * DAY  # the day of receipt is day 1
THIRTY_DAYS = 29 * DAY  # the client's due date is day 1
LATEST_SHIFT = 2 * DAY  # past the limit, by an agreement in writing
NOTICE = 30 * DAY  # the day of notice does not count
RENEWAL = 45 * DAY
LETTER = 31 * DAY
LONG_TERM = 6  # months from which an engagement is not ended without notice

Period = tuple[date, date]
"""The first and the last day of a contract, both in it."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A period of service that is closed at once: its first day, and its closing day (締日)."""

    first: date
    last: date


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later (or earlier), or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_in(month: date, day: int) -> date:
    """Return a day of a month; 31 stands for the last, and a day that a month lacks is its last."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def closing_of(term: PaymentTerm, served: date) -> Closing:
    """Return the period that a day of service is closed in."""
    last = _day_in(served, term.closing_day)
    if served > last:
        last = _day_in(months_later(served.replace(day=1), 1), term.closing_day)
    return Closing(_day_in(months_later(last.replace(day=1), -1), term.closing_day) + DAY, last)


def due_on(term: PaymentTerm, closed: date) -> date:
    """Return the day of payment for what is closed on a day, before any shift around the bank's holidays."""
    return _day_in(months_later(closed.replace(day=1), term.months_after), term.day)


def legal_limit(
    received: date,
    *,
    monthly_agreed: bool,
    client_due: date | None = None,
    reentrustment_items: bool = False,
    toriteki: bool = False,
) -> date:
    """Return the last day on which a consultant's fee may be due (R6 to R8).

    `received` is the closing day where monthly closing is agreed and stands in the order terms: then 60 days read as
    two months, and a closing at a month's end ends at a month's end. Without that agreement each day of service is a
    receipt of its own: give the first. With the three items of 再委託 stated, 30 days from the client's due date take
    the place of that, unless 取適法 applies too (`toriteki`), which knows no such exception: the earlier one counts.
    """
    limit = received + SIXTY_DAYS
    if monthly_agreed:
        at_the_end = (received + DAY).day == 1
        limit = months_later(received, 2)
        limit = _day_in(limit, 31) if at_the_end else limit
    if client_due is None or not reentrustment_items:
        return limit
    by_client = client_due + THIRTY_DAYS
    return min(by_client, limit) if toriteki else by_client


def is_bank_day(day: date) -> bool:
    """Tell whether banks transfer money: not on weekends, national holidays, 31 December and 1 to 3 January."""
    turn_of_the_year = (day.month, day.day) == (12, 31) or (day.month == 1 and day.day <= 3)  # noqa: PLR2004
    return day.weekday() < SATURDAY and not turn_of_the_year and day not in holidays(day.year)


def next_bank_day(day: date) -> date:
    """Return the first day from this one on, itself included, on which banks transfer money."""
    return next(each for n in count() if is_bank_day(each := day + DAY * n))


def is_late(due: date, on: date) -> bool:
    """Tell whether money is late: what falls due on a day without banks is paid on the next bank day (民法142条)."""
    return next_bank_day(due) < on


def late_before(on: date) -> date:
    """Return the day before which everything that fell due is late, on a day: is_late for a search."""
    return last_bank_day(on - DAY) + DAY


def last_bank_day(day: date) -> date:
    """Return the last day up to this one, itself included, on which banks transfer money."""
    return next(each for n in count() if is_bank_day(each := day - DAY * n))


def shifted(due: date, limit: date, *, shift_agreed: bool) -> date:
    """Return the day on which to pay what is due on a day that may be a bank holiday (R9, R10).

    The next bank day inside the legal limit; past the limit only where a shift is agreed in writing, and by two days
    at most; else the bank day before. A due date past its limit is refused.
    """
    if due > limit:
        raise Refusal(_("This is past the last day that the law allows: %(limit)s.", limit=limit.isoformat()))
    later = next_bank_day(due)
    if later <= limit or (shift_agreed and later - due <= LATEST_SHIFT):
        return later
    return last_bank_day(due)


def _last_of_term(first: date, months: int) -> date:
    """Return the last day of a term of months (民法 143条): the day before the corresponding one, if there is one."""
    end = months_later(first, months)
    return end - DAY if end.day == first.day else end


def six_months_or_more(first: date, last: date) -> bool:
    """Tell whether a contract runs for six months: from then on its end needs notice, and care is to be considered."""
    return last >= _last_of_term(first, LONG_TERM)


def whole_term(contracts: Sequence[Period]) -> Period:
    """Return the whole term of a contract and those it renewed: a gap of under a month does not break it."""
    ordered = sorted(contracts)
    first, last = ordered[-1]
    for earlier_first, earlier_last in reversed(ordered[:-1]):
        if first > months_later(earlier_last + DAY, 1) - DAY:
            break
        first, last = earlier_first, max(last, earlier_last)
    return first, last


def needs_notice(contracts: Sequence[Period]) -> bool:
    """Tell whether ending these contracts, renewals counted together, needs 30 days' notice (R11)."""
    return six_months_or_more(*whole_term(contracts))


def last_notice_day(end: date, agreed: int = 0) -> date:
    """Return the last day on which ending (or not renewing) on `end` can be told: 30 days before (R11).

    `agreed`: days that a contract sets for its early end; only more than the 30 change anything.
    """
    return end - max(NOTICE, agreed * DAY)


def renewal_asked_on(end: date) -> date:
    """Return the day on which both sides are asked whether to renew: 45 days before the end (R12)."""
    return end - RENEWAL


def letter_offered_on(end: date) -> date:
    """Return the day on which a letter of non-renewal is offered: the day before it would be the last to send it."""
    return end - LETTER
