"""What a consultant has earned and will earn: exact yen of billed months, of the terms ahead, and of a tax year."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.operations.answering import confirm_notice, dispute_notice
from marketplace.billing.queries import Wanted, balance, sums_for
from marketplace.billing.states import Account
from marketplace.contracts.operations.ending import suspend
from marketplace.contracts.queries import newest_version
from marketplace.dashboards.earning import by_month, earned_by, of_tax_year, still_due, sums_of
from marketplace.dashboards.forecast import Expected, expected_by
from marketplace.dashboards.periods import Period
from marketplace.dashboards.yearly import yearly_file
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.i18n import in_locale
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.dashboards import Billed, billed_months
from tests.factories.work_reports import reported_contract, writer

pytestmark = pytest.mark.usefixtures("session")
USUAL = Period(date(2025, 12, 1), date(2026, 11, 1))
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def expected_of(billed: Billed) -> list[Expected]:
    rows = earned_by(billed.consultant.id)
    return expected_by(billed.consultant.id, ((each.contract_id, each.month) for each in rows))


def test_a_month_is_what_its_notice_says_with_tax_and_withholding_apart() -> None:
    billed = billed_months([160, 188.25], withholding=Withholding.ADVICE)
    months = by_month(earned_by(billed.consultant.id), USUAL)
    september, october = months[date(2026, 9, 1)], months[OCTOBER]
    # 800,000 + 80,000 - 81,680; 836,630 + 83,663 - 85,419
    assert (september.net, september.tax, september.withheld, september.to_come) == (800_000, 80_000, 81_680, 798_320)
    assert (october.net, october.tax, october.withheld, october.to_come) == (836_630, 83_663, 85_419, 834_874)
    assert (september.transferred, october.transferred) == (0, 0)
    whole = sums_of(earned_by(billed.consultant.id))
    assert whole.net == balance(Account.PURCHASES)
    assert whole.withheld == -balance(Account.WITHHELD)
    assert whole.to_come == -balance(Account.PAYABLE)
    assert sums_for(billed.consultant, Wanted(state="open"), PaymentNotice) == (whole.to_come, whole.to_come)


def test_due_is_what_is_not_transferred_the_first_day_first_whatever_its_state() -> None:
    billed = billed_months([160, 160, 160])
    confirm_notice(billed.notices[0], by=billed.consultant)
    dispute_notice(billed.notices[1], words="時間が違う", by=billed.consultant)
    db.session.commit()
    due = still_due(earned_by(billed.consultant.id))
    assert [(each.due_on, each.state.value, each.to_come) for each in due] == [
        (date(2026, 9, 30), "confirmed", 880_000),
        (date(2026, 11, 2), "disputed", 880_000),  # 31 October is a Saturday
        (date(2026, 11, 30), "sent", 880_000),
    ]


def test_the_forecast_is_the_fee_of_whole_months_and_business_days_of_the_last() -> None:
    billed = billed_months([160], last_day=date(2027, 1, 15), withholding=Withholding.ADVICE)
    november, december, january = expected_of(billed)
    assert (november.month, november.net, november.tax, november.withheld) == (NOVEMBER, 800_000, 80_000, 81_680)
    assert november.due_on == date(2027, 1, 4), "31 December is no day on which banks transfer"
    assert (december.transfer, december.days) == (798_320, None)
    # January 2027 has 19 business days, 8 of them until the 15th: 4 to 8, 12 to 15, the 11th is a holiday
    assert (january.days, january.by_calendar) == ((9, 19), False)
    assert january.net == 800_000 * 9 // 19 == 378_947
    assert january.tax == 37_894
    assert january.withheld == 38_690


def test_the_forecast_goes_by_calendar_days_where_the_contract_does() -> None:
    billed = billed_months([160], last_day=date(2026, 11, 15), calendar_pro_rata=True)
    (november,) = expected_of(billed)
    assert (november.days, november.by_calendar, november.net) == ((15, 30), True, 400_000)


def test_billed_months_suspended_days_and_what_was_forgotten_are_no_forecast() -> None:
    billed = billed_months([160, 160], last_day=date(2026, 11, 30))
    assert [each.month for each in expected_of(billed)] == [NOVEMBER]
    assert len(expected_by(billed.consultant.id, ())) == 3
    suspend(billed.contract, by=make_operator(), words="予算の確定を待つため。")
    db.session.commit()
    (november,) = expected_of(billed)  # 14 of 19 business days were over on the 23rd, a holiday
    assert (november.days, november.net) == ((14, 19), 800_000 * 14 // 19)
    forgotten, _owner, _advisor = reported_contract(date(2026, 1, 1), last_day=date(2026, 12, 31))
    months = expected_by(writer(forgotten).id, ())
    assert months[0].month == date(2026, 8, 1), "July has been over for longer than 92 days"


def test_a_month_without_a_business_day_is_left_out_and_what_nobody_decided_is_said() -> None:
    billed = billed_months([160], last_day=date(2027, 1, 3))
    assert [each.month for each in expected_of(billed)] == [NOVEMBER, date(2026, 12, 1)]
    assert expected_of(billed)[0].withheld == 0
    newest_version(billed.contract).withholding = None
    db.session.flush()
    first = expected_of(billed)[0]
    assert (first.withheld, first.transfer) == (None, 880_000)


def test_a_direct_invoice_is_earned_by_the_consultant_and_in_no_tax_paper() -> None:
    billed = billed_months([160], model=ContractModel.DIRECT, order_price=None)
    (row,) = earned_by(billed.consultant.id)
    assert (row.direct, row.net, row.tax, row.to_come, row.withheld) == (True, 800_000, 80_000, 880_000, 0)
    assert of_tax_year([row], 2026) == []
    assert [each.month for each in still_due([row])] == [OCTOBER]
    assert NOVEMBER in {each.month for each in expected_of(billed)}
    assert sums_for(billed.consultant, Wanted(state="open"), Invoice) == (880_000, 880_000)


def test_a_tax_year_is_what_fell_due_in_it_paid_or_not() -> None:
    billed = billed_months([160, 188.25], withholding=Withholding.ADVICE)
    rows = earned_by(billed.consultant.id)
    later = replace(rows[0], due_on=date(2027, 1, 4), number="PN-LATER")
    papers = of_tax_year([*rows, later], 2026)
    whole = sums_of(papers)
    # 880,000 + 920,293 of payments, 81,680 + 85,419 withheld from them
    assert (whole.count, whole.total, whole.tax, whole.withheld) == (2, 1_800_293, 163_663, 167_099)
    assert [each.number for each in of_tax_year([*rows, later], 2027)] == ["PN-LATER"]


def test_the_yearly_file_is_numbers_with_their_sum_and_no_formula() -> None:
    billed = billed_months([160], withholding=Withholding.ADVICE)
    (row,) = earned_by(billed.consultant.id)
    with in_locale("en"):
        content = yearly_file([replace(row, title="=HYPERLINK(1)"), row])
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    head, first, second, last = csv.reader(io.StringIO(text))
    assert head[0] == "Number"
    assert first[1] == "'=HYPERLINK(1)"
    assert second[2:4] == ["2026-10", "2026-11-30"]
    assert second[6:] == ["800000", "80000", "0", "880000", "81680", "798320", "798320"]
    assert last[6:] == ["1600000", "160000", "0", "1760000", "163360", "1596640", "1596640"]


def test_nobody_elses_money_is_among_it() -> None:
    first, second = billed_months([160]), billed_months([160, 160])
    assert len(earned_by(first.consultant.id)) == 1
    assert {each.contract_id for each in earned_by(second.consultant.id)} == {second.contract.id}
    assert {each.contract_id for each in expected_of(first)} == {first.contract.id}
    assert not earned_by(first.owner.id)
    assert not expected_by(first.owner.id, ())
    assert first.contract.last_day > date(2026, 11, 1) + timedelta(days=1)
