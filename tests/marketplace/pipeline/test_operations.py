"""Applying, withdrawing, and what closing a posting does to those in process: state, history, audit, messages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace.accounts.states import CompanyRole
from marketplace.audit import AuditEntry
from marketplace.clock import now, today
from marketplace.engagements.operations import close_engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.errors import DomainError, TransitionRefused
from marketplace.outbox import Message
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.operations import (
    answer_everybody,
    apply,
    over_capacity,
    withdraw_application,
    withdraw_consent,
)
from marketplace.pipeline.queries import steps_of
from marketplace.pipeline.states import ENDINGS, STEPS, ApplicationState, ConsentState, EndReason, Source
from marketplace.policy import Can, may
from marketplace.profiles.models import Commitment
from marketplace.profiles.states import CommitmentState
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

    Session = sa.orm.scoped_session[sa.orm.Session]

WORDS = "試験株式会社とアドバイザーに、氏名とスキルシートを見せることに同意します。"


@pytest.fixture
def owner(session: Session) -> User:
    del session
    return make_client(company=make_company(advisor=make_advisor()))


@pytest.fixture
def posting(owner: User) -> Engagement:
    assert owner.membership is not None
    return make_posting(owner.membership.company)


@pytest.fixture
def consultant(session: Session) -> Consultant:
    del session
    return make_listed_consultant(advisor_id=make_advisor().id)


def bid(**values: Any) -> Bid:
    plain = {"message": "SAPの切替を支えます。", "rate": 1_150_000, "days": 5, "start_on": today(), "projects": []}
    return Bid(**{**plain, "consent_words": WORDS, **values})


def messages(session: Session) -> set[tuple[str, str]]:
    return {(row.template, row.to_email) for row in session.scalars(select(Message))}


def events(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.event, row.subject_kind) for row in rows]


def test_an_application_enters_at_submitted_with_the_words_consented_to(
    session: Session, posting: Engagement, consultant: Consultant
) -> None:
    shown = [str(consultant.projects[0].id)]
    application = apply(posting, consultant, bid(projects=shown), by=consultant.user)
    session.commit()
    assert (application.state, application.source) == (ApplicationState.SUBMITTED, Source.APPLIED)
    assert application.submitted_at is not None
    assert (application.rate, application.days, application.start_on) == (1_150_000, 5, today())
    assert application.projects == shown
    consent = session.scalars(select(Consent)).one()
    assert (consent.application_id, consent.words) == (application.id, WORDS)
    assert consent.scope == {"named": True, "projects": shown}
    assert consent.until - consent.given_at == pytest.approx(timedelta(days=180), abs=timedelta(seconds=5))
    (step,) = steps_of(application)
    assert (step.state, step.actor_id) == (ApplicationState.SUBMITTED, consultant.user_id)
    assert events(session) == [("application submitted", "application"), ("consent given", "consent")]


def test_everybody_who_is_part_of_it_is_told_of_an_application(
    session: Session, owner: User, posting: Engagement, consultant: Consultant
) -> None:
    member = make_client(company=posting.company, role=CompanyRole.MEMBER)
    make_client()  # of another company: told nothing
    application = apply(posting, consultant, bid(), by=consultant.user)
    personal, of_company = session.get_one(type(owner), consultant.advisor_id), posting.company.advisor_id
    assert messages(session) == {
        ("pipeline/submitted_client", owner.email),
        ("pipeline/submitted_client", member.email),
        ("pipeline/submitted_advisor", personal.email),
        ("pipeline/submitted_advisor", session.get_one(type(owner), of_company).email),
        ("pipeline/submitted_consultant", consultant.user.email),
    }
    for message in session.scalars(select(Message)):
        assert message.link == f"/applications/{application.id}"
        named = consultant.user.name in str(message.facts)
        assert named is (message.template == "pipeline/submitted_advisor")


def test_one_advisor_of_both_sides_is_told_once(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant(advisor_id=posting.company.advisor_id)
    apply(posting, consultant, bid(), by=consultant.user)
    told = [row for row in session.scalars(select(Message)) if row.template == "pipeline/submitted_advisor"]
    assert len(told) == 1


def test_nobody_applies_twice(session: Session, posting: Engagement, consultant: Consultant) -> None:
    first = apply(posting, consultant, bid(), by=consultant.user)
    with pytest.raises(DomainError):
        apply(posting, consultant, bid(), by=consultant.user)
    withdraw_application(first, by=consultant.user, reason=EndReason.TIME)
    with pytest.raises(DomainError):
        apply(posting, consultant, bid(), by=consultant.user)
    assert len(session.scalars(select(Application)).all()) == 1


def test_nobody_applies_without_an_address_that_answers_reach(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant(make_consultant_user(confirmed_at=None))
    with pytest.raises(DomainError):
        apply(posting, consultant, bid(), by=consultant.user)
    assert messages(session) == set()


@pytest.mark.parametrize("state", [each for each in EngagementState if each is not EngagementState.OPEN])
def test_nobody_applies_to_what_is_not_open(session: Session, consultant: Consultant, state: EngagementState) -> None:
    with pytest.raises(DomainError):
        apply(make_posting(state=state), consultant, bid(), by=consultant.user)
    assert session.scalars(select(Application)).all() == []


@pytest.mark.parametrize(
    ("declared", "taken", "asked", "over"),
    [
        ({"days_max": 5}, [], 5, 0),
        ({"days_max": 3}, [], 5, 2),
        ({"days_max": 5}, [("contracted", 3)], 2, 0),
        ({"days_max": 5}, [("contracted", 3)], 3, 1),
        ({"days_max": 5}, [("contracted", 2), ("tentative", 2)], 2, 1),
        ({"days_max": 5}, [("proposed", 5), ("screening", 5)], 5, 0),
        ({"days_max": 5, "free_days": 2}, [("contracted", 3)], 2, 0),
        ({"days_max": 5, "free_days": 2}, [("contracted", 3)], 4, 2),
        ({"days_max": 5, "free_days": 0}, [], 1, 1),
    ],
)
def test_more_days_than_declared_are_counted(
    session: Session, declared: dict[str, Any], taken: list[tuple[str, int]], asked: int, over: int
) -> None:
    del session
    commitments = [Commitment(label="別案件", state=CommitmentState(state), days=days) for state, days in taken]
    consultant = make_listed_consultant(days_min=0, commitments=commitments, **declared)
    assert over_capacity(consultant, asked) == over


@pytest.mark.parametrize("state", STEPS)
def test_withdrawing_gives_the_reason_and_ends_the_consent(
    session: Session, owner: User, posting: Engagement, consultant: Consultant, state: ApplicationState
) -> None:
    application = make_application(posting, consultant, state=state)
    withdraw_application(application, by=consultant.user, reason=EndReason.OTHER_WORK, words="別の案件に決まりました。")
    session.commit()
    session.refresh(application)
    assert application.state is ApplicationState.WITHDRAWN
    assert (application.end_reason, application.end_words) == (EndReason.OTHER_WORK, "別の案件に決まりました。")
    assert application.ended_at is not None
    assert application.consent is None
    assert application.consents[0].state is ConsentState.WITHDRAWN
    assert steps_of(application)[-1].words == "別の案件に決まりました。"
    assert events(session) == [("consent withdrawn", "consent"), ("application withdrawn", "application")]
    told = {email for template, email in messages(session) if template == "pipeline/withdrawn"}
    advisors = {
        session.get_one(type(owner), each).email for each in (consultant.advisor_id, posting.company.advisor_id)
    }
    assert told == advisors | ({owner.email} if application.submitted_at else set())
    facts = [row.facts for row in session.scalars(select(Message))]
    assert all(each["reason"] == "other_work" and consultant.user.name not in str(each) for each in facts)


@pytest.mark.parametrize("state", sorted(ENDINGS))
def test_what_has_ended_is_not_withdrawn(
    session: Session, posting: Engagement, consultant: Consultant, state: ApplicationState
) -> None:
    del session
    with pytest.raises(TransitionRefused):
        withdraw_application(
            make_application(posting, consultant, state=state), by=consultant.user, reason=EndReason.OTHER
        )


def test_withdrawing_the_consent_closes_the_clients_access_at_once(
    session: Session, owner: User, posting: Engagement, consultant: Consultant
) -> None:
    application = make_application(posting, consultant)
    session.add(Consent(application_id=application.id, until=now() + timedelta(days=90), words="もう一度"))
    session.commit()
    session.refresh(application)
    assert may(owner, Can.SEE_NAMED_PROFILE, application)
    withdraw_consent(application, by=consultant.user)
    assert not may(owner, Can.SEE_NAMED_PROFILE, application)
    session.commit()
    session.expire_all()
    assert not may(owner, Can.SEE_NAMED_PROFILE, application)
    assert may(owner, Can.SEE_APPLICATION, application)
    assert may(consultant.user, Can.SEE_NAMED_PROFILE, application)
    assert application.state is ApplicationState.SUBMITTED
    assert {each.state for each in application.consents} == {ConsentState.WITHDRAWN}
    assert {template for template, _email in messages(session)} == {"pipeline/consent_withdrawn"}
    with pytest.raises(DomainError):
        withdraw_consent(application, by=consultant.user)


def test_a_consent_ends_by_itself(session: Session, owner: User, posting: Engagement, consultant: Consultant) -> None:
    application = apply(posting, consultant, bid(), by=consultant.user)
    session.commit()
    session.refresh(application)
    assert may(owner, Can.SEE_NAMED_PROFILE, application)
    with time_machine.travel(now() + timedelta(days=179)):
        assert may(owner, Can.SEE_NAMED_PROFILE, application)
    with time_machine.travel(now() + timedelta(days=180, seconds=5)):
        assert not may(owner, Can.SEE_NAMED_PROFILE, application)
        assert may(owner, Can.SEE_APPLICATION, application)


def test_closing_a_posting_answers_everybody_in_process_once(
    session: Session, owner: User, posting: Engagement
) -> None:
    applications = {
        state: make_application(posting, make_listed_consultant(), state=state) for state in ApplicationState
    }
    elsewhere = make_application(make_posting(posting.company), make_listed_consultant())
    close_engagement(with_requirements(posting), by=owner, reason=CloseReason.BUDGET, words="予算が凍結されました。")
    session.commit()
    answered = set(STEPS) - {ApplicationState.ACCEPTED}
    for state, application in applications.items():
        session.refresh(application)
        if state not in answered:
            assert application.state is state
            continue
        assert application.state is ApplicationState.NOT_SELECTED
        assert (application.end_reason, application.end_words) == (EndReason.POSTING_CLOSED, "予算が凍結されました。")
        assert application.ended_at is not None
        assert application.first_answered_at is not None
        last = steps_of(application)[-1]
        assert (last.state, last.words, last.actor_id) == (application.state, "予算が凍結されました。", owner.id)
    session.refresh(elsewhere)
    assert elsewhere.state is ApplicationState.SUBMITTED
    told = [row for row in session.scalars(select(Message)) if row.template == "pipeline/not_selected"]
    assert sorted(row.to_email for row in told) == sorted(applications[each].consultant.user.email for each in answered)
    assert {(row.facts["reason"], row.facts["words"]) for row in told} == {("budget", "予算が凍結されました。")}
    assert answer_everybody(posting, by=owner, reason=CloseReason.BUDGET) == 0
    assert len([row for row in session.scalars(select(Message)) if row.template == "pipeline/not_selected"]) == len(
        told
    )


def test_the_first_answer_of_a_client_is_kept(session: Session, owner: User, posting: Engagement) -> None:
    earlier = now() - timedelta(days=3)
    application = make_application(
        posting, make_listed_consultant(), state=ApplicationState.MEETING, first_answered_at=earlier
    )
    close_engagement(with_requirements(posting), by=owner, reason=CloseReason.NO_FIT)
    session.commit()
    session.refresh(application)
    assert application.first_answered_at == earlier
