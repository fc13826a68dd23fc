"""The calculation of a month, line by line in words, in the present locale: for pages, papers and invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.contracts.labels import hours
from marketplace.formats import yen
from marketplace.i18n import gettext as _
from marketplace.trade.settlement import HOUR, LineKind, Proration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from marketplace.trade.settlement import Line, Settlement

Said = tuple[str, str]


def worded(settlement: Settlement) -> list[Said]:
    """Return (what, value) of each line of the calculation, the total last."""
    return [_WORDS[line.kind](line.facts) for line in settlement.lines]


def worded_line(line: Line) -> Said:
    """Return (what, value) of one line."""
    return _WORDS[line.kind](line.facts)


def clock(minutes: int) -> str:
    """Say minutes as a clock does: 188:15."""
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"


def in_hours(minutes: int) -> str:
    """Say minutes both ways: 188.25 hours (188:15)."""
    return _("%(hours)s hours (%(clock)s)", hours=hours(minutes), clock=clock(minutes))


def signed_clock(minutes: int) -> str:
    """Say a difference of hours with its sign: +0:15, −1:30, ±0:00."""
    return f"{'+' if minutes > 0 else '−' if minutes else '±'}{clock(abs(minutes))}"


def signed_yen(amount: int) -> str:
    """Say a difference of yen with its sign."""
    return f"{'+' if amount > 0 else '−' if amount else '±'}{yen(abs(amount))}"


def _with_range(amount: int, facts: Mapping[str, Any]) -> str:
    if "low" not in facts:
        return yen(amount)
    return _(
        "%(amount)s for %(low)s to %(high)s hours",
        amount=yen(amount), low=hours(facts["low"]), high=hours(facts["high"]),
    )  # fmt: skip


def _monthly(facts: Mapping[str, Any]) -> Said:
    return _("Price of a whole month"), _with_range(facts["amount"], facts)


def _utilisation(facts: Mapping[str, Any]) -> Said:
    share = f"{facts['share'] * 100:f}".rstrip("0").rstrip(".")
    return _("At %(share)s %% of full time", share=share), _with_range(facts["amount"], facts)


def _proration(facts: Mapping[str, Any]) -> Said:
    if facts["by"] is Proration.CALENDAR_DAYS:
        said = _("Part of the month: %(days)s of %(of)s calendar days", days=facts["days"], of=facts["of"])
    else:
        said = _("Part of the month: %(days)s of %(of)s business days", days=facts["days"], of=facts["of"])
    if facts.get("suspended"):
        said = _("%(part)s (%(days)s suspended days are taken out)", part=said, days=facts["suspended"])
    return said, _with_range(facts["amount"], facts)


def _hours(facts: Mapping[str, Any]) -> Said:
    return _("Hours worked"), in_hours(facts["minutes"])


def _fixed(_facts: Mapping[str, Any]) -> Said:
    return _("Settlement of hours"), _("fixed, no settlement")


def _within(facts: Mapping[str, Any]) -> Said:
    said = _("within %(low)s to %(high)s hours: nothing is added or taken off",
             low=hours(facts["low"]), high=hours(facts["high"]))  # fmt: skip
    return _("Settlement of hours"), said


def _times(facts: Mapping[str, Any], sign: str) -> str:
    return _(
        "%(hours)s hours × %(unit)s = %(amount)s",
        hours=hours(facts["difference"]), unit=yen(facts["unit"]), amount=sign + yen(facts["amount"]),
    )  # fmt: skip


def _short(facts: Mapping[str, Any]) -> Said:
    return _("Taken off for hours below the range"), _times(facts, "−")


def _over(facts: Mapping[str, Any]) -> Said:
    return _("Added for hours above the range"), _times(facts, "+")


def _total(facts: Mapping[str, Any]) -> Said:
    return _("Total of the month, without tax"), yen(facts["amount"])


_WORDS: Mapping[LineKind, Callable[[Mapping[str, Any]], Said]] = {
    LineKind.MONTHLY: _monthly,
    LineKind.UTILISATION: _utilisation,
    LineKind.PRORATION: _proration,
    LineKind.HOURS: _hours,
    LineKind.FIXED: _fixed,
    LineKind.WITHIN: _within,
    LineKind.SHORT: _short,
    LineKind.OVER: _over,
    LineKind.TOTAL: _total,
}
