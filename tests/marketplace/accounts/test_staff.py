"""The operator's staff: invited by an operator, or by the command line for the first one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.accounts import operations, queries
from marketplace.accounts.models import Invitation
from marketplace.accounts.states import UserKind
from marketplace.db import db
from tests.factories.accounts import make_operator
from tests.marketplace.accounts.conftest import mails_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import PageClient

PASSWORD = "michi no naka hodo"


def test_an_operator_invites_an_advisor(client: PageClient, browser: Callable[[], PageClient]) -> None:
    operator = make_operator()
    client.sign_in(operator)
    data = {"name": "高橋 美咲", "email": "takahashi@example.jp", "kind": "advisor"}
    assert client.post("/staff/invitations", data=data).status_code == 303
    assert "takahashi@example.jp" in client.get("/staff").text
    (mail,) = mails_to("takahashi@example.jp")
    guest = browser()
    assert guest.post(mail.link, data={"name": "高橋 美咲", "password": PASSWORD}).status_code == 303
    advisor = queries.user_by_email("takahashi@example.jp")
    assert advisor is not None
    assert advisor.kind is UserKind.ADVISOR
    assert guest.get("/staff").status_code == 403


@pytest.mark.parametrize("kind", ["client", "consultant", ""])
def test_nobody_but_staff_is_invited_as_staff(client: PageClient, kind: str) -> None:
    client.sign_in(make_operator())
    data = {"name": "高橋 美咲", "email": "takahashi@example.jp", "kind": kind}
    assert client.post("/staff/invitations", data=data).status_code == 422
    assert mails_to("takahashi@example.jp") == []


def test_an_operator_takes_an_invitation_back(client: PageClient) -> None:
    client.sign_in(make_operator())
    token = operations.invite_staff(email="a@example.jp", name="a", kind=UserKind.ADVISOR, by=None)
    db.session.commit()
    invitation = db.session.scalars(select(Invitation)).one()
    assert client.get(f"/invitations/{token}").status_code == 200
    assert client.post(f"/invitations/{invitation.id}/revoke").status_code == 303
    assert client.get(f"/invitations/{token}").status_code == 404


def test_the_first_operator_comes_by_the_command_line(client: PageClient) -> None:
    runner = client.application.test_cli_runner()
    result = runner.invoke(args=["accounts", "create-operator", "op@example.jp", "佐藤 健"])
    assert result.exit_code == 0, result.output
    path = result.output.strip().rpartition("/invitations/")[2]
    answer = client.post(f"/invitations/{path}", data={"name": "佐藤 健", "password": PASSWORD})
    assert answer.status_code == 303
    assert client.get("/staff").status_code == 200
    again = runner.invoke(args=["accounts", "create-advisor", "op@example.jp", "佐藤 健"])
    assert again.exit_code == 1
    assert "account already" in again.output
