"""All open postings as columns in this process: filters, counts and order in about a millisecond for 100,000.

The rows of truth are Listing's. Each request compares one number, the list's revision, and takes over the few
rows that changed since; a snapshot itself never changes, so threads may share it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from sqlalchemy import select

from marketplace import places, vocabulary
from marketplace.db import db
from marketplace.engagements.listing import CLOCK
from marketplace.engagements.models import Listing, ListingClock
from marketplace.engagements.states import Layer
from marketplace.profiles.states import Remote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from numpy.typing import NDArray

REMOTES = tuple(Remote)
LAYERS = tuple(Layer)
PREFECTURES = ("", *places.PREFECTURES)
ASKED_FOR: tuple[Literal["skill", "tool", "certification"], ...] = ("skill", "tool", "certification")
WORD = 64  # bits of one column of the concept sets
COLUMNS = (
    Listing.engagement_id, Listing.number, Listing.is_open, Listing.rate, Listing.days_min, Listing.days_max,
    Listing.months, Listing.start_day, Listing.deadline_day, Listing.remote, Listing.onsite_days, Listing.prefecture,
    Listing.layer, Listing.industry, Listing.strategic, Listing.controlling, Listing.supportive,
    Listing.accepts_individual, Listing.accepts_company, Listing.functions, Listing.concepts,
)  # fmt: skip
PLAIN = {
    "number": np.int64, "is_open": np.bool_, "rate": np.int32, "days_min": np.int8, "days_max": np.int8,
    "months": np.int16, "start_day": np.int32, "deadline_day": np.int32, "onsite_days": np.int8,
    "strategic": np.int8, "controlling": np.int8, "supportive": np.int8,
    "accepts_individual": np.bool_, "accepts_company": np.bool_,
}  # fmt: skip


def _positions(values: Sequence[str]) -> dict[str, int]:
    return {value: at for at, value in enumerate(values)}


@dataclass(frozen=True)
class Codes:
    """The positions of coded words in columns and bit sets, fixed for one revision of the catalogue."""

    catalogue: UUID | None = field(default_factory=vocabulary.revision)
    industries: tuple[str, ...] = field(default_factory=lambda: ("", *vocabulary.ids("industry")))
    functions: tuple[str, ...] = field(default_factory=lambda: vocabulary.ids("function"))
    concepts: tuple[str, ...] = field(
        default_factory=lambda: tuple(e for kind in ASKED_FOR for e in vocabulary.ids(kind))
    )

    @cached_property
    def concept_at(self) -> dict[str, int]:
        """Where each concept's bit stands."""
        return _positions(self.concepts)


@dataclass(frozen=True)
class Snapshot:
    """Columns of equal length; row i is one posting, open or not any more."""

    revision: int
    ids: NDArray[np.object_]
    columns: dict[str, NDArray[Any]]
    concepts: NDArray[np.uint64]  # (rows, words): a bit for each concept asked for
    codes: Codes

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def newest(self) -> NDArray[np.intp]:
        """Row numbers of open postings, newest first."""
        rows = np.flatnonzero(self.columns["is_open"])
        return rows[np.argsort(-self.columns["number"][rows], kind="stable")]

    @cached_property
    def by_rate(self) -> NDArray[np.intp]:
        """Row numbers of open postings, best paid first, then newest."""
        return self.newest[np.argsort(-self.columns["rate"][self.newest], kind="stable")]

    @cached_property
    def by_deadline(self) -> NDArray[np.intp]:
        """Row numbers of open postings, next deadline first, none last, then newest."""
        day = self.columns["deadline_day"][self.newest]
        return self.newest[np.argsort(np.where(day == 0, np.iinfo(np.int32).max, day), kind="stable")]

    @cached_property
    def row_of_number(self) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """Numbers in ascending order and the rows they belong to, to turn text hits into rows."""
        order = self.newest[::-1]
        return self.columns["number"][order], order

    @cached_property
    def row_of_id(self) -> dict[Any, int]:
        """The row of each open posting by engagement id."""
        return {self.ids[row]: int(row) for row in self.newest}

    @cached_property
    def frequent(self) -> dict[str, tuple[str, ...]]:
        """The concepts that most open postings ask for, by group of filters."""
        counts = self.concept_counts(self.columns["is_open"])
        ranked = [self.codes.concepts[at] for at in np.argsort(-counts, kind="stable") if counts[at]]
        certifications = set(vocabulary.ids("certification"))
        return {
            "skill": tuple(each for each in ranked if each not in certifications)[:16],
            "certification": tuple(each for each in ranked if each in certifications)[:10],
        }

    def has_concept(self, concept: str) -> NDArray[np.bool_]:
        """Rows that ask for a concept."""
        at = self.codes.concept_at[concept]
        mask: NDArray[np.bool_] = (self.concepts[:, at // WORD] & np.uint64(1 << (at % WORD))) != 0
        return mask

    def concept_counts(self, mask: NDArray[np.bool_]) -> NDArray[np.intp]:
        """How many of the masked rows ask for each concept."""
        chosen = self.concepts[mask]
        bits = np.unpackbits(chosen.view(np.uint8), axis=1, bitorder="little")
        sums: NDArray[np.intp] = bits.sum(axis=0, dtype=np.intp)[: len(self.codes.concepts)]
        return sums


def _columns_of(rows: Sequence[Any], codes: Codes) -> tuple[NDArray[np.object_], dict[str, Any], NDArray[Any]]:
    """Turn database rows into columns; codes nobody knows any more become the empty one."""
    ids = np.empty(len(rows), dtype=object)
    ids[:] = [row.engagement_id for row in rows]
    columns: dict[str, Any] = {
        name: np.fromiter((getattr(row, name) for row in rows), dtype, len(rows)) for name, dtype in PLAIN.items()
    }
    for name, values in (
        ("remote", REMOTES), ("layer", LAYERS), ("prefecture", PREFECTURES), ("industry", codes.industries)
    ):  # fmt: skip
        at = _positions(values)
        columns[name] = np.fromiter((at.get(getattr(row, name), 0) for row in rows), np.int16, len(rows))
    function_bit = {name: 1 << at for at, name in enumerate(codes.functions)}
    columns["functions"] = np.fromiter(
        (sum(function_bit.get(name, 0) for name in set(row.functions)) for row in rows), np.int8, len(rows)
    )
    concepts = np.zeros((len(rows), -(-len(codes.concepts) // WORD)), dtype=np.uint64)
    for line, row in enumerate(rows):
        for name in row.concepts:
            at_bit = codes.concept_at.get(name)
            if at_bit is not None:
                concepts[line, at_bit // WORD] |= np.uint64(1 << (at_bit % WORD))
    return ids, columns, concepts


_lock = threading.Lock()
_kept: list[Snapshot] = []


def forget() -> None:
    """Drop this process's snapshot, as a restart does."""
    _kept.clear()


def current() -> Snapshot:
    """Return the list as of this moment's revision, taking over what changed since this process last looked."""
    revision = db.session.scalar(select(ListingClock.revision).where(ListingClock.id == CLOCK)) or 0
    catalogue = vocabulary.revision()
    known = _usable(catalogue)
    if known is not None and known.revision == revision:
        return known
    with _lock:
        known = _usable(catalogue)
        if known is None or known.revision != revision:
            known = _load(known if known is not None and known.revision < revision else None, revision)
        _kept[:] = [known]
        return known


def _usable(catalogue: UUID | None) -> Snapshot | None:
    """Return what is kept, unless its coded words are of another catalogue."""
    return _kept[0] if _kept and _kept[0].codes.catalogue == catalogue else None


PART = 5000  # rows read at a time: what the driver makes of them weighs ten times the columns


def _read(query: Any, codes: Codes) -> tuple[NDArray[np.object_], dict[str, Any], NDArray[Any]]:  # noqa: ANN401
    """Read listings part by part into columns."""
    rows = db.session.execute(query.order_by(Listing.number).execution_options(yield_per=PART))
    parts = [_columns_of(part, codes) for part in rows.partitions(PART)] or [_columns_of([], codes)]
    return (
        np.concatenate([ids for ids, _columns, _concepts in parts]),
        {name: np.concatenate([columns[name] for _ids, columns, _concepts in parts]) for name in parts[0][1]},
        np.concatenate([concepts for _ids, _columns, concepts in parts]),
    )


def _load(known: Snapshot | None, revision: int) -> Snapshot:
    """Read all rows, or only those that changed since `known`."""
    codes = known.codes if known else Codes()
    query = select(*COLUMNS)
    query = query.where(Listing.is_open) if known is None else query.where(Listing.revision > known.revision)
    ids, columns, concepts = _read(query, codes)
    if known is None:
        return Snapshot(revision, ids, columns, concepts, codes)
    replaced = set(ids)
    keep = known.columns["is_open"] & np.fromiter((each not in replaced for each in known.ids), np.bool_, len(known))
    return Snapshot(
        revision,
        np.concatenate([known.ids[keep], ids]),
        {name: np.concatenate([known.columns[name][keep], column]) for name, column in columns.items()},
        np.concatenate([known.concepts[keep], concepts]),
        codes,
    )
