"""Ranking: one brief over all candidates, one candidate over all briefs, and every brief at night."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from matching.catalogue import FEATURE_NAMES
from matching.constraints import Screening, screen
from matching.explain import Explainer
from matching.features import pair_features
from matching.index import CandidateIndex, build_index
from matching.prior import PriorRanker
from matching.records import Brief, Candidate, Match, Reason, Record
from matching.scorer import BASE, REST, Scorer

EXPLAINED = 50
"""Unless asked otherwise, matches beyond this rank come without reasons and contributions."""
EXCLUDED_SHOWN = 20
ENTERING_SHOWN = 10
_LEAST_REST = 1e-6
"""A rest smaller than this is rounding."""


@dataclass(frozen=True, slots=True)
class Ranking(Record):
    """The answer for one brief.

    `matches` are the best k who pass: those who meet every condition first, then those who came in by relaxing the
    codes in `relaxed` (`eligible` is false, `excluded_by` says why). `excluded` are the best of the rest, and the best
    of those whom one code alone keeps out. `excluded_counts` says how many each code excludes, `entering` how many each
    code keeps out alone; blocked pairs are neither listed nor counted.
    """

    brief_id: str
    matches: tuple[Match, ...]
    excluded: tuple[Match, ...] = ()
    excluded_counts: Mapping[str, int] | None = None
    relaxed: tuple[str, ...] = ()
    entering: Mapping[str, int] | None = None


def rank(
    brief: Brief,
    index: CandidateIndex,
    *,
    k: int = 200,
    as_of: date,
    explained: int = EXPLAINED,
    ranker: Scorer | None = None,
) -> Ranking:
    """Rank the candidates of an index for a brief; the best `explained` matches come with reasons and contributions."""
    ranker = ranker or PriorRanker.by_hand()
    screening = screen(brief, index, as_of)
    pairs = pair_features(brief, index, as_of)
    if not len(index):
        return Ranking(brief.id, (), (), {}, (), {})
    scores = ranker.predict(pairs.matrix)
    passing = _best(scores, screening.passing & screening.eligible, k)
    passing = np.append(passing, _best(scores, screening.passing & ~screening.eligible, k - len(passing)))
    best = passing[: max(0, explained)]
    told = _told(best, Explainer(brief, index, pairs, as_of), pairs.matrix, ranker)
    matches = tuple(_match(int(row), index, scores, screening, told) for row in passing)
    others = _best(scores, ~screening.passing & ~screening.failed["blocked"], EXCLUDED_SHOWN)
    alone = _kept_out_alone(screening)
    entering = [row for mask in alone.values() for row in _best(scores, mask, ENTERING_SHOWN)]
    shown = dict.fromkeys(int(row) for row in (*others, *entering))
    excluded = tuple(_match(row, index, scores, screening, {}) for row in shown)
    counts = {code: int(mask.sum()) for code, mask in alone.items()}
    return Ranking(brief.id, matches, excluded, screening.counts, screening.relaxed, counts)


def _kept_out_alone(screening: Screening) -> dict[str, NDArray[np.bool_]]:
    """Mark, for each code that keeps out anybody alone, whom letting it go would bring in."""
    failures = np.sum(list(screening.failed.values()), axis=0)
    alone = {
        code: mask & (failures == 1) & ~screening.passing
        for code, mask in screening.failed.items()
        if code != "blocked"
    }
    return {code: mask for code, mask in alone.items() if mask.any()}


def rank_briefs(  # noqa: PLR0913 - settings by name, each with its default
    candidate: Candidate,
    briefs: Iterable[Brief],
    *,
    k: int = 50,
    as_of: date,
    like: CandidateIndex | None = None,
    also: Collection[str] = (),
    ranker: Scorer | None = None,
) -> list[tuple[str, Match]]:
    """Rank briefs for one candidate by the same pair features; returns (brief id, match) of the best k possible.

    `like` lends the word weights of an index of all candidates. Nothing is relaxed: a person sees what is possible.
    The briefs named in `also` are answered too where they are not among the best, or not possible (`eligible` is
    false then, `excluded_by` says why). Briefs of companies that are blocked are left out as if they were not there.
    """
    ranker = ranker or PriorRanker.by_hand()
    alone = build_index([candidate], as_of=as_of, like=like)
    found: list[tuple[bool, float, Brief, Screening]] = []
    for brief in briefs:
        screening = screen(brief, alone, as_of, fewest=0)
        if screening.failed["blocked"][0] or not (screening.passing[0] or brief.id in also):
            continue
        score = float(ranker.predict(pair_features(brief, alone, as_of).matrix)[0])
        found.append((not screening.passing[0], -score, brief, screening))
    found.sort(key=lambda one: (*one[:2], one[2].id))
    return [
        (brief.id, _explained(brief, alone, as_of, ranker, screening))
        for place, (impossible, _score, brief, screening) in enumerate(found)
        if (place < k and not impossible) or brief.id in also
    ]


def _explained(brief: Brief, alone: CandidateIndex, as_of: date, ranker: Scorer, screening: Screening) -> Match:
    """Return the match of an index of one candidate with its reasons: what costs most, so for the best alone."""
    pairs = pair_features(brief, alone, as_of)
    told = _told(np.zeros(1, dtype=np.intp), Explainer(brief, alone, pairs, as_of), pairs.matrix, ranker)
    return _match(0, alone, ranker.predict(pairs.matrix), screening, told)


def rank_all(
    briefs: Sequence[Brief],
    index: CandidateIndex,
    k: int = 200,
    *,
    as_of: date,
    n_jobs: int = 1,
    ranker: Scorer | None = None,
) -> list[Ranking]:
    """Rank every brief, in blocks over joblib's workers; the answers are in the order of the briefs."""
    ranker = ranker or PriorRanker.by_hand()
    blocks = np.array_split(np.arange(len(briefs)), max(1, min(len(briefs), 4 * n_jobs)))
    ranked = Parallel(n_jobs=n_jobs)(
        delayed(_rank_block)([briefs[at] for at in block], index, k, as_of, ranker) for block in blocks
    )
    return [one for block in ranked for one in block]


def _rank_block(briefs: Sequence[Brief], index: CandidateIndex, k: int, as_of: date, ranker: Scorer) -> list[Ranking]:
    return [rank(brief, index, k=k, as_of=as_of, ranker=ranker) for brief in briefs]


def _best(scores: NDArray[np.float64], among: NDArray[np.bool_], k: int) -> NDArray[np.intp]:
    """Return rows of the k highest scores among those marked; ties keep the order of the index."""
    rows = np.flatnonzero(among)
    if k <= 0:
        return rows[:0]
    if len(rows) > k:
        least = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= least]
    return rows[np.argsort(-scores[rows], kind="stable")][:k]


@dataclass(frozen=True, slots=True)
class _Told:
    """What an explained match says beyond its score; empty for the others."""

    reasons: tuple[Reason, ...] = ()
    contributions: Mapping[str, float] = field(default_factory=dict)
    features: tuple[float, ...] = ()


_UNTOLD = _Told()


def _told(
    rows: NDArray[np.intp], explainer: Explainer, matrix: NDArray[np.float32], ranker: Scorer
) -> dict[int, _Told]:
    """Explain rows of the index; `matrix` (n, features) holds the pair features of all."""
    if not len(rows):
        return {}
    values = matrix[rows]
    parts = ranker.contributions(values)
    rests = ranker.decision_function(values) - ranker.base - parts.sum(axis=1)
    return {
        int(row): _Told(
            explainer.reasons(int(row), part, ranker.coef_), _named(part, ranker.base, rest), tuple(value.tolist())
        )
        for row, part, rest, value in zip(rows, parts, rests, values, strict=True)
    }


def _match(
    row: int,
    index: CandidateIndex,
    scores: NDArray[np.float64],
    screening: Screening,
    told: Mapping[int, _Told],
) -> Match:
    one = told.get(row, _UNTOLD)
    return Match(
        index.ids[row],
        float(scores[row]),
        bool(screening.eligible[row]),
        screening.codes(row),
        one.reasons,
        one.contributions,
        one.features,
    )


def _named(part: NDArray[np.float64], base: float, rest: float) -> dict[str, float]:
    named = {BASE: float(base)} | dict(zip(FEATURE_NAMES, part.tolist(), strict=True))
    return named | ({REST: float(rest)} if abs(rest) > _LEAST_REST else {})
