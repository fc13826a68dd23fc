"""Models, and a market of judged pairs whose features say what its advisors look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.learning.models import Observation
from marketplace.learning.observing import CATALOGUE
from marketplace.shortlist.models import Curation, RankingModel, Verdict
from marketplace.shortlist.states import ModelState
from matching.catalogue import AT, FEATURES
from tests.factories.accounts import make_advisor
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from marketplace.accounts.models import User


def make_model(number: int = 1, state: ModelState = ModelState.REFUSED, **values: object) -> RankingModel:
    """Return a stored model that was refused, without a file, unless told otherwise."""
    kept = {
        "kind": "linear", "against": "prior-1", "pairs": 400, "groups": 40, "data": "0" * 64,
        "metrics": {
            "rungs": {"hand": 0.7, "linear": 0.75}, "later": {"postings": 8, "ours": 0.75, "theirs": 0.74},
            "difference": {"mean": 0.01, "low": -0.02, "high": 0.04}, "signals": {"shortlisted": 120},
            "agreement": None,
        },
        "weights": [{"feature": "required_coverage", "weight": 0.8}, {"feature": "industry", "weight": 0.2}],
        "exposure": [
            {"group": "newcomers", "shown": 40, "share": 0.2, "eligible": 0.22, "ratio": 0.91, "within": True}
        ],
        "refused_because": ["not_better"],
    }  # fmt: skip
    row = RankingModel(number=number, state=state, **(kept | values))
    db.session.add(row)
    db.session.flush()
    return row


def judged_market(postings: int = 40, people: int = 12, *, wanted: tuple[str, ...] = ("industry", "tools")) -> None:
    """Have an advisor judge every person for every posting by two features alone, a day apart a posting.

    The hand weights look at forty features; what is wanted here is for a model to find out.
    """
    drawn = np.random.default_rng(7)
    advisor, consultants = make_advisor(), [make_listed_consultant() for _ in range(people)]
    began = now() - timedelta(days=postings)
    for day in range(postings):
        posting = make_posting(state=EngagementState.CLOSED)  # over, as what is learned from mostly is
        rows = drawn.random((people, len(FEATURES))).round(4)
        worth = rows[:, [AT[name] for name in wanted]].sum(axis=1)
        for consultant, row, chosen in zip(consultants, rows, (worth > np.median(worth)).tolist(), strict=True):
            pair = {"engagement_id": posting.id, "consultant_id": consultant.id}
            judge(pair, row.tolist(), chosen=chosen, by=advisor, at=began + timedelta(days=day))
    db.session.commit()


def judge(pair: dict[str, UUID], features: list[float], *, chosen: bool, by: User, at: datetime) -> None:
    """Keep one pair as observed at a moment, and the advisor's verdict on it."""
    db.session.add(Observation(**pair, features=features, catalogue=CATALOGUE, model="prior-1", at=at))
    verdict = Verdict.SHORTLIST if chosen else Verdict.REJECT
    reason = "経験が合う" if chosen else "経験が足りない"
    db.session.add(Curation(**pair, verdict=verdict, reason=reason, by_id=by.id, at=at, score=500, model="prior-1"))
