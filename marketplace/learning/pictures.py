"""The charts of the models' pages, each with the numbers it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.charts import Bar, bars
from marketplace.learning import labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from marketplace.shortlist.models import RankingModel

MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart for wide pages and telephones, and its rows as cells."""

    pictures: tuple[Markup, Markup]
    rows: Sequence[Sequence[str]]


def weights_picture(weights: Sequence[dict[str, Any]]) -> Picture | None:
    """Draw how much the strongest features move a score; None without any."""
    named = [(labels.feature(each["feature"]), float(each["weight"])) for each in weights]
    if not named:
        return None
    drawn = bars([Bar(name, weight, f"{weight:.2f}") for name, weight in named[:MOST_BARS]])
    return Picture(drawn, [(name, f"{weight:.3f}") for name, weight in named])


def exposure_picture(groups: Sequence[dict[str, Any]]) -> Picture | None:
    """Draw each group's share of what is shown over its share of who could be; 1 is what chance would give."""
    if not groups:
        return None
    rows = [(str(labels.GROUP.get(each["group"], each["group"])), each) for each in groups]
    drawn = bars([Bar(name, float(each["ratio"]), f"{each['ratio']:.2f}") for name, each in rows])
    cells = [
        (name, f"{100 * each['share']:.1f}%", f"{100 * each['eligible']:.1f}%", f"{each['ratio']:.2f}")
        for name, each in rows
    ]
    return Picture(drawn, cells)


def model_pictures(models: Sequence[RankingModel]) -> Picture | None:
    """Draw nDCG@10 of each model on later postings, the oldest first; None without any."""
    known = [(row.name, row.metrics.get("later", {})) for row in reversed(models)]
    shown = [(name, later) for name, later in known if "ours" in later][-MOST_BARS:]
    if not shown:
        return None
    drawn = bars([Bar(name, float(later["ours"]), f"{later['ours']:.3f}") for name, later in shown])
    return Picture(drawn, [(name, f"{later['ours']:.4f}", f"{later['theirs']:.4f}") for name, later in shown])
