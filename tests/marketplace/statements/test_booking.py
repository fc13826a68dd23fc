"""Payments booked for invoices and taken back: R38 to the yen, and a ledger that always agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from marketplace.audit import AuditEntry
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import take_back
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.statements.models import Allocation
from marketplace.statements.operations import match, reverse, set_aside, take_up
from marketplace.statements.queries import client_credits, learnt_names, suggestions, underpaid
from marketplace.statements.states import IncomingState
from marketplace.statements.suggesting import Fit
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.statements import take_in

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.statements.models import Incoming
    from tests.conftest import PageClient

TOTAL = 1_150_365  # of 188.25 hours at 1,000,000 yen


@pytest.fixture
def operator(client: PageClient) -> User:
    del client
    return make_operator()


def paid(amount: int, by: User, payer: str = "ｶ)ﾐﾅﾄｾｲｷ") -> Incoming:
    (incoming,) = take_in((today(), amount, payer), by=by)
    return incoming


def book(incoming: Incoming, *invoices: Invoice, by: User, accept_fee: bool = False) -> None:
    match(incoming, invoices, by=by, accept_fee=accept_fee)
    db.session.commit()


def test_short_of_it_the_invoice_stays_open_and_is_asked_for(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    incoming = paid(1_149_925, operator)
    (found,) = suggestions(incoming)
    assert (found.fit, found.difference, found.fee) == (Fit.SHORT_BY_FEE, -440, 440)
    book(incoming, invoice, by=operator)
    assert (invoice.state, invoice.open, balance(Account.CASH)) == (InvoiceState.ISSUED, 440, 1_149_925)
    assert [each.number for each in underpaid()] == [invoice.number]
    assert balance(Account.FEES) == 0


def test_a_fee_that_is_accepted_is_booked_as_one_and_the_invoice_is_paid(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    book(paid(1_149_925, operator), invoice, by=operator, accept_fee=True)
    assert (invoice.state, invoice.open) == (InvoiceState.PAID, 0)
    assert [balance(each) for each in (Account.CASH, Account.FEES, Account.RECEIVABLE)] == [1_149_925, 440, 0]


def test_too_much_pays_it_and_the_rest_is_kept_as_the_clients_credit(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    book(paid(1_150_805, operator), invoice, by=operator)
    assert (invoice.state, invoice.open, balance(Account.RECEIVABLE)) == (InvoiceState.PAID, -440, -440)
    assert [each.number for each in client_credits()] == [invoice.number]


def test_several_invoices_are_paid_by_their_sum_only(operator: User) -> None:
    invoices = [billed_month(188.25)[0], billed_month(150)[0]]
    incoming = paid(sum(each.total for each in invoices), operator)
    short = paid(sum(each.total for each in invoices) - 440, operator, "ｱｽｶﾙ")
    with pytest.raises(Invalid):
        match(short, invoices, by=operator)
    book(incoming, *invoices, by=operator)
    assert {each.state for each in invoices} == {InvoiceState.PAID}
    reverse(incoming, words="違う会社", by=operator)
    db.session.commit()
    assert {(each.state, each.paid) for each in invoices} == {(InvoiceState.ISSUED, 0)}


def test_taken_back_everything_is_as_before_and_the_wrong_name_is_forgotten(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    incoming = paid(1_149_925, operator)
    before = {account: balance(account) for account in Account}
    book(incoming, invoice, by=operator, accept_fee=True)
    assert learnt_names({incoming.payer}) == {incoming.payer: frozenset({invoice.company_id})}
    with pytest.raises(Invalid):
        reverse(incoming, words=" ", by=operator)
    reverse(incoming, words="別の会社の振込", by=operator)
    db.session.commit()
    assert {account: balance(account) for account in Account} == before
    assert (invoice.state, invoice.paid, invoice.paid_on) == (InvoiceState.ISSUED, 0, None)
    assert (incoming.state, incoming.words) == (IncomingState.OPEN, "別の会社の振込")
    assert learnt_names({incoming.payer}) == {}
    assert db.session.scalar(select(func.count(Allocation.id))) == 0
    told = select(func.count(Message.id)).where(Message.template == "billing/invoice_reopened")
    assert db.session.scalar(told) == 1
    events = set(db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == incoming.id)))
    assert events == {"payment matched", "match taken back"}


def test_a_name_is_learnt_by_a_match(operator: User) -> None:
    first, _notice = billed_month(188.25)
    book(paid(TOTAL, operator, "ﾐﾅﾄ ｹｲﾘ"), first, by=operator)
    incoming = paid(TOTAL - 10_000, operator, "ﾐﾅﾄ ｹｲﾘ")
    assert suggestions(incoming) == []
    reverse_of = db.session.scalars(select(Allocation)).one()
    assert reverse_of.invoice_id == first.id


def test_a_late_invoice_is_overdue_again(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    incoming = paid(TOTAL, operator)
    book(incoming, invoice, by=operator)
    db.session.execute(update(Invoice).values(due_on=today().replace(year=2020)))
    db.session.commit()
    reverse(incoming, words="誤り", by=operator)
    db.session.commit()
    assert invoice.state is InvoiceState.OVERDUE


def test_what_is_not_open_is_refused(operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    incoming, other = paid(TOTAL, operator), paid(TOTAL, operator, "ｱｽｶﾙ")
    with pytest.raises(Invalid):
        match(incoming, [], by=operator)
    with pytest.raises(Invalid):
        match(incoming, [invoice], by=operator, accept_fee=True)
    invoice.contract.model = ContractModel.DIRECT
    with pytest.raises(Invalid):
        match(incoming, [invoice], by=operator)
    invoice.contract.model = ContractModel.VIA
    book(incoming, invoice, by=operator)
    with pytest.raises(DomainError):
        match(incoming, [invoice], by=operator)
    with pytest.raises(DomainError):
        take_up(incoming, by=operator)
    with pytest.raises(Invalid):
        match(other, [invoice], by=operator)
    with pytest.raises(DomainError):
        reverse(other, words="誤り", by=operator)
    with pytest.raises(DomainError):
        take_back(invoice, TOTAL + 1, source="x", by=operator)


def test_set_aside_with_a_reason_and_taken_up_again(operator: User) -> None:
    incoming = paid(12, operator, "ﾘｿｸ")
    with pytest.raises(Invalid):
        set_aside(incoming, words="", by=operator)
    set_aside(incoming, words="利息", by=operator)
    db.session.commit()
    assert (incoming.state, incoming.words) == (IncomingState.SET_ASIDE, "利息")
    with pytest.raises(DomainError):
        set_aside(incoming, words="利息", by=operator)
    take_up(incoming, by=operator)
    assert (incoming.state, incoming.words) == (IncomingState.OPEN, "")


STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 1), st.sampled_from(["match", "fee", "reverse"])), max_size=12
)


def _booked(incomings: list[Incoming]) -> int:
    return sum(each.amount for each in incomings if each.state is IncomingState.MATCHED)


def test_whatever_is_booked_and_taken_back_the_ledger_is_documents_less_cash(operator: User) -> None:
    invoices = [billed_month(188.25)[0], billed_month(150)[0]]
    rows = [(today(), amount, f"ｱ{amount}") for amount in (TOTAL, TOTAL - 440, 600_000, 2_000_000)]
    incomings = take_in(*rows, by=operator)
    documents = balance(Account.RECEIVABLE)

    def step(incoming: Incoming, invoice: Invoice, how: str) -> None:
        try:
            if how == "reverse":
                reverse(incoming, words="x", by=operator)
            else:
                match(incoming, [invoice], by=operator, accept_fee=how == "fee")
        except DomainError:
            return  # refused: nothing of it may be booked, which is asked below
        finally:
            db.session.flush()

    def agrees() -> None:
        booked, fees = _booked(incomings), balance(Account.FEES)
        assert balance(Account.CASH) == booked
        assert balance(Account.RECEIVABLE) == documents - booked - fees
        assert sum(each.paid for each in invoices) == booked + fees
        assert all((each.state is InvoiceState.PAID) == (each.paid >= each.total) for each in invoices)
        assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0

    @settings(max_examples=15, deadline=None)
    @given(steps=STEPS)
    def whatever(steps: list[tuple[int, int, str]]) -> None:
        for which, invoice, how in steps:
            step(incomings[which], invoices[invoice], how)
            agrees()
        for each in incomings:
            step(each, invoices[0], "reverse")
        agrees()
        assert {(each.state, each.paid) for each in invoices} == {(InvoiceState.ISSUED, 0)}

    whatever()
