"""What a posting like this pays: quartiles by gradient boosting on the postings before it.

Quantile regression (Koenker and Bassett, 1978) on scikit-learn's trees, one model a quartile, on the logarithm of the
middle of each range. Trees follow what they were shown too closely, so each quartile is moved by what postings left out
of the learning show it to be off (conformalised quantile regression, Romano, Patterson and Candès, 2019, by folds).
How often later postings lay below each quartile is measured and told with it. A figure is given only where enough
postings of the kind stand behind it, of so many companies that nobody's own rates can be read out of it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.utils.validation import check_is_fitted

from matching.columns import FUNCTION_BITS, PHASE_BITS, bits
from matching.records import LANGUAGE_LEVELS, Brief
from matching.requirements import demand_of
from matching.vocabulary import Vocabulary, default_vocabulary

Array = NDArray[np.float64]

QUARTILES = (0.25, 0.5, 0.75)
FEWEST = 200
"""Postings with a rate below which nothing is said at all."""
FEWEST_ALIKE = 30
"""Postings of the same main type and way of working below which nothing is said of one."""
FEWEST_COMPANIES = 5
"""Companies whose postings those are, at the fewest."""
MOST_OF_ONE = 0.5
"""Share of them that one company may hold: the quartiles of two companies tell each the other's."""
MOST_OF_COMPANY = 8
"""Postings of one company that are learned from, the newest."""
MOST_OFF = 0.10
"""Share of later rates by which a quartile may be missed, beside one standard error of a share from so few."""
_SKILLS, _SEEN = 60, 10
_FOLDS = 5
_CATEGORIES = 250
_MODES = ("full", "hybrid", "onsite")
_ROUNDED = 10_000


@dataclass(frozen=True, slots=True)
class Guidance:
    """Yen a month at 100 %, rounded to 10,000: a quarter of postings like this pay less than `low`, half than `middle`.

    `alike` postings of the same main type and way of working, of so many `companies`, stand behind it.
    """

    low: int
    middle: int
    high: int
    alike: int
    companies: int


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The trees of one quartile, and by how much (log yen) they miss it on postings they have not seen."""

    trees: HistGradientBoostingRegressor
    shift: float

    def predict(self, rows: Array) -> Array:
        said: Array = self.trees.predict(rows) + self.shift
        return said


class RateGuide(BaseEstimator):
    """Quartiles of rates by what a posting asks for; `fit` with `FEWEST` postings at least, else it says nothing.

    Its input is records, so scikit-learn's `check_estimator`, which feeds arrays, does not apply; parameters and
    cloning are those of scikit-learn.

    Parameters
    ----------
    max_iter : int
        Trees a quartile.
    random_state : int
    """

    def __init__(self, *, max_iter: int = 60, random_state: int = 0) -> None:
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, briefs: Sequence[Brief], posted: Sequence[date], vocabulary: Vocabulary | None = None) -> Self:
        """Learn from postings with a range, `posted` on these days; `covered_` is measured on the newest fifth.

        `covered_` maps each quartile to the share of the newest fifth's rates (`later_` of them) that lay below it, as
        learned from the others; it is empty with too few postings. Raises `ValueError` where a posting lacks its day.
        """
        self.vocabulary_ = vocabulary or default_vocabulary()
        rated = sorted(
            ((day, brief) for day, brief in zip(posted, briefs, strict=True) if brief.rate_max or brief.rate_min),
            key=lambda pair: (pair[0], pair[1].id),
        )
        known = newest_of_each(brief for _day, brief in rated)
        self.postings_ = len(known)
        self.alike_: dict[tuple[int, str], Counter[str]] = {}
        for brief in known:
            self.alike_.setdefault(_kind(brief), Counter())[brief.company] += 1
        self.covered_: dict[float, float] = {}
        self.models_: list[_Fitted] = []
        self.later_ = 0
        if len(known) < FEWEST:
            return self
        seen = Counter(concept for brief in known for concept in set(self._concepts(brief)))
        self.skills_ = [concept for concept, count in seen.most_common(_SKILLS) if count >= _SEEN]
        industries = sorted({brief.industry for brief in known if brief.industry})[:_CATEGORIES]
        self.industries_ = {industry: at for at, industry in enumerate(industries, start=1)}
        rows, rates = self._rows(known), np.log([_middle(brief) for brief in known])
        self.later_ = len(known) // 5
        later = len(known) - self.later_
        said = np.sort([each.predict(rows[later:]) for each in self._fitted(rows[:later], rates[:later])], axis=0)
        self.covered_ = {
            quartile: float((rates[later:] < each).mean()) for quartile, each in zip(QUARTILES, said, strict=True)
        }
        self.models_ = self._fitted(rows, rates)
        return self

    @property
    def calibrated_(self) -> bool:
        """Whether no quartile missed its share of later rates by more than `MOST_OFF` and one standard error."""
        return bool(self.covered_) and all(
            abs(share - quartile) <= allowed_miss(quartile, self.later_) for quartile, share in self.covered_.items()
        )

    def guide(self, brief: Brief) -> Guidance | None:
        """Return the quartiles for a posting, whatever range it names itself; None where too little stands behind."""
        check_is_fitted(self)
        companies = self.alike_.get(_kind(brief), Counter())
        alike = companies.total()
        if not self.models_ or not self.calibrated_ or alike < FEWEST_ALIKE:
            return None
        if len(companies) < FEWEST_COMPANIES or max(companies.values()) > MOST_OF_ONE * alike:
            return None
        rows = self._rows([brief])
        low, middle, high = sorted(float(np.exp(each.predict(rows)[0])) for each in self.models_)
        return Guidance(_rounded(low), _rounded(middle), _rounded(high), alike, len(companies))

    def _fitted(self, rows: Array, rates: Array) -> list[_Fitted]:
        """Learn each quartile, moved so that it holds on what each fifth in turn was left out of."""
        fold = np.random.default_rng(self.random_state).permutation(len(rows)) % _FOLDS
        found = []
        for quartile in QUARTILES:
            missed = np.empty(len(rows))
            for at in range(_FOLDS):
                out = fold == at
                missed[out] = rates[out] - self._trees(quartile).fit(rows[~out], rates[~out]).predict(rows[out])
            found.append(_Fitted(self._trees(quartile).fit(rows, rates), float(np.quantile(missed, quartile))))
        return found

    def _trees(self, quartile: float) -> HistGradientBoostingRegressor:
        return HistGradientBoostingRegressor(
            loss="quantile",
            quantile=quartile,
            max_iter=self.max_iter,
            learning_rate=0.06,
            max_leaf_nodes=7,
            min_samples_leaf=FEWEST_COMPANIES * MOST_OF_COMPANY,
            categorical_features=[0],
            early_stopping=False,
            random_state=self.random_state,
        )

    def _rows(self, briefs: Sequence[Brief]) -> Array:
        return np.array([self._row(brief) for brief in briefs], dtype=np.float64)

    def _row(self, brief: Brief) -> list[float]:
        held = set(self._concepts(brief))
        english = dict(brief.languages).get("en")
        return [
            float(self.industries_.get(brief.industry or "", 0)),
            *map(float, brief.type_mix),
            float(brief.days_min),
            float(brief.days_max),
            float(brief.months or 0),
            float(_MODES.index(brief.remote)),
            float(brief.onsite_days),
            float(len(brief.requirements)),
            float(LANGUAGE_LEVELS.index(english) + 1) if english else 0.0,
            *_marked(brief.functions, FUNCTION_BITS),
            *_marked(brief.phases, PHASE_BITS),
            *(float(concept in held) for concept in self.skills_),
        ]

    def _concepts(self, brief: Brief) -> list[str]:
        asked = (concept for one in brief.requirements for concept in demand_of(one, self.vocabulary_).concepts)
        return [*asked, *brief.tools]


def newest_of_each(briefs: Iterable[Brief]) -> list[Brief]:
    """Return the newest `MOST_OF_COMPANY` postings of each company, in the order given, which is that of time.

    With as many times `FEWEST_COMPANIES` in each leaf, no leaf of any tree speaks of fewer companies: however unusual
    a posting is, the answer to it is not one company's own rates.
    """
    left: Counter[str] = Counter()
    kept = []
    for brief in reversed(list(briefs)):
        left[brief.company] += 1
        if left[brief.company] <= MOST_OF_COMPANY:
            kept.append(brief)
    return kept[::-1]


def allowed_miss(quartile: float, later: int) -> float:
    """Return how far the share of `later` rates below a quartile may lie from it, 0 to 1."""
    return MOST_OFF + math.sqrt(quartile * (1 - quartile) / later)


def _kind(brief: Brief) -> tuple[int, str]:
    """Return the main type (its place in the mix; -1 where there is none) and the way of working."""
    return int(np.argmax(brief.type_mix)) if any(brief.type_mix) else -1, brief.remote


def _middle(brief: Brief) -> float:
    bounds = [each for each in (brief.rate_min, brief.rate_max) if each]
    return sum(bounds) / len(bounds)


def _marked(codes: Sequence[str], table: dict[str, int]) -> list[float]:
    """Return 1 for each code of the table that is among these, else 0."""
    held = bits(codes, table)
    return [float(held & bit > 0) for bit in table.values()]


def _rounded(yen: float) -> int:
    return round(yen / _ROUNDED) * _ROUNDED
