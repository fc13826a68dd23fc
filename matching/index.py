"""CandidateIndex: everything that ranking reads of all candidates, built once and shared by every process.

An index never changes: `updated` returns another one, and a process that holds the older goes on undisturbed.
`index_folder` saves one as arrays that are memory-mapped, so ten processes hold one copy.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix, vstack
from sklearn.feature_extraction.text import HashingVectorizer

from matching.columns import Columns, blocked_of, columns_of, project_columns_of
from matching.evidence import LEVEL_STRENGTH, evidence_of
from matching.records import Candidate, InvalidRecord
from matching.text import likeness_tokens
from matching.vocabulary import Vocabulary, default_vocabulary

TEXT_COLUMNS = 2**18
"""Tokens are hashed, so that a new word needs no new column and candidates can be indexed apart."""
MEASURES = ("strength", "level", "years", "used")
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    """Columns of n candidates; made by `build_index`, `updated` or `index_folder.load`.

    `columns`, `projects` and `blocked` are arrays by name (see `columns`). `concepts` holds an n × c matrix over
    `concept_ids` for each measure: strength 0 to 1, level of the skill 0 to 1, most years, year last used. `text`
    (n × 2^18) and `project_text` (projects × 2^18) have rows of unit length, weighted by `idf`.
    """

    candidates: Sequence[Candidate]
    ids: tuple[str, ...]
    vocabulary: Vocabulary
    as_of: date
    columns: Columns
    projects: Columns
    blocked: Columns
    concept_ids: tuple[str, ...]
    concepts: dict[str, csc_matrix]
    idf: Vector
    text: csc_matrix
    project_text: csc_matrix
    lender: "CandidateIndex | None" = None
    _rows: dict[str, int] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows.update({one: row for row, one in enumerate(self.ids)})
        self._places.update({one: at for at, one in enumerate(self.concept_ids)})
        if len(self._rows) != len(self.ids):
            raise InvalidRecord("two candidates have the same id")

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, candidate_id: str) -> int | None:
        return self._rows.get(candidate_id)

    def rows(self, candidate_ids: Iterable[str]) -> NDArray[np.intp]:
        """Return the rows of those that are in the index."""
        return np.array([self._rows[one] for one in candidate_ids if one in self._rows], dtype=np.intp)

    def measure(self, name: str, concept: str) -> Vector:
        """Return one measure of one concept for everybody, zero where the profile shows nothing; shape (n,)."""
        column = np.zeros(len(self), dtype=np.float32)
        at = self._places.get(concept)
        if at is not None:
            matrix = self.concepts[name]
            part = slice(matrix.indptr[at], matrix.indptr[at + 1])
            column[matrix.indices[part]] = matrix.data[part]
        return column

    def share_holding(self, concept: str) -> float:
        """Return the share of candidates that show the concept; of those in `lender`, where there is one."""
        if self.lender is not None:
            return self.lender.share_holding(concept)
        at = self._places.get(concept)
        if at is None or not len(self):
            return 0.0
        matrix = self.concepts["strength"]
        return float(matrix.indptr[at + 1] - matrix.indptr[at]) / len(self)

    def similarity(self, text: str) -> Vector:
        """Return the cosine of a text to each profile, 0 to 1; shape (n,)."""
        return _cosine(self.text, self._vector(text))

    def project_similarity(self, text: str) -> Vector:
        """Return the cosine of a text to each past project, 0 to 1; shape (projects,)."""
        return _cosine(self.project_text, self._vector(text))

    def best_per_candidate(self, of_projects: Vector) -> Vector:
        """Return the largest value among each candidate's projects; shape (n,)."""
        owner = self.projects["owner"]
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        best: Vector = np.maximum.reduceat(of_projects, starts) if len(starts) else of_projects
        return best

    def _vector(self, text: str) -> csr_matrix:
        return _weighted(_counts([text], self.vocabulary), self.idf)


def build_index(
    candidates: Sequence[Candidate],
    *,
    as_of: date,
    vocabulary: Vocabulary | None = None,
    like: CandidateIndex | None = None,
) -> CandidateIndex:
    """Index candidates; certificates count as valid on `as_of`. `like` lends its vocabulary and word weights.

    It lends how rare concepts are as well, so that one profile by itself is ranked as it is among all.
    """
    vocabulary = vocabulary or (like.vocabulary if like else default_vocabulary())
    columns = columns_of(candidates)
    concept_ids, concepts = _concepts_of(candidates, vocabulary, as_of, like.concept_ids if like else ())
    columns["certificates"] = np.array(
        [len({held.concept for held in one.certifications if held.concept in vocabulary}) for one in candidates],
        dtype=np.float32,
    )
    told = [[project.text for project in one.projects] or [""] for one in candidates]
    counts = _counts(["\n".join((one.text, *texts)) for one, texts in zip(candidates, told, strict=True)], vocabulary)
    idf = like.idf if like else _idf(counts)
    return CandidateIndex(
        candidates=tuple(candidates),
        ids=tuple(one.id for one in candidates),
        vocabulary=vocabulary,
        as_of=as_of,
        columns=columns,
        projects=project_columns_of(candidates),
        blocked=blocked_of(candidates),
        concept_ids=concept_ids,
        concepts=concepts,
        idf=idf,
        text=_weighted(counts, idf).tocsc(),
        project_text=_weighted(_counts([text for texts in told for text in texts], vocabulary), idf).tocsc(),
        lender=like.lender or like if like else None,
    )


def updated(index: CandidateIndex, changed: Sequence[Candidate], *, gone: Iterable[str] = ()) -> CandidateIndex:
    """Return the index with candidates replaced, added and removed; only the changed ones are read again.

    Word weights stay those of the index, so they drift until the next `build_index`.
    """
    part = build_index(changed, as_of=index.as_of, like=index)
    replaced = {*part.ids, *gone}
    kept = np.array([row for row, one in enumerate(index.ids) if one not in replaced], dtype=np.intp)
    owners = np.isin(index.projects["owner"], kept)
    renumbered = np.full(len(index), -1, dtype=np.int32)
    renumbered[kept] = np.arange(len(kept), dtype=np.int32)

    def joined(old: Columns, new: Columns, rows: NDArray[Any], *, numbers: str = "") -> Columns:
        both = {name: np.concatenate([old[name][rows], new[name]]) for name in old}
        if numbers:
            both[numbers] = np.concatenate([renumbered[old[numbers][rows]], new[numbers] + np.int32(len(kept))])
        return both

    return CandidateIndex(
        candidates=(*(index.candidates[row] for row in kept), *part.candidates),
        ids=(*(index.ids[row] for row in kept), *part.ids),
        vocabulary=index.vocabulary,
        as_of=index.as_of,
        columns=joined(index.columns, part.columns, kept),
        projects=joined(index.projects, part.projects, owners, numbers="owner"),
        blocked=joined(index.blocked, part.blocked, np.isin(index.blocked["row"], kept), numbers="row"),
        concept_ids=part.concept_ids,
        concepts={
            name: _stacked(_widened(index.concepts[name], len(part.concept_ids)), part.concepts[name], kept)
            for name in MEASURES
        },
        idf=index.idf,
        text=_stacked(index.text, part.text, kept),
        project_text=_stacked(index.project_text, part.project_text, np.flatnonzero(owners)),
    )


def _concepts_of(
    candidates: Sequence[Candidate], vocabulary: Vocabulary, as_of: date, known: tuple[str, ...]
) -> tuple[tuple[str, ...], dict[str, csc_matrix]]:
    places = {concept: at for at, concept in enumerate(known or (one.id for one in vocabulary))}
    rows: list[int] = []
    columns: list[int] = []
    values: list[tuple[float, float, float, float]] = []
    for row, one in enumerate(candidates):
        for concept, lines in evidence_of(one, vocabulary, as_of).items():
            rows.append(row)
            columns.append(places.setdefault(concept, len(places)))
            level = max(LEVEL_STRENGTH.get(line.level, 0.0) for line in lines)
            years, used = max(line.years or 0.0 for line in lines), max(line.last_used or 0 for line in lines)
            values.append((lines[0].strength, level, years, used))
    table = np.array(values, dtype=np.float32).reshape(-1, len(MEASURES))
    shape = (len(candidates), len(places))
    matrices = {name: csc_matrix((table[:, at], (rows, columns)), shape=shape) for at, name in enumerate(MEASURES)}
    return tuple(places), matrices


def _counts(texts: list[str], vocabulary: Vocabulary) -> csr_matrix:
    analyzer = partial(likeness_tokens, vocabulary=vocabulary)
    hashing = HashingVectorizer(
        analyzer=analyzer, n_features=TEXT_COLUMNS, alternate_sign=False, norm=None, dtype=np.float32
    )
    return csr_matrix(hashing.transform(texts)) if texts else csr_matrix((0, TEXT_COLUMNS), dtype=np.float32)


def _idf(counts: csr_matrix) -> Vector:
    held = np.bincount(counts.indices, minlength=TEXT_COLUMNS)
    idf: Vector = (np.log((1 + counts.shape[0]) / (1 + held)) + 1).astype(np.float32)
    return idf


def _weighted(counts: csr_matrix, idf: Vector) -> csr_matrix:
    """(1 + log count) × idf, rows of unit length."""
    weighted = counts.copy()
    weighted.data = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    weighted.data /= np.repeat(np.maximum(lengths, np.finfo(np.float32).tiny), np.diff(weighted.indptr))
    return weighted


def _cosine(matrix: csc_matrix, query: csr_matrix) -> Vector:
    """Read only the columns of the query's own words."""
    found = np.asarray(matrix[:, query.indices] @ query.data, dtype=np.float32)
    return np.clip(found, 0, 1)


def _widened(matrix: csc_matrix, width: int) -> csc_matrix:
    indptr = np.append(matrix.indptr, np.full(width - matrix.shape[1], matrix.indptr[-1], dtype=matrix.indptr.dtype))
    return csc_matrix((matrix.data, matrix.indices, indptr), shape=(matrix.shape[0], width))


def _stacked(old: csc_matrix, new: csc_matrix, kept: NDArray[np.intp]) -> csc_matrix:
    return csc_matrix(vstack([csr_matrix(old)[kept], csr_matrix(new)]))
