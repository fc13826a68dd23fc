"""Another e-mail address: a link to the new one, taken over by its button, a notice to the old one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sheet import profile_sheet
from tests.factories.accounts import PASSWORD, make_consultant_user
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from tests.conftest import PageClient

NEW = "ruri.hoshikawa@example.com"


@pytest.fixture
def person(client: PageClient) -> User:
    """Somebody signed in with the password a moment ago."""
    user = make_listed_consultant(make_consultant_user(email="akane.tokiwa@example.jp")).user
    assert client.post("/sign-in", data={"email": user.email, "password": PASSWORD}).status_code == 302
    return user


def ask(client: PageClient, email: str = NEW) -> str:
    """Ask for the change; return the path of the link in the mail, empty where none was sent."""
    answer = client.post("/e-mail/change", data={"email": email})
    assert (answer.status_code, answer.location) == (303, "/account")
    mails = [mail for mail in mails_to(email.lower()) if mail.template == "accounts/confirm_new_address"]
    return mails[-1].link if mails else ""


def take_over(client: PageClient, link: str) -> str:
    """Open the mail's link and press its button; return where that leads."""
    page = client.get(link, follow_redirects=True)
    assert page.status_code == 200
    answer = client.post(page.request.path)
    assert answer.status_code == 303
    return str(answer.location)


def test_the_new_address_counts_once_its_link_was_used(
    client: PageClient, person: User, browser: Callable[[], PageClient]
) -> None:
    former = person.email
    link = ask(client, "Ruri.Hoshikawa@Example.com")
    assert person.email == former, "nothing changes by asking"
    assert mails_to(former) == []
    opened = client.get(link, follow_redirects=True)
    db.session.refresh(person)
    assert NEW in opened.text
    assert person.email == former, "nor by opening the link: mail programs do that"
    assert take_over(client, link) == "/account"
    db.session.refresh(person)
    assert (person.email, person.confirmed_at is not None) == (NEW, True)
    assert [mail.template for mail in mails_to(former)] == ["accounts/address_changed"]
    assert NEW in client.get("/account").text, "this session goes on"
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event == "address changed")).one()
    assert browser().post("/sign-in", data={"email": NEW, "password": PASSWORD}).status_code == 302
    assert browser().post("/sign-in", data={"email": former, "password": PASSWORD}).status_code == 422


def test_a_link_works_once_and_for_two_hours(client: PageClient, person: User) -> None:
    link = ask(client)
    take_over(client, link)
    late = ask(client, "third@example.com")
    again = client.get(link, follow_redirects=True)
    assert again.request.path == "/e-mail/change"
    with time_machine.travel(now() + timedelta(hours=2, minutes=1), tick=True):
        over = client.get(late)
        assert client.get(over.location).location == "/e-mail/change"
    db.session.refresh(person)
    assert person.email == NEW


def test_only_who_asked_can_take_it_over(client: PageClient, person: User, browser: Callable[[], PageClient]) -> None:
    """A mistyped address must not hand the account to whoever reads its mail."""
    link = ask(client)
    page = client.get(link).location
    stranger = browser()
    assert stranger.get(page).location.startswith("/sign-in")
    assert stranger.post(page).status_code == 302
    stranger.sign_in(make_consultant_user())
    assert stranger.post(page).location == "/e-mail/change"
    db.session.refresh(person)
    assert person.email == "akane.tokiwa@example.jp"


def test_a_known_address_is_not_told_from_a_free_one(client: PageClient, person: User) -> None:
    known = make_consultant_user(email="known@example.jp")
    assert ask(client, known.email) == ""
    assert ask(client, person.email) == ""
    free = client.post("/e-mail/change", data={"email": "free@example.jp"})
    assert free.status_code == 303
    told = client.get("/account").text
    assert "free@example.jp" in told


def test_an_address_that_somebody_took_meanwhile_is_refused(client: PageClient, person: User) -> None:
    link = ask(client)
    make_consultant_user(email=NEW)
    assert client.get(link, follow_redirects=True).request.path == "/e-mail/change"
    db.session.refresh(person)
    assert person.email != NEW


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a b@example.jp"])
def test_what_is_no_address_is_said_beside_the_field(client: PageClient, person: User, email: str) -> None:
    answer = client.post("/e-mail/change", data={"email": email})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert person.email in answer.text


def test_whoever_signed_in_long_ago_enters_the_password_again(client: PageClient, person: User) -> None:
    with time_machine.travel(now() + timedelta(hours=3), tick=True):
        assert client.get("/e-mail/change").location.startswith("/password/enter-again")
        client.post("/e-mail/change", data={"email": NEW})
        assert mails_to(NEW) == []
    assert person.email != NEW


def test_the_name_in_the_former_address_stays_out_of_anonymous_texts(client: PageClient) -> None:
    user = make_consultant_user(email="tokiwa.akane@example.jp", name="試験 一号")
    consultant = make_listed_consultant(user, summary="Tokiwa と申します。ご連絡は Hoshikawa まで。", name_kana="")
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    take_over(client, ask(client))
    summary = profile_sheet(whole_profile(consultant), named=False).summary
    assert "Tokiwa" not in summary
    assert "Hoshikawa" not in summary
