"""Lines over days or weeks: curves, burn-ups, trends of milestones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.charts.look import LETTER, Tick, axis, dressed, room

if TYPE_CHECKING:
    from collections.abc import Sequence

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
COLOURS = 6  # --series-1 and so on
DASHES: tuple[list[int], ...] = ([], [7, 3], [2, 3])
APART = LETTER + 3  # pixels between two names at the ends of lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points from left to right; its name stands at its end."""

    name: str
    points: tuple[tuple[int, int], ...]
    dash: int = 0  # of DASHES: colour is never all that tells lines apart
    marked: bool = False  # each point is shown, in the line's own shape
    quiet: bool = False  # only for comparison: thin, and without a colour of the legend


@dataclass(frozen=True, slots=True)
class Lines:
    """A specification: lines between an axis across and one upwards, from its first tick to its last unless told."""

    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    ends: tuple[int, int]  # of the axis across
    width: int
    height: int
    mark: Tick | None = None  # an upright line, such as today's
    up_ends: tuple[int, int] | None = None  # of the axis upwards, where its ticks are not its ends


def picture(specification: Lines) -> Any:  # noqa: ANN401 - its types are loaded with it
    """Return the picture for the library."""
    import altair as alt  # noqa: PLC0415, TID251 - the one package, and only where a chart is drawn

    low, high = specification.up_ends or (specification.up[0].at, specification.up[-1].at)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=list(specification.ends), nice=False),
        axis=axis(specification.across, grid=False),
    )
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=axis(specification.up, grid=True, domain=False, minExtent=room([each.words for each in specification.up])),
    )
    layers = []
    if specification.mark:
        layers += _mark(alt, specification.mark, x, specification.height)
    for line, series in zip(specification.lines, _series(specification.lines), strict=True):
        layers += _line(alt, line, series, x, y)
    places = _ends(specification.lines, (high - low) / specification.height * APART)
    names = [{"x": each.points[-1][0], "y": place, "name": each.name} for each, place in places]
    layers.append(
        alt.Chart(alt.InlineData(values=names))
        .mark_text(align="left", dx=9, color="currentColor", fontSize=LETTER, fontWeight="bold")
        .encode(x=x, y=y, text=alt.Text("name:N"))
    )
    return dressed(layers, width=specification.width, height=specification.height)


def _series(lines: Sequence[Line]) -> list[int]:
    """Return the number of each line among those of the legend, from 1; 0 for a quiet one."""
    counted, found = 0, []
    for each in lines:
        counted += not each.quiet
        found.append(0 if each.quiet else counted)
    return found


def _line(alt: Any, line: Line, series: int, x: Any, y: Any) -> list[Any]:  # noqa: ANN401 - as above
    colour = f"var(--series-{(series - 1) % COLOURS + 1})" if series else "var(--border-strong)"
    base = alt.Chart(alt.InlineData(values=[{"x": each[0], "y": each[1]} for each in line.points])).encode(x=x, y=y)
    drawn = [
        base.mark_line(
            color=colour, strokeWidth=2.5 if series else 1.2, strokeDash=DASHES[line.dash], interpolate="linear"
        )
    ]
    if line.marked:
        shape = SHAPES[(series - 1) % len(SHAPES)]
        drawn.append(base.mark_point(filled=True, shape=shape, size=70, color=colour, opacity=1))
    return drawn


def _mark(alt: Any, tick: Tick, x: Any, height: int) -> list[Any]:  # noqa: ANN401 - as above
    base = alt.Chart(alt.InlineData(values=[{"x": tick.at, "words": tick.words}])).encode(x=x)
    return [
        base.mark_rule(color="var(--border-strong)", strokeDash=[3, 3]).encode(
            y=alt.YValue(-4), y2=alt.Y2Value(height)
        ),
        base.mark_text(baseline="bottom", dy=-4, color="currentColor", fontSize=LETTER).encode(
            y=alt.YValue(-4), text=alt.Text("words:N")
        ),
    ]


def _ends(lines: Sequence[Line], apart: float) -> list[tuple[Line, float]]:
    """Return where each name stands: beside the end of its line, or pushed up so that no name lies on another."""
    named = sorted((each for each in lines if each.name and each.points), key=lambda each: each.points[-1][1])
    found: list[tuple[Line, float]] = []
    for each in named:
        place = float(each.points[-1][1])
        near = [at for line, at in found if line.points[-1][0] == each.points[-1][0]]
        found.append((each, max([place, *(at + apart for at in near)])))
    return found
