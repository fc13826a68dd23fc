"""Spans of days, a row each: a Gantt chart with its baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.charts.look import LETTER, Tick, axis, dressed, room, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP = 28
THICK, THIN = 12, 4
CRITICAL = "◆ "


@dataclass(frozen=True, slots=True)
class Span:
    """A row: from one day to before another (ordinal numbers), how much of it is done, and what was agreed."""

    name: str
    first: int
    last: int
    done: float = 0.0  # 0 to 1
    agreed: tuple[int, int] | None = None
    critical: bool = False
    summary: bool = False
    level: int = 1


@dataclass(frozen=True, slots=True)
class Spans:
    """A specification: spans from top to bottom; names take so many pixels at most."""

    rows: tuple[Span, ...]
    across: tuple[Tick, ...]
    ends: tuple[int, int]
    width: int
    names: int
    mark: Tick | None = None


def picture(specification: Spans) -> Any:  # noqa: ANN401 - its types are loaded with it
    """Return the picture for the library."""
    import altair as alt  # noqa: PLC0415, TID251 - the one package, and only where a chart is drawn

    rows = specification.rows
    names = [_named(each, specification.names) for each in rows]
    x = alt.X(
        "first:Q",
        scale=alt.Scale(domain=list(specification.ends), nice=False),
        axis=axis(specification.across, grid=True, orient="top", domain=False),
    )
    y = alt.Y("at:O", scale=alt.Scale(domain=list(range(len(rows)))), axis=None)
    layers = [
        alt.Chart(alt.InlineData(values=values)).mark_bar(**style).encode(x=x, x2=alt.X2("last:Q"), y=y)
        for values, style in _bars(rows)
    ]
    if specification.mark:
        layers += _mark(alt, specification.mark, x)
    layers += _names(alt, names, y)
    return dressed(layers, width=specification.width, height=alt.Step(STEP))


def _bars(rows: Sequence[Span]) -> list[tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Return what is drawn over what: baseline, span, outline of the critical path, what is done."""
    agreed = [
        {"at": at, "first": each.agreed[0], "last": each.agreed[1]} for at, each in enumerate(rows) if each.agreed
    ]
    return [
        (agreed, {"height": THIN, "yOffset": 9, "color": "var(--series-6)"}),
        (_spans(rows, lambda each: not each.summary), {"height": THICK, "yOffset": -1, "color": "var(--series-2)"}),
        (_spans(rows, lambda each: each.summary), {"height": THIN + 2, "yOffset": -1, "color": "currentColor"}),
        (
            [
                {"at": at, "first": each.first, "last": each.first + (each.last - each.first) * each.done}
                for at, each in enumerate(rows)
                if each.done and not each.summary
            ],
            {"height": THICK, "yOffset": -1, "color": "var(--series-1)"},
        ),
        (
            _spans(rows, lambda each: each.critical and not each.summary),
            {"height": THICK, "yOffset": -1, "filled": False, "stroke": "var(--critical)", "strokeWidth": 2.5},
        ),
    ]


def _spans(rows: Sequence[Span], wanted: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a question about a span
    return [{"at": at, "first": each.first, "last": each.last} for at, each in enumerate(rows) if wanted(each)]


def _named(row: Span, pixels: int) -> Tick:
    """Return a row's name as it fits, and how far it is set in: a letter a level."""
    inset = LETTER * (row.level - 1)
    return Tick(inset, shortened((CRITICAL if row.critical else "") + row.name, pixels - inset))


def _names(alt: Any, names: Sequence[Tick], y: Any) -> list[Any]:  # noqa: ANN401 - as above
    """Write the names left of the field: an axis would swallow what sets them in."""
    left = max(each.at + room([each.words]) for each in names) + 8
    by_inset: dict[int, list[dict[str, Any]]] = {}
    for at, each in enumerate(names):
        by_inset.setdefault(each.at, []).append({"at": at, "name": each.words})
    return [
        alt.Chart(alt.InlineData(values=values))
        .mark_text(align="left", color="currentColor", fontSize=LETTER)
        .encode(x=alt.XValue(inset - left), y=y, text=alt.Text("name:N"))
        for inset, values in by_inset.items()
    ]


def _mark(alt: Any, tick: Tick, x: Any) -> list[Any]:  # noqa: ANN401 - as above
    base = alt.Chart(alt.InlineData(values=[{"first": tick.at, "words": tick.words}])).encode(x=x)
    return [
        base.mark_rule(color="var(--border-strong)", strokeDash=[3, 3]),
        base.mark_text(baseline="top", dy=4, color="currentColor", fontSize=LETTER).encode(
            y=alt.YValue("height"), text=alt.Text("words:N")
        ),
    ]
