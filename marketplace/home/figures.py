"""The live figures of the public page: what the service promises, measured on what is open now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from marketplace.browse.snapshot import LAYERS, REMOTES, current
from marketplace.db import db
from marketplace.engagements.states import Layer
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState, Remote

if TYPE_CHECKING:
    from numpy.typing import NDArray

MILLION = 1_000_000
LONG = 6  # months
ANSWERS_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and shares in percent; None where nothing is open or nobody has been answered yet."""

    open: int
    consultants: int
    prime_share: int | None
    million_share: int | None
    long_share: int | None
    remote_share: int | None
    part_time_share: int | None
    answer_hours: int | None


def _share(mask: NDArray[np.bool_]) -> int | None:
    return round(100 * float(np.mean(mask))) if len(mask) else None


def live_figures() -> Figures:
    """Measure the open postings by the 100 % rate, and the first answers by their median."""
    snapshot = current()
    rows = snapshot.newest
    columns = {name: column[rows] for name, column in snapshot.columns.items()}
    listed = db.session.scalar(select(func.count()).where(Consultant.state == ProfileState.LISTED)) or 0
    return Figures(
        open=len(rows),
        consultants=listed,
        prime_share=_share(columns["layer"] != LAYERS.index(Layer.SECOND)),
        million_share=_share(columns["rate"] >= MILLION),
        long_share=_share(columns["months"] >= LONG),
        remote_share=_share(columns["remote"] != REMOTES.index(Remote.ONSITE)),
        part_time_share=_share(columns["days_min"] <= 3),  # noqa: PLR2004 - days a week
        answer_hours=median_answer_hours(),
    )


def median_answer_hours() -> int | None:
    """Return the median hours from submission to the client's first answer, over the latest answered ones."""
    rows = db.session.execute(
        select(Application.submitted_at, Application.first_answered_at)
        .where(Application.submitted_at.is_not(None), Application.first_answered_at.is_not(None))
        .order_by(Application.first_answered_at.desc())
        .limit(ANSWERS_LOOKED_AT)
    ).all()
    hours = [(answered - submitted).total_seconds() / 3600 for submitted, answered in rows if submitted and answered]
    return round(float(np.median(hours))) if hours else None
