"""What has expired is closed, by its client or by itself, and nobody in process is left waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements import operations
from marketplace.engagements.labels import CHOSEN_REASON
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.outbox import Message
from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_client
from tests.factories.engagements import make_in_state, make_open
from tests.factories.pipeline import make_application
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def test_a_client_closes_what_has_expired(client: PageClient) -> None:
    owner = make_client()
    engagement = make_in_state(EngagementState.EXPIRED, by=owner)
    client.sign_in(owner)
    page = client.get(f"/engagements/{engagement.id}/manage").text
    assert "募集を終了する" in page
    assert "not_confirmed" not in page
    answer = client.post(f"/engagements/{engagement.id}/close", data={"reason": "budget"})
    assert answer.status_code == 303
    assert client.post(f"/engagements/{engagement.id}/close", data={"reason": "budget"}).status_code == 409
    db.session.refresh(engagement)
    assert (engagement.state, engagement.close_reason) == (EngagementState.CLOSED, CloseReason.BUDGET)


@pytest.mark.parametrize("values", [{"deadline": today()}, {"deadline": None}])
def test_what_stays_expired_is_closed_two_weeks_later_and_everybody_is_answered(values: dict[str, Any]) -> None:
    engagement = make_open(**values)
    card = make_application(engagement, make_listed_consultant())
    gone = today() + timedelta(days=1 if values["deadline"] else 31)
    with time_machine.travel(gone, tick=False):
        assert operations.expire_engagements() == 1
    with time_machine.travel(gone + timedelta(days=13), tick=False):
        assert operations.close_expired() == 0
    with time_machine.travel(gone + timedelta(days=14), tick=False):
        assert operations.close_expired() == 1
        assert operations.close_expired() == 0
    assert (engagement.state, engagement.close_reason) == (EngagementState.CLOSED, CloseReason.NOT_CONFIRMED)
    assert card.state is ApplicationState.NOT_SELECTED
    db.session.flush()
    told = db.session.scalars(select(Message).where(Message.template == "pipeline/not_selected")).one()
    assert told.to_email == card.consultant.user.email
    assert told.facts["reason"] == "not_confirmed"
    closed = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "engagement closed")).one()
    assert closed.actor_id is None


def test_nobody_chooses_the_reason_of_the_clock() -> None:
    assert set(CHOSEN_REASON) == set(CloseReason) - {CloseReason.NOT_CONFIRMED}
