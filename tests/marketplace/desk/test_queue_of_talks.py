"""Meetings and offers in the advisor's queue: today's, unanswered ones, and those that ran out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.desk.queue import queue_for
from marketplace.meetings.operations import choose_slot, propose_anew
from marketplace.meetings.plans import Plan
from marketplace.meetings.states import MeetingState
from marketplace.offers.operations import expire_offers
from marketplace.pipeline.clocks import Owner
from tests.factories.accounts import make_advisor
from tests.factories.meetings import at, in_talks, make_meeting, make_offer

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def lines(advisor: User) -> list[tuple[str, str, Owner]]:
    return [(each.kind, each.state, each.owner) for each in queue_for(advisor, mine=True)]


def test_dates_to_choose_are_of_whoever_chooses() -> None:
    application, owner, advisor = in_talks()
    application.consultant.identity_verified_at = now()
    meeting = make_meeting(application)
    assert lines(advisor) == [("meeting", "proposed", Owner.CONSULTANT)]
    propose_anew(meeting, Plan((at(3),), 60), by=application.consultant.user)
    assert lines(advisor) == [("meeting", "proposed", Owner.CLIENT)]  # once, although the card has a clock now
    choose_slot(meeting, at(3), by=owner)
    assert lines(advisor) == []


def test_meetings_of_today_stand_with_their_time() -> None:
    application, _owner, advisor = in_talks()
    application.consultant.identity_verified_at = now()
    noon = at(3, 12)
    make_meeting(application, state=MeetingState.FIXED, starts_at=noon)
    with time_machine.travel(noon - timedelta(days=1), tick=False):
        assert lines(advisor) == []
    with time_machine.travel(noon - timedelta(hours=3), tick=False):
        (item,) = queue_for(advisor, mine=True)
    assert (item.kind, item.due.astimezone(TOKYO), item.owner) == ("meeting", noon, Owner.ADVISOR)
    assert queue_for(make_advisor(), mine=True) == []


def test_offers_are_of_whoever_answers_and_of_the_advisor_when_nobody_did(client: PageClient) -> None:
    application, owner, advisor = in_talks()
    application.consultant.identity_verified_at = now()
    make_offer(application, owner)
    assert lines(advisor) == [("offer", "sent", Owner.CONSULTANT)]
    countered = make_offer(application, application.consultant.user, rate=1)
    assert lines(advisor) == [("offer", "sent", Owner.CLIENT)]
    countered.expires_at = now()
    assert expire_offers() == 1
    db.session.commit()
    assert lines(advisor) == [("offer", "expired", Owner.ADVISOR)]
    client.sign_in(advisor)
    assert f"/offers/{countered.id}" in client.get("/desk").text
    make_offer(application, owner)
    assert lines(advisor) == [("offer", "sent", Owner.CONSULTANT)]
