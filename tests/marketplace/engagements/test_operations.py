"""Each verb from review to the end: what state it leaves, what it writes down, whom it tells, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace import events
from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements import operations
from marketplace.engagements.rules import Recruiter
from marketplace.engagements.states import CloseReason, ContractModel, EngagementState
from marketplace.errors import Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.profiles.states import Remote
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.engagements import (
    OPERATOR,
    demo_postings,
    make_draft,
    make_in_review,
    make_in_state,
    make_open,
)
from tests.marketplace.engagements.traces import journal, row_of, told

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement

OF_A_CLIENT_WITHOUT_ADDRESS = {
    "contract_model": ContractModel.DIRECT,
    "recruiter_name": "みなと精機株式会社",
    "recruiter_address": "",
    "recruiter_contact": "saiyo@example.jp",
}
pytestmark = pytest.mark.usefixtures("app")


# the way to publication


def test_submitting_tells_the_advisor() -> None:
    advisor = make_advisor()
    client = make_client(company=make_company(advisor=advisor))
    engagement = make_draft(by=client)
    engagement.review_note = "直してください"
    operations.submit_engagement(engagement, by=client, operator=OPERATOR)
    assert (engagement.state, engagement.review_note) == (EngagementState.IN_REVIEW, "")
    assert engagement.submitted_at is not None
    assert journal(engagement) == ["engagement drafted", "engagement submitted"]
    assert told(advisor) == ["engagements/submitted"]
    assert told(client) == []


def test_a_company_without_an_advisor_can_submit() -> None:
    engagement = make_in_review()
    assert engagement.state is EngagementState.IN_REVIEW
    assert db.session.scalars(select(Message)).all() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"duties": ""}, "duties"),
        ({"place": ""}, "place"),
        ({"prefecture": ""}, "prefecture"),
        ({"received_rate_max": None}, "received_rate_max"),
        ({"payment_terms": ""}, "payment_terms"),
        ({"payment_terms": "検収後30日以内"}, "payment_terms"),
        ({"strategic": 0, "controlling": 0, "supportive": 0}, "strategic"),
        ({"deadline": date(2020, 1, 1)}, "deadline"),
        (OF_A_CLIENT_WITHOUT_ADDRESS, "recruiter_address"),
    ],
)  # fmt: skip
def test_what_is_not_complete_is_neither_submitted_nor_published(values: dict[str, Any], field: str) -> None:
    client = make_client()
    draft = make_draft(by=client, **values)
    with pytest.raises(Invalid) as refusal:
        operations.submit_engagement(draft, by=client, operator=OPERATOR)
    assert list(refusal.value.errors) == [field]
    assert draft.state is EngagementState.DRAFT
    advisor = make_advisor()
    waiting = make_in_review()
    for name, value in values.items():
        setattr(waiting, name, value)
    with pytest.raises(Invalid) as refusal:
        operations.publish_engagement(waiting, by=advisor, operator=OPERATOR)
    assert list(refusal.value.errors) == [field]
    assert (waiting.state, waiting.published_at) == (EngagementState.IN_REVIEW, None)


def test_an_operator_without_an_address_publishes_nothing_of_its_own() -> None:
    with pytest.raises(Invalid) as refusal:
        operations.submit_engagement(make_draft(), by=make_client(), operator=Recruiter("運営", "", "a@example.jp"))
    assert list(refusal.value.errors) == ["recruiter_address"]


def test_fully_remote_work_needs_no_prefecture() -> None:
    assert operations.publication_errors(make_draft(remote=Remote.FULL, prefecture="", place=""), OPERATOR) == {}


def test_the_trades_own_postings_can_all_be_published() -> None:
    company = make_company()
    for engagement in demo_postings():
        engagement.company_id = company.id
        db.session.add(engagement)
        db.session.flush()
        assert operations.publication_errors(engagement, OPERATOR) == {}


def test_publishing_shows_it_and_tells_all_of_the_company() -> None:
    owner = make_client()
    assert owner.membership is not None
    member = make_client(company=owner.membership.company)
    advisor = make_advisor()
    engagement = make_in_review(by=owner)
    heard: list[Engagement] = []
    with events.engagement_changed.connected_to(heard.append):
        operations.publish_engagement(engagement, by=advisor, operator=OPERATOR)
    assert (engagement.state, engagement.confirmed_on) == (EngagementState.OPEN, today())
    assert engagement.published_at is not None
    assert journal(engagement)[-1] == "engagement published"
    assert told(owner) == told(member) == ["engagements/published"]
    assert heard == [engagement]
    row = row_of(engagement)
    assert row is not None
    assert row.is_open
    waiting = db.session.scalars(select(Job.name).where(Job.key == f"rank:{engagement.id}")).all()
    assert waiting == ["shortlist.rank_engagement"]


def test_publishing_twice_is_refused() -> None:
    advisor = make_advisor()
    engagement = make_open(advisor=advisor)
    with pytest.raises(TransitionRefused):
        operations.publish_engagement(engagement, by=advisor, operator=OPERATOR)


def test_returning_gives_it_back_with_words() -> None:
    client = make_client()
    advisor = make_advisor()
    engagement = make_in_review(by=client)
    operations.return_engagement(engagement, by=advisor, note="単価を確認してください")
    assert (engagement.state, engagement.review_note) == (EngagementState.DRAFT, "単価を確認してください")
    assert told(client) == ["engagements/returned"]
    assert journal(engagement)[-1] == "engagement returned"
    message = db.session.scalars(select(Message)).one()
    assert message.facts == {"title": engagement.title, "note": "単価を確認してください"}
    assert message.link == f"/engagements/{engagement.id}/manage"


# while it is open, and after


def test_pausing_takes_it_off_the_list_and_confirming_brings_it_back() -> None:
    client = make_client()
    engagement = make_open(by=client)
    published = engagement.published_at
    operations.pause_engagement(engagement, by=client)
    row = row_of(engagement)
    assert row is not None
    assert (engagement.state, row.is_open) == (EngagementState.PAUSED, False)
    operations.confirm_engagement(engagement, by=client)
    assert (engagement.state, row.is_open, engagement.published_at) == (EngagementState.OPEN, True, published)
    assert journal(engagement)[-2:] == ["engagement paused", "engagement confirmed open"]


def test_confirming_an_open_one_only_renews_the_date() -> None:
    client = make_client()
    engagement = make_open(by=client)
    engagement.confirmed_on = today() - timedelta(days=20)
    deadline = engagement.deadline
    operations.confirm_engagement(engagement, by=client)
    assert (engagement.state, engagement.confirmed_on, engagement.deadline) == (EngagementState.OPEN, today(), deadline)


def test_an_expired_one_opens_again_without_its_old_deadline() -> None:
    client = make_client()
    engagement = make_in_state(EngagementState.EXPIRED, by=client)
    operations.confirm_engagement(engagement, by=client)
    assert (engagement.state, engagement.deadline, engagement.confirmed_on) == (EngagementState.OPEN, None, today())


@pytest.mark.parametrize("state", [EngagementState.DRAFT, EngagementState.IN_REVIEW])
def test_what_no_advisor_has_published_cannot_be_confirmed_open(state: EngagementState) -> None:
    client = make_client()
    engagement = make_in_state(state, by=client)
    with pytest.raises(TransitionRefused):
        operations.confirm_engagement(engagement, by=client)
    assert (engagement.state, engagement.confirmed_on, row_of(engagement)) == (state, None, None)


@pytest.mark.parametrize("reason", list(CloseReason))
def test_closing_ends_it_for_a_reason(reason: CloseReason) -> None:
    client = make_client()
    engagement = make_open(by=client)
    heard: list[object] = []

    def hear(sender: Engagement, *, by: User, reason: CloseReason) -> None:
        heard.append((sender, by, reason))

    with events.engagement_closed.connected_to(hear):
        operations.close_engagement(engagement, by=client, reason=reason, words="ありがとうございました")
    filled = reason is CloseReason.FILLED_HERE
    assert engagement.state is (EngagementState.FILLED if filled else EngagementState.CLOSED)
    assert (engagement.close_reason, engagement.close_words) == (reason, "ありがとうございました")
    assert engagement.closed_at is not None
    assert heard == [(engagement, client, reason)]
    row = row_of(engagement)
    assert row is not None
    assert not row.is_open
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "engagement closed")).one()
    assert (entry.facts, entry.actor_id) == ({"reason": reason.value}, client.id)


@pytest.mark.parametrize("state", ["draft", "in_review", "filled", "closed"])
def test_only_what_has_been_shown_is_closed_and_once(state: str) -> None:
    client = make_client()
    engagement = make_in_state(EngagementState(state), by=client)
    with pytest.raises(TransitionRefused):
        operations.close_engagement(engagement, by=client, reason=CloseReason.BUDGET)


# what happens by itself


def test_it_expires_the_day_after_its_deadline(app: Flask) -> None:
    del app
    client = make_client()
    engagement = make_open(by=client, deadline=today())
    assert operations.expire_engagements() == 0
    with time_machine.travel(today() + timedelta(days=2), tick=False):
        assert operations.expire_engagements() == 1
        assert operations.expire_engagements() == 0
    assert engagement.state is EngagementState.EXPIRED
    assert told(client)[-1] == "engagements/expired"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "engagement expired")).one()
    assert entry.actor_id is None
    row = row_of(engagement)
    assert row is not None
    assert not row.is_open


@pytest.mark.parametrize(("days", "stays"), [(30, True), (31, False)])
def test_it_expires_when_nobody_confirms_it_for_a_month(days: int, stays: bool) -> None:  # noqa: FBT001 - a case
    engagement = make_open(deadline=None)
    engagement.confirmed_on = today() - timedelta(days=days)
    assert operations.expire_engagements() == (0 if stays else 1)
    assert (engagement.state is EngagementState.OPEN) is stays


def test_a_paused_one_does_not_expire() -> None:
    engagement = make_in_state(EngagementState.PAUSED)
    engagement.deadline = today() - timedelta(days=40)
    engagement.confirmed_on = today() - timedelta(days=40)
    assert operations.expire_engagements() == 0
    assert engagement.state is EngagementState.PAUSED
