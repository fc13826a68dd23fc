"""The charts of money: what is drawn, in the words of the page's language. Each stands above its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.charts import Bar, Stack, bars, stacks
from marketplace.formats import date_short, man, month_of, yen
from marketplace.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from markupsafe import Markup

    from marketplace.dashboards.cash import CashWeek
    from marketplace.dashboards.earning import Sums
    from marketplace.dashboards.forecast import Expected
    from marketplace.dashboards.spending import Spent
    from marketplace.dashboards.standing import Age

NAMED = 5  # engagements with a colour of their own; the others share the sixth
AHEAD = 12  # months of a forecast in the picture; its table has them all


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for wide pages and for telephones, and what its colours stand for."""

    drawn: tuple[Markup, Markup]
    series: tuple[str, ...] = ()


def spending(spent: Sequence[Spent], months: Sequence[date]) -> Picture:
    """Draw what each month cost, by engagement, from the first month that cost anything to the last."""
    named, others = spent[:NAMED], spent[NAMED:]
    rows: list[Stack] = []
    for month in months:
        parts = [each.months.get(month, 0) for each in named]
        if others:
            parts.append(sum(each.months.get(month, 0) for each in others))
        rows.append(Stack(month_of(month), tuple(parts), man(sum(parts))))
    while not any(rows[0].parts):
        del rows[0]
    while not any(rows[-1].parts):
        del rows[-1]
    series = [each.title for each in named] + ([_("Others")] if others else [])
    return Picture(stacks(rows), tuple(series))


def earning(earned: Mapping[date, Sums], expected: Sequence[Expected]) -> Picture:
    """Draw what each month brings to the account: transferred, still to be transferred, and forecast."""
    forecast: dict[date, int] = {}
    for each in expected:
        forecast[each.month] = forecast.get(each.month, 0) + each.transfer
    rows = []
    for month in sorted({*earned, *sorted(forecast)[:AHEAD]}):
        sums = earned.get(month)
        parts = (sums.transferred, sums.to_come) if sums else (0, 0)
        whole = (*parts, forecast.get(month, 0))
        rows.append(Stack(month_of(month), whole, signed(sum(whole))))
    return Picture(stacks(rows), (_("Transferred"), _("Still to be transferred"), _("Forecast")))


def aging(ages: Sequence[Age]) -> Picture:
    """Draw what clients owe by how long it has been due."""
    return Picture(bars([Bar(age_words(each), each.sum.yen, man(each.sum.yen)) for each in ages]))


def cash(weeks: Sequence[CashWeek]) -> Picture:
    """Draw what comes in (to the right) and what goes out (to the left) each week; the words are the balance."""
    rows = [
        Stack(
            _("from %(day)s", day=date_short(each.first)),
            (each.incoming, -each.outgoing),
            signed(each.balance) if each.days else "",
        )
        for each in weeks
    ]
    return Picture(stacks(rows), (_("In"), _("Out")))


def age_words(age: Age) -> str:
    """Say how long something has been due."""
    if age.low is None:
        return _("Not due yet")
    if age.high is None:
        return _("%(low)s days and more", low=age.low)
    return _("%(low)s to %(high)s days", low=age.low, high=age.high)


def exact(amount: int) -> str:
    """Say exact yen with a real minus before it."""
    return f"−{yen(-amount)}" if amount < 0 else yen(amount)


def signed(amount: int) -> str:
    """Say yen as lists do, with a real minus before it."""
    return f"−{man(-amount)}" if amount < 0 else man(amount)
