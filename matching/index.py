"""CandidateIndex: everything that ranking reads of all candidates, built once and shared by every process.

An index never changes: `updated` returns another one, and a process that holds the older goes on undisturbed. It is
made of parts, each with its own arrays, so that a change costs a small part beside the large ones and parts can lie on
several machines. `index_folder` saves one as arrays that are memory-mapped, so ten processes hold one copy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import blocked_of, columns_of, first_of, key, project_columns_of
from matching.evidence import Told
from matching.held import Columns, Vector, concept_of_each, held_by, measured, ordered
from matching.records import Candidate, InvalidRecord
from matching.vocabulary import Vocabulary, default_vocabulary
from matching.words import WORDS_KEPT, Sought, cosines, counted, idf_of, nearest, packed

PART = 2**17
"""Candidates of a part, at most: few columns of it fill a processor's nearer memory, and few parts are gone through."""
FEW = 500
"""A part of fewer takes in what comes next, rather than stand beside it."""
Rows = NDArray[np.intp]
_NOBODY: Rows = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Lent:
    """What is the same for all parts, and lent by an index to what is scored as if it were in it.

    `idf` (2^18,) weighs words, `shares` says which share of all candidates shows a concept.
    """

    vocabulary: Vocabulary
    as_of: date
    idf: Vector
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Part:
    """Candidates of an index, as arrays by name.

    One row is a candidate (`columns`), a past project (`projects`), a blocked pair (`blocked`) or an entry of a concept
    (`held`, see `matching.held`); `words` of columns and projects are texts as `matching.words` packs them, `places`
    tells where in `held` a concept stands.
    """

    candidates: Sequence[Candidate]
    lent: Lent
    columns: Columns
    projects: Columns
    blocked: Columns
    held: Columns
    places: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.columns["key"])

    @property
    def vocabulary(self) -> Vocabulary:
        return self.lent.vocabulary

    def profile(self, row: int) -> tuple[Candidate, Told | None]:
        """Return a candidate and, where it is kept, what its sentences tell."""
        kept = getattr(self.candidates, "profile", None)
        return kept(row) if kept else (self.candidates[row], None)

    def rows(self, candidate_ids: Iterable[str]) -> Rows:
        """Return the rows of those that are in the part."""
        keys = np.array([key(one) for one in candidate_ids], dtype=np.uint64)
        return np.flatnonzero(np.isin(self.columns["key"], keys)) if len(keys) else _NOBODY

    def entries(self, concept: str) -> slice:
        """Return which entries of `held` are of a concept; none of one that nobody shows."""
        at = self.places.get(concept)
        return slice(0, 0) if at is None else slice(int(self.held["ends"][at]), int(self.held["ends"][at + 1]))

    def shown(self, concept: str, *measures: str) -> tuple[Rows, Columns]:
        """Return the rows that show a concept, and these arrays of their entries."""
        entries = self.entries(concept)
        return self.held["row"][entries].astype(np.intp), {name: self.held[name][entries] for name in measures}

    def measure(self, name: str, concept: str) -> Vector:
        """Return one measure of one concept for everybody, zero where the profile shows nothing; shape (n,)."""
        column = np.zeros(len(self), dtype=np.float32)
        rows, held = self.shown(concept, name)
        column[rows] = measured(held, name)
        return column

    def strongest(self, group: tuple[str, str]) -> NDArray[np.uint8]:
        """Return the strongest of a group of concepts for everybody, in hundredths; shape (n,)."""
        column: NDArray[np.uint8] = self.columns["strongest"][:, self.vocabulary.groups[group]]
        return column

    def projects_of(self, rows: Rows) -> tuple[Rows, Rows]:
        """Return the projects of candidates, and where each one's begin among them; everybody has one at least."""
        first, lengths = self.columns["first"][rows], self.columns["projects"][rows].astype(np.intp)
        begin = np.cumsum(lengths) - lengths
        return np.repeat(first - begin, lengths) + np.arange(lengths.sum()), begin

    def similarity(self, asked: Sought, rows: Rows) -> Vector:
        """Return `words.nearest` of each text to profiles, shape (texts, rows)."""
        own, told, begin = self.likeness(asked, rows)
        return nearest(own, told, begin)

    def likeness(self, asked: Sought, rows: Rows) -> tuple[Vector, Vector, Rows]:
        """Return the cosine of each text to profiles' own texts, to their projects, and where each one's begin."""
        projects, begin = self.projects_of(rows)
        texts = (self.columns["words"].take(rows, axis=0), self.projects["words"].take(projects, axis=0))
        found = cosines(np.concatenate(texts), asked)
        return found[:, : len(rows)], found[:, len(rows) :], begin

    def project_similarity(self, asked: Sought, projects: Rows) -> Vector:
        """Return the cosine of each text to past projects, 0 to 1; shape (texts, projects)."""
        return cosines(self.projects["words"].take(projects, axis=0), asked)


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    """Parts, and the rows of each that have been replaced or removed since (`gone`).

    Made by `build_index`, `updated` or `index_folder.load`. Rows count through all parts, those that are gone included:
    these are in no answer.
    """

    parts: tuple[Part, ...]
    gone: tuple[Rows, ...]

    def __len__(self) -> int:
        """Return how many candidates there are, without those that are gone."""
        return self.size - sum(map(len, self.gone))

    @property
    def size(self) -> int:
        """Return how many rows there are."""
        return sum(map(len, self.parts))

    @property
    def lent(self) -> Lent:
        return self.parts[0].lent

    @property
    def vocabulary(self) -> Vocabulary:
        return self.lent.vocabulary

    @property
    def as_of(self) -> date:
        return self.lent.as_of

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of all that are there; read one by one, so for those who need them all."""
        return tuple(one.decode() for part, there in self._there() for one in part.columns["id"][there].tolist())

    @property
    def candidates(self) -> Iterator[Candidate]:
        return (part.candidates[int(row)] for part, there in self._there() for row in there)

    def _there(self) -> Iterator[tuple[Part, Rows]]:
        for part, gone in zip(self.parts, self.gone, strict=True):
            yield part, np.delete(np.arange(len(part)), gone)

    def starts(self) -> Iterator[tuple[int, Part, Rows]]:
        """Yield the first row of each part, the part and its rows that are gone."""
        start = 0
        for part, gone in zip(self.parts, self.gone, strict=True):
            yield start, part, gone
            start += len(part)

    def place(self, row: int) -> tuple[Part, int]:
        """Return the part of a row and the row in it."""
        for part in self.parts:
            if row < len(part):
                return part, row
            row -= len(part)
        raise IndexError(row)

    def measure(self, name: str, concept: str) -> Vector:
        """Return one measure of one concept for every row, zero where a profile shows nothing."""
        return np.concatenate([part.measure(name, concept) for part in self.parts])

    def id_of(self, row: int) -> str:
        part, at = self.place(row)
        found: bytes = part.columns["id"][at]
        return found.decode()

    def row(self, candidate_id: str) -> int | None:
        return next((int(row) for row in self.rows([candidate_id])), None)

    def rows(self, candidate_ids: Iterable[str]) -> Rows:
        """Return the rows of those that are in the index."""
        asked = list(candidate_ids)
        found = [start + np.setdiff1d(part.rows(asked), gone) for start, part, gone in self.starts()]
        return np.concatenate(found)


def build_index(
    candidates: Sequence[Candidate],
    *,
    as_of: date,
    vocabulary: Vocabulary | None = None,
    like: CandidateIndex | None = None,
) -> CandidateIndex:
    """Index candidates; certificates count as valid on `as_of`.

    `like` lends its vocabulary, its weights of words and how rare its concepts are. Raises `InvalidRecord` where an id
    comes twice.
    """
    if len({one.id for one in candidates}) != len(candidates):
        raise InvalidRecord("two candidates have the same id")
    lent = like.lent if like else Lent(vocabulary or default_vocabulary(), as_of, np.empty(0, np.float32), {})
    lent = replace(lent, vocabulary=vocabulary or lent.vocabulary, as_of=as_of)
    blocks = [candidates[first : first + PART] for first in range(0, max(len(candidates), 1), PART)]
    told = [[_told(one) for one in block] for block in blocks]
    if like is None:
        lent = replace(lent, idf=idf_of([counted([*map("\n".join, block)], lent.vocabulary) for block in told]))
    parts = [_part(block, lent, texts) for block, texts in zip(blocks, told, strict=True)]
    if like is None:
        lent = replace(lent, shares=_shares(parts, len(candidates)))
        parts = [replace(part, lent=lent) for part in parts]
    return CandidateIndex(tuple(parts), (_NOBODY,) * len(parts))


def updated(index: CandidateIndex, changed: Sequence[Candidate], *, gone: Iterable[str] = ()) -> CandidateIndex:
    """Return the index with candidates replaced, added and removed; only the changed ones are read again.

    They make a part of their own, beside the large ones or with the last one where that is small; what they replace is
    marked. Weights of words and rarities stay those of the index, so they drift until the next `build_index`.
    """
    replaced = [*(one.id for one in changed), *gone]
    without = [np.union1d(old, part.rows(replaced)).astype(np.intp) for _, part, old in index.starts()]
    fresh = build_index(changed, as_of=index.as_of, like=index)
    parts, last = list(index.parts), index.parts[-1]
    if not len(last) or len(last) + len(fresh) <= FEW:
        parts[-1], without[-1] = _joined(last, without[-1], fresh.parts[0]), _NOBODY
        return CandidateIndex(tuple(parts), tuple(without))
    added = [part for part in fresh.parts if len(part)]
    return CandidateIndex((*parts, *added), (*without, *(_NOBODY for _ in added)))


def _told(one: Candidate) -> list[str]:
    """Return the text of a profile and of each project; everybody has a project, an empty one if need be."""
    return [one.text, *([project.text for project in one.projects] or [""])]


def _part(candidates: Sequence[Candidate], lent: Lent, told: Sequence[Sequence[str]]) -> Part:
    columns = columns_of(candidates, lent.vocabulary)
    columns["words"] = packed(counted([one[0] for one in told], lent.vocabulary), lent.idf, WORDS_KEPT)
    of_projects, texts = project_columns_of(candidates), [text for one in told for text in one[1:]]
    of_projects["words"] = packed(counted(texts, lent.vocabulary), lent.idf, WORDS_KEPT)
    known = [one.id for one in lent.vocabulary]
    concepts, held, columns["strongest"] = held_by(candidates, lent.vocabulary, lent.as_of, known)
    places = {concept: at for at, concept in enumerate(concepts)}
    return Part(tuple(candidates), lent, columns, of_projects, blocked_of(candidates), held, places)


def _shares(parts: Sequence[Part], size: int) -> dict[str, float]:
    """Return the share of candidates that show each concept."""
    found: dict[str, float] = {}
    for part in parts:
        for concept in part.places:
            entries = part.entries(concept)
            if entries.stop > entries.start:
                found[concept] = found.get(concept, 0.0) + (entries.stop - entries.start) / size
    return found


def _joined(old: Part, gone: Rows, new: Part) -> Part:
    """Put the rows of one part that are still there before those of another."""
    kept = np.delete(np.arange(len(old)), gone)
    place = np.full(len(old), -1, dtype=np.int32)
    place[kept] = np.arange(len(kept), dtype=np.int32)

    def both(table: str, number: str) -> Columns:
        one, other = getattr(old, table), getattr(new, table)
        stays = place[one[number]] >= 0 if number else kept
        found = {name: np.concatenate([one[name][stays], other[name]]) for name in one if name != "ends"}
        if number:
            found[number] = np.concatenate([place[one[number][stays]], other[number].astype(np.int32) + len(kept)])
        return found

    columns = both("columns", "")
    columns |= {"first": first_of(columns["projects"]), "strongest": np.asfortranarray(columns["strongest"])}
    places = dict(old.places)
    renamed = np.array([places.setdefault(concept, len(places)) for concept in new.places], dtype=np.int32)
    stays = place[old.held["row"]] >= 0
    concept = np.concatenate([concept_of_each(old.held)[stays], renamed[concept_of_each(new.held)]])
    return Part(
        candidates=(*(old.candidates[int(row)] for row in kept), *new.candidates),
        lent=new.lent,
        columns=columns,
        projects=both("projects", "owner"),
        blocked=both("blocked", "row"),
        held=ordered(both("held", "row"), concept, len(kept) + len(new), len(places)),
        places=places,
    )
