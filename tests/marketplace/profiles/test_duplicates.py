"""The same person registered twice: which traits count as equal, which do not, and how few rows a search reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.profiles import operations
from marketplace.profiles.duplicates import (
    Trait,
    alike,
    grams,
    keep_keys,
    keep_missing_keys,
    mail_key,
    phone_key,
    suspects,
)
from marketplace.profiles.models import Consultant, IdentityKey, PastProject
from marketplace.profiles.redaction import bare_name
from marketplace.profiles.states import ProfileState
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_consultant_user
from tests.factories.doubles import make_known, make_twice
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.mark.parametrize(
    ("email", "key"),
    [
        ("Taro.Yamada+pmo@Example.JP", "taroyamada@example.jp"),
        ("taroyamada@example.jp", "taroyamada@example.jp"),
        ("taroyamada@example.com", "taroyamada@example.com"),
        ("+x@example.jp", ""),
        ("nobody", ""),
    ],
)
def test_addresses(email: str, key: str) -> None:
    assert mail_key(email) == key


@pytest.mark.parametrize(
    "phone",
    ["090-1234-5678", "０９０ー１２３４ー５６７８", "+81 90 1234 5678", "+81(0)90-1234-5678", "81-90-1234-5678"],
)
def test_telephones(phone: str) -> None:
    assert phone_key(phone) == "09012345678"


def test_a_piece_of_a_number_is_none() -> None:
    assert phone_key("1234") == phone_key("") == ""
    assert phone_key("+1 212 555 0100") == "12125550100"


def test_names_in_another_spelling() -> None:
    assert bare_name("髙橋 太郎") == bare_name("高橋太郎") == bare_name("高橋　太郎")
    assert bare_name("ﾀｶﾊｼ ﾀﾛｳ") == bare_name("たかはし・たろう")
    assert bare_name("高橋太郎") != bare_name("高橋太朗")


def project(
    title: str, began: date | None, ended: date | None = None, industry: str = "industry.finance"
) -> PastProject:
    return PastProject(title=title, began=began, ended=ended, industry=industry)


def test_projects_alike() -> None:
    mine = project("勘定系更改プロジェクトの統合PMO", date(2022, 4, 1), date(2023, 3, 1))
    assert alike(mine, project("勘定系 更改プロジェクト 統合PMO", date(2022, 6, 1)))
    assert not alike(mine, project("勘定系更改プロジェクトの統合PMO", date(2023, 4, 1)))  # later
    assert not alike(mine, project("勘定系更改プロジェクトの統合PMO", None))  # nobody knows when
    assert not alike(mine, project("勘定系更改プロジェクトの統合PMO", date(2022, 4, 1), industry="industry.retail"))
    assert not alike(mine, project("倉庫管理システムの導入支援", date(2022, 4, 1)))
    assert grams("PM") == {"pm"}
    assert grams(" ") == frozenset()


def test_one_person_twice_is_found_with_all_reasons(session: Session) -> None:
    one, other = make_twice()
    make_known(phone="", name_kana="", projects=[])
    session.expire_all()
    assert [(each.consultant.id, each.traits) for each in suspects(one)] == [(other.id, list(Trait))]
    assert [each.consultant.id for each in suspects(other)] == [one.id]


@pytest.mark.parametrize(
    ("changes", "traits"),
    [
        ({"name": "高橋 美咲", "phone": "", "projects": []}, [Trait.NAME]),
        ({"name": "高橋 美咲", "phone": "", "projects": [], "name_kana": "タカハシ ミザキ"}, []),
        ({"name": "別人", "projects": []}, [Trait.PHONE]),
        ({"name": "別人", "phone": ""}, [Trait.WORK]),
        ({"name": "別人", "phone": "", "projects": []}, []),
    ],
)  # fmt: skip
def test_each_trait_by_itself(session: Session, changes: dict[str, object], traits: list[Trait]) -> None:
    one = make_known(name="髙橋 美咲")
    make_known(**changes)
    session.expire_all()
    assert [each.traits for each in suspects(one)] == ([traits] if traits else [])


def test_one_project_alike_is_chance(session: Session) -> None:
    one = make_known(name="甲", phone="1")
    make_known(name="乙", phone="2", projects=[
        project("S/4HANA全社刷新の統合PMO", date(2024, 1, 1), industry="industry.automotive"),
        project("S/4HANA全社刷新の統合PMO（第二期）", date(2024, 1, 1), industry="industry.automotive"),
    ])  # fmt: skip
    session.expire_all()
    assert suspects(one) == []


def test_keys_follow_the_profile(session: Session) -> None:
    one, other = make_twice({"projects": []}, {"projects": []})
    other.user.email, other.user.name = "somebody@example.jp", "別人"
    operations.save_section(other, "basics", {"phone": "03-0000-1111"}, by=other.user)
    session.commit()
    assert suspects(one) == []
    operations.save_section(other, "basics", {"phone": one.phone}, by=other.user)
    session.commit()
    assert [each.traits for each in suspects(one)] == [[Trait.PHONE]]
    before = set(session.scalars(select(IdentityKey.key).where(IdentityKey.consultant_id == other.id)))
    keep_keys(other)
    session.commit()
    assert set(session.scalars(select(IdentityKey.key).where(IdentityKey.consultant_id == other.id))) == before


def test_closed_profiles_are_settled(session: Session) -> None:
    one, other = make_twice()
    operations.close_profile(other, by=make_advisor())
    session.commit()
    assert other.state is ProfileState.CLOSED
    assert suspects(one) == []


def test_what_was_never_listed_can_be_closed(session: Session) -> None:
    del session
    consultant = make_consultant()
    operations.close_profile(consultant, by=make_advisor())
    assert consultant.state is ProfileState.CLOSED


def test_a_search_reads_few_rows_however_many_people_there_are(session: Session) -> None:
    one, _other = make_twice()
    for _each in range(12):
        make_known(phone="", projects=[])
    one_id = one.id
    session.expunge_all()
    one = session.get_one(Consultant, one_id)
    with count_queries() as seen:
        found = suspects(one)
        _ = [each.consultant.user.name for each in found]
    assert len(found) == 1
    assert len(seen) <= 6  # its work, equal keys of the person and of the work, these people, their work


def test_profiles_that_came_in_bulk_get_their_keys_by_the_daily_job(session: Session) -> None:
    one = make_known(name="髙橋 美咲", projects=[])
    other = make_listed_consultant(make_consultant_user(name="高橋美咲"), projects=[])
    assert suspects(one) == []
    assert keep_missing_keys() == 1
    session.commit()
    assert [each.consultant.id for each in suspects(one)] == [other.id]
    assert keep_missing_keys() == 0


def test_a_crowd_with_the_same_titles_hides_no_equal_address(session: Session) -> None:
    one = make_known(name="甲", phone="", email="ko.otsu@example.jp")
    twin = make_known(name="乙", phone="", email="kootsu@example.jp", projects=[])
    for at in range(22):
        make_known(name=f"丙{at}", phone="")
    session.expire_all()
    assert twin.id in {each.consultant.id for each in suspects(one)}
