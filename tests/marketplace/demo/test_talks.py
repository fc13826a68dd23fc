"""The demo's talks are such that the product could have made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now
from marketplace.db import db
from marketplace.demo.talks import add_talks
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.offers.models import Offer
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Commitment
from tests.factories.meetings import in_talks

if TYPE_CHECKING:
    from tests.conftest import PageClient


@pytest.mark.parametrize("number", range(6))
def test_meetings_of_every_kind_have_pages(client: PageClient, number: int) -> None:
    application, owner, advisor = in_talks()
    add_talks(application, number, advisor_id=advisor.id)
    db.session.commit()
    (meeting,) = db.session.scalars(select(Meeting))
    assert meeting.state is (MeetingState.PROPOSED, MeetingState.FIXED, MeetingState.HELD)[number % 3]
    assert all(start > now() for start in meeting.starts) is (meeting.state is not MeetingState.HELD)
    for user in (owner, application.consultant.user, advisor):
        client.sign_in(user)
        assert client.get(f"/meetings/{meeting.id}").status_code == 200


@pytest.mark.parametrize("state", [ApplicationState.OFFERED, ApplicationState.ACCEPTED])
def test_offers_hold_days_and_have_pages(client: PageClient, state: ApplicationState) -> None:
    application, owner, advisor = in_talks(state=state)
    add_talks(application, 1, advisor_id=advisor.id)
    db.session.commit()
    (offer,) = db.session.scalars(select(Offer))
    (hold,) = db.session.scalars(select(Commitment).where(Commitment.application_id == application.id))
    assert hold.days == offer.days
    client.sign_in(owner)
    assert client.get(f"/offers/{offer.id}").status_code == 200


def test_cards_before_talks_have_none(client: PageClient) -> None:
    del client
    application, _owner, advisor = in_talks(state=ApplicationState.SUBMITTED)
    add_talks(application, 1, advisor_id=advisor.id)
    assert db.session.scalars(select(Meeting)).all() == []
