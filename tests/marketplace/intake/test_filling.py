"""What an interview fills: answers become proposals, and a profile or a company's entry takes what is accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select

from marketplace.accounts.models import Company
from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.imports.models import ProfileImport
from marketplace.imports.states import ImportSource
from marketplace.intake.operations import fill_company
from marketplace.intake.states import InterviewState
from marketplace.profiles.queries import whole_profile
from tests.factories.accounts import make_company
from tests.factories.intake import CHOICES, COMPANY, SECRET, TALK, drafted
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


def url_of(consultant: Consultant) -> str:
    return f"/consultants/{consultant.id}/interview"


# A profile


def test_finishing_proposes_each_answer_beside_what_the_profile_says(client: PageClient, advisor: User) -> None:
    consultant = make_listed_consultant(advisor_id=advisor.id)
    client.sign_in(advisor)
    assert url_of(consultant) in client.get(f"/consultants/{consultant.id}").text
    answer = client.post(url_of(consultant), data=TALK)
    kept = db.session.scalars(select(ProfileImport)).one()
    assert answer.location == f"/imports/{kept.id}"
    assert kept.source is ImportSource.INTERVIEW
    page = client.get(answer.location).text
    assert "115万円/月" in page, "what the profile says now"
    assert "参謀" in page
    assert SECRET not in page
    before = whole_profile(consultant)
    assert (before.rate, before.type_mix) == (1_150_000, (0, 80, 20)), "nothing is overwritten by itself"
    assert before.interviewed_at is not None
    held = drafted()
    assert (held.state, held.by_id, held.staff_answers["remarks"]) == (InterviewState.HELD, advisor.id, SECRET)


def test_what_is_accepted_fills_the_profile_and_matching_begins_anew(client: PageClient, advisor: User) -> None:
    consultant = make_listed_consultant(advisor_id=advisor.id)
    client.sign_in(advisor)
    page = client.get(client.post(url_of(consultant), data=TALK).location)
    kept = db.session.scalars(select(ProfileImport)).one()
    values = _filled(kept, consultant)
    db.session.execute(delete(Job))
    db.session.commit()
    assert client.post(f"/imports/{kept.id}", data=values).status_code == 303, page.text
    filled = whole_profile(consultant)
    assert filled.rate == 1_300_000
    assert filled.type_mix == (70, 30, 0)
    assert set(filled.functions) == {"function.support", "function.control"}
    assert [each.name for each in filled.blocked_companies] == ["前職SIerの競合", "青葉商事"]
    assert filled.no_gos == ["深夜常時対応", "深夜対応"]
    assert {(each.industry, each.years) for each in filled.industries} >= {("industry.finance", 6)}
    assert any(each.concept == "skill.risk_management" and each.years == 8 for each in filled.skills)
    assert len(filled.skills) == 5
    assert db.session.scalars(select(Job.name).where(Job.key == f"rank:{consultant.id}")).all()
    decided = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "document's proposals decided")).one()
    assert (decided.actor_id, decided.facts["source"]) == (advisor.id, "interview")


def _filled(kept: ProfileImport, consultant: Consultant) -> dict[str, Any]:
    """Accept everything as it was said."""
    del consultant
    form: dict[str, Any] = {}
    for proposal in kept.proposals:
        prefix = f"p{proposal['id']}-"
        form[f"{prefix}decision"] = "accept"
        for name, value in proposal["values"].items():
            shown = "リスク管理" if name == "concept" else value
            if isinstance(shown, list) and name in {"no_gos", "blocked_companies"}:
                shown = "\n".join(shown)
            form[f"{prefix}{name}"] = "" if shown is None else shown
    return form


def test_a_skill_said_otherwise_changes_that_skill_alone(client: PageClient, advisor: User) -> None:
    consultant = make_listed_consultant()
    held = next(each for each in consultant.skills if each.concept == "skill.sap_implementation")
    key, before = held.id, (held.note, held.last_used)
    client.sign_in(advisor)
    answers = {**CHOICES, "held_on": "2026-11-20", "finish": "1", "skills-0-skill": "SAP導入PM", "skills-0-level": "B"}
    page = client.get(client.post(url_of(consultant), data=answers).location).text
    assert "A：" in page, "what the profile says now"
    kept = db.session.scalars(select(ProfileImport)).one()
    (proposal,) = kept.proposals
    assert proposal["values"]["key"] == str(key)
    sent = {f"p1-{name}": value for name, value in proposal["values"].items()} | {
        "p1-decision": "accept",
        "p1-concept": "SAP導入",
    }
    assert client.post(f"/imports/{kept.id}", data=sent).status_code == 303
    skills = {each.id: each for each in whole_profile(consultant).skills}
    assert len(skills) == 4
    assert (skills[key].level, skills[key].years, skills[key].note, skills[key].last_used) == ("B", 18, *before)


def test_an_interview_that_says_nothing_new_proposes_nothing(client: PageClient, advisor: User) -> None:
    consultant = make_listed_consultant()
    client.sign_in(advisor)
    answers = {
        **CHOICES,
        "held_on": "2026-11-20",
        "finish": "1",
        "rate": "115万",
        "skills-0-skill": "EVM",
        "skills-0-level": "",
    }
    location = client.post(url_of(consultant), data=answers).location
    assert location == f"/interviews/{drafted().id}"
    assert db.session.scalars(select(ProfileImport)).all() == []
    assert "115万" in client.get(location).text or "1,150,000" in client.get(location).text


# A company's entry


def test_a_companys_entry_takes_over_what_is_accepted_or_corrected(client: PageClient, advisor: User) -> None:
    company = make_company(advisor=advisor, address="豊田市", contact="情報部")
    client.sign_in(advisor)
    fill = client.post(f"/companies/{company.id}/interview", data=COMPANY).location
    page = client.get(fill).text
    assert "豊田市" in page
    assert 'name="entry-contact"' not in page, "the entry says that already"
    entries = {"entry-industry": "industry.automotive", "entry-address": "名古屋市中区丸の内1-1"}
    assert client.post(fill, data={**entries, "address-decision": "accept"}).status_code == 422
    assert db.session.get_one(Company, company.id).address == "豊田市"
    done = {**entries, "address-decision": "accept", "industry-decision": "skip"}
    assert client.post(fill, data=done).location == f"/companies/{company.id}"
    db.session.refresh(company)
    assert (company.address, company.industry, company.contact) == ("名古屋市中区丸の内1-1", "", "情報部")
    assert client.post(fill, data=done).status_code == 409, "it was decided, perhaps by a colleague"
    assert client.get(fill).status_code == 200
    with pytest.raises(DomainError):
        fill_company(drafted(), {}, by=advisor)


def test_a_companys_budget_has_its_ends_in_order(client: PageClient, advisor: User) -> None:
    company = make_company()
    client.sign_in(advisor)
    url = f"/companies/{company.id}/interview"
    assert client.post(url, data={**COMPANY, "budget_low": "140万"}).status_code == 422
    assert client.post(url, data={**COMPANY, "corporate_number": "123"}).status_code == 422
    assert client.post(url, data={**COMPANY, "held_on": (today() + timedelta(1)).isoformat()}).status_code == 422
