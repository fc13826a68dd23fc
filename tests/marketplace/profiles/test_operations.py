"""Saving sections, rows and projects: called directly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.profiles import operations
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import BusinessForm, CommitmentState, InvoiceStatus
from tests.factories.accounts import make_company
from tests.factories.profiles import make_consultant, make_listed_consultant
from tests.marketplace.profiles.saving import refused, save, skill

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.profiles.models import Consultant


@pytest.fixture(autouse=True)
def _app(app: Flask) -> None:
    del app


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
