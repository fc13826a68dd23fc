"""The desk, people and applications for staff; ranked consultants and a match, without a name for clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.profiles.models import BlockedCompany, PastProject
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import rank_engagement
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

SENTINELS = (
    "神無月", "朔太郎", "カンナヅキ", "kannazuki", "090-9876-5432", "港北区", "日吉駅", "50代前半", "永住者",
    "架空精機", "T8900000000001", "ブロック商事", "別案件先",
)  # fmt: skip


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company(name="発注精機株式会社"))


@pytest.fixture
def posting(owner: User) -> Engagement:
    assert owner.membership is not None
    return make_posting(owner.membership.company)


@pytest.fixture
def secretive(client: PageClient) -> Consultant:
    """Somebody whose profile holds everything that a client must not read, in its fields and in its prose."""
    del client
    return make_listed_consultant(
        make_consultant_user(name="神無月 朔太郎", email="kannazuki.saku@example.jp"),
        initials="S.K.",
        name_kana="カンナヅキ サクタロウ",
        phone="090-9876-5432",
        city="横浜市港北区",
        nearest_station="日吉駅",
        background="永住者",
        summary="神無月朔太郎です。課題管理を十年。連絡は 090-9876-5432 まで。",
        self_pr="架空精機でSAP導入を率いた。kannazuki.saku@example.jp",
        projects=[
            PastProject(
                title="架空精機 SAP導入",
                employer="架空精機株式会社",
                employer_mask="部品メーカー",
                role="架空精機の統合PMO",
                industry="industry.automotive",
                tasks="神無月がSAP導入PJの課題管理を主導",
                results="神無月賞",
            )
        ],
        blocked_companies=[BlockedCompany(name="ブロック商事")],
    )


# Staff


def test_the_desk_shows_what_waits(client: PageClient) -> None:
    waiting = make_posting(state=EngagementState.IN_REVIEW)
    application = make_application(make_posting(), make_listed_consultant())
    for reader in (make_advisor(), make_operator()):
        client.sign_in(reader)
        page = client.get("/desk").text
        assert waiting.title in page
        assert f"/engagements/{waiting.id}/manage" in page
        assert f"/applications/{application.id}" in page
        assert f"/consultants/{application.consultant_id}" in page


def test_an_empty_desk_stands(client: PageClient) -> None:
    client.sign_in(make_advisor())
    for path in ("/desk", "/desk/people", "/desk/applications"):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/desk", "/desk/people", "/desk/applications"])
def test_the_desk_is_for_staff(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 302
    for reader in (make_listed_consultant().user, make_client()):
        client.sign_in(reader)
        assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", {"神無月 朔太郎", "霜月 100%千景"}),
        ("神無月", {"神無月 朔太郎"}),
        ("朔太郎", {"神無月 朔太郎"}),
        ("Ｓ.Ｋ", {"神無月 朔太郎"}),
        ("s.k", {"神無月 朔太郎"}),
        ("KANNAZUKI", {"神無月 朔太郎"}),
        ("100%", {"霜月 100%千景"}),
        ("%", {"霜月 100%千景"}),
        ("_", set()),
        ("\\", set()),
        ("'; --", set()),
        ("x" * 500, set()),
    ],
)
def test_people_are_found_by_name_initials_and_address(
    client: PageClient, secretive: Consultant, q: str, found: set[str]
) -> None:
    del secretive
    make_listed_consultant(make_consultant_user(name="霜月 100%千景", email="chikage@example.jp"), initials="C.S.")
    client.sign_in(make_advisor())
    answer = client.get("/desk/people", query_string={"q": q})
    assert answer.status_code == 200
    assert {name for name in ("神無月 朔太郎", "霜月 100%千景") if name in answer.text} == found


def test_people_and_applications_come_in_pages(client: PageClient) -> None:
    for _each in range(52):
        make_listed_consultant(skills=[], projects=[], certifications=[], industries=[], languages=[])
    client.sign_in(make_advisor())
    first, second = client.get("/desk/people").text, client.get("/desk/people?page=2").text
    assert first.count('<th scope="row">') == 50
    assert second.count('<th scope="row">') == 2
    for path in ("/desk/people", "/desk/applications"):
        for number in ("0", "-1", "x", "999999"):
            assert client.get(f"{path}?page={number}").status_code == 200


def test_lists_of_the_desk_cost_the_same_however_long(client: PageClient, posting: Engagement) -> None:
    advisor = make_advisor()
    client.sign_in(advisor)
    counts: dict[str, list[int]] = {}
    for _more in range(2):
        for _each in range(8):
            consultant = make_listed_consultant(advisor_id=advisor.id)
            make_application(posting, consultant)
            make_match(posting, consultant)
            make_posting(state=EngagementState.IN_REVIEW)
        for path in ("/desk", "/desk/people", "/desk/applications", f"/engagements/{posting.id}/candidates"):
            client.get(path)
            with count_queries() as queries:
                client.get(path)
            counts.setdefault(path, []).append(len(queries))
    assert [path for path, (few, many) in counts.items() if few != many] == []


# Ranked consultants


def test_a_client_reads_nothing_that_names_a_person(
    client: PageClient, owner: User, posting: Engagement, secretive: Consultant
) -> None:
    rank_engagement(posting.id)
    db.session.commit()
    match = db.session.scalars(db.select(Match)).one()
    assert (match.consultant_id, match.eligible) == (secretive.id, True)
    client.sign_in(owner)
    for locale in ("ja", "en"):
        client.set_cookie("locale", locale)
        for path in (f"/engagements/{posting.id}/candidates", f"/matches/{match.id}"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert [word for word in SENTINELS if word in answer.text] == [], path
            assert "S.K." in answer.text
            assert str(secretive.id) not in answer.text


def test_staff_read_the_name(client: PageClient, posting: Engagement, secretive: Consultant) -> None:
    match = make_match(posting, secretive)
    client.sign_in(make_advisor())
    for path in (f"/engagements/{posting.id}/candidates", f"/matches/{match.id}"):
        assert "神無月 朔太郎" in client.get(path).text


def test_a_client_sees_only_those_who_show_themselves(client: PageClient, owner: User, posting: Engagement) -> None:
    shown = make_match(posting, make_listed_consultant(initials="A.A."), score=500)
    unseen = [
        make_match(posting, make_listed_consultant(initials="B.B.", visibility=Visibility.ADVISORS)),
        make_match(posting, make_listed_consultant(initials="C.C.", state=ProfileState.HIDDEN)),
        make_match(posting, make_listed_consultant(initials="D.D."), eligible=False, excluded_by=["rate_too_high"]),
    ]
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert "A.A." in page
    assert [each for each in ("B.B.", "C.C.", "D.D.") if each in page] == []
    assert client.get(f"/matches/{shown.id}").status_code == 200
    assert {client.get(f"/matches/{each.id}").status_code for each in unseen} == {404}
    client.sign_in(make_advisor())
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert [each for each in ("A.A.", "B.B.", "C.C.", "D.D.") if each in page] == ["A.A.", "B.B.", "D.D."]


@pytest.mark.parametrize("state", [EngagementState.CLOSED, EngagementState.EXPIRED, EngagementState.FILLED])
def test_once_a_posting_has_ended_its_client_sees_nobody(
    client: PageClient, owner: User, state: EngagementState
) -> None:
    assert owner.membership is not None
    posting = make_posting(owner.membership.company, state=state)
    match = make_match(posting, make_listed_consultant(initials="A.A."))
    client.sign_in(owner)
    assert "A.A." not in client.get(f"/engagements/{posting.id}/candidates").text
    assert client.get(f"/matches/{match.id}").status_code == 404


def test_who_was_left_out_is_counted_by_condition(client: PageClient, owner: User, posting: Engagement) -> None:
    for _each in range(3):
        make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    make_listed_consultant(blocked_companies=[BlockedCompany(name="発注精機株式会社")])
    make_listed_consultant()
    rank_engagement(posting.id)
    db.session.commit()
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert page.count("data-sign") > 0
    assert "3名" in page or "3人" in page
    assert "4名" not in page
    assert "4人" not in page


@pytest.mark.parametrize(
    ("reader", "status"),
    [(lambda: make_listed_consultant().user, 403), (make_client, 403), (make_advisor, 200), (make_operator, 200)],
)
def test_who_sees_the_ranked(client: PageClient, posting: Engagement, reader: Callable[[], User], status: int) -> None:
    client.sign_in(reader())
    assert client.get(f"/engagements/{posting.id}/candidates").status_code == status


def test_a_consultant_sees_the_own_match_and_no_other(client: PageClient, posting: Engagement) -> None:
    own, other = (make_match(posting, make_listed_consultant()) for _ in range(2))
    client.sign_in(own.consultant.user)
    page = client.get(f"/matches/{own.id}")
    assert page.status_code == 200
    assert "課題管理は8年" in page.text
    assert client.get(f"/matches/{other.id}").status_code == 404


def test_applications_without_consent_have_initials(
    client: PageClient, owner: User, posting: Engagement, secretive: Consultant
) -> None:
    make_application(posting, secretive, consent=False)
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert [word for word in SENTINELS if word in page] == []
    assert "S.K." in page
