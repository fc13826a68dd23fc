"""Judged pairs: what happened, as grades and trust, beside the features as they were; what the ranker learns from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from marketplace.db import db
from marketplace.learning.models import Observation, Perusal, Shown, ShownList
from marketplace.learning.observing import CATALOGUE
from marketplace.learning.signals import PORTION, signals
from marketplace.shortlist.models import Curation, Verdict
from matching.catalogue import FEATURES
from matching.labels import agreement, labels, neighbour_propensities
from matching.ladder import Judged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matching.labels import Label

PLACES = 50
MOST = 100_000  # pairs learned from, the newest: some seconds of training, and no more memory as years go by
_GRADES = {Verdict.PIN: 3, Verdict.SHORTLIST: 2, Verdict.REJECT: 0}


@dataclass(frozen=True, slots=True)
class Found:
    """Judged pairs, how many signals of each kind they come from, and how far two advisors agree (None: unknown)."""

    judged: Judged
    kinds: Mapping[str, int]
    agreement: float | None
    places: tuple[float, ...]  # how likely each place is looked at

    @property
    def groups(self) -> int:
        """How many postings have pairs of different grades: only these say which of two is better."""
        order = np.argsort(self.judged.groups, kind="stable")
        parts = np.split(self.judged.grades[order], np.unique(self.judged.groups[order], return_index=True)[1][1:])
        return sum(len(np.unique(each)) > 1 for each in parts)


def judged_pairs() -> Found:
    """Read everything that was judged, by the features in use now; pairs nobody had observed in time are left out."""
    rows = db.session.execute(
        select(Observation.engagement_id, Observation.consultant_id, Observation.at, Observation.features)
        .where(Observation.catalogue == CATALOGUE)
        .order_by(Observation.at.desc(), Observation.id)
        .limit(MOST)
    )
    seen = {(str(row.engagement_id), str(row.consultant_id)): (row.at.timestamp(), row.features) for row in rows}
    happened = signals(among=seen)
    places = looked_at()
    known = labels(happened, places)
    kinds = Counter(each.kind for each in happened)
    return Found(_as_judged(known, seen), dict(sorted(kinds.items())), advisors_agree(), tuple(places))


def _as_judged(known: Sequence[Label], seen: Mapping[tuple[str, str], tuple[float, list[float]]]) -> Judged:
    """Number the postings in the order in which their first pair was observed."""
    began: dict[str, float] = {}
    for each in known:
        at = seen[each.brief, each.candidate][0]
        began[each.brief] = min(at, began.get(each.brief, at))
    numbers = {brief: number for number, brief in enumerate(sorted(began, key=lambda one: (began[one], one)))}
    known = sorted(known, key=lambda each: (numbers[each.brief], each.candidate))
    rows = [seen[each.brief, each.candidate][1] for each in known]
    return Judged(
        rows=np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES)),
        grades=np.array([each.grade for each in known], dtype=np.float64),
        groups=np.array([numbers[each.brief] for each in known], dtype=np.intp),
        weights=np.array([each.weight for each in known], dtype=np.float64),
        when=np.array([began[each.brief] for each in known], dtype=np.float64),
    )


def looked_at() -> list[float]:
    """Estimate how likely each place of a posting's list is looked at, from neighbours whose order was a coin's.

    Only what its readers read counts: the people in it apply without having seen it. Every reading does, of pairs too
    whose features are those of a former catalogue: how far somebody looks down a list hangs on no feature.
    """
    reads = select(Perusal.engagement_id, Perusal.consultant_id).where(Perusal.side != Shown.CONSULTANT)
    clicked = {(str(one), str(other)) for one, other in db.session.execute(reads)}
    rows = db.session.execute(
        select(ShownList.subject_id, ShownList.others, ShownList.drawn).where(ShownList.side != Shown.CONSULTANT),
        execution_options={"yield_per": PORTION},
    )
    pairs = (
        (upper, (str(subject), others[upper - 1]) in clicked, (str(subject), others[upper]) in clicked)
        for subject, others, drawn in rows
        for upper in drawn
        if upper < len(others)
    )
    read = [each for each in pairs if each[1] or each[2]]  # of which nobody was read, a pair says nothing
    found = neighbour_propensities(*([each[at] for each in read] for at in range(3)), places=PLACES)
    return [float(each) for each in found]


def advisors_agree() -> float | None:
    """Return the quadratic kappa of the first two advisors who judged the same pair, over all such pairs."""
    said: dict[tuple[str, str], dict[str, int]] = {}
    rows = select(Curation.engagement_id, Curation.consultant_id, Curation.by_id, Curation.verdict)
    for engagement_id, consultant_id, by_id, verdict in db.session.execute(rows.order_by(Curation.at)):
        said.setdefault((str(engagement_id), str(consultant_id)), {})[str(by_id)] = _GRADES[verdict]
    pairs = [list(each.values())[:2] for each in said.values() if len(each) > 1]
    if not pairs:
        return None
    return agreement([one for one, _ in pairs], [other for _, other in pairs])
