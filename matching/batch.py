"""Ranking: one brief over all candidates, and one candidate over all briefs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from matching.catalogue import FEATURE_NAMES
from matching.constraints import Screening, screen
from matching.explain import Explainer
from matching.features import Pairs, pair_features
from matching.index import CandidateIndex, build_index
from matching.prior import PriorRanker
from matching.reading import read
from matching.records import Brief, Candidate, Match, Reason, Record
from matching.scorer import BASE, REST, Scorer
from matching.sieve import Sieve, slopes_of

EXPLAINED = 50
"""Unless asked otherwise, matches beyond this rank come without reasons and contributions."""
FINALISTS = 500
"""How many of those who pass are scored by the ranker itself, where it is not linear."""
EXCLUDED_SHOWN = 20
ENTERING_SHOWN = 10
_DIGITS = 9
"""Of a logit: what comes after hangs on the order in which a machine adds, and people alike stand as in the index."""
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


def rank(  # noqa: PLR0913 - settings by name, each with its default
    brief: Brief,
    index: CandidateIndex,
    *,
    k: int = 200,
    as_of: date,
    explained: int = EXPLAINED,
    ranker: Scorer | None = None,
    finalists: int = FINALISTS,
) -> Ranking:
    """Rank the candidates of an index for a brief; the best `explained` matches come with reasons and contributions.

    In two stages: the best `finalists` by the ranker's linear weights are scored by the ranker itself. A linear ranker
    gives what scoring everybody gives, and so does any where there are no more candidates than finalists.
    """
    if not len(index):
        return Ranking(brief.id, (), (), {}, (), {})
    ranker = ranker or PriorRanker.by_hand()
    reading = read(brief, index.lent, as_of)
    screening = screen(brief, index, as_of)
    sieve = Sieve(reading, index, slopes_of(ranker))
    many = _Many.of(ranker, index, k, finalists)
    masks = [(screening.eligible, many.passing), (screening.passing & ~screening.eligible, many.passing)]
    masks += [(screening.others, many.others), *((mask, many.entering) for mask in screening.alone.values())]
    first, further, others, *entering = sieve.best(masks, exact=many.exact)
    pairs = sieve.pairs(np.unique(np.concatenate([first, further, others, *entering])))
    said = np.round(ranker.decision_function(pairs.matrix), _DIGITS) if len(pairs.rows) else np.empty(0)
    logits = dict(zip(pairs.rows.tolist(), said.tolist(), strict=True))
    scores = dict(zip(pairs.rows.tolist(), expit(said).tolist(), strict=True))

    def best(rows: NDArray[np.intp], most: int) -> list[int]:
        return sorted(sorted(rows.tolist()), key=lambda row: -scores[row])[: max(0, most)]

    passing = [*(found := best(first, k)), *best(further, k - len(found))]
    best_rows = np.array(passing[: max(0, explained)], dtype=np.intp)
    chosen = sieve.pairs(best_rows)
    told = _told(Explainer(reading, index, chosen), chosen, ranker, logits) if len(best_rows) else {}
    matches = tuple(_match(row, index, scores[row], screening, told) for row in passing)
    shown = dict.fromkeys(best(others, EXCLUDED_SHOWN))
    shown |= dict.fromkeys(row for rows in entering for row in best(rows, ENTERING_SHOWN))
    excluded = tuple(_match(row, index, scores[row], screening, {}) for row in shown)
    counts = {code: int(np.count_nonzero(mask)) for code, mask in screening.alone.items()}
    return Ranking(brief.id, matches, excluded, screening.counts, screening.relaxed, counts)


@dataclass(frozen=True, slots=True)
class _Many:
    """How many of each list are scored by the ranker itself."""

    passing: int
    others: int
    entering: int
    exact: bool

    @classmethod
    def of(cls, ranker: Scorer, index: CandidateIndex, k: int, finalists: int) -> Self:
        if isinstance(ranker, PriorRanker):
            return cls(k, EXCLUDED_SHOWN, ENTERING_SHOWN, exact=True)
        if index.size <= finalists:
            return cls(index.size, index.size, index.size, exact=True)
        return cls(max(k, finalists), 2 * EXCLUDED_SHOWN, 2 * ENTERING_SHOWN, exact=False)


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
    possible: list[tuple[Brief, Screening, Pairs]] = []
    for brief in briefs:
        screening = screen(brief, alone, as_of, fewest=0)
        if not screening.failed["blocked"][0] and (screening.passing[0] or brief.id in also):
            possible.append((brief, screening, pair_features(brief, alone, as_of)))
    if not possible:
        return []
    logits = ranker.decision_function(np.concatenate([pairs.matrix for *_, pairs in possible])).tolist()
    found = [(not each[1].passing[0], -logit, *each) for each, logit in zip(possible, logits, strict=True)]
    found.sort(key=lambda one: (*one[:2], one[2].id))
    return [
        (
            brief.id,
            _explained(Explainer(read(brief, alone.lent, as_of), alone, pairs), pairs, ranker, screening, -lacking),
        )
        for place, (impossible, lacking, brief, screening, pairs) in enumerate(found)
        if (place < k and not impossible) or brief.id in also
    ]


def _explained(explainer: Explainer, pairs: Pairs, ranker: Scorer, screening: Screening, logit: float) -> Match:
    """Return the match of an index of one candidate with its reasons: what costs most, so for the best alone."""
    told = _told(explainer, pairs, ranker, {0: logit})
    return _match(0, explainer.index, float(expit(logit)), screening, told)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an explained match says beyond its score; empty for the others."""

    reasons: tuple[Reason, ...] = ()
    contributions: Mapping[str, float] = field(default_factory=dict)
    features: tuple[float, ...] = ()


_UNTOLD = _Told()


def _told(explainer: Explainer, pairs: Pairs, ranker: Scorer, logits: Mapping[int, float]) -> dict[int, _Told]:
    """Explain all rows of some pairs, by row of the index."""
    if not len(pairs.rows):
        return {}
    rows = pairs.rows.tolist()
    parts, base, coef = ranker.contributions(pairs.matrix), ranker.base, ranker.coef_
    rests = np.array([logits[row] for row in rows]) - base - parts.sum(axis=1)
    reasons = explainer.reasons(parts, coef)
    return {
        row: _Told(of_row, _named(part, base, rest), tuple(value))
        for row, of_row, part, rest, value in zip(
            rows, reasons, parts.tolist(), rests.tolist(), pairs.matrix.tolist(), strict=True
        )
    }


def _match(row: int, index: CandidateIndex, score: float, screening: Screening, told: Mapping[int, _Told]) -> Match:
    one = told.get(row, _UNTOLD)
    eligible = bool(screening.eligible[row])
    codes = () if eligible else screening.codes(row)
    return Match(index.id_of(row), score, eligible, codes, one.reasons, one.contributions, one.features)


def _named(part: list[float], base: float, rest: float) -> dict[str, float]:
    named = {BASE: float(base)} | dict(zip(FEATURE_NAMES, part, strict=True))
    return named | ({REST: rest} if abs(rest) > _LEAST_REST else {})
