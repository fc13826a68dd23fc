"""Which candidates show which concept: the rows of each concept in a line, with five measures of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evidence import LEVEL_STRENGTH, evidence_of
from matching.records import Candidate
from matching.vocabulary import Vocabulary

Vector = NDArray[np.float32]
Columns = dict[str, NDArray[Any]]

FIRST_YEAR = 1900
HUNDRED = 100
NEIGHBOUR_SHARE = 0.4
"""How much of a concept its neighbours are worth: what stands in its group."""
_DTYPES = {"strength": np.uint8, "over": np.uint8, "level": np.uint8, "years": np.uint16, "used": np.uint8}
_MOST = {name: 2**16 - 1 if name == "years" else 2**8 - 1 for name in _DTYPES}
ENTRIES = ("row", *_DTYPES)


Entry = tuple[float, float, float, float, float]
"""Strength, what it exceeds its group's share by, level, years, the year last used; as `evidence` has them."""


def held_by(
    candidates: Sequence[Candidate], vocabulary: Vocabulary, as_of: date, known: Sequence[str]
) -> tuple[tuple[str, ...], Columns, NDArray[np.uint8]]:
    """Return the concepts, beginning with those `known`, the arrays by name, and the strongest of each group.

    `row` and the measures hold the entries of one concept after another, rows rising; those of concept i are
    `ends[i]` up to `ends[i + 1]`. Strength, level and `over`, what the strength exceeds a neighbour's share of its
    group by, are in hundredths, years too (655 at most); the year last used is counted from 1900. The strongest
    (candidates, groups of the vocabulary) is in hundredths, a group in one piece.
    """
    places = {concept: at for at, concept in enumerate(known)}
    rows: list[int] = []
    concepts: list[int] = []
    values: list[Entry] = []
    strongest = np.zeros((len(candidates), len(vocabulary.groups)), dtype=np.uint8, order="F")
    for row, one in enumerate(candidates):
        found, groups = _entries(one, vocabulary, as_of)
        rows += [row] * len(found)
        concepts += [places.setdefault(concept, len(places)) for concept in found]
        values += found.values()
        for group, strength in groups.items():
            strongest[row, vocabulary.groups[group]] = round(strength * HUNDRED)
    table = np.array(values, dtype=np.float64).reshape(-1, len(_DTYPES))
    columns = {"row": np.array(rows, dtype=np.int32)}
    for at, (name, dtype) in enumerate(_DTYPES.items()):
        # A year that is not given is zero, any other at least the first.
        value = table[:, at] * HUNDRED if name != "used" else np.maximum(table[:, at] - FIRST_YEAR, table[:, at] > 0)
        columns[name] = np.clip(np.rint(value), 0, _MOST[name]).astype(dtype)
    held = ordered(columns, np.array(concepts, dtype=np.int32), len(candidates), len(places))
    return tuple(places), held, strongest


def _entries(
    one: Candidate, vocabulary: Vocabulary, as_of: date
) -> tuple[dict[str, Entry], dict[tuple[str, str], float]]:
    evidence = evidence_of(one, vocabulary, as_of)
    groups: dict[tuple[str, str], float] = {}
    for concept, lines in evidence.items():
        group = vocabulary.group_of(concept)
        if group:
            groups[group] = max(groups.get(group, 0.0), lines[0].strength)
    found: dict[str, Entry] = {}
    for concept, lines in evidence.items():
        level = max(LEVEL_STRENGTH.get(line.level, 0.0) for line in lines)
        years, used = max(line.years or 0.0 for line in lines), max(line.last_used or 0 for line in lines)
        group = vocabulary.group_of(concept)
        over = max(lines[0].strength - NEIGHBOUR_SHARE * (groups[group] if group else 0.0), 0.0)
        found[concept] = (lines[0].strength, over, level, years, used)
    return found, groups


def ordered(columns: Columns, concept: NDArray[np.int32], size: int, width: int) -> Columns:
    """Put entries into the order of their concepts, for `size` candidates and `width` concepts."""
    order = np.lexsort((columns["row"], concept))
    ends = np.concatenate([[0], np.cumsum(np.bincount(concept, minlength=width))]).astype(np.int64)
    row = columns["row"][order].astype(np.uint16 if size <= 2**16 else np.int32)
    return {name: column[order] for name, column in columns.items()} | {"row": row, "ends": ends}


def concept_of_each(held: Columns) -> NDArray[np.int32]:
    """Return the concept of every entry."""
    return np.repeat(np.arange(len(held["ends"]) - 1, dtype=np.int32), np.diff(held["ends"]))


def measured(held: Mapping[str, NDArray[Any]], name: str) -> Vector:
    """Return one measure of entries."""
    if name != "used":
        shares: Vector = np.divide(held[name], np.float32(HUNDRED), dtype=np.float32)
        return shares
    used = held["used"].astype(np.float32)
    years: Vector = np.where(used > 0, used + np.float32(FIRST_YEAR), np.float32(0))
    return years
