"""The tracker's charts for paper: the drawings of the pages with the colours of the light scheme set in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace.charts import Line, Lines, Tick, draw
from marketplace.i18n import gettext as _
from marketplace.tracker.scales import amount_ticks, date_ticks

if TYPE_CHECKING:
    from markupsafe import Markup

    from marketplace.exports.told import Told

INK, RULE, STRONG = "#1a1a1c", "#d3dadb", "#6b7577"
SERIES = ("#004c59", "#3f93a3", "#b77900", "#7a4f9a", "#4f7f3a", "#7b8789")
_COLOURS = {"accent": "#004c59", "border": RULE, "border-strong": STRONG, "surface": "#ffffff", "text": INK} | {
    f"series-{place}": colour for place, colour in enumerate(SERIES, 1)
}
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
SMALL = (430, 150)  # pixels of the field of the curve on the summary


def on_paper(drawn: Markup) -> str:
    """Return a picture as an SVG file: no page gives its colours names any more."""
    return _VARIABLE.sub(lambda found: _COLOURS.get(found[1], INK), str(drawn)).replace("currentColor", INK)


def small_curve(report: Told) -> str | None:
    """Return the S-curve for the summary; None without one."""
    if not report.curve or not report.value:
        return None
    lines = (
        Line("PV", tuple((each.on.toordinal(), each.pv) for each in report.curve), dash=1),
        Line("EV", tuple((each.on.toordinal(), each.ev) for each in report.curve if each.ev is not None)),
        Line("AC", tuple((each.on.toordinal(), each.ac) for each in report.curve if each.ac is not None), dash=2),
    )
    first, last = report.curve[0].on, report.curve[-1].on
    up = amount_ticks(max((y for line in lines for _x, y in line.points), default=0), report.measure, 3)
    ends = first.toordinal(), max(last.toordinal(), first.toordinal() + 1)
    mark = Tick(report.on.toordinal(), _("Day of the report")) if first <= report.on <= last else None
    return on_paper(draw(Lines(lines, date_ticks(first, last, 5), up, ends, *SMALL, mark)))
