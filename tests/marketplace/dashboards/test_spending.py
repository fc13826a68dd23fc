"""What a client owes and has spent: figures of billed months in exact yen, the same however they are summed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.operations.collecting import receive
from marketplace.billing.queries import Wanted, balance, invoices_for, sums_for
from marketplace.billing.states import Account
from marketplace.clock import today
from marketplace.dashboards.earning import earned_by, sums_of
from marketplace.dashboards.margins import margins
from marketplace.dashboards.periods import Period, period_of, years_since
from marketplace.dashboards.spending import by_month, owed_by, spent_by
from marketplace.dashboards.sums import Sum
from marketplace.db import db
from tests.factories.dashboards import billed_months

pytestmark = pytest.mark.usefixtures("session")
USUAL = Period(date(2025, 12, 1), date(2026, 11, 1))


def test_open_overdue_and_paid_are_the_rests_and_totals_of_the_invoices() -> None:
    billed = billed_months([160, 160, 188.25])  # 1,000,000 + 100,000 tax, twice; 1,045,787 + 104,578
    august, september, _october = billed.invoices
    assert [each.total for each in billed.invoices] == [1_100_000, 1_100_000, 1_150_365]
    receive(august, 1_100_000, on=date(2026, 9, 30), source="bank", by=None)
    receive(september, 100_000, on=date(2026, 10, 31), source="bank", by=None)
    db.session.commit()
    owed = owed_by(august.company_id)
    assert owed.open == Sum(1_000_000 + 1_150_365, 2)
    assert owed.overdue == Sum(1_000_000, 1), "September was due on 31 October; October is due on 30 November"
    assert owed.paid == Sum(1_100_000, 1)
    assert owed.credit == Sum()
    assert owed.first_served == date(2026, 8, 1)
    assert balance(Account.RECEIVABLE) == owed.open.yen


def test_what_was_paid_last_year_or_too_much_is_not_mixed_in() -> None:
    billed = billed_months([160, 160])
    receive(billed.invoices[0], 1_100_000, on=date(2025, 12, 31), source="bank", by=None)
    receive(billed.invoices[1], 1_200_000, on=date(2026, 1, 1), source="bank", by=None)
    db.session.commit()
    owed = owed_by(billed.invoices[0].company_id)
    assert (owed.open, owed.paid, owed.credit) == (Sum(), Sum(1_100_000, 1), Sum(100_000, 1))


def test_sums_over_months_and_over_engagements_are_the_ledgers() -> None:
    first = billed_months([160, 188.25, 132.5])
    second = billed_months([150, 170], owner=first.owner, order_price=1_200_000)
    billed_months([160])  # another company's
    company_id = first.invoices[0].company_id
    spent = spent_by(company_id, USUAL)
    months = by_month(spent, USUAL)
    totals = [each.total for each in spent]
    assert totals == [1_100_000 + 1_150_365 + 1_041_095, 1_320_000 + 1_320_000]
    assert months[date(2026, 10, 1)] == 1_041_095 + 1_320_000
    assert months[date(2026, 8, 1)] == 1_100_000
    assert months[date(2026, 7, 1)] == 0
    others = 1_100_000
    assert sum(months.values()) == sum(totals) == balance(Account.RECEIVABLE) - others
    assert [each.count for each in spent] == [3, 2]
    assert spent[1].title == "基幹刷新 第二期"
    assert len(second.invoices) == 2


def test_each_figure_is_the_sum_that_its_list_shows() -> None:
    billed = billed_months([160, 160, 188.25])
    receive(billed.invoices[0], 1_100_000, on=date(2026, 9, 30), source="bank", by=None)
    db.session.commit()
    owed, owner = owed_by(billed.invoices[0].company_id), billed.owner
    yesterday = date(2026, 11, 22)
    assert sums_for(owner, Wanted(state="open"), Invoice)[1] == owed.open.yen
    assert sums_for(owner, Wanted(state="open", due_until=yesterday), Invoice)[1] == owed.overdue.yen
    assert sums_for(owner, Wanted(state="paid", paid_since=date(2026, 1, 1)), Invoice)[0] == owed.paid.yen
    (spent,) = spent_by(billed.invoices[0].company_id, USUAL)
    for month, amount in spent.months.items():
        wanted = Wanted(engagement_id=spent.engagement_id, served_since=month, served_until=month)
        assert sums_for(owner, wanted, Invoice)[0] == amount
    assert invoices_for(owner, Wanted(model="direct"))[1] == 0
    assert invoices_for(owner, Wanted(contract=billed.contract.number, state="open"))[1] == 2
    assert invoices_for(owner, Wanted(state="disputed"))[1] == 0, "no state of an invoice"


def test_a_period_is_twelve_months_or_a_year_that_has_something() -> None:
    years = years_since(date(2024, 7, 31))
    assert years == [2026, 2025, 2024]
    assert period_of("", years) == period_of("2023", years) == period_of("x", years) == USUAL
    assert period_of("2025", years) == Period(date(2025, 1, 1), date(2025, 12, 1), 2025)
    assert period_of("2025", years).until == date(2025, 12, 31)
    assert len(USUAL.months) == len(set(USUAL.months)) == 12
    assert years_since(None) == [today().year]


@given(
    quarters=st.lists(st.integers(1, 640), min_size=1, max_size=3),
    order=st.integers(300_000, 2_500_000),
    share=st.integers(50, 100),
)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_hours_and_prices_months_engagements_margin_and_ledger_agree(
    quarters: list[int], order: int, share: int
) -> None:
    prices: dict[str, Any] = {"order_price": order, "received_price": order * share // 100}
    billed = billed_months([each / 4 for each in quarters], **prices)
    spent = spent_by(billed.invoices[0].company_id, USUAL)
    claimed = db.session.scalar(
        select(func.sum(LedgerEntry.amount)).where(
            LedgerEntry.account == Account.RECEIVABLE, LedgerEntry.contract_id == billed.contract.id
        )
    )
    assert sum(by_month(spent, USUAL).values()) == sum(each.total for each in spent) == claimed
    assert claimed == sum(each.total for each in billed.invoices) == owed_by(billed.invoices[0].company_id).open.yen
    (row,) = (each for each in margins(USUAL) if each.contract_id == billed.contract.id)
    net = sum(each.net for each in billed.invoices) - sum(each.net for each in billed.notices)
    assert row.margin == net == row.booked
    earned = sums_of(earned_by(billed.consultant.id))
    assert (earned.net, earned.to_come) == (row.received, sum(each.transfer for each in billed.notices))
