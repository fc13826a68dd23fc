"""The operator's pages of the catalogue, and the forms that offer it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.catalogue.operations import Names, rename_concept, retire_concept, seed_missing
from marketplace.db import db
from marketplace.profiles.models import Skill
from marketplace.profiles.states import SkillLevel
from marketplace.vocabulary.models import Concept
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

LIST = "/settings/catalogue"


@pytest.fixture
def operator(client: PageClient) -> User:
    seed_missing()
    operator = make_operator()
    db.session.commit()
    client.sign_in(operator)
    return operator


def concept_of(code: str) -> Concept:
    return db.session.scalars(select(Concept).where(Concept.code == code)).one()


def page(client: PageClient, path: str, **query: str) -> str:
    return client.get(path, query_string=query).get_data(as_text=True)


def values(concept: Concept, **given: object) -> dict[str, object]:
    shown = {"ja": concept.ja, "en": concept.en, "aliases": "\n".join(concept.aliases), "version": concept.version}
    return {**shown, **given}


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("words", ["jira", "Ｊｉｒａ", "tool.jira", "ジラ"])
def test_a_concept_is_found_by_name_other_name_and_code(client: PageClient, words: str) -> None:
    concept_of("tool.jira").aliases = ["じら"]
    db.session.commit()
    found = page(client, LIST, q=words)
    assert "<code>tool.jira</code>" in found
    assert "<code>tool.backlog</code>" not in found
    assert "該当する用語はありません" in page(client, LIST, q=words, kind="industry")


@pytest.mark.usefixtures("operator")
def test_the_list_comes_in_pages_with_as_many_queries_whatever_its_length(client: PageClient) -> None:
    page(client, LIST)
    with count_queries() as few:
        assert page(client, LIST, q="jira").count("<code>") < 5
    with count_queries() as many:
        assert page(client, LIST).count("<code>") == 50
    assert len(few) == len(many)
    assert page(client, LIST, page="2").count("<code>") == 50
    assert page(client, LIST, page="99999").count("<code>") > 0


def test_retired_ones_stand_on_a_tab_of_their_own(client: PageClient, operator: User) -> None:
    retire_concept(concept_of("tool.jira"), by=operator)
    db.session.commit()
    assert "<code>tool.jira</code>" not in page(client, LIST, q="jira")
    assert "<code>tool.jira</code>" in page(client, LIST, q="jira", retired="1")


@pytest.mark.usefixtures("operator")
def test_a_concept_is_added_and_shown_with_its_history(client: PageClient) -> None:
    answer = client.post(
        f"{LIST}/new", data={"kind": "tool", "ja": "魔法瓶", "en": "Flask", "aliases": "まほうびん\n\n"}
    )
    assert answer.status_code == 303
    shown = page(client, answer.location)
    assert "tool.flask" in shown
    assert "まほうびん" in shown
    assert "追加" in shown
    assert "tool.flask" in page(client, LIST, q="魔法瓶")


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ja": ""}, "必須"),
        ({"en": "　"}, "必須"),
        ({"ja": "あ" * 61}, "60"),
        ({"aliases": "Excel"}, "「Excel」は、すでに「Excel」（ツール）の名称です"),
        ({"kind": "phase"}, "選択肢"),
    ],
)
def test_a_wrong_name_is_refused_beside_its_field(client: PageClient, given: dict[str, str], said: str) -> None:
    data = {"kind": "tool", "ja": "魔法瓶", "en": "Flask", "aliases": "", **given}
    answer = client.post(f"{LIST}/new", data=data)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)
    assert db.session.scalar(select(Concept.id).where(Concept.code == "tool.flask")) is None


@pytest.mark.usefixtures("operator")
def test_a_stale_page_overwrites_nothing_and_shows_both(client: PageClient) -> None:
    jira = concept_of("tool.jira")
    path, stale = f"{LIST}/{jira.id}", values(jira, ja="遅い方")
    assert client.post(path, data=values(jira, ja="速い方")).status_code == 303
    late = client.post(path, data=stale)
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "速い方" in text
    assert 'value="遅い方"' in text
    assert concept_of("tool.jira").ja == "速い方"
    version = stale["version"]
    assert client.post(f"{path}/retire", data={"version": version}).status_code == 409
    assert client.post(path, data={**stale, "version": concept_of("tool.jira").version}).status_code == 303
    assert concept_of("tool.jira").ja == "遅い方"


@pytest.mark.usefixtures("operator")
def test_retire_and_restore_from_the_page(client: PageClient) -> None:
    jira = concept_of("tool.jira")
    path = f"{LIST}/{jira.id}"
    assert client.post(f"{path}/retire", data={"version": jira.version}).status_code == 303
    assert "に廃止しました" in page(client, path)
    assert client.post(f"{path}/restore", data={"version": concept_of("tool.jira").version}).status_code == 303
    assert concept_of("tool.jira").retired_at is None
    assert "復活" in page(client, path)


@pytest.mark.parametrize("make", [make_advisor, make_client])
def test_only_the_operator_keeps_the_catalogue(client: PageClient, make: type[User]) -> None:
    user = make()
    db.session.commit()
    client.sign_in(user)
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}/new", data={"kind": "tool", "ja": "魔法瓶", "en": "Flask"}).status_code == 403


def test_a_posting_keeps_a_retired_tool_and_industry_and_offers_them_to_no_other(
    client: PageClient, operator: User
) -> None:
    company = make_company()
    own = make_posting(company, tools=["tool.jira"], industry="industry.automotive")
    other = make_posting(company, tools=[], industry="industry.finance")
    for code in ("tool.jira", "industry.automotive"):
        retire_concept(concept_of(code), by=operator)
    db.session.commit()
    assert 'value="tool.jira"' in page(client, f"/engagements/{own.id}/edit")
    assert 'value="industry.automotive"' in page(client, f"/engagements/{own.id}/edit")
    assert "Jira" in page(client, f"/engagements/{own.id}")
    assert 'value="tool.jira"' not in page(client, f"/engagements/{other.id}/edit")
    assert 'value="industry.automotive"' not in page(client, f"/engagements/{other.id}/edit")


def test_a_person_saves_a_profile_that_holds_retired_concepts(client: PageClient, operator: User) -> None:
    person = make_listed_consultant(
        skills=[Skill(concept="skill.issue_management", level=SkillLevel.A)], tools=["tool.jira"]
    )
    for code in ("tool.jira", "skill.issue_management"):
        retire_concept(concept_of(code), by=operator)
    db.session.commit()
    client.sign_in(person.user)
    assert "課題管理" in page(client, "/profile")
    data = {
        "version": person.version, "skills-0-key": str(person.skills[0].id), "skills-0-concept": "課題管理",
        "skills-0-level": "A",
    }  # fmt: skip
    assert client.post("/profile/skills", data=data).status_code == 303
    db.session.refresh(person)
    assert [each.concept for each in person.skills] == ["skill.issue_management"]


def test_a_rename_reaches_what_is_kept_drawn(client: PageClient, operator: User) -> None:
    posting = make_posting(industry="industry.automotive")
    client.sign_out()
    path = f"/engagements/{posting.id}"
    assert "自動車・輸送機器" in page(client, path)
    rename_concept(concept_of("industry.automotive"), Names("新しい車", "new cars"), by=operator)
    db.session.commit()
    assert "新しい車" in page(client, path)
    assert "新しい車" in page(client, "/engagements")
