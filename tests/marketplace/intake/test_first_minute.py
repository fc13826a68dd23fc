"""From the first minute: who takes care, chosen by what each carries, and the promised day on pages and in the mail."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.accounts.models import Company, User
from marketplace.accounts.operations import next_advisor
from marketplace.audit import AuditEntry
from marketplace.background import run_due
from marketplace.clock import TOKYO
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.intake.states import Promise
from marketplace.intake.terms import promised_day, promises, save_promise
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.profiles import make_consultant
from tests.marketplace.accounts.conftest import mails_to
from tests.marketplace.inbox.test_timing import tokyo

if TYPE_CHECKING:
    from tests.conftest import PageClient

NEW = {"name": "田中 誠", "email": "tanaka@example.jp", "password": "ao-i-sora no shita"}
FRIDAY = tokyo("2026-11-20T15:00:00")  # Monday the 23rd is a holiday


def sign_up(client: PageClient, kind: str = "consultant", **more: str) -> User:
    assert client.post(f"/sign-up/{kind}", data={**NEW, **more}).status_code == 303
    return db.session.scalars(select(User).where(User.email == NEW["email"])).one()


@pytest.mark.usefixtures("session")
def test_who_carries_least_is_next() -> None:
    busy, free = make_advisor(), make_advisor()
    make_client(company=make_company(advisor=busy))
    make_company(advisor=free)  # nobody belongs to it: no work
    make_consultant(advisor_id=free.id, state=ProfileState.CLOSED)
    assert next_advisor() is free
    make_consultant(advisor_id=free.id)
    make_consultant(advisor_id=free.id)
    assert next_advisor() is busy


@pytest.mark.usefixtures("session")
def test_among_equals_it_is_whoever_waited_longest() -> None:
    first, second = sorted((make_advisor(), make_advisor()), key=lambda each: each.id)
    assert [next_advisor() for _ in range(4)] == [first, second, first, second]


@pytest.mark.parametrize(("locale", "day"), [("ja", "11月24日"), ("en", "24 Nov 2026")])
def test_a_consultant_reads_who_and_until_when(client: PageClient, locale: str, day: str) -> None:
    advisor = make_advisor(name="高橋 美咲")
    client.set_cookie("locale", locale)
    with time_machine.travel(FRIDAY, tick=False):
        user = sign_up(client)
        consultant = db.session.scalars(select(Consultant).where(Consultant.user_id == user.id)).one()
        assert consultant.advisor_id == advisor.id
        begun = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "profile begun")).one()
        assert begun.facts == {"advisor": str(advisor.id)}
        run_due()
        (mail,) = mails_to(user.email)
        assert "高橋 美咲" in mail.text
        assert day in mail.text
        assert "高橋" not in mail.subject
        client.post(mail.link)
        for path in ("/welcome", "/", "/interview"):
            assert "高橋 美咲" in client.get(path).text, path
        for path in ("/welcome", "/"):
            assert day in client.get(path).text, path


def test_a_client_reads_it_too(client: PageClient) -> None:
    make_advisor(name="高橋 美咲")
    with time_machine.travel(FRIDAY, tick=False):
        user = sign_up(client, "company", company="みなと精機株式会社")
        run_due()
        (mail,) = mails_to(user.email)
        assert "高橋 美咲" in mail.text
        client.post(mail.link)
        for path in ("/welcome", "/"):
            page = client.get(path).text
            assert "高橋 美咲" in page
            assert "11月24日" in page
            assert "/interview" in page


@pytest.mark.parametrize("kind", ["consultant", "company"])
def test_without_an_advisor_nothing_breaks_and_the_page_says_so(client: PageClient, kind: str) -> None:
    user = sign_up(client, kind, company="みなと精機株式会社")
    run_due()
    (mail,) = mails_to(user.email)
    assert "担当アドバイザーは運営者が" in mail.text
    client.post(mail.link)
    for path in ("/welcome", "/"):
        assert "担当アドバイザーは運営者が" in client.get(path).text
    assert db.session.scalars(select(Company.advisor_id)).all() in ([], [None])


def test_signing_up_again_keeps_the_advisor(client: PageClient) -> None:
    make_advisor(name="一人目")
    sign_up(client)
    make_advisor(name="二人目")
    user = sign_up(client)
    run_due()
    assert ["一人目" in mail.text for mail in mails_to(user.email)] == [True, True]


def test_the_operator_sets_the_terms(client: PageClient) -> None:
    operator = make_operator()
    client.sign_in(operator)
    page = client.get("/settings/response-times").text
    assert 'name="contact-days"' in page
    save_promise(Promise.CONTACT, 3, by=operator)
    save_promise(Promise.CONTACT, 2, by=operator)
    db.session.commit()
    assert promises() == {Promise.CONTACT: 2, Promise.CHECK: 2}
    with time_machine.travel(FRIDAY, tick=False):
        assert promised_day(FRIDAY) == date(2026, 11, 25)
    with time_machine.travel(FRIDAY.astimezone(TOKYO).replace(day=26), tick=False):
        assert promised_day(FRIDAY) is None, "a day gone by is no promise"
    for wrong in (0, 31):
        with pytest.raises(DomainError):
            save_promise(Promise.CHECK, wrong, by=operator)
