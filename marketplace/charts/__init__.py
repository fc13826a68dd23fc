"""Charts as SVG, drawn by Altair and vl-convert: the one place that knows them.

Both are loaded with the first chart, not with the process: a worker that draws none stays small. Colours are named as
the pages name them (`var(--accent)`), so one picture, set into a page, is right in light, in dark and on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from marketplace.charts import lines, spans
from marketplace.charts.lines import Line, Lines
from marketplace.charts.look import LETTER, MEASURED_IN, Tick, room
from marketplace.charts.spans import Span, Spans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

__all__ = (
    "Bar", "Bars", "Line", "Lines", "Span", "Spans", "Stack", "Stacks", "Tick", "bars", "draw", "stacks",
)  # fmt: skip
FONTS = Path(__file__).parents[2] / "static" / "vendor"
KEPT = 256  # pictures a process remembers
WIDE, NARROW = 560, 96  # of the longest bar, in pixels; names and words come on top of it
ROW = 34
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, how long it is, and the words at its end."""

    name: str
    length: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A specification: horizontal bars from top to bottom, the longest of which has this width."""

    rows: tuple[Bar, ...]
    width: int = WIDE


@dataclass(frozen=True, slots=True)
class Stack:
    """One row of several parts, each in the colour of its place; what is negative lies left of the line."""

    name: str
    parts: tuple[float, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Stacks:
    """A specification: horizontal bars made of parts; the pages' legend names the colours (`--series-1` and so on)."""

    rows: tuple[Stack, ...]
    width: int = WIDE


def stacks(rows: Sequence[Stack]) -> tuple[Markup, Markup]:
    """Draw the same stacked bars twice, for a wide page and for a telephone."""
    return draw(Stacks(tuple(rows))), draw(Stacks(tuple(rows), NARROW))


def bars(rows: Sequence[Bar]) -> tuple[Markup, Markup]:
    """Draw the same bars twice, for a wide page and for a telephone."""
    return draw(Bars(tuple(rows))), draw(Bars(tuple(rows), NARROW))


@lru_cache(maxsize=KEPT)
def draw(specification: Bars | Stacks | Lines | Spans) -> Markup:
    """Return the picture as an SVG element; about 100 ms for one not drawn before, 2 s with the first of a process."""
    written = _picture(specification).to_json(indent=None, validate=False)  # its checks took half of the time
    with _ONE_AT_A_TIME:
        return Markup(_converter().vegalite_to_svg(written))  # noqa: S704 - written by the library, names escaped


def _picture(specification: Bars | Stacks | Lines | Spans) -> Any:  # noqa: ANN401 - its types are loaded with it
    match specification:
        case Bars():
            return _bars_of(specification)
        case Stacks():
            return _stacks_of(specification)
        case Lines():
            return lines.picture(specification)
        case Spans():
            return spans.picture(specification)


def _bars_of(specification: Bars) -> Any:  # noqa: ANN401 - its types are loaded with it
    import altair as alt  # noqa: PLC0415, TID251 - the one place, and only where a chart is drawn

    values = [{"at": at, **_plain(bar)} for at, bar in enumerate(specification.rows)]
    longest = max((bar.length for bar in specification.rows), default=0) or 1
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("name:N", sort=None, title=None),
        x=alt.X("length:Q", axis=None, scale=alt.Scale(domain=[0, longest], nice=False)),
    )
    picture = base.mark_bar(color="var(--accent)", height={"band": 0.62}) + base.mark_text(
        align="left", dx=6, color="currentColor", fontSize=LETTER
    ).encode(text="words:N")
    return _finished(picture, specification)


def _stacks_of(specification: Stacks) -> Any:  # noqa: ANN401 - as above
    import altair as alt  # noqa: PLC0415, TID251 - as above

    rows = specification.rows
    parts = [
        {"name": row.name, "part": part, "length": length}
        for row in rows
        for part, length in enumerate(row.parts)
        if length
    ]
    right = [sum(max(0, each) for each in row.parts) for row in rows]
    ends = [{"name": row.name, "end": end, "words": row.words} for row, end in zip(rows, right, strict=True)]
    least = min((sum(min(0, each) for each in row.parts) for row in rows), default=0)
    most = max(right, default=0)
    count = max((len(row.parts) for row in rows), default=0)
    names = [row.name for row in rows]
    y = alt.Y("name:N", sort=None, title=None, scale=alt.Scale(domain=names))
    scale = alt.Scale(domain=[least, most if most > least else least + 1], nice=False)
    colours = alt.Scale(domain=list(range(count)), range=[f"var(--series-{n + 1})" for n in range(count)])
    bars_ = (
        alt.Chart(alt.InlineData(values=parts))
        .mark_bar(height={"band": 0.62}, stroke="var(--surface)", strokeWidth=1)
        .encode(
            y=y,
            x=alt.X("length:Q", axis=None, stack="zero", scale=scale),
            color=alt.Color("part:N", legend=None, scale=colours),
            order=alt.Order("part:Q"),
        )
    )
    words = (
        alt.Chart(alt.InlineData(values=ends))
        .mark_text(align="left", dx=6, color="currentColor", fontSize=LETTER)
        .encode(y=y, x=alt.X("end:Q", axis=None, scale=scale), text="words:N")
    )
    return _finished(bars_ + words, specification)


def _finished(picture: Any, specification: Bars | Stacks) -> Any:  # noqa: ANN401 - as above
    """Give a picture its size, and the colours and letters of the pages."""
    import altair as alt  # noqa: PLC0415, TID251 - as above

    return (
        picture.properties(width=specification.width, height=alt.Step(ROW))
        .configure(background="transparent", font=MEASURED_IN, aria=False, padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="currentColor", labelFontSize=LETTER, labelLimit=240, labelPadding=8, ticks=False,
            domainColor="var(--border-strong)", minExtent=room([each.name for each in specification.rows]),
        )
    )  # fmt: skip


def _plain(bar: Bar) -> dict[str, str | float]:
    return {"name": bar.name, "length": bar.length, "words": bar.words}


@cache
def _converter() -> ModuleType:
    import vl_convert  # noqa: PLC0415, TID251 - as above

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
