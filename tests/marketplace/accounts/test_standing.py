"""Roles in a company, and staff who leave and come back: who may, what is kept, what it leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts import standing
from marketplace.accounts.models import BrowserSession, Company, Membership, User
from marketplace.accounts.states import CompanyRole
from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.errors import DomainError
from tests.factories.accounts import PASSWORD, make_advisor, make_client, make_company, make_operator
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import PageClient


def seat(user: User) -> Membership:
    assert user.membership is not None
    return user.membership


def events() -> list[tuple[str, dict[str, object]]]:
    rows = db.session.execute(select(AuditEntry.event, AuditEntry.facts).order_by(AuditEntry.at))
    return [(event, facts) for event, facts in rows]


@pytest.fixture
def company(client: PageClient) -> Company:
    del client
    return make_company()


def test_an_owner_makes_a_member_an_owner_and_back(client: PageClient, company: Company) -> None:
    owner = make_client(company=company)
    member = make_client(company=company, role=CompanyRole.MEMBER)
    client.sign_in(owner)
    address = f"/memberships/{seat(member).id}/role"
    for role in ("owner", "member"):
        answer = client.post(address, data={"role": role})
        assert (answer.status_code, answer.location) == (303, f"/companies/{company.id}")
        db.session.refresh(seat(member))
        assert seat(member).role == role
    assert [facts["role"] for event, facts in events() if event == "role changed"] == ["owner", "member"]
    assert [mail.facts["owner"] for mail in mails_to(member.email)] == [True, False]


def test_the_page_offers_what_can_be_done(client: PageClient, company: Company) -> None:
    owner = make_client(company=company)
    client.sign_in(owner)
    assert "/role" not in client.get("/company").text, "the only owner cannot step down"
    member = make_client(company=company, role=CompanyRole.MEMBER)
    page = client.get("/company").text
    assert f"/memberships/{seat(member).id}/role" in page
    assert f"/memberships/{seat(owner).id}/role" not in page
    client.sign_out()
    client.sign_in(member)
    assert "/role" not in client.get("/company").text


def test_the_last_owner_cannot_step_down_or_go(client: PageClient, company: Company) -> None:
    owner = make_client(company=company)
    make_client(company=company, role=CompanyRole.MEMBER)
    client.sign_in(owner)
    assert client.post(f"/memberships/{seat(owner).id}/role", data={"role": "member"}).status_code == 409
    assert client.post(f"/memberships/{seat(owner).id}/remove").status_code == 409
    db.session.refresh(seat(owner))
    assert seat(owner).role is CompanyRole.OWNER
    assert owner.active


def test_one_of_two_owners_steps_down_without_a_message_to_oneself(client: PageClient, company: Company) -> None:
    owner = make_client(company=company)
    make_client(company=company)
    client.sign_in(owner)
    assert client.post(f"/memberships/{seat(owner).id}/role", data={"role": "member"}).status_code == 303
    db.session.refresh(seat(owner))
    assert seat(owner).role is CompanyRole.MEMBER
    assert mails_to(owner.email) == []
    assert client.get(f"/companies/{company.id}/edit").status_code == 403


@pytest.mark.parametrize("role", ["", "operator", "OWNER"])
def test_an_unknown_role_is_refused(client: PageClient, company: Company, role: str) -> None:
    client.sign_in(make_client(company=company))
    member = make_client(company=company, role=CompanyRole.MEMBER)
    assert client.post(f"/memberships/{seat(member).id}/role", data={"role": role}).status_code == 422


def test_the_same_role_once_more_changes_nothing(company: Company) -> None:
    owner = make_client(company=company)
    standing.change_role(seat(owner), CompanyRole.OWNER, by=owner)
    db.session.commit()
    assert [event for event, _facts in events()] == []


def test_a_removed_member_leaves_a_trace_and_is_out(
    client: PageClient, company: Company, browser: Callable[[], PageClient]
) -> None:
    owner, member = make_client(company=company), make_client(company=company, role=CompanyRole.MEMBER)
    there = browser()
    there.sign_in(member)
    assert there.get("/company").status_code == 200
    client.sign_in(owner)
    assert client.post(f"/memberships/{seat(member).id}/remove").status_code == 303
    assert there.get("/company").status_code == 302
    assert ("member removed", {"member": str(member.id)}) in events()


def test_closing_a_staff_account_ends_its_sessions_at_once(
    client: PageClient, browser: Callable[[], PageClient]
) -> None:
    advisor = make_advisor()
    there = browser()
    signed_in = there.post("/sign-in", data={"email": advisor.email, "password": PASSWORD})
    assert signed_in.status_code == 302
    assert there.get("/desk").status_code == 200
    client.sign_in(make_operator())
    answer = client.post(f"/staff/{advisor.id}/close")
    assert (answer.status_code, answer.location) == (303, "/staff")
    assert there.get("/desk").status_code == 302
    assert db.session.scalars(select(BrowserSession).where(BrowserSession.user_id == advisor.id)).one().ended_at
    refused = browser().post("/sign-in", data={"email": advisor.email, "password": PASSWORD})
    assert refused.status_code == 422
    assert client.post(f"/staff/{advisor.id}/close").status_code == 409
    assert "staff account closed" in [event for event, _facts in events()]


def test_a_reopened_account_signs_in_again_but_no_old_session_does(
    client: PageClient, browser: Callable[[], PageClient]
) -> None:
    advisor = make_advisor()
    there = browser()
    there.sign_in(advisor)
    client.sign_in(make_operator())
    client.post(f"/staff/{advisor.id}/close")
    page = client.get("/staff").text
    assert f"/staff/{advisor.id}/reopen" in page
    assert client.post(f"/staff/{advisor.id}/reopen").status_code == 303
    assert there.get("/desk").status_code == 302
    assert browser().post("/sign-in", data={"email": advisor.email, "password": PASSWORD}).status_code == 302
    assert client.post(f"/staff/{advisor.id}/reopen").status_code == 409
    assert "staff account reopened" in [event for event, _facts in events()]


def test_the_service_keeps_an_operator(client: PageClient) -> None:
    operator, other = make_operator(), make_operator()
    client.sign_in(operator)
    assert client.post(f"/staff/{operator.id}/close").status_code == 404
    assert client.post(f"/staff/{other.id}/close").status_code == 303
    db.session.expire_all()
    with pytest.raises(DomainError):  # the other one had clicked at the same moment
        standing.close_staff_account(operator, by=other)
    with pytest.raises(DomainError):
        standing.close_staff_account(operator, by=operator)
    assert operator.active


def test_a_closed_advisor_is_given_nobody(client: PageClient) -> None:
    advisor, other = make_advisor(), make_advisor()
    client.sign_in(make_operator())
    client.post(f"/staff/{advisor.id}/close")
    client.sign_out()
    data = {"company": "新会社", "name": "新任 者", "email": "neu@example.jp", "password": "michi no naka hodo"}
    assert client.post("/sign-up/company", data=data).status_code == 303
    assert db.session.scalars(select(Company).where(Company.name == "新会社")).one().advisor_id == other.id
