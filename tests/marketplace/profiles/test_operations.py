"""Saving sections, listing, hiding, verifying: called directly."""

from __future__ import annotations

from datetime import date
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
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sections import NEEDED, USEFUL, completeness, missing_for_listing, next_step
from marketplace.profiles.states import (
    BusinessForm,
    CommitmentState,
    InvoiceStatus,
    ProfileState,
    SkillLevel,
)
from tests.factories.accounts import make_advisor, make_company, make_operator
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    del app


@pytest.fixture
def changed() -> Iterator[list[Consultant]]:
    seen: list[Consultant] = []

    def note(sender: Consultant) -> None:
        seen.append(sender)

    events.consultant_changed.connect(note)
    yield seen
    events.consultant_changed.disconnect(note)


def save(consultant: Consultant, section: str, **values: Any) -> None:
    operations.save_section(consultant, section, values, by=consultant.user)
    db.session.flush()


def refused(consultant: Consultant, **values: Any) -> set[str]:
    """The fields that are refused; nothing is changed."""
    before = {name: getattr(consultant, name) for name in values}
    with pytest.raises(Invalid) as caught:
        save(consultant, "any", **values)
    assert {name: getattr(consultant, name) for name in values} == before
    return set(caught.value.errors)


def skill(**values: Any) -> dict[str, Any]:
    plain = {"key": "", "concept": "skill.evm", "note": "", "level": SkillLevel.B, "years": None, "last_used": None}
    return {**plain, **values}


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


def test_saving_counts_records_and_tells(changed: list[Consultant]) -> None:
    consultant = make_consultant()
    before, version = consultant.changed_at, consultant.version
    save(consultant, "summary", summary="SIer20年。", self_pr="")
    assert consultant.summary == "SIer20年。"
    assert consultant.completeness == 8
    assert consultant.changed_at > before
    assert consultant.version == version + 1
    assert changed == [consultant]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == consultant.id)).one()
    assert (entry.event, entry.facts) == ("profile section saved", {"section": "summary"})


def test_rows_are_added_changed_and_removed() -> None:
    consultant = make_consultant()
    save(consultant, "skills", skills=[skill(), skill(concept="tool.jira"), skill(concept="skill.gxp_csv")])
    first, second, _third = consultant.skills
    save(
        consultant, "skills", skills=[skill(key=str(second.id), concept="tool.jira", years=3), skill(key=str(first.id))]
    )
    db.session.commit()
    rows = whole_profile(consultant).skills
    assert [(row.id, row.concept, row.years) for row in rows] == [
        (second.id, "tool.jira", 3),
        (first.id, "skill.evm", None),
    ]


def test_key_of_somebody_elses_row_makes_a_row_of_ones_own() -> None:
    theirs = make_listed_consultant().skills[0]
    consultant = make_consultant()
    save(consultant, "skills", skills=[skill(key=str(theirs.id), note="mine")])
    assert consultant.skills[0].id != theirs.id
    db.session.refresh(theirs)
    assert theirs.note != "mine"
    assert theirs.consultant_id != consultant.id


def test_changing_a_checked_certification_unchecks_it() -> None:
    consultant = make_listed_consultant()
    checked = next(each for each in consultant.certifications if each.verified_at)
    columns = ("concept", "name", "number", "obtained_year", "obtained_month", "expires_on")
    rows = [{"key": str(c.id), **{name: getattr(c, name) for name in columns}} for c in consultant.certifications]
    save(consultant, "certifications", certifications=rows)
    assert checked.verified_at is not None
    next(row for row in rows if row["key"] == str(checked.id))["obtained_year"] = 2020
    save(consultant, "certifications", certifications=rows)
    assert checked.verified_at is None


@pytest.mark.parametrize("initials", ["高橋", "TAKAHASHI", "K.S.T.M.X.", "K1"])
def test_initials_are_no_name(initials: str) -> None:
    assert refused(make_consultant(), initials=initials) == {"initials"}


@pytest.mark.parametrize("initials", ["K.S.", "KS", "K", "K. S.", "M-L.", ""])
def test_initials(initials: str) -> None:
    consultant = make_consultant()
    save(consultant, "basics", initials=initials, phone="")
    assert consultant.initials == initials


def test_content_rules() -> None:
    consultant = make_consultant()
    mix = {"strategic": 60, "controlling": 30, "supportive": 0}
    assert refused(consultant, **mix) == {"strategic"}
    assert refused(consultant, days_min=4, days_max=3) == {"days_max"}
    assert refused(consultant, phone="call me") == {"phone"}
    contracted = {"key": "", "label": "x", "state": CommitmentState.CONTRACTED, "days": 3, "until": None}
    with pytest.raises(Invalid) as caught:
        save(consultant, "capacity", commitments=[contracted], free_days=3)
    assert set(caught.value.errors) == {"free_days"}
    save(consultant, "capacity", commitments=[contracted], free_days=2)
    reserved = {**contracted, "state": CommitmentState.TENTATIVE}
    save(consultant, "capacity", commitments=[reserved], free_days=3)


@pytest.mark.parametrize(
    ("form", "status", "number", "fields"),
    [
        (BusinessForm.INDIVIDUAL, InvoiceStatus.REGISTERED, "", {"invoice_number"}),
        (BusinessForm.INDIVIDUAL, InvoiceStatus.CONSIDERING, "T8900000000001", {"invoice_status"}),
        (None, InvoiceStatus.REGISTERED, "T8900000000001", {"business_form"}),
        (BusinessForm.ONE_PERSON_COMPANY, InvoiceStatus.REGISTERED, "T1234567890123", {"invoice_number"}),
        (BusinessForm.INDIVIDUAL, InvoiceStatus.REGISTERED, "T123", {"invoice_number"}),
    ],
)
def test_business_rules(form: BusinessForm | None, status: InvoiceStatus, number: str, fields: set[str]) -> None:
    assert refused(make_consultant(), business_form=form, invoice_status=status, invoice_number=number) == fields


def test_blocked_companies_are_linked_by_name() -> None:
    known = make_company(name="みなと精機株式会社")
    consultant = make_consultant()
    save(consultant, "visibility", blocked_companies=["みなと精機株式会社", "どこか", "どこか"])
    assert [(row.name, row.company_id) for row in consultant.blocked_companies] == [
        ("みなと精機株式会社", known.id),
        ("どこか", None),
    ]
    kept = consultant.blocked_companies[0].id
    save(consultant, "visibility", blocked_companies=["みなと精機", "みなと精機株式会社"])
    assert [row.company_id for row in consultant.blocked_companies] == [known.id, known.id]
    assert consultant.blocked_companies[1].id == kept


def test_projects_stand_newest_first() -> None:
    consultant = make_consultant()
    for title, began, ended in (
        ("old", date(2010, 1, 1), date(2012, 1, 1)),
        ("undated", None, None),
        ("present", date(2020, 1, 1), None),
        ("new", date(2019, 1, 1), date(2024, 1, 1)),
    ):
        operations.save_project(consultant, {"title": title, "began": began, "ended": ended}, by=consultant.user)
    db.session.commit()
    assert [row.title for row in whole_profile(consultant).projects] == ["present", "new", "old", "undated"]


def test_project_periods_are_possible() -> None:
    consultant = make_consultant()
    for began, ended, field in ((date(2020, 2, 1), date(2020, 1, 1), "ended"), (date(2999, 1, 1), None, "began")):
        with pytest.raises(Invalid) as caught:
            operations.save_project(consultant, {"title": "x", "began": began, "ended": ended}, by=consultant.user)
        assert set(caught.value.errors) == {field}
    assert consultant.projects == []


def test_project_is_removed() -> None:
    consultant = make_listed_consultant()
    gone = consultant.projects[1]
    operations.remove_project(consultant, gone, by=consultant.user)
    db.session.commit()
    assert gone.id not in [row.id for row in whole_profile(consultant).projects]


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
    operations.verify_certification(certification, by=staff)
    db.session.flush()
    assert certification.verified_at is not None
    assert certification.verified_at <= now()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == certification.id)).one()
    assert (entry.event, entry.actor_id) == ("certification verified", staff.id)
    with pytest.raises(DomainError):
        operations.verify_certification(certification, by=staff)
