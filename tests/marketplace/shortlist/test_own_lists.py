"""People's own lists are made anew in turn: who has no posting that fits waits like everybody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import time_machine
from sqlalchemy import select

from marketplace.clock import now
from marketplace.engagements.states import EngagementState
from marketplace.profiles.operations import hide_profile
from marketplace.profiles.states import BusinessForm
from marketplace.shortlist import operations
from marketplace.shortlist.models import Match, OwnList
from marketplace.shortlist.operations import STALE, rank_consultant, stale_people
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import pytest
    import sqlalchemy as sa

    from tests.conftest import PageClient

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


def test_the_profile_says_which_condition_keeps_most_postings_away(client: PageClient, session: Session) -> None:
    for most in (1_000_000, 1_200_000):
        make_posting(received_rate_min=900_000, received_rate_max=most)
    make_posting(received_rate_max=5_000_000)
    make_posting(received_rate_min=900_000, received_rate_max=1_000_000, state=EngagementState.PAUSED)  # is on no list
    person = make_listed_consultant(rate=4_000_000)
    client.sign_in(person.user)
    assert "希望条件に合う案件" not in client.get("/profile").text
    rank_consultant(person.id)
    session.commit()
    page = client.get("/profile").text
    assert "募集中3件のうち、1件が対象です。" in page
    assert "/profile/wishes#rate" in page
    assert "＋2件" in page
    person.rate = 900_000
    person.changed_at = now() + timedelta(seconds=1)
    session.commit()
    assert "希望条件に合う案件" not in client.get("/profile").text  # it was counted before the change
    person.changed_at = now() - timedelta(seconds=1)
    rank_consultant(person.id)
    session.commit()
    page = client.get("/profile").text
    assert "募集中3件のうち、3件が対象です。" in page
    assert "＋" not in page.split("希望条件に合う案件")[1].split("</section>")[0]


def test_what_another_condition_keeps_away_is_not_said_to_be_several(client: PageClient, session: Session) -> None:
    make_posting(accepts_individual=False, accepts_company=True)
    make_posting(received_rate_min=900_000, received_rate_max=1_000_000, accepts_individual=False)
    person = make_listed_consultant(rate=4_000_000, business_form=BusinessForm.INDIVIDUAL)
    client.sign_in(person.user)
    rank_consultant(person.id)
    session.commit()
    panel = client.get("/profile").text.split("希望条件に合う案件")[1].split("</section>")[0]
    assert "募集中2件のうち、0件が対象です。" in panel
    assert "＋" not in panel
    assert "2件は複数の条件が合わないか、他の条件が合いません。" in panel


def test_a_pair_that_is_ranked_alone_leaves_the_counts_of_the_whole_list(session: Session) -> None:
    posting, person = make_posting(), make_listed_consultant()
    rank_consultant(person.id)
    session.flush()
    before = dict(session.scalars(select(OwnList)).one().reach)
    make_posting()
    operations.store_pair(person.id, posting.id, operations.ranked_pair(person.id, posting.id))
    session.flush()
    session.expire_all()
    assert session.scalars(select(OwnList)).one().reach == before
    assert before["postings"] == 1
