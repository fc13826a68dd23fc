"""Many at the same moment: each thing is done once, everybody is told, and nobody meets a fault."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.background import Job, enqueue
from marketplace.db import begin_writing, db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.outbox import Message
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.states import ApplicationState, ConsentState, EndReason
from tests.attack.market import applications, apply, make_consultants, make_postings
from tests.attack.product import at_once
from tests.factories.accounts import make_advisor
from tests.factories.engagements import make_in_review

if TYPE_CHECKING:
    from tests.attack.product import Product

pytestmark = pytest.mark.attack
ROUNDS = 10
CLICKS = 12
PEOPLE = 20


def test_many_double_applications_make_one_each(served: Product) -> None:
    (consultant,) = make_consultants(served, 1)
    for posting_id in make_postings(served, ROUNDS):
        answers = at_once(*([partial(apply, consultant, posting_id)] * CLICKS))
        statuses = {each.status for each in answers}
        assert 303 in statuses
        assert statuses <= {303, 409, 422}
        assert len(applications(served, posting_id)) == 1


def test_of_two_advisors_who_approve_at_once_one_publishes(served: Product) -> None:
    for round_ in range(ROUNDS):
        title = f"同時に公開される案件 {round_}"
        with served.app.app_context():
            advisors = [served.person(make_advisor()), served.person(make_advisor())]
            posting_id = make_in_review(title=title).id
        answers = at_once(*(partial(each.post, f"/engagements/{posting_id}/publish") for each in advisors * 2))
        assert Counter(each.status for each in answers) == {303: 1, 409: 3}
        with served.app.app_context():
            assert db.session.get_one(Engagement, posting_id).state is EngagementState.OPEN
            published = select(AuditEntry.id).where(
                AuditEntry.subject_id == posting_id, AuditEntry.event == "engagement published"
            )
            assert len(db.session.scalars(published).all()) == 1
            told = select(Message.facts).where(Message.template == "engagements/published")
            assert [each["title"] for each in db.session.scalars(told)].count(title) == 1


def test_twenty_who_apply_and_withdraw_at_once_are_all_served(served: Product) -> None:
    people = make_consultants(served, PEOPLE)
    (posting_id,) = make_postings(served, 1)
    answers = at_once(*(partial(apply, each, posting_id) for each in people))
    assert [each.status for each in answers] == [303] * PEOPLE
    assert len(applications(served, posting_id)) == PEOPLE
    there = [each.headers["location"] for each in answers]
    form = {"reason": EndReason.OTHER_WORK.value, "words": "別の案件に決まりました。"}
    clicks = [partial(who.post, f"{path}/withdraw", **form) for who, path in zip(people, there, strict=True)] * 2
    found = [each.status for each in at_once(*clicks)]
    assert set(found) <= {303, 409}
    for first, second in zip(found[:PEOPLE], found[PEOPLE:], strict=True):
        assert sorted((first, second)) == [303, 409]
    with served.app.app_context():
        rows = db.session.scalars(select(Application).where(Application.engagement_id == posting_id)).all()
        assert {each.state for each in rows} == {ApplicationState.WITHDRAWN}
        assert set(db.session.scalars(select(Consent.state))) == {ConsentState.WITHDRAWN}
        owner = db.session.scalars(select(User.email).where(User.membership.has())).one()
        told = select(Message.id).where(Message.template == "pipeline/withdrawn", Message.to_email == owner)
        assert len(db.session.scalars(told).all()) == PEOPLE


def test_writers_wait_for_each_other_instead_of_failing(run: Product) -> None:
    def work(number: int) -> str:
        with run.app.app_context():
            for at in range(10):
                begin_writing()
                enqueue("engagements.expire", key=f"{number}-{at}")
                db.session.commit()
        return "done"

    assert at_once(*(partial(work, number) for number in range(CLICKS))) == ["done"] * CLICKS
    with run.app.app_context():
        assert len(db.session.scalars(select(Job.id)).all()) == CLICKS * 10
