"""The life of a profile: begun at sign-up, listed, hidden, looked after and verified; called directly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace import events
from marketplace.accounts.operations import sign_up
from marketplace.accounts.states import UserKind
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.profiles import operations
from marketplace.profiles.certifying import verify_certification
from marketplace.profiles.models import Consultant
from marketplace.profiles.sections import NEEDED, USEFUL, completeness, missing_for_listing, next_step
from marketplace.profiles.states import ProfileState
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.profiles import make_consultant, make_listed_consultant
from tests.marketplace.profiles.saving import refused, save, skill

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    del app


def test_sign_up_begins_a_profile_with_an_advisor() -> None:
    advisor = make_advisor()
    values = {"email": "new@example.jp", "password": "correct horse battery", "name": "新井 新"}
    sign_up(values, kind=UserKind.CONSULTANT, locale="ja")
    db.session.flush()
    consultant = db.session.scalars(select(Consultant)).one()
    assert consultant.state is ProfileState.INCOMPLETE
    assert consultant.advisor_id == advisor.id
    told = db.session.scalars(select(Message).where(Message.template == "profiles/consultant_assigned")).one()
    assert told.user_id == advisor.id


def test_clients_have_no_profile() -> None:
    values = {"email": "c@example.jp", "password": "correct horse battery", "name": "新井 新", "company": "新会社"}
    sign_up(values, kind=UserKind.CLIENT, locale="ja")
    assert db.session.scalars(select(Consultant)).all() == []


def test_steps_make_a_whole() -> None:
    assert sum(step.percent for step in (*NEEDED, *USEFUL)) == 100
    full = make_listed_consultant()
    assert completeness(full) == 100
    assert next_step(full) is None


def test_empty_profile_begins_with_initials() -> None:
    empty = make_consultant()
    assert empty.completeness == 0
    step = next_step(empty)
    assert step
    assert step[1] == "basics"
    sections = [step.section for step in missing_for_listing(empty)]
    assert sections == ["basics", "strengths", "skills", "wishes", "wishes", "wishes"]


def test_listing_needs_the_bare_minimum(changed: list[Consultant]) -> None:
    consultant = make_consultant(initials="K.S.", rate_note="相談", days_min=2, remote=["full"])
    with pytest.raises(Invalid) as caught:
        operations.list_profile(consultant, by=consultant.user)
    assert set(caught.value.errors) == {"strengths-0", "skills-1"}
    assert consultant.state is ProfileState.INCOMPLETE
    save(consultant, "strengths", strategic=100, controlling=0, supportive=0)
    save(consultant, "skills", skills=[skill()])
    operations.list_profile(consultant, by=consultant.user)
    assert consultant.listed_at is not None
    assert [each.state for each in changed] == [ProfileState.LISTED] * 3  # one and the same person


@pytest.mark.parametrize(
    "values",
    [
        {"initials": ""},
        {"skills": []},
        {"strategic": 0, "controlling": 0, "supportive": 0},
        {"rate": None, "rate_note": ""},
        {"days_min": 0},
        {"remote": []},
    ],
)
def test_listed_profile_keeps_what_listing_needs(values: dict[str, Any]) -> None:
    consultant = make_listed_consultant()
    assert refused(consultant, **values) == {next(iter(values))}
    operations.hide_profile(consultant, by=consultant.user)
    save(consultant, "any", **values)


def test_hiding_tells() -> None:
    consultant = make_listed_consultant()
    seen: list[Consultant] = []

    def note(sender: Consultant) -> None:
        seen.append(sender)

    events.consultant_hidden.connect(note)
    operations.hide_profile(consultant, by=consultant.user)
    events.consultant_hidden.disconnect(note)
    assert seen == [consultant]
    assert consultant.state is ProfileState.HIDDEN


def test_new_advisor_and_consultant_are_told_once() -> None:
    consultant, advisor, operator = make_consultant(), make_advisor(), make_operator()
    operations.assign_advisor(consultant, advisor, by=operator)
    operations.assign_advisor(consultant, advisor, by=operator)
    db.session.flush()
    templates = sorted(db.session.scalars(select(Message.template)).all())
    assert templates == ["profiles/advisor_changed", "profiles/consultant_assigned"]


def test_verifying_is_recorded_and_done_once() -> None:
    consultant, staff = make_listed_consultant(), make_advisor()
    certification = consultant.certifications[0]
    verify_certification(certification, by=staff)
    db.session.flush()
    assert certification.verified_at is not None
    assert certification.verified_at <= now()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == certification.id)).one()
    assert (entry.event, entry.actor_id) == ("certification verified", staff.id)
    with pytest.raises(DomainError):
        verify_certification(certification, by=staff)
