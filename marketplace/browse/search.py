"""The list's answer to filters and text: which postings, how many, in which order, the counts beside each filter."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from marketplace.browse import text_index
from marketplace.browse.filters import LENGTHS, ONSITE, PAGE_SIZE, RATES, STARTS, Filters
from marketplace.browse.snapshot import LAYERS, PREFECTURES, REMOTES, Snapshot, current
from marketplace.clock import today
from marketplace.engagements.listing import TYPE_COUNTS_FROM
from marketplace.vocabulary import TYPES, query_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

MAN = 10_000
GROUPS = (
    "type", "function", "industry", "rate", "days", "length", "start", "remote", "onsite", "prefecture", "layer",
    "skill", "certification", "accepts",
)  # fmt: skip
Counts = dict[str, dict[Any, int]]
_counted: OrderedDict[tuple[int, Filters, int], tuple[Counts, int]] = OrderedDict()
MOST_COUNTED = 256


def forget() -> None:
    """Drop the kept counts and hits, as a restart does."""
    _counted.clear()
    text_index.forget()


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list."""

    ids: list[UUID]
    total: int
    counts: Counts
    filters: Filters
    frequent: Mapping[str, tuple[str, ...]]


def find(filters: Filters, *, scores: Mapping[UUID, int] | None = None) -> Found:
    """Answer the filters; `scores` (by engagement) order a list sorted by match, unknown ones last by age."""
    snapshot = current()
    masks = {group: _mask(snapshot, filters, group) for group in GROUPS}
    base = snapshot.columns["is_open"]
    if terms := query_terms(filters.q):
        base = base & text_index.hits(terms, snapshot.columns["number"], snapshot.revision)
    chosen = _all_of(masks.values(), base)
    counts, total = _counts(snapshot, filters, masks, base)
    order = _order(snapshot, filters.sort, scores)
    rows = order[chosen[order]] if filters.active else order
    first = (min(filters.page, max(1, -(-total // PAGE_SIZE))) - 1) * PAGE_SIZE
    ids = [snapshot.ids[row] for row in rows[first : first + PAGE_SIZE]]
    return Found(ids, total, counts, filters, snapshot.frequent)


def _order(snapshot: Snapshot, sort: str, scores: Mapping[UUID, int] | None) -> NDArray[np.intp]:
    if sort == "rate":
        return snapshot.by_rate
    if sort == "deadline":
        return snapshot.by_deadline
    if sort == "match" and scores:
        known = {row: score for each, score in scores.items() if (row := snapshot.row_of_id.get(each)) is not None}
        of_newest = np.fromiter((known.get(int(row), -1) for row in snapshot.newest), np.int32, len(snapshot.newest))
        return snapshot.newest[np.argsort(-of_newest, kind="stable")]
    return snapshot.newest


def _all_of(masks: Any, first: Mask) -> Mask:  # noqa: ANN401 - any iterable of masks or None
    result = first
    for mask in masks:
        if mask is not None:
            result = result & mask
    return result


def _mask(snapshot: Snapshot, filters: Filters, group: str) -> Mask | None:
    """Return the rows that satisfy one group (any of its values), or None where nothing is chosen."""
    values = getattr(filters, group)
    if values in ((), 0, -1) and not (group in {"start", "onsite"} and values == 0):
        return None
    chosen = [VALUE_MASKS[group](snapshot, value) for value in (values if isinstance(values, tuple) else (values,))]
    combine = np.logical_and if group in {"skill", "certification"} else np.logical_or  # all the skills asked for
    mask: Mask = combine.reduce(chosen)
    return mask


VALUE_MASKS: dict[str, Callable[[Snapshot, Any], Any]] = {
    "type": lambda s, value: s.columns[value] >= TYPE_COUNTS_FROM,
    "function": lambda s, value: (s.columns["functions"] & (1 << s.codes.functions.index(value))) != 0,
    "industry": lambda s, value: s.columns["industry"] == s.codes.industries.index(value),
    "rate": lambda s, value: s.columns["rate"] >= value * MAN,
    "days": lambda s, value: (s.columns["days_min"] <= value) & (s.columns["days_max"] >= value),
    "length": lambda s, value: s.columns["months"] >= value,
    "start": lambda s, value: s.columns["start_day"] <= (today() + timedelta(days=31 * value)).toordinal(),
    "remote": lambda s, value: s.columns["remote"] == REMOTES.index(value),
    "onsite": lambda s, value: s.columns["onsite_days"] <= value,
    "prefecture": lambda s, value: s.columns["prefecture"] == PREFECTURES.index(value),
    "layer": lambda s, value: s.columns["layer"] == LAYERS.index(value),
    "accepts": lambda s, value: s.columns[f"accepts_{value}"],
    "skill": Snapshot.has_concept,
    "certification": Snapshot.has_concept,
}


def _counts(snapshot: Snapshot, filters: Filters, masks: Mapping[str, Mask | None], base: Mask) -> tuple[Counts, int]:
    """Count each value as if its own group were not chosen; kept for the same filters on the same revision."""
    key = (snapshot.revision, replace(filters, page=1, sort="newest"), today().toordinal())
    if key in _counted:
        _counted.move_to_end(key)
        return _counted[key]
    everything = _all_of(masks.values(), base)
    counts = {}
    for group in GROUPS:
        if masks[group] is None:
            others = everything
        else:
            others = _all_of((mask for name, mask in masks.items() if name != group), base)
        counts[group] = _group_counts(snapshot, group, others, getattr(filters, group))
    result = counts, int(np.count_nonzero(everything))
    _counted[key] = result
    if len(_counted) > MOST_COUNTED:
        _counted.popitem(last=False)
    return result


def _group_counts(snapshot: Snapshot, group: str, mask: Mask, chosen: Any) -> dict[Any, int]:  # noqa: ANN401
    coded = {"industry": snapshot.codes.industries, "remote": REMOTES, "prefecture": PREFECTURES, "layer": LAYERS}
    if group in coded:
        column = snapshot.columns[group][mask]
        sums = np.bincount(column, minlength=len(coded[group]))
        return {value: int(count) for value, count in zip(coded[group], sums, strict=False) if value}
    offered: Sequence[Any] = {
        "type": TYPES, "function": snapshot.codes.functions, "rate": RATES, "days": range(1, 6), "length": LENGTHS,
        "start": STARTS, "onsite": ONSITE, "accepts": ("individual", "company"),
    }.get(group) or tuple(dict.fromkeys([*snapshot.frequent[group], *chosen]))  # fmt: skip
    return {value: int(np.count_nonzero(VALUE_MASKS[group](snapshot, value) & mask)) for value in offered}


def relaxations(filters: Filters) -> list[tuple[str, int]]:
    """Return, for an empty result, each group whose removal brings postings, and how many: the most first."""
    gains = []
    for group in filters.active:
        wider = Filters(**filters.without(group))
        gains.append((group, find(wider).total))
    return sorted(((group, total) for group, total in gains if total), key=lambda gain: -gain[1])
