"""The registration interview: both sides write, nothing is lost or overwritten, the desk's part stays at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import Company
from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, TransitionRefused
from marketplace.imports.models import ProfileImport
from marketplace.imports.states import ImportSource
from marketplace.intake.models import Interview
from marketplace.intake.operations import begin, fill_company, hold, write_down
from marketplace.intake.states import InterviewState
from marketplace.profiles.queries import whole_profile
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.intake import make_interview
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

SECRET = "約束の時刻に遅れた。慎重に。"
CHOICES = {"employer_rule": "", "impression": ""}  # a browser sends an open choice as nothing
SAID = {
    "strategic": "70", "controlling": "30", "supportive": "0",
    "strategic_decisions": "投資判断の論点を毎月まとめた。",
    "functions": ["function.control"],
    "industries-0-industry": "industry.finance", "industries-0-years": "6",
    "skills-0-skill": "リスク管理", "skills-0-level": "A", "skills-0-years": "8",
    "rate": "１３０万", "days_min": "3", "days_max": "5", "remote": ["hybrid"], "onsite_days": "2",
    "no_gos": "深夜対応", "employer_rule": "permission", "blocked_companies": "青葉商事",
    "reach_by": ["phone"], "reach_when": "平日18時以降",
}  # fmt: skip
TALK = {
    **SAID,
    "evidence": ["identity"],
    "impression": "later",
    "remarks": SECRET,
    "held_on": "2026-11-20",
    "finish": "1",
}
COMPANY = {
    "size": "", "prefecture": "", "impression": "", "corporate_number": "",
    "business": "部品の製造", "industry": "industry.automotive", "address": "名古屋市中区1-1", "contact": "情報部",
    "projects": "基幹刷新", "deciders": "情報部長", "budget_low": "100万", "budget_high": "130万", "ways": ["direct"],
    "trouble": "前のPMOは議事録だけだった。", "remarks": SECRET, "held_on": "2026-11-20", "finish": "1",
}  # fmt: skip


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


def drafted() -> Interview:
    return db.session.scalars(select(Interview).execution_options(populate_existing=True)).one()


def url_of(consultant: Consultant) -> str:
    return f"/consultants/{consultant.id}/interview"


# Beforehand


def test_a_consultant_answers_beforehand_and_the_advisor_reads_it(client: PageClient, advisor: User) -> None:
    consultant = make_consultant(advisor_id=advisor.id)
    client.sign_in(consultant.user)
    assert "/interview" in client.get("/").text
    page = client.get("/interview").text
    assert 'name="remarks"' not in page
    assert client.post("/interview", data={**SAID, "remarks": "嘘", "evidence": ["identity"]}).location == "/"
    draft = drafted()
    assert draft.answers["rate"] == 1_300_000
    assert draft.answers["skills"] == [{"skill": "リスク管理", "level": "A", "years": 8}]
    assert draft.staff_answers == {}
    assert "evidence" not in draft.answers, "only the advisor asks for evidence"
    client.sign_in(advisor)
    page = client.get(url_of(consultant)).text
    for words in ("リスク管理", "1,300,000", "平日18時以降", "投資判断の論点"):
        assert words in page
    assert db.session.get_one(type(consultant), consultant.id).rate is None, "nothing changes by itself"


def test_a_member_answers_for_the_company(client: PageClient) -> None:
    member = make_client()
    client.sign_in(member)
    answers = {name: value for name, value in COMPANY.items() if name not in {"held_on", "finish", "remarks"}}
    assert client.post("/interview", data=answers).status_code == 303
    assert drafted().company_id == member.company_id
    assert "前のPMOは議事録だけ" in client.get("/interview").text
    client.sign_in(make_client())
    assert "前のPMOは議事録だけ" not in client.get("/interview").text
    assert client.get(f"/interviews/{drafted().id}").status_code == 404


def test_staff_has_no_interview_of_its_own(client: PageClient, advisor: User) -> None:
    client.sign_in(advisor)
    assert client.get("/interview").status_code == 403


def test_what_is_typed_is_saved_quietly_and_the_page_goes_on_with_it(client: PageClient, advisor: User) -> None:
    consultant = make_consultant()
    client.sign_in(advisor)
    quiet = {"HX-Request": "true"}
    assert 'name="version" type="hidden" value="0"' in client.get(url_of(consultant)).text
    first = client.post(url_of(consultant), data={"version": "0", **CHOICES, "travel": "可"}, headers=quiet)
    assert first.status_code == 204
    second = client.post(
        url_of(consultant), data={**CHOICES, "travel": "不可", "version": first.headers["X-Version"]}, headers=quiet
    )
    assert second.status_code == 204
    assert drafted().answers == {"travel": "不可"}
    assert drafted().state is InterviewState.DRAFT


def test_two_who_write_at_once_lose_nothing(client: PageClient, advisor: User) -> None:
    consultant = make_consultant()
    draft = make_interview(consultant, answers={"travel": "可"})
    client.sign_in(advisor)
    seen = draft.version
    client.post(url_of(consultant), data={**CHOICES, "version": seen, "travel": "月1回"})
    client.sign_in(consultant.user)
    late = client.post("/interview", data={**CHOICES, "version": seen, "travel": "国内なら可"})
    assert late.status_code == 409
    assert "国内なら可" in late.text
    assert drafted().answers == {"travel": "月1回"}
    again = client.post("/interview", data={**CHOICES, "version": drafted().version, "travel": "国内なら可"})
    assert again.status_code == 303
    assert drafted().answers == {"travel": "国内なら可"}
    assert client.post("/interview", data={**CHOICES, "travel": "古いページ"}).status_code == 409, (
        "a page from before the draft"
    )


@pytest.mark.usefixtures("session")
def test_there_is_one_draft_about_a_person() -> None:
    consultant = make_consultant()
    make_interview(consultant, state=InterviewState.HELD, held_on=today())
    make_interview(consultant)
    begin(consultant)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


# Held


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


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"held_on": ""}, "held_on"),
        ({"held_on": "2100-01-01"}, "held_on"),
        ({"held_on": "昨日"}, "held_on"),
        ({"strategic": "90"}, "strategic"),
        ({"days_min": "5", "days_max": "2"}, "days_max"),
        ({"rate": "たくさん"}, "rate"),
        ({"employer_rule": "none"}, "employer_rule"),
        ({"skills-0-skill": ""}, "skills-0-skill"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_saved(
    client: PageClient, advisor: User, changed: dict[str, str], field: str
) -> None:
    consultant = make_consultant()
    client.sign_in(advisor)
    answer = client.post(url_of(consultant), data={**TALK, **changed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert SECRET in answer.text, "what was typed stays on the page"
    assert db.session.scalars(select(Interview)).all() == []


def test_what_was_held_is_not_rewritten(client: PageClient, advisor: User) -> None:
    consultant = make_consultant()
    held = make_interview(consultant, state=InterviewState.HELD, held_on=today())
    with pytest.raises(DomainError):
        write_down(held, {"travel": "x"}, asked=frozenset({"travel"}), held_on=today(), by=advisor)
    with pytest.raises(TransitionRefused):
        hold(held, by=advisor)
    client.sign_in(advisor)
    assert client.post(url_of(consultant), data={**CHOICES, "travel": "二度目"}).status_code == 303
    assert len(db.session.scalars(select(Interview)).all()) == 2, "who talks again holds another"


# What stays at the desk


def test_the_desks_part_is_on_no_page_of_the_person(client: PageClient, advisor: User) -> None:
    consultant = make_consultant(advisor_id=advisor.id)
    client.sign_in(advisor)
    client.post(url_of(consultant), data={**TALK, "finish": ""})
    for finish in (False, True):
        if finish:
            client.sign_in(advisor)
            client.post(url_of(consultant), data={**TALK, "version": drafted().version})
            assert SECRET in client.get(f"/interviews/{drafted().id}").text
        client.sign_in(consultant.user)
        own = client.get(f"/interviews/{drafted().id}")
        assert own.status_code == 200
        assert "本人確認" in own.text, "the evidence asked for is no secret"
        paths = ["/", "/interview", "/profile", "/notices", f"/interviews/{drafted().id}"]
        paths += [f"/imports/{each.id}" for each in db.session.scalars(select(ProfileImport))]
        for path in paths:
            page = client.get(path).text
            assert SECRET not in page, path
            assert "推薦" not in page or "合う案件があれば" not in page, path


def test_a_company_reads_its_answers_but_not_the_desks_part(client: PageClient, advisor: User) -> None:
    company = make_company(advisor=advisor)
    member = make_client(company=company)
    client.sign_in(advisor)
    url = f"/companies/{company.id}/interview"
    assert url in client.get(f"/companies/{company.id}").text
    assert client.post(url, data=COMPANY).location == f"/interviews/{drafted().id}/fill"
    staff_page = client.get(f"/companies/{company.id}").text
    assert SECRET in staff_page
    assert "情報部長" in staff_page
    client.sign_in(member)
    for path in ("/", "/company", f"/companies/{company.id}", "/interview", f"/interviews/{drafted().id}"):
        page = client.get(path)
        assert page.status_code == 200
        assert SECRET not in page.text, path
    assert "情報部長" in client.get(f"/interviews/{drafted().id}").text
    assert "情報部長" not in client.get("/company").text


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
