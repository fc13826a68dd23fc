"""Companies, members, invitations and staff: who may, what is refused, and what each step leaves behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select

from marketplace.accounts import operations, queries
from marketplace.accounts.forms import is_corporate_number
from marketplace.accounts.models import Invitation, Membership, User
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import PageClient

PASSWORD = "michi no naka hodo"


def invited(owner: User, email: str = "new@example.jp", role: CompanyRole = CompanyRole.MEMBER) -> str:
    """Invite somebody by the operation; return the path of the link."""
    assert owner.membership is not None
    token = operations.invite_member(owner.membership.company, email=email, role=role, by=owner)
    db.session.commit()
    return f"/invitations/{token}"


def test_an_owner_invites_and_the_invited_joins(client: PageClient, browser: Callable[[], PageClient]) -> None:
    owner = make_client()
    client.sign_in(owner)
    company_id = owner.company_id
    answer = client.post(f"/companies/{company_id}/invitations", data={"email": "New@Example.jp", "role": "member"})
    assert answer.status_code == 303
    assert "new@example.jp" in client.get("/company").text
    (mail,) = mails_to("new@example.jp")
    stored = db.session.scalars(select(Invitation)).one()
    assert stored.token_hash not in mail.link
    assert mail.link.removeprefix("/invitations/") not in stored.token_hash
    guest = browser()
    assert guest.get(mail.link).status_code == 200
    done = guest.post(mail.link, data={"name": "鈴木 花子", "password": PASSWORD})
    assert (done.status_code, done.location) == (303, "/welcome")
    assert "鈴木 花子" in guest.get("/company").text
    member = queries.user_by_email("new@example.jp")
    assert member is not None
    assert member.company_id == company_id
    assert member.confirmed_at is not None
    assert [mail.template for mail in mails_to(owner.email)] == ["accounts/member_joined"]


def test_an_invitation_works_once(client: PageClient, browser: Callable[[], PageClient]) -> None:
    link = invited(make_client())
    data = {"name": "鈴木 花子", "password": PASSWORD}
    assert client.post(link, data=data).status_code == 303
    assert browser().get(link).status_code == 404
    assert browser().post(link, data=data).status_code == 404


@pytest.mark.parametrize("over", ["expired", "revoked", "replaced", "wrong"])
def test_an_invitation_that_is_over_is_refused(client: PageClient, over: str) -> None:
    owner = make_client()
    link = invited(owner)
    invitation = db.session.scalars(select(Invitation)).one()
    if over == "expired":
        invitation.expires_at = now() - timedelta(seconds=1)
    elif over == "revoked":
        operations.revoke_invitation(invitation, by=owner)
    elif over == "replaced":
        invited(owner)
    else:
        link += "x"
    db.session.commit()
    assert client.get(link).status_code == 404
    assert client.post(link, data={"name": "鈴木 花子", "password": PASSWORD}).status_code == 404
    assert queries.user_by_email("new@example.jp") is None


@pytest.mark.parametrize(("name", "password"), [("", PASSWORD), ("鈴木 花子", "short"), ("鈴木 花子", "password123")])
def test_a_bad_acceptance_leaves_the_invitation_open(client: PageClient, name: str, password: str) -> None:
    link = invited(make_client())
    assert client.post(link, data={"name": name, "password": password}).status_code == 422
    assert client.get(link).status_code == 200


def test_who_has_an_account_is_not_invited(client: PageClient) -> None:
    owner, other = make_client(), make_client()
    client.sign_in(owner)
    answer = client.post(f"/companies/{owner.company_id}/invitations", data={"email": other.email, "role": "member"})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert mails_to(other.email) == []


def test_who_signed_up_meanwhile_is_asked_to_sign_in(client: PageClient) -> None:
    link = invited(make_client())
    make_consultant_user(email="new@example.jp")
    answer = client.post(link, data={"name": "鈴木 花子", "password": PASSWORD})
    assert answer.status_code == 409
    assert queries.user_by_email("new@example.jp").kind is UserKind.CONSULTANT  # type: ignore[union-attr]


def test_a_member_sees_the_company_but_does_no_owners_work(client: PageClient) -> None:
    owner = make_client()
    assert owner.membership is not None
    company = owner.membership.company
    member = make_client(company=company, role=CompanyRole.MEMBER)
    client.sign_in(member)
    page = client.get(f"/companies/{company.id}")
    assert page.status_code == 200
    assert "/invitations" not in page.text
    assert client.get(f"/companies/{company.id}/edit").status_code == 403
    assert client.post(f"/companies/{company.id}/edit", data={"name": "x"}).status_code == 403
    assert client.post(f"/companies/{company.id}/invitations", data={"email": "a@example.jp"}).status_code == 403
    assert client.post(f"/companies/{company.id}/advisor").status_code == 403
    assert client.post(f"/memberships/{owner.membership.id}/remove").status_code == 404
    assert client.get("/staff").status_code == 403


def test_another_company_does_not_exist_for_a_client(client: PageClient) -> None:
    stranger, owner = make_client(), make_client()
    invited(owner)
    invitation = db.session.scalars(select(Invitation)).one()
    assert owner.membership is not None
    client.sign_in(stranger)
    company = f"/companies/{owner.company_id}"
    assert client.get(company).status_code == 404
    assert client.get(f"{company}/edit").status_code == 404
    assert client.post(f"{company}/invitations", data={"email": "a@example.jp"}).status_code == 404
    assert client.post(f"/invitations/{invitation.id}/revoke").status_code == 404
    assert client.post(f"/memberships/{owner.membership.id}/remove").status_code == 404
    assert client.get(f"/companies/{uuid4()}").status_code == 404
    db.session.refresh(invitation)
    assert invitation.usable


def test_visitors_are_sent_to_sign_in(client: PageClient) -> None:
    owner = make_client()
    for page in ("/account", "/company", f"/companies/{owner.company_id}", "/staff", "/notices", "/welcome"):
        assert client.get(page).location == f"/sign-in?next={page}"


def test_a_removed_member_is_out_and_can_be_invited_again(
    client: PageClient, browser: Callable[[], PageClient]
) -> None:
    owner = make_client()
    assert owner.membership is not None
    member = make_client(company=owner.membership.company, role=CompanyRole.MEMBER, email="new@example.jp")
    assert member.membership is not None
    theirs = browser()
    theirs.sign_in(member)
    client.sign_in(owner)
    assert client.post(f"/memberships/{member.membership.id}/remove").status_code == 303
    assert theirs.get("/company").status_code == 302
    assert db.session.scalars(select(Membership.user_id)).all() == [owner.id]
    db.session.expire_all()
    assert browser().post(invited(owner), data={"name": "鈴木 花子", "password": PASSWORD}).status_code == 303
    db.session.refresh(member)
    assert member.active
    assert member.company_id == owner.company_id


def test_the_last_owner_stays(client: PageClient) -> None:
    owner = make_client()
    assert owner.membership is not None
    client.sign_in(owner)
    assert client.post(f"/memberships/{owner.membership.id}/remove").status_code == 409
    assert client.get("/company").status_code == 200


def test_an_owner_edits_the_company(client: PageClient) -> None:
    owner = make_client()
    client.sign_in(owner)
    values = {
        "name": "みなと精機株式会社",
        "prefecture": "14",
        "corporate_number": "７００００１２０５０００２",
        "size": "medium",
    }
    assert client.post(f"/companies/{owner.company_id}/edit", data=values).status_code == 303
    page = client.get("/company").text
    assert "みなと精機株式会社" in page
    assert "7000012050002" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("corporate_number", "1234567890123"), ("prefecture", "99"), ("industry", "x"), ("size", "huge")],
)
def test_a_bad_edit_is_refused(client: PageClient, field: str, value: str) -> None:
    owner = make_client()
    client.sign_in(owner)
    name = owner.membership.company.name  # type: ignore[union-attr]
    answer = client.post(f"/companies/{owner.company_id}/edit", data={"name": "新しい名", field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert name in client.get("/company").text


def test_staff_give_a_company_into_other_hands(client: PageClient) -> None:
    first, second = make_advisor(), make_advisor()
    owner = make_client(company=make_company(advisor=first))
    client.sign_in(first)
    url = f"/companies/{owner.company_id}/advisor"
    assert client.post(url, data={"advisor": "nobody"}).status_code == 422
    assert client.post(url, data={"advisor": str(second.id)}).status_code == 303
    assert second.name in client.get(f"/companies/{owner.company_id}").text
    assert [mail.template for mail in mails_to(second.email)] == ["accounts/company_assigned"]
    assert [mail.template for mail in mails_to(owner.email)] == ["accounts/advisor_changed"]


@pytest.mark.usefixtures("session")
def test_operations_refuse_what_pages_cannot_ask() -> None:
    owner = make_client()
    invited(owner)
    invitation = db.session.scalars(select(Invitation)).one()
    operations.revoke_invitation(invitation, by=owner)
    with pytest.raises(DomainError):
        operations.revoke_invitation(invitation, by=owner)
    with pytest.raises(DomainError):
        operations.accept_invitation(invitation, name="x", password=PASSWORD, locale="ja")
    with pytest.raises(Invalid):
        operations.invite_staff(email=owner.email, name="x", kind=UserKind.ADVISOR, by=None)


@pytest.mark.usefixtures("session")
def test_each_step_is_in_the_journal() -> None:
    owner = make_client()
    link = invited(owner)
    invitation = queries.invitation_by_token(link.rpartition("/")[2])
    assert invitation is not None
    operations.accept_invitation(invitation, name="鈴木 花子", password=PASSWORD, locale="ja")
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == invitation.id)).all()
    assert set(events) == {"member invited", "invitation accepted"}


def test_a_person_edits_the_own_account(client: PageClient) -> None:
    user = make_client()
    client.sign_in(user)
    assert client.post("/account", data={"name": "", "locale": "ja"}).status_code == 422
    assert client.post("/account", data={"name": "山田 次郎", "locale": "fr"}).status_code == 422
    assert client.post("/account", data={"name": "山田 次郎", "locale": "en", "kind": "operator"}).status_code == 303
    db.session.refresh(user)
    assert (user.name, user.locale, user.kind) == ("山田 次郎", "en", UserKind.CLIENT)


@pytest.mark.parametrize(
    ("number", "fine"),
    [
        ("7000012050002", True),
        ("8700110005901", True),
        ("7000012050003", False),
        ("700001205000", False),
        ("x" * 13, False),
    ],
)
def test_corporate_numbers_have_a_check_digit(number: str, fine: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_corporate_number(number) is fine
