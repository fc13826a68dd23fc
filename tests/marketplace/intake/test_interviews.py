"""The registration interview: both sides write, nothing is lost or overwritten, the desk's part stays at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, TransitionRefused
from marketplace.imports.models import ProfileImport
from marketplace.intake.models import Interview
from marketplace.intake.operations import begin, hold, write_down
from marketplace.intake.states import InterviewState
from tests.factories.accounts import make_client, make_company
from tests.factories.intake import CHOICES, COMPANY, SAID, SECRET, TALK, drafted, make_interview
from tests.factories.profiles import make_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


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
