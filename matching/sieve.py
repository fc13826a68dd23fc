"""The first of two stages: the best by a linear score, found without reading the texts of everybody.

Columns of numbers are read for everybody, and what texts could add at best is taken for granted: that is a row's hope,
never below its score. Texts are read of those whose hope exceeds the score of the k-th best found so far, and of nobody
else; so the k best are the same as if everybody's texts had been read (as in Fagin, Lotem, Naor, "Optimal aggregation
algorithms for middleware", 2003).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import AT, FEATURES
from matching.features import Matrix, Pairs, Sight, sight, weighed
from matching.history_features import best_project_at_most, told_by_texts
from matching.index import CandidateIndex, Rows
from matching.prior import PriorRanker
from matching.reading import Reading
from matching.scorer import Scorer
from matching.skill_features import WORDS_SHARE, Asked, coverage_features
from matching.words import Vector

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ROUNDING = 1e-4
"""More than single precision loses in a sum of forty parts."""
_WIDER = 4
_FEW_TIMES = 2
_BLOCKS = 1024


def slopes_of(ranker: Scorer) -> Array:
    """Return the weights of the linear score of the first stage, by feature."""
    slopes: Array = ranker.coef_ / ranker.scale_ if isinstance(ranker, PriorRanker) else ranker.coef_
    return slopes


class Sieve:
    """One posting before an index: who is among the best by `slopes` (features,), and the features of those.

    Parts are gone through one after another; of a later part only those are read who might displace somebody.
    """

    def __init__(self, reading: Reading, index: CandidateIndex, slopes: Array) -> None:
        self._reading, self._index, self._slopes = reading, index, slopes
        self._read: list[tuple[Matrix, list[Vector], Rows]] = []

    def best(self, asked: Sequence[tuple[Mask, int]], *, exact: bool = True) -> list[Rows]:
        """Return, for each mask and number k, the rows of the k best among those marked, about the best first.

        With them come those who are within rounding of the k-th: who asks for k cuts where scores are exact. All are
        found together, so that few rows are read, and few times. Where they need not be `exact`, because another score
        decides in the end, only a few times k are read of each.
        """
        lists = [(_List if exact else _Roughly)(k) for _, k in asked]
        for start, part, _ in self._index.starts():
            seen = sight(self._reading, part)
            fixed, hopes = _hopes(seen, self._slopes)
            for one, (among, _) in zip(lists, asked, strict=True):
                one.begin(np.flatnonzero(among[start : start + len(part)]), hopes)
            self._sift(seen, start, fixed, lists)
        return [one.rows for one in lists]

    def _sift(self, seen: Sight, start: int, fixed: Vector, lists: Sequence["_List"]) -> None:
        """Read the texts of those of a part who may be among the best, then all features of those who are."""
        place, scores = np.full(len(seen.part), -1, dtype=np.int32), np.empty(0)
        while True:
            wanted = [one.hopeful() for one in lists]
            rows = np.unique(np.concatenate(wanted))
            if not len(rows):
                break
            fresh = rows[place[rows] < 0]
            place[fresh] = len(scores) + np.arange(len(fresh))
            scores = np.append(scores, weighed(seen.told(fresh), self._slopes, fixed[fresh]))
            for one, those in zip(lists, wanted, strict=True):
                one.judge(start + those, scores[place[those]])
        best = np.unique(np.concatenate([one.rows for one in lists]))
        here = best[best >= start]
        self._read.append((*seen.pairs(here - start), here))

    def pairs(self, rows: Rows) -> Pairs:
        """Return the features of rows that are among the best, in the order given."""
        brief, empty = self._reading.brief, (np.empty((0, len(FEATURES)), np.float32), np.empty((0,), np.float32))
        of_rows = np.concatenate([rows[:0], *(one[2] for one in self._read)])
        order = np.argsort(of_rows)
        at = order[np.searchsorted(of_rows, rows, sorter=order)]
        matrix = np.concatenate([empty[0], *(one[0] for one in self._read)])[at]
        values = [
            np.concatenate([empty[1], *(one[1][number] for one in self._read)])[at]
            for number in range(len(self._reading.demands))
        ]
        return Pairs(matrix, Asked(brief.requirements, self._reading.demands, values), rows)


class _List:
    """The k best so far, and who of a part may still be among them."""

    def __init__(self, k: int) -> None:
        self._k = max(k, 0)
        self._scores = np.empty(0)
        self._hoped, self._least = np.empty(0, dtype=np.float32), -np.inf
        self.rows: Rows = np.empty(0, dtype=np.intp)

    def begin(self, rows: Rows, hopes: Vector) -> None:
        """Begin with another part: those of its rows that count, with the hopes of everybody there."""
        self._asked = self._k
        self._left = rows if self._k else rows[:0]
        self._hopes = hopes[self._left]

    def hopeful(self) -> Rows:
        """Return rows of the part that are to be read now: those with the most to hope for, more from time to time."""
        if not len(self._left):
            return self._left
        full = len(self._scores) >= self._k
        least = self._scores[self._k - 1] - _ROUNDING if full else np.finfo(np.float32).min
        now = np.flatnonzero(self._hopes >= least)
        if len(now) > self._asked:
            now = now[highest(self._hopes[now], self._asked)]
        self._asked *= _WIDER
        self._hopes[now] = -np.inf  # read; a list is not cut anew for that
        return self._left[now]

    def judge(self, rows: Rows, scores: Array) -> None:
        """Take rows of the index that were read, with their scores.

        Those beside the k-th by less than rounding stay too, until all are scored alike; of exactly the same scores,
        as empty profiles have, the first of the index, a few times k.
        """
        rows, scores = np.concatenate([self.rows, rows]), np.concatenate([self._scores, scores])
        best = np.lexsort((rows, -scores))
        if len(best) > self._k > 0:
            least = scores[best[self._k - 1]]
            further = best[self._k :]
            near = further[(scores[further] >= least - _ROUNDING) & (scores[further] != least)]
            alike = further[scores[further] == least][: _FEW_TIMES * self._k]
            best = np.concatenate([best[: self._k], alike, near])
        self.rows, self._scores = rows[best], scores[best]


class _Roughly(_List):
    """The k best of those few who have the most to hope for."""

    def begin(self, rows: Rows, hopes: Vector) -> None:
        super().begin(rows, hopes)
        size = _FEW_TIMES * self._k
        now = highest(self._hopes, size) if len(self._left) else np.empty(0, dtype=np.intp)
        now = now[self._hopes[now] >= self._least]
        self._left, self._hopes = self._left[now], self._hopes[now]
        hoped = np.sort(np.append(self._hoped, self._hopes))[::-1]
        self._hoped, self._least = hoped[:size], hoped[size - 1] if len(hoped) >= size > 0 else -np.inf

    def hopeful(self) -> Rows:
        rows, self._left = self._left, self._left[:0]
        return rows


def highest(values: Vector, k: int) -> Rows:
    """Return at least the rows of the k highest values (and of those alike), in the order of rows."""
    if k >= len(values):
        return np.arange(len(values))
    blocks = max(_BLOCKS, 4 * k)
    width = len(values) // blocks
    if width > 1:
        # The k-th highest of the blocks' highest is not above the k-th highest of all: what is below cannot count.
        whole = values[: blocks * width].reshape(blocks, width).max(axis=1)
        rows = np.flatnonzero(values >= np.partition(whole, blocks - k)[blocks - k])
    else:
        rows = np.arange(len(values))
    among = values[rows]
    best: Rows = rows[among >= np.partition(among, len(rows) - k)[len(rows) - k]]
    return best


def _hopes(seen: Sight, slopes: Array) -> tuple[Vector, Vector]:
    """Return the linear score of everybody without what texts say, and with the best that they can say.

    What is the same for everybody is left out of both.
    """
    fixed = seen.fixed(slopes)
    hopes = weighed(_coverage(seen, slopes), slopes, fixed.copy())
    if not seen.reading.by_words:
        fixed = hopes
    told = {name: max(float(slopes[AT[name]]), 0.0) for name in told_by_texts(seen.reading)}
    projects = told.pop("best_project", 0.0)
    hopes = hopes + np.float32(sum(told.values()))
    if projects:
        in_industry = seen.columns.get("projects_in_industry")
        hopes += best_project_at_most(seen.reading, seen.part, in_industry) * np.float32(projects)
    return fixed, hopes


def _coverage(seen: Sight, slopes: Array) -> dict[str, Vector]:
    """Return the features of coverage, what only words can tell at its best: for a weight below zero its least."""
    requirements = seen.reading.brief.requirements
    if not seen.reading.by_words:
        return dict(coverage_features(requirements, [value for value in seen.known if value is not None]))

    def at_most(share: float) -> dict[str, Vector]:
        unknown = np.full(len(seen.part), share, dtype=np.float32)
        values = [unknown if value is None else value for value in seen.known]
        return dict(coverage_features(requirements, values))

    best, least = at_most(WORDS_SHARE), at_most(0.0)
    return {name: column if slopes[AT[name]] > 0 else least[name] for name, column in best.items()}
