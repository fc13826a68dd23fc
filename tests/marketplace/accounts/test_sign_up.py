"""Signing up, confirming the address, and what a stranger can and cannot learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.accounts import operations
from marketplace.accounts.models import Company, User
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.clock import now
from marketplace.db import db
from marketplace.events import user_signed_up
from tests.factories.accounts import PASSWORD, make_advisor, make_user
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import PageClient

NEW = {"name": "田中 誠", "email": "tanaka@example.jp", "password": "ao-i-sora no shita"}


def user_of(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()


def test_a_consultant_signs_up_with_three_fields(client: PageClient) -> None:
    heard: list[User] = []
    with user_signed_up.connected_to(heard.append):
        answer = client.post("/sign-up/consultant", data=NEW)
    assert answer.status_code == 303
    assert answer.location == "/sign-up/thanks"
    assert NEW["email"] in client.get(answer.location).text
    user = user_of(NEW["email"])
    assert heard == [user]
    assert user.kind is UserKind.CONSULTANT
    assert user.confirmed_at is None
    assert user.password is not None
    assert NEW["password"] not in user.password
    assert [mail.template for mail in mails_to(user.email)] == ["accounts/confirm_address"]


def test_a_company_signs_up_with_its_owner_and_gets_an_advisor(client: PageClient) -> None:
    advisor = make_advisor()
    answer = client.post("/sign-up/company", data={**NEW, "company": "みなと精機株式会社"})
    assert answer.status_code == 303
    owner = user_of(NEW["email"])
    assert owner.membership is not None
    assert owner.membership.role is CompanyRole.OWNER
    company = db.session.scalars(select(Company)).one()
    assert (company.name, company.advisor_id) == ("みなと精機株式会社", advisor.id)
    assert [mail.template for mail in mails_to(advisor.email)] == ["accounts/company_assigned"]


@pytest.mark.usefixtures("session")
def test_advisors_take_turns() -> None:
    assert operations.next_advisor() is None
    first, second = make_advisor(), make_advisor()
    make_advisor(active=False)
    turns = [operations.next_advisor() for _ in range(4)]
    assert {turns[0], turns[1]} == {first, second}
    assert turns[:2] == turns[2:]


def test_the_button_behind_the_mail_lets_the_same_browser_in(client: PageClient) -> None:
    make_advisor(name="高橋 美咲")
    client.post("/sign-up/company", data={**NEW, "company": "みなと精機株式会社"})
    link = mails_to(NEW["email"])[0].link
    page = client.get(link)
    assert page.status_code == 200
    assert user_of(NEW["email"]).confirmed_at is None, "opening a link changes nothing"
    answer = client.post(link)
    assert (answer.status_code, answer.location) == (303, "/welcome")
    assert user_of(NEW["email"]).confirmed_at is not None
    assert "高橋 美咲" in client.get("/welcome").text
    assert client.get("/company").status_code == 200


def test_another_browser_needs_the_password(client: PageClient, browser: Callable[[], PageClient]) -> None:
    client.post("/sign-up/company", data={**NEW, "company": "みなと精機株式会社"})
    link = mails_to(NEW["email"])[0].link
    other = browser()
    assert 'type="password"' in other.get(link).text
    assert other.post(link).status_code == 422
    assert other.post(link, data={"password": "a guess or two"}).status_code == 422
    assert user_of(NEW["email"]).confirmed_at is None
    assert other.post(link, data={"password": NEW["password"]}).status_code == 303
    assert other.get("/account").status_code == 200


def test_a_confirmation_works_once_and_not_for_ever(client: PageClient, browser: Callable[[], PageClient]) -> None:
    client.post("/sign-up/consultant", data=NEW)
    link = mails_to(NEW["email"])[0].link
    with time_machine.travel(now().timestamp() + 3 * 86400, tick=False):
        assert browser().post(link).location == "/e-mail/confirm"
    assert client.post(link).location == "/welcome"
    assert browser().post(link).location == "/sign-in"
    assert client.post(f"{link}x").location == "/e-mail/confirm"


def test_a_known_address_gets_the_same_page_and_a_mail(client: PageClient, browser: Callable[[], PageClient]) -> None:
    known = make_user(email="known@example.jp")
    password = known.password
    answers = []
    for each, email in ((client, "fresh@example.jp"), (browser(), known.email)):
        posted = each.post("/sign-up/consultant", data={**NEW, "email": email})
        page = each.get(posted.location)
        answers.append((posted.status_code, posted.location, page.status_code, page.text.replace(email, "")))
        assert each.get("/account").status_code == 302, "nobody is signed in by signing up"
    assert [each[:3] for each in answers] == [(303, "/sign-up/thanks", 200)] * 2
    assert abs(len(answers[0][3]) - len(answers[1][3])) < 20
    assert [mail.template for mail in mails_to(known.email)] == ["accounts/address_known"]
    assert known.password == password
    assert db.session.scalar(select(func.count()).select_from(User)) == 2


def test_nobody_prepares_an_account_for_the_owner_of_an_address(client: PageClient) -> None:
    """The last one who signs up counts, and links sent before are void (account pre-hijacking)."""
    make_user(email=NEW["email"], confirmed_at=None)
    operations.sign_up({**NEW, "password": "the stranger's own"}, kind=UserKind.CONSULTANT, locale="ja")
    first = mails_to(NEW["email"])[-1].link
    client.post("/sign-up/consultant", data=NEW)
    assert client.post(first).location == "/e-mail/confirm"
    assert client.post(mails_to(NEW["email"])[-1].link).location == "/welcome"
    client.post("/sign-out")
    assert client.post("/sign-in", data={**NEW, "password": "the stranger's own"}).status_code == 422
    assert client.post("/sign-in", data=NEW).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "tanaka"),
        ("email", ""),
        ("name", ""),
        ("password", ""),
        ("password", "short"),
        ("password", "password123"),
        ("password", "1234567890"),
        ("password", "aaaaaaaaaaaa"),
        ("password", "tanaka123"),
        ("password", "Ennoshita1"),
        ("password", "x" * 129),
    ],
)
def test_bad_input_is_named_beside_its_field_and_saves_nothing(client: PageClient, field: str, value: str) -> None:
    answer = client.post("/sign-up/consultant", data={**NEW, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert db.session.scalar(select(func.count()).select_from(User)) == 0


@pytest.mark.parametrize(
    "password", ["x7 kumo no ue", "ｐａｓｓフレーズ長い", "a" * 3 + "bcqz" * 31, "猫が三匹いる家の鍵"]
)
def test_long_passwords_of_any_characters_are_taken(client: PageClient, password: str) -> None:
    assert client.post("/sign-up/consultant", data={**NEW, "password": password}).status_code == 303


def test_who_is_signed_in_does_not_sign_up_again(client: PageClient) -> None:
    client.sign_in(make_user())
    assert client.get("/sign-up/consultant").location == "/"


def test_the_confirmation_can_be_asked_for_again(client: PageClient) -> None:
    waiting = make_user(confirmed_at=None)
    done = make_user()
    answers = [
        client.post("/e-mail/confirm", data={"email": email})
        for email in (waiting.email, done.email, "nobody@example.jp")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/sign-in")}
    assert len(mails_to(waiting.email)) == 1
    assert mails_to(done.email) == mails_to("nobody@example.jp") == []
    assert PASSWORD not in str(mails_to(waiting.email)[0].facts)
