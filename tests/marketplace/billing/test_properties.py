"""Whatever the hours and terms: sums, margin and ledger agree, and doing it again changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.billing.ledger import entries_of
from marketplace.billing.lines import Line, totals_of
from marketplace.billing.models import Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.operations.answering import confirm_by_silence
from marketplace.billing.operations.closing import close_month
from marketplace.billing.operations.collecting import mark_overdue
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, LineKind
from marketplace.db import db
from marketplace.engagements.states import Settlement
from marketplace.trade.taxes import Rounding, Withholding
from tests.factories.billing import billed_month

QUARTERS = st.integers(0, 4 * 20 * 8)  # of an hour: what a month can hold
PRICES = st.integers(300_000, 2_500_000)
WORDS = {"ja": "業務", "en": "work"}


@given(
    amounts=st.lists(
        st.tuples(st.integers(-5_000_000, 5_000_000), st.sampled_from(["0.10", "0.08", None])), max_size=8
    ),
    rounding=st.sampled_from(Rounding),
)
def test_a_documents_sums_are_those_of_its_lines(amounts: list[tuple[int, str | None]], rounding: Rounding) -> None:
    lines = [Line(LineKind.FEE, WORDS, amount, Decimal(rate) if rate else None) for amount, rate in amounts]
    totals = totals_of(lines, rounding)
    assert totals.net + totals.outlays == sum(amount for amount, _rate in amounts)
    assert totals.total == totals.net + totals.tax + totals.outlays
    for each in totals.by_rate:
        exact = each.net * each.rate
        assert abs(Decimal(each.tax) - exact) < 1, "rounded once, so never a yen off"


@pytest.mark.usefixtures("session")
@given(
    quarters=QUARTERS,
    order=PRICES,
    share=st.integers(50, 100),
    kind=st.sampled_from(Settlement),
    cut=st.sampled_from([1, 10]),
    withholding=st.sampled_from(Withholding),
)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_hours_and_terms_both_sides_the_margin_and_the_ledger_agree(
    quarters: int, order: int, share: int, kind: Settlement, cut: int, withholding: Withholding
) -> None:
    before = {account: balance(account) for account in Account}
    terms = {
        "order_price": order, "received_price": order * share // 100, "order_settlement": kind,
        "received_settlement": kind, "order_cut": cut, "received_cut": 10, "withholding": withholding,
    }  # fmt: skip
    invoice, notice = billed_month(max(quarters, 1) / 4, **terms)
    moved = {account: balance(account) - before[account] for account in Account}
    assert sum(moved.values()) == 0
    assert moved[Account.RECEIVABLE] == invoice.total
    assert moved[Account.PAYABLE] == -notice.transfer
    assert -moved[Account.SALES] - moved[Account.PURCHASES] == invoice.net - notice.net, "the margin"
    assert sum(entries_of(invoice).values()) == sum(entries_of(notice).values()) == 0
    assert notice.total == notice.net + notice.tax + notice.outlays == notice.transfer + notice.withheld


@pytest.mark.usefixtures("session")
def test_running_every_job_again_changes_nothing() -> None:
    invoice, _notice = billed_month()

    def held() -> tuple[int | None, ...]:
        db.session.flush()
        return tuple(db.session.scalar(select(func.count(each.id))) for each in (Invoice, PaymentNotice, LedgerEntry))

    before = held()
    for _again in range(2):
        assert close_month(invoice.served_from, by=None) == 0
        confirm_by_silence()
        mark_overdue()
    assert held() == before
