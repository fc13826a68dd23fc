"""What is offered, the rules it must keep, and what changed from version to version."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.offers.models import Offer

FEWEST_DAYS, MOST_DAYS = 1, 5  # a week
LONGEST = 60  # months
MOST_HOURS = 300  # a month
FARTHEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one version."""

    rate: int  # yen a month received at 100 %
    days: int  # a week
    start_on: date
    months: int
    hours_low: int  # a month
    hours_high: int
    words: str = ""

    def values(self) -> dict[str, object]:
        """Return the terms as columns."""
        return asdict(self)


NAMES = tuple(each.name for each in fields(Terms))


def errors_in(terms: Terms) -> dict[str, str]:
    """Return what is wrong, by field."""
    errors: dict[str, str] = {}
    if terms.rate <= 0:
        errors["rate"] = _("A rate is more than nothing.")
    if not FEWEST_DAYS <= terms.days <= MOST_DAYS:
        errors["days"] = _("One to five days a week.")
    if terms.start_on < today():
        errors["start_on"] = _("This day has passed.")
    if terms.start_on > today() + FARTHEST:
        errors["start_on"] = _("This is more than two years ahead.")
    if not 1 <= terms.months <= LONGEST:
        errors["months"] = _("1 to 60 months.")
    if terms.hours_low < 0 or terms.hours_high > MOST_HOURS:
        errors["hours_high"] = _("0 to 300 hours a month.")
    if terms.hours_low > terms.hours_high:
        errors["hours_high"] = _("The upper end is below the lower end.")
    return errors


def terms_of(offer: Offer) -> Terms:
    """Return the terms of a version."""
    return Terms(**{name: getattr(offer, name) for name in NAMES})


def changes(offers: Sequence[Offer]) -> list[tuple[Offer, frozenset[str]]]:
    """Return each version, oldest first, with the names of the terms that differ from the version before."""
    ordered = sorted(offers, key=lambda offer: offer.number)
    changed: list[tuple[Offer, frozenset[str]]] = []
    for before, offer in zip([None, *ordered], ordered, strict=False):
        differing = {name for name in NAMES if before and getattr(before, name) != getattr(offer, name)}
        changed.append((offer, frozenset(differing)))
    return changed


def last_day(start: date, months: int) -> date:
    """Return the last day of so many months from `start` on: 15 January and one month end on 14 February."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])) - timedelta(days=1)
