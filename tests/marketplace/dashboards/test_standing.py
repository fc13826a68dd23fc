"""How the operator stands: receivable by age, payable by state, margin by contract, cash by week; exact yen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.operations.answering import confirm_notice, dispute_notice
from marketplace.billing.operations.collecting import receive
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import Wanted, balance, sums_for
from marketplace.billing.states import Account, NoticeState
from marketplace.clock import today
from marketplace.dashboards.cash import calendar
from marketplace.dashboards.margins import margins, sum_of
from marketplace.dashboards.periods import Period
from marketplace.dashboards.spending import owed_by
from marketplace.dashboards.standing import by_age, by_state, claims, debts, first_served, overdue, scheduled
from marketplace.dashboards.sums import Sum, total
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.payouts.operations.runs import make_run
from marketplace.payouts.queries import due_until
from marketplace.profiles.states import InvoiceStatus
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import correct, save_days
from marketplace.work_reports.queries import reports_of
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month
from tests.factories.dashboards import billed_months
from tests.factories.payouts import make_bank_account, make_own_account
from tests.factories.work_reports import hours, writer

if TYPE_CHECKING:
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")
USUAL = Period(date(2025, 12, 1), date(2026, 11, 1))


def test_claims_are_sorted_by_the_days_since_their_due_date() -> None:
    billed = billed_months([160, 160, 160, 160])  # due 31 August, 30 September, 31 October, 30 November
    receive(billed.invoices[1], 400_000, on=date(2026, 10, 1), source="bank", by=None)
    billed_months([160], model=ContractModel.DIRECT, order_price=None)  # not the operator's
    db.session.commit()
    owed = claims()
    sums = [(each.low, each.sum) for each in by_age(owed)]
    assert sums == [
        (None, Sum(1_100_000, 1)),
        (1, Sum(1_100_000, 1)),  # 23 days
        (31, Sum(700_000, 1)),  # 54 days
        (61, Sum(1_100_000, 1)),  # 84 days
        (91, Sum()),
    ]
    assert overdue(owed) == Sum(2_900_000, 3)
    assert total(each.sum for each in owed) == Sum(4_000_000, 4)
    assert sums_for(make_operator(), Wanted(state="open", model="via"), Invoice)[1] == 4_000_000
    for age in by_age(owed):
        wanted = Wanted(state="open", model="via", due_since=age.due_since, due_until=age.due_until)
        assert sums_for(make_operator(), wanted, Invoice)[1] == age.sum.yen
    assert first_served() == date(2026, 7, 1)


def test_what_fell_due_on_a_day_without_banks_is_expected_today_and_not_overdue(client: PageClient) -> None:
    billed = billed_months([160, 160])
    for invoice, due in zip(billed.invoices, (date(2026, 11, 20), date(2026, 11, 21)), strict=True):
        db.session.execute(update(Invoice).values(due_on=due).where(Invoice.id == invoice.id))  # a Friday, a Saturday
    db.session.commit()
    one = Sum(1_100_000, 1)
    owed = owed_by(billed.invoices[0].company_id)
    assert (overdue(claims()), owed.overdue, [each.sum for each in by_age(claims())[:2]]) == (one, one, [one, one])
    plan = calendar(claims(), debts(), scheduled())
    (today_,) = [each for week in plan.weeks for each in week.days if each.incoming]
    assert (plan.late_in, today_.day, today_.claims, today_.since) == (one, today(), one, date(2026, 11, 21))
    client.sign_in(make_operator())
    page = client.get("/billing/overview").text
    assert "due_until=2026-11-20" in page
    assert "due_since=2026-11-21&amp;due_until=2026-11-23" in page


def test_debts_are_sorted_by_state_and_their_sum_is_the_ledgers() -> None:
    billed = billed_months([160, 188.25, 160])
    confirm_notice(billed.notices[0], by=billed.consultant)
    dispute_notice(billed.notices[1], words="時間が違う", by=billed.consultant)
    db.session.commit()
    states = by_state(debts())
    assert states == {
        NoticeState.SENT: Sum(880_000, 1),
        NoticeState.CONFIRMED: Sum(880_000, 1),
        NoticeState.SCHEDULED: Sum(),
        NoticeState.DISPUTED: Sum(920_293, 1),
    }
    assert total(states.values()).yen == -balance(Account.PAYABLE)
    for state, each in states.items():
        assert sums_for(make_operator(), Wanted(state=state.value), PaymentNotice)[1] == each.yen


def test_the_margin_is_the_clients_net_less_the_consultants_and_the_ledger_agrees() -> None:
    first = billed_months([160, 188.25])
    second = billed_months([132.5], owner=first.owner)
    billed_months([160], model=ContractModel.DIRECT, order_price=None)
    one, other = margins(USUAL)
    # 1,000,000 + 1,045,787 less 800,000 + 836,630
    assert (one.number, one.order, one.received, one.margin) == (first.contract.number, 2_045_787, 1_636_630, 409_157)
    assert one.percent == Decimal("20.0")
    # 7.5 hours short: 1,000,000 - 7.5 * 7,140 and 800,000 - 7.5 * 5,710
    assert (other.number, other.order, other.received) == (second.contract.number, 946_450, 757_175)
    assert other.margin == 189_275
    assert [each.booked for each in (one, other)] == [one.margin, other.margin]
    whole = sum_of([one, other])
    assert (whole.margin, whole.left, whole.booked) == (598_432, 598_432, 598_432)
    assert margins(Period(date(2025, 1, 1), date(2025, 12, 1), 2025)) == []
    assert sum_of([]).percent is None


def test_a_lost_input_tax_credit_is_borne_by_the_margin() -> None:
    report, _owner = approved_month(160)
    report.contract.application.consultant.invoice_status = InvoiceStatus.UNREGISTERED
    bill_month(report, by=None)
    db.session.commit()
    (row,) = margins(USUAL)
    assert (row.margin, row.lost_credit, row.left) == (200_000, 24_000, 176_000), "30 % of 80,000 in October 2026"


def test_a_corrected_month_counts_once_and_the_ledger_still_agrees() -> None:
    billed = billed_months([132.5])
    (report,) = reports_of(billed.contract)
    again = correct(report, reason="漏れていたため。", by=writer(billed.contract))
    save_days(again, hours(160 * 60, billed.contract, again.month), issues="", by=writer(billed.contract))
    submit(again, by=writer(billed.contract))
    approve(again, by=billed.owner)
    db.session.commit()
    bill_month(again, by=None)
    db.session.commit()
    (row,) = margins(USUAL)
    assert (row.order, row.received, row.booked) == (1_000_000, 800_000, 200_000)
    assert total(each.sum for each in claims()) == Sum(1_100_000, 1)


def test_the_calendar_puts_every_yen_into_one_week_or_beside_them() -> None:
    billed = billed_months([160, 188.25, 160])
    confirm_notice(billed.notices[2], by=billed.consultant)
    dispute_notice(billed.notices[1], words="時間が違う", by=billed.consultant)
    db.session.commit()
    plan = calendar(claims(), debts(), scheduled())
    assert [each.first for each in plan.weeks][:2] == [date(2026, 11, 23), date(2026, 11, 30)]
    assert len(plan.weeks) == 8
    assert plan.weeks[-1].last == date(2027, 1, 17)
    (day,) = [day for week in plan.weeks for day in week.days]
    assert (day.day, day.incoming, day.outgoing) == (date(2026, 11, 30), 1_100_000, 880_000)
    assert [each.balance for each in plan.weeks][:3] == [0, 220_000, 0]
    assert [each.running for each in plan.weeks][:3] == [0, 220_000, 220_000]
    assert plan.late_in == Sum(1_100_000 + 1_150_365, 2)
    assert plan.late_out == Sum(880_000, 1), "August, due on 30 September, and not confirmed"
    assert plan.disputed == Sum(920_293, 1)
    assert plan.later_in == plan.later_out == Sum()
    inside = sum(week.incoming for week in plan.weeks)
    assert inside + plan.late_in.yen + plan.later_in.yen == total(each.sum for each in claims()).yen


def test_a_payment_run_goes_out_on_its_own_day_and_no_yen_twice() -> None:
    billed = billed_months([160, 160])
    for notice in billed.notices:
        confirm_notice(notice, by=billed.consultant)
    make_own_account()
    make_bank_account(billed.notices[0].consultant)
    day = date(2026, 11, 30)
    make_run(day, seen=due_until(day).seen, by=make_operator())
    db.session.commit()
    (run,) = scheduled()
    assert (run.pay_on, run.sum) == (day, Sum(1_760_000, 2))
    plan = calendar(claims(), debts(), [run])
    (of_run,) = [each for week in plan.weeks for each in week.days if each.runs]
    assert (of_run.day, of_run.outgoing, of_run.debts) == (day, 1_760_000, Sum())
    assert sum(week.outgoing for week in plan.weeks) + plan.late_out.yen == -balance(Account.PAYABLE)
