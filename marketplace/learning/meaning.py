"""What a score means: of the pairs in each band whose outcome is known, how many became a contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit
from sqlalchemy import select

from marketplace.contracts.models import Contract
from marketplace.contracts.states import CONCLUDED
from marketplace.db import db
from marketplace.learning.models import Observation
from marketplace.learning.observing import CATALOGUE
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ENDINGS
from marketplace.shortlist.current import in_force
from marketplace.shortlist.models import Match
from matching.calibrate import calibrate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matching.calibrate import Calibration

MOST = 20_000  # outcomes counted, the newest
BANDS = ("high", "middle", "low")


def meaning() -> dict[str, Any]:
    """Return the ranker in force, the outcomes known, and each band: where it begins (thousandths), how it came out.

    A pair's score is what the ranker in force says of it as it was when it was first seen. A band's chance is the mean
    of its pairs' chances, told only where enough outcomes are known (matching.calibrate). Empty where nobody could be
    shown.
    """
    ranker = in_force()
    query = select(Match.score).where(Match.eligible, Match.for_posting, Match.model == ranker.name)
    possible = np.array(db.session.scalars(query).all(), dtype=np.float64) / 1000
    if not len(possible):
        return {}
    features, contracted, when = _outcomes()
    scores = expit(ranker.scorer.decision_function(features)) if len(features) else np.zeros(0)
    found = calibrate(possible, scores, contracted, when)
    of_band = np.array([found.band(float(score)) for score in scores], dtype="U6")
    bands = [_band(name, found, scores[of_band == name], contracted[of_band == name]) for name in BANDS]
    return {"model": ranker.name, "outcomes": found.outcomes, "error": found.error, "bands": bands}


def _band(
    name: str, found: Calibration, scores: NDArray[np.float64], contracted: NDArray[np.float64]
) -> dict[str, Any]:
    middle, high = found.cuts
    chances = [found.chance(float(score)) for score in scores]
    known = [each for each in chances if each is not None]
    return {
        "band": name, "from": round(1000 * {"high": high, "middle": middle, "low": 0.0}[name]),
        "outcomes": len(scores), "contracts": int(contracted.sum()),
        "chance": round(sum(known) / len(known), 4) if known else None,
    }  # fmt: skip


def _outcomes() -> tuple[NDArray[np.float32], NDArray[np.float64], NDArray[np.float64]]:
    """Return features (n, d), whether a contract came of each, and when it was seen; of cards that are over alone."""
    contracts = select(Contract.application_id).where(Contract.state.in_(CONCLUDED))
    concluded = Application.id.in_(contracts)
    same = (Observation.engagement_id == Application.engagement_id) & (
        Observation.consultant_id == Application.consultant_id
    )
    rows = db.session.execute(
        select(Observation.features, concluded.label("contracted"), Observation.at)
        .join(Application, same)
        .where(Observation.catalogue == CATALOGUE, concluded | Application.state.in_(ENDINGS))
        .order_by(Observation.at.desc(), Observation.id)
        .limit(MOST)
    ).all()
    return (
        np.array([row.features for row in rows], dtype=np.float32),
        np.array([bool(row.contracted) for row in rows], dtype=np.float64),
        np.array([row.at.timestamp() for row in rows], dtype=np.float64),
    )
