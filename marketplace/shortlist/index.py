"""The index of listed consultants in a job's process: built at first use, then kept up with what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

import matching
from marketplace import events
from marketplace.accounts.models import Company
from marketplace.clock import today
from marketplace.db import db
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import LISTS
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.records import candidate_of
from marketplace.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from matching import Candidate, CandidateIndex

PART = 2000  # profiles loaded at a time, so that memory stays flat
LATE = timedelta(minutes=1)  # the longest a transaction takes


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What of the stock of profiles differs once the index is out of date."""

    changed_at: datetime | None
    listed_at: datetime | None
    listed: int


@dataclass
class _Kept:
    index: CandidateIndex | None = None
    stamp: _Stamp | None = None
    day: date | None = None


_kept = _Kept()


def forget() -> None:
    """Drop this process's index, as a restart does."""
    _kept.index = _kept.stamp = _kept.day = None


def current_index() -> CandidateIndex:
    """Return the index as of now; built anew each day, because experience ages, and when the catalogue changes."""
    stamp, words = _stamp(), vocabulary()
    fresh = _kept.index is not None and _kept.day == today() and _kept.index.vocabulary is words
    if _kept.index is None or _kept.stamp is None or not fresh:
        _kept.index = matching.build_index(list(candidates(_listed_ids())), as_of=today(), vocabulary=words)
    elif stamp != _kept.stamp:
        _kept.index = _brought_up(_kept.index, since=_kept.stamp)
    _kept.stamp, _kept.day = stamp, today()
    return _kept.index


def _stamp() -> _Stamp:
    listed = select(func.count()).where(Consultant.state == ProfileState.LISTED).scalar_subquery()
    row = db.session.execute(select(func.max(Consultant.changed_at), func.max(Consultant.listed_at), listed)).one()
    return _Stamp(*row)


def _brought_up(index: CandidateIndex, *, since: _Stamp) -> CandidateIndex:
    """Take over the profiles edited, listed and hidden since; a hidden one has left the ids of the listed."""
    listed = _listed_ids()
    known, still = set(index.ids), {str(each) for each in listed}
    changed = set(_changed_since(since))
    fresh = [each for each in listed if each in changed or str(each) not in known]
    return matching.updated(index, list(candidates(fresh)), gone=known - still)


def candidates(ids: Sequence[UUID]) -> Iterable[Candidate]:
    """Load profiles part by part and turn them into matching's records."""
    blocks = _companies_by_name()
    for first in range(0, len(ids), PART):
        rows = db.session.scalars(
            select(Consultant)
            .where(Consultant.id.in_(ids[first : first + PART]))
            .options(*(selectinload(each) for each in LISTS))
            .order_by(Consultant.id)
        ).all()
        standing = _standing([row.id for row in rows])
        yield from [replace(candidate_of(row, blocks), **standing.get(row.id, {})) for row in rows]
        if len(ids) > PART:
            db.session.expunge_all()


def _standing(ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return what upper features know of how people have stood: reviews, contracts, answers."""
    found: dict[UUID, dict[str, Any]] = {}
    for _receiver, told in events.standing_asked.send(ids):
        for each, values in told.items():
            found.setdefault(each, {}).update(values)
    return found


def _companies_by_name() -> dict[str, str]:
    """Return the id of each company by its name, for people who blocked a name before it signed up."""
    return {name.strip().casefold(): str(each) for name, each in db.session.execute(select(Company.name, Company.id))}


def _listed_ids() -> Sequence[UUID]:
    return db.session.scalars(
        select(Consultant.id).where(Consultant.state == ProfileState.LISTED).order_by(Consultant.id)
    ).all()


def _changed_since(stamp: _Stamp) -> Sequence[UUID]:
    query = select(Consultant.id)
    if stamp.changed_at is not None:  # what was stamped before it may have been committed after it
        query = query.where(Consultant.changed_at > stamp.changed_at - LATE)
    return db.session.scalars(query).all()
