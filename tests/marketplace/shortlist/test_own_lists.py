"""People's own lists are made anew in turn: who has no posting that fits waits like everybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from marketplace.clock import now
from marketplace.profiles.operations import hide_profile
from marketplace.shortlist import operations
from marketplace.shortlist.models import Match, OwnList
from marketplace.shortlist.operations import STALE, rank_consultant, stale_people
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import pytest
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


def test_who_has_no_posting_that_fits_does_not_come_first_every_night(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    lonely, other = make_listed_consultant(), make_listed_consultant()
    monkeypatch.setattr(operations, "PEOPLE_A_NIGHT", 1)
    assert rank_consultant(lonely.id) == 0
    session.flush()
    assert list(stale_people()) == [other.id]
    rank_consultant(other.id)
    session.flush()
    assert list(stale_people()) == []
    with time_machine.travel(now() + STALE + timedelta(minutes=1), tick=False):
        assert list(stale_people()) == [lonely.id]
        rank_consultant(lonely.id)
        session.flush()
        assert list(stale_people()) == [other.id]


def test_a_pair_that_somebody_looks_at_makes_nobody_s_list_new(session: Session) -> None:
    posting, person = make_posting(), make_listed_consultant()
    found = operations.ranked_pair(person.id, posting.id)
    operations.store_pair(person.id, posting.id, found)
    session.flush()
    assert session.scalars(select(Match)).one().for_person
    assert list(stale_people()) == [person.id]


def test_who_is_listed_no_more_has_no_list(session: Session) -> None:
    person = make_listed_consultant()
    rank_consultant(person.id)
    session.flush()
    row = session.scalars(select(OwnList)).one()
    assert (row.consultant_id, row.model) == (person.id, "prior-1")
    hide_profile(person, by=person.user)
    rank_consultant(person.id)
    session.flush()
    assert session.scalars(select(OwnList)).all() == []
