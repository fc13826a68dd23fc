"""What all charts share: their letters, and how much room words take."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a text is measured in, as we ship it; the page sets its own system font, whose kana are up to a fifth wider.
MEASURED_IN = "BIZ UDPGothic"
LETTER = 13


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis (days as their ordinal numbers) and what is written there."""

    at: int
    words: str


def room(names: Sequence[str], letter: int = LETTER) -> int:
    """Return the pixels that the longest name takes in any font: a full-width letter is a square."""
    return ceil(max(map(_ems, names), default=0) * letter) + 8


def shortened(name: str, pixels: int, letter: int = LETTER) -> str:
    """Return a name cut so that it fits."""
    if _ems(name) * letter <= pixels:
        return name
    while name and _ems(name + "…") * letter > pixels:
        name = name[:-1]
    return name.rstrip() + "…"


def axis(ticks: Sequence[Tick], **settings: Any) -> Any:  # noqa: ANN401 - its types are loaded with it
    """Return an axis with our own words: the library knows neither Japanese dates nor 万円."""
    import altair as alt  # noqa: PLC0415, TID251 - the one package, and only where a chart is drawn

    words = json.dumps({str(each.at): each.words for each in ticks}, ensure_ascii=False)
    return alt.Axis(
        values=[each.at for each in ticks],
        labelExpr=f"({words})[datum.value]",
        labelOverlap=False,
        title=None,
        **settings,
    )


def dressed(layers: Sequence[Any], **size: Any) -> Any:  # noqa: ANN401 - as above
    """Lay layers over one another, in the colours and letters of the pages; at once, for each step copies them all."""
    import altair as alt  # noqa: PLC0415, TID251 - as above

    axes = alt.AxisConfig(
        labelColor="currentColor", labelFontSize=LETTER, labelLimit=0, labelPadding=8, ticks=False,
        domainColor="var(--border-strong)", gridColor="var(--border)",
    )  # fmt: skip
    view = alt.ViewConfig(stroke=None)
    config = alt.Config(background="transparent", font=MEASURED_IN, aria=False, padding=2, view=view, axis=axes)
    return alt.layer(*layers, config=config, **size)


def _ems(name: str) -> float:
    return sum(1 if east_asian_width(each) in "WFA" else 0.6 for each in name)
