"""前払金 (R19): agreed on the screen, paid once, taken off as a line of its own, never more than due."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.billing.advances import advances_for, advances_left, left_of, taken_off
from marketplace.billing.models import Advance, LedgerEntry
from marketplace.billing.operations import paying_ahead
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, AdvanceState
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient

WORDS = "11月20日の覚書による。甲と乙の間で合意。"


def _proposed(contract: Contract, amount: int = 300_000) -> Advance:
    by = make_operator()
    advance = paying_ahead.propose_advance(contract, amount, written_on=today(), words=WORDS, by=by)
    db.session.commit()
    return advance


def _paid(contract: Contract, amount: int = 300_000) -> Advance:
    advance = _proposed(contract, amount)
    paying_ahead.agree_to_advance(advance, by=advance.consultant.user)
    paying_ahead.mark_advance_paid(advance, on=today(), by=make_operator())
    db.session.commit()
    return advance


@pytest.mark.usefixtures("session")
def test_it_comes_off_the_transfer_after_tax_and_withholding_as_a_line_of_its_own() -> None:
    report, _owner = approved_month(150, withholding=Withholding.ADVICE)
    advance = _paid(report.contract)
    assert (balance(Account.ADVANCES), balance(Account.CASH)) == (300_000, -300_000)
    notice = bill_month(report, by=None)[1]
    assert notice is not None
    assert (notice.total, notice.withheld, notice.deducted, notice.transfer) == (880_000, 81_680, 300_000, 498_320)
    assert (balance(Account.ADVANCES), balance(Account.PAYABLE)) == (0, -498_320)
    assert [(each.number, amount) for each, amount in taken_off(advance)] == [(notice.number, 300_000)]
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0


@pytest.mark.usefixtures("session")
def test_never_more_than_the_transfer_and_the_oldest_first() -> None:
    report, _owner = approved_month(150)
    first, second = _paid(report.contract, 500_000), _paid(report.contract, 500_000)
    notice = bill_month(report, by=None)[1]
    db.session.flush()
    assert notice is not None
    assert (notice.deducted, notice.transfer) == (880_000, 0)
    shown = {each.advance.id: each.left for each in advances_for(make_operator())[0]}
    assert shown == {first.id: 0, second.id: 120_000}
    assert balance(Account.ADVANCES) == 120_000


@pytest.mark.usefixtures("session")
def test_nothing_comes_off_before_it_is_agreed_and_paid() -> None:
    report, _owner = approved_month(150)
    advance = _proposed(report.contract)
    with pytest.raises(TransitionRefused):
        paying_ahead.mark_advance_paid(advance, on=today(), by=make_operator())
    db.session.rollback()
    paying_ahead.agree_to_advance(advance, by=advance.consultant.user)
    notice = bill_month(report, by=None)[1]
    assert notice is not None
    assert (notice.deducted, notice.transfer) == (0, 880_000)
    assert balance(Account.ADVANCES) == 0


@pytest.mark.usefixtures("session")
def test_it_is_paid_once_and_not_withdrawn_afterwards() -> None:
    advance = _paid(approved_month()[0].contract)
    for step in (paying_ahead.agree_to_advance, paying_ahead.withdraw_advance):
        with pytest.raises(TransitionRefused):
            step(advance, by=make_operator())
    with pytest.raises(TransitionRefused):
        paying_ahead.mark_advance_paid(advance, on=today(), by=make_operator())
    assert balance(Account.CASH) == -300_000


@pytest.mark.usefixtures("session")
def test_what_is_incomplete_or_under_no_such_contract_is_refused() -> None:
    contract = approved_month()[0].contract
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        paying_ahead.propose_advance(contract, 0, written_on=tomorrow, words=" ", by=make_operator())
    assert set(refused.value.errors) == {"amount", "written_on", "words"}
    advance = _proposed(contract)
    with pytest.raises(Invalid):
        paying_ahead.mark_advance_paid(advance, on=tomorrow, by=make_operator())
    direct = approved_month(150, model=ContractModel.DIRECT, order_price=None)[0].contract
    with pytest.raises(DomainError):
        paying_ahead.propose_advance(direct, 1, written_on=today(), words=WORDS, by=make_operator())


@pytest.mark.parametrize(("locale", "agreed"), [("ja", "合意済み"), ("en", "Agreed, to be transferred")])
def test_from_the_contract_to_the_transfer_on_the_pages(client: PageClient, locale: str, agreed: str) -> None:
    contract = approved_month()[0].contract
    operator, consultant = make_operator(), contract.application.consultant.user
    client.sign_in(operator)
    client.set_cookie("locale", locale)
    new = f"/contracts/{contract.id}/advances/new"
    assert f'href="{new}"' in client.get(f"/contracts/{contract.id}").text
    sent = {"amount": "300,000", "written_on": today().isoformat(), "words": WORDS}
    assert client.post(new, data={**sent, "amount": "0"}).status_code == 422
    path = client.post(new, data=sent).location
    assert f'href="{path}"' in client.get("/advances").text
    client.sign_in(consultant)
    client.set_cookie("locale", locale)
    assert WORDS in client.get(path).text
    assert client.post(f"{path}/agree", data={"version": 9}).status_code == 409
    assert client.post(f"{path}/agree").location == path
    assert agreed in client.get(path).text
    assert "300,000" in client.get("/advances").text
    client.sign_in(operator)
    assert client.post(f"{path}/paid", data={"on": "2999-01-01"}).status_code == 422
    assert client.post(f"{path}/paid", data={"on": today().isoformat()}).location == path
    assert client.post(f"{path}/withdraw").status_code == 409
    assert db.session.scalars(select(Advance.state)).one() is AdvanceState.PAID
    told = set(db.session.scalars(select(Message.template).where(Message.template.startswith("billing/advance"))))
    assert told == {"billing/advance_proposed", "billing/advance_agreed", "billing/advance_paid"}


@pytest.mark.usefixtures("session")
def test_what_no_month_takes_off_is_booked_as_given_back() -> None:
    report, _owner = approved_month(150)
    advance = _paid(report.contract, 1_000_000)
    bill_month(report, by=None)
    db.session.flush()
    assert left_of(advance) == 120_000
    operator = make_operator()
    with pytest.raises(Invalid) as refused:
        paying_ahead.book_advance_back(advance, 120_001, on=today() + timedelta(days=1), words=" ", by=operator)
    assert set(refused.value.errors) == {"amount", "on", "words"}
    paying_ahead.book_advance_back(advance, 20_000, on=today(), words="11月20日 振込", by=operator)
    paying_ahead.book_advance_back(advance, 100_000, on=today(), words="残り", by=operator)
    db.session.flush()
    assert (left_of(advance), advances_left(advance.consultant_id)) == (0, [])
    assert (balance(Account.ADVANCES), balance(Account.CASH)) == (0, -880_000)
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
    with pytest.raises(DomainError):
        paying_ahead.book_advance_back(advance, 1, on=today(), words="もう一度", by=operator)


def test_the_operator_books_it_on_the_advance_and_the_consultant_reads_it(client: PageClient) -> None:
    advance = _paid(approved_month()[0].contract)
    path, sent = f"/advances/{advance.id}", {"on": today().isoformat(), "words": "本人から振込"}
    client.sign_in(make_operator())
    assert f"{path}/given-back" in client.get(path).text
    assert client.post(f"{path}/given-back", data={**sent, "amount": "300,001"}).status_code == 422
    assert client.post(f"{path}/given-back", data={**sent, "amount": "300,000"}).location == path
    assert f"{path}/given-back" not in client.get(path).text
    client.sign_in(advance.consultant.user)
    assert "本人から振込" in client.get(path).text
