"""The pages of payments: the consultant's account behind the password, the operator's runs step by step."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.background import run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.outbox import Message
from marketplace.payouts.models import BankAccount, PaymentRun
from marketplace.payouts.queries import account_in_use
from marketplace.payouts.states import RunState
from marketplace.settings import BOUNDS, Name, Setting
from tests.conftest import count_queries
from tests.factories.accounts import PASSWORD, make_advisor, make_client, make_operator
from tests.factories.payouts import make_bank_account, make_own_account, payable_month
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import time_machine

    from tests.conftest import PageClient

EDIT = "/bank-account/edit?bank=0001&branch=001"
ENTERED = {"kind": "1", "number": "７６５４３２１", "holder": "さとう　ﾊﾅｺ", "password": PASSWORD}


# The consultant's account (R32, R33, R35)


def test_a_bank_and_a_branch_are_found_by_name_without_scripts(client: PageClient) -> None:
    client.sign_in(make_listed_consultant().user)
    found = client.get("/bank-account/bank?q=みずほ").text
    assert "/bank-account/branch?bank=0001" in found
    found = client.get("/bank-account/branch?bank=0001&q=渋谷").text
    assert re.search(r"/bank-account/edit\?bank=0001&amp;branch=210", found)
    assert "見つかりません" in client.get("/bank-account/bank?q=ないない").text
    assert "見つかりません" in client.get("/bank-account/branch?bank=0001&q=ないない").text
    for path in ("/bank-account/branch?bank=9998", "/bank-account/edit?bank=0001&branch=x"):
        assert client.get(path).location == "/bank-account/bank"


def test_an_account_is_saved_masked_held_and_told(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    assert "まだありません" in client.get("/bank-account").text
    assert client.post(EDIT, data=ENTERED).status_code == 303
    row = account_in_use(consultant.id)
    assert row is not None
    assert (row.bank_code, row.branch_code, row.ending, row.holder) == ("0001", "001", "21", "サトウ ハナコ")
    assert row.usable_from - row.changed_at == timedelta(hours=48)
    page = client.get("/bank-account").text
    assert "末尾21" in page
    assert "保留中" in page
    assert "7654321" not in page
    told = db.session.scalars(select(Message).where(Message.template == "payouts/account_changed")).one()
    assert (told.to_email, told.facts["ending"]) == (consultant.user.email, "21")
    run_due()
    assert "7654321" not in f"{told.subject}{told.text}{told.html}"


def test_an_account_is_not_changed_without_the_password(client: PageClient) -> None:
    consultant = make_listed_consultant()
    before = make_bank_account(consultant)
    client.sign_in(consultant.user)
    for password in ("", "wrong"):
        answer = client.post(EDIT, data={**ENTERED, "password": password})
        assert answer.status_code == 422
    assert account_in_use(consultant.id) == before


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("holder", "山田太郎", "カナで"), ("holder", "ア" * 31, "30"), ("holder", "ヤマダ,タロウ", "使えません"),
     ("number", "12345678", "7桁"), ("number", "12a", "7桁"), ("kind", "9", ""), ("kind", "", "")],
)  # fmt: skip
def test_what_banks_refuse_is_said_beside_the_field(client: PageClient, field: str, value: str, words: str) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    answer = client.post(EDIT, data={**ENTERED, field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or field == "kind"
    assert words in answer.text
    assert account_in_use(consultant.id) is None


def test_the_post_banks_symbol_and_number_are_taken_as_they_stand(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    post = {"symbol": "10170", "number": "12345671", "holder": "ヤマダ タロウ", "password": PASSWORD}
    assert client.get("/bank-account/japan-post").status_code == 200
    assert client.post("/bank-account/japan-post", data={**post, "symbol": "99999"}).status_code == 422
    assert client.post("/bank-account/japan-post", data=post).status_code == 303
    row = account_in_use(consultant.id)
    assert row is not None
    assert (row.bank_code, row.branch_code, row.ending) == ("9900", "018", "67")


def test_the_address_before_is_told_too(client: PageClient) -> None:
    """Whoever has taken over the mailbox first does not keep it from the owner (R35)."""
    consultant = make_listed_consultant()
    make_bank_account(consultant)
    old = consultant.user.email
    consultant.user.email = "taken.over@example.jp"
    db.session.commit()
    client.sign_in(consultant.user)
    client.post(EDIT, data=ENTERED)
    told = db.session.scalars(
        select(Message).where(Message.template == "payouts/account_changed", Message.created_at == now())
    ).all()
    assert {each.to_email for each in told} == {old, "taken.over@example.jp"}
    rows = db.session.scalars(select(BankAccount).order_by(BankAccount.changed_at)).all()
    assert [each.replaced_at is None for each in rows] == [False, True], "the account before is kept"


def test_the_hold_is_the_operators_within_the_rules_bounds(client: PageClient) -> None:
    assert (BOUNDS[Name.BANK_HOLD_HOURS].low, BOUNDS[Name.BANK_HOLD_HOURS].high) == (24, 72)
    db.session.add(Setting(name=Name.BANK_HOLD_HOURS, value=24))
    consultant = make_listed_consultant()
    row = make_bank_account(consultant)
    assert row.usable_from - row.changed_at == timedelta(hours=24)
    client.sign_in(make_operator())
    assert "24～72時間" in client.get("/settings/general").text


def test_nobody_else_sees_the_account(client: PageClient) -> None:
    make_bank_account(make_listed_consultant())
    for user in (make_client(), make_advisor(), make_operator()):
        client.sign_in(user)
        assert client.get("/bank-account").status_code == 403


# The operator's own account


OWN = {
    "bank_code": "0005", "branch_code": "001", "kind": "1", "number": "7654321", "holder": "カ）エンノシタ",
    "requester_code": "1234567890", "line_ends": "1", "revision": "0", "password": PASSWORD,
}  # fmt: skip


def test_the_own_account_is_checked_and_saved_once(client: PageClient) -> None:
    client.sign_in(make_operator())
    wrong = {"bank_code": "9999", "branch_code": "000", "number": "x", "holder": "株式会社縁の下", "kind": "4"}
    for name, value in {**wrong, "requester_code": "x"}.items():
        refused = client.post("/settings/own-account", data={**OWN, name: value})
        assert refused.status_code == 422
        assert f'id="{name}-error"' in refused.text
    assert client.post("/settings/own-account", data={**OWN, "password": "wrong"}).status_code == 422
    assert client.post("/settings/own-account", data=OWN).status_code == 303
    assert "三菱" in client.get("/settings/own-account").text
    assert client.post("/settings/own-account", data=OWN).status_code == 409


# Runs


def test_a_run_from_its_making_to_its_end(client: PageClient, clock: time_machine.Traveller) -> None:
    notice = payable_month()
    maker, approver = make_operator(), make_operator()
    client.sign_in(maker)
    assert notice.number not in client.get("/payment-runs").text, "it can be paid: only its day stands there"
    page = client.get("/payment-runs/new").text
    assert notice.number in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen is not None
    day = {"pay_on": notice.due_on.isoformat()}
    assert client.post("/payment-runs/new", data={**day, "seen": "9:9"}).status_code == 409
    made = client.post("/payment-runs/new", data={**day, "seen": seen[1]})
    assert made.status_code == 303
    path = made.location
    assert client.post(f"{path}/approve").status_code == 403
    client.sign_in(approver)
    assert client.post(f"{path}/file").status_code == 409, "not approved yet"
    assert client.post(f"{path}/approve", data={"version": "99"}).status_code == 409
    assert client.post(f"{path}/approve").status_code == 303
    file = client.post(f"{path}/file")
    assert (file.status_code, len(file.data)) == (200, 4 * 122)
    assert "attachment; filename=furikomi-20261130-PR-2026-000001.txt" in file.headers["Content-Disposition"]
    assert client.post(f"{path}/file").data == file.data
    assert client.post(f"{path}/sent").status_code == 303
    assert client.post(f"{path}/sent").status_code == 409
    assert client.post(f"{path}/done").status_code == 409, "the day has not come"
    clock.shift(timedelta(days=6))
    client.sign_in(approver)
    assert client.post(f"{path}/done").status_code == 303
    page = client.get(path).text
    assert maker.name in page
    assert approver.name in page
    assert "1234567" not in page
    assert db.session.scalars(select(PaymentRun.state)).one() is RunState.DONE


def test_a_run_is_cancelled_with_its_reason(client: PageClient) -> None:
    payable_month()
    client.sign_in(make_operator())
    path = client.post("/payment-runs/new", data={"pay_on": "2026-11-30", "seen": "1:880000"}).location
    assert client.post(f"{path}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"{path}/cancel", data={"reason": "金額の確認", "version": "9"}).status_code == 409
    assert client.post(f"{path}/cancel", data={"reason": "金額の確認"}).status_code == 303
    assert "金額の確認" in client.get(path).text
    assert client.post(f"{path}/cancel", data={"reason": "二度目"}).status_code == 409


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [("2026-11-28", 422, "休業日"), ("x", 422, "pay_on-error"), ("2026-11-25", 200, "支払えるものはありません")],
)
def test_a_day_is_answered_beside_its_field(client: PageClient, day: str, status: int, words: str) -> None:
    make_own_account()
    client.sign_in(make_operator())
    answer = client.get(f"/payment-runs/new?pay_on={day}")
    assert (answer.status_code, words in answer.text) == (status, True)
    assert client.post("/payment-runs/new", data={"pay_on": day}).status_code in {409, 422}


def test_without_an_own_account_the_page_says_where_to_enter_it(client: PageClient) -> None:
    client.sign_in(make_operator())
    for path in ("/payment-runs", "/payment-runs/new"):
        assert 'href="/settings/own-account"' in client.get(path).text


def test_only_operators_pay(client: PageClient) -> None:
    for user in (make_client(), make_advisor(), make_listed_consultant().user):
        client.sign_in(user)
        for path in ("/payment-runs", "/payment-runs/new", "/settings/own-account"):
            assert client.get(path).status_code == 403


def test_lists_take_the_same_queries_however_long_they_are(client: PageClient) -> None:
    client.sign_in(make_operator())
    payable_month()
    counted = []
    for _each in range(2):
        client.get("/payment-runs/new")
        with count_queries() as seen:
            client.get("/payment-runs/new")
        counted.append(len(seen))
        payable_month()
        payable_month()
    assert counted[0] == counted[1]
