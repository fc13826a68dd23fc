"""The index of listed consultants in a job's process: built at first use, then kept up with what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

import matching
from marketplace.accounts.models import Company
from marketplace.clock import today
from marketplace.db import db
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.queries import PROFILE_LISTS
from marketplace.shortlist.records import candidate_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from matching import Candidate, CandidateIndex

PART = 2000  # profiles loaded at a time, so that memory stays flat


@dataclass
class _Kept:
    index: CandidateIndex | None = None
    changed_at: datetime | None = None
    day: date | None = None


_kept = _Kept()


def forget() -> None:
    """Drop this process's index, as a restart does."""
    _kept.index = _kept.changed_at = _kept.day = None


def current_index() -> CandidateIndex:
    """Return the index as of now; built anew each day, because experience ages."""
    newest = db.session.scalar(select(func.max(Consultant.changed_at)))
    if _kept.index is None or _kept.day != today():
        _kept.index = matching.build_index(list(candidates(_listed_ids())), as_of=today())
    elif newest is not None and (_kept.changed_at is None or newest > _kept.changed_at):
        changed = _changed_since(_kept.changed_at)
        listed = [each for each, state in changed if state is ProfileState.LISTED]
        gone = [str(each) for each, state in changed if state is not ProfileState.LISTED]
        _kept.index = matching.updated(_kept.index, list(candidates(listed)), gone=gone)
    _kept.changed_at, _kept.day = newest, today()
    return _kept.index


def candidates(ids: Sequence[UUID]) -> Iterable[Candidate]:
    """Load profiles part by part and turn them into matching's records."""
    blocks = _companies_by_name()
    for first in range(0, len(ids), PART):
        rows = db.session.scalars(
            select(Consultant)
            .where(Consultant.id.in_(ids[first : first + PART]))
            .options(*(selectinload(each) for each in PROFILE_LISTS))
            .order_by(Consultant.id)
        ).all()
        yield from [candidate_of(row, blocks) for row in rows]
        if len(ids) > PART:
            db.session.expunge_all()


def _companies_by_name() -> dict[str, str]:
    """Return the id of each company by its name, for people who blocked a name before it signed up."""
    return {name.strip().casefold(): str(each) for name, each in db.session.execute(select(Company.name, Company.id))}


def _listed_ids() -> Sequence[UUID]:
    return db.session.scalars(
        select(Consultant.id).where(Consultant.state == ProfileState.LISTED).order_by(Consultant.id)
    ).all()


def _changed_since(moment: datetime | None) -> list[tuple[UUID, ProfileState]]:
    query = select(Consultant.id, Consultant.state)
    if moment is not None:
        query = query.where(Consultant.changed_at > moment)
    return [(row.id, row.state) for row in db.session.execute(query)]
