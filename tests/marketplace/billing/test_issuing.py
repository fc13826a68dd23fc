"""Documents of a month: exact to the yen by the worked examples, issued once, never changed, found again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.billing.lines import Line, totals_of
from marketplace.billing.models import Invoice, IssuedChangedError
from marketplace.billing.operations.issuing import bill_month, missing_items
from marketplace.billing.queries import Wanted, billable, invoices_for, payment_notices_for
from marketplace.billing.states import LineKind
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError
from marketplace.issuer import Issuer
from marketplace.profiles.states import BusinessForm, InvoiceStatus
from marketplace.trade.taxes import CONSUMPTION_TAX, Rounding, Withholding
from marketplace.work_reports.queries import version_for
from marketplace.work_reports.states import ReportState
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month, billed_month

pytestmark = pytest.mark.usefixtures("session")
TEN = CONSUMPTION_TAX[0].share


# Section 4.2 of the rules: client 1,000,000 and consultant 800,000, both 140 to 180 hours, 上下割 cut below 10 yen


@pytest.mark.parametrize(
    ("worked", "client", "consultant", "withheld", "transfer"),
    [
        (132.5, (946_450, 94_645, 1_041_095), (757_175, 75_717, 832_892), 77_307, 755_585),
        (150, (1_000_000, 100_000, 1_100_000), (800_000, 80_000, 880_000), 81_680, 798_320),
        (188.25, (1_045_787, 104_578, 1_150_365), (836_630, 83_663, 920_293), 85_419, 834_874),
    ],
)
def test_the_rules_own_examples(
    worked: float, client: tuple[int, ...], consultant: tuple[int, ...], withheld: int, transfer: int
) -> None:
    invoice, notice = billed_month(worked, withholding=Withholding.ADVICE)
    assert (invoice.net, invoice.tax, invoice.total) == client
    assert (notice.net, notice.tax, notice.total) == consultant
    assert (notice.withheld, notice.transfer) == (withheld, transfer)
    assert invoice.net - notice.net == client[0] - consultant[0], "the margin"


def test_nothing_is_withheld_from_a_company_or_for_delivery_work() -> None:
    _invoice, notice = billed_month(150)
    assert (notice.withheld, notice.transfer) == (0, 880_000)
    report, _owner = approved_month(150, withholding=Withholding.ADVICE)
    version_for(report.contract, report.month).business_form = BusinessForm.ONE_PERSON_COMPANY
    other = bill_month(report, by=None)[1]
    assert other is not None
    assert other.withheld == 0


def test_r28_nothing_is_issued_while_it_is_open_whether_tax_is_withheld() -> None:
    report, _owner = approved_month(150, withholding=Withholding.ADVICE)
    version_for(report.contract, report.month).business_form = None  # as rows of old have it: the profile's counts
    report.contract.application.consultant.business_form = None
    with pytest.raises(DomainError, match="事業形態"):
        bill_month(report, by=None)
    db.session.rollback()
    version_for(report.contract, report.month).withholding = None
    with pytest.raises(DomainError, match="源泉"):
        bill_month(report, by=None)
    db.session.rollback()
    _invoice, notice = bill_month(report, by=None)
    assert notice is not None
    assert notice.withheld == 81_680


def test_an_unregistered_consultant_is_paid_the_same_and_the_lost_credit_is_written_down() -> None:
    report, _owner = approved_month(150)
    report.contract.application.consultant.invoice_status = InvoiceStatus.UNREGISTERED
    _invoice, notice = bill_month(report, by=None)
    assert notice is not None
    assert (notice.from_number, notice.total, notice.transfer) == ("", 880_000, 880_000)
    assert notice.lost_credit == 24_000, "70 % of 80,000 may still be deducted in October 2026"


def test_tax_is_rounded_once_a_rate() -> None:
    lines = [Line(LineKind.FEE, {"ja": "a", "en": "a"}, 333_335, TEN)] * 3
    assert [totals_of(lines, each).tax for each in Rounding] == [100_000, 100_001, 100_001]
    assert totals_of(lines).total == 1_100_005


def test_expenses_are_given_back_as_they_were_spent() -> None:
    lines = [
        Line(LineKind.FEE, {"ja": "a", "en": "a"}, 800_000, TEN),
        Line(LineKind.EXPENSE, {"ja": "b", "en": "b"}, 12_340, None),
    ]
    totals = totals_of(lines)
    assert (totals.net, totals.tax, totals.outlays, totals.total) == (800_000, 80_000, 12_340, 892_340)


# R24, R28: what cannot be issued


def test_without_one_of_the_six_items_nothing_is_issued() -> None:
    report, _owner = approved_month()
    db.session.scalars(select(Issuer)).one().registration_number = ""
    with pytest.raises(DomainError, match="登録番号"):
        bill_month(report, by=None)
    assert db.session.scalar(select(func.count(Invoice.id))) == 0
    assert report.state is ReportState.APPROVED
    parties = {"from_name": "", "from_number": "", "to_name": ""}
    assert len(missing_items(parties, [])) == 4


def test_a_month_is_billed_once() -> None:
    report, _owner = approved_month()
    assert list(billable()) == [report]
    bill_month(report, by=None)
    db.session.commit()
    assert report.state is ReportState.LOCKED
    assert list(billable()) == []
    with pytest.raises(DomainError):
        bill_month(report, by=None)
    assert db.session.scalar(select(func.count(Invoice.id))) == 1


def test_numbers_have_no_gaps_though_an_issue_fails_between() -> None:
    first, _notice = billed_month()
    report, _owner = approved_month()
    issuer = db.session.scalars(select(Issuer)).one()
    issuer.registration_number = ""
    db.session.commit()
    nested = db.session.begin_nested()
    with pytest.raises(DomainError):
        bill_month(report, by=None)
    nested.rollback()
    issuer.registration_number = "T8900000000001"
    second = bill_month(report, by=None)[0]
    assert second is not None
    year = today().year
    assert [first.number, second.number] == [f"INV-{year}-000001", f"INV-{year}-000002"]


@pytest.mark.parametrize(
    ("name", "value"), [("total", 1), ("to_name", "別の会社"), ("lines", []), ("due_on", date(2030, 1, 1))]
)
def test_what_was_issued_never_changes(name: str, value: Any) -> None:  # noqa: ANN401 - any column
    invoice, _notice = billed_month()
    setattr(invoice, name, value)
    with pytest.raises(IssuedChangedError):
        db.session.flush()
    db.session.rollback()


def test_what_was_issued_is_not_deleted() -> None:
    _invoice, notice = billed_month()
    db.session.delete(notice)
    with pytest.raises(IssuedChangedError):
        db.session.flush()
    db.session.rollback()


# DIRECT


def test_a_direct_contract_is_invoiced_in_the_consultants_name() -> None:
    report, owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    invoice, notice = bill_month(report, by=None)
    assert notice is None
    assert invoice is not None
    assert (invoice.from_name, invoice.from_number, invoice.total) == ("山田 太郎", "T7900000000002", 880_000)
    found, total = invoices_for(report.contract.application.consultant.user, Wanted())
    assert (list(found), total) == ([invoice], 1)
    assert invoices_for(owner, Wanted())[1] == 1


# R40: found by day, amount and counterparty, together


def test_documents_are_found_by_what_is_asked_of_them_together() -> None:
    invoice, notice = billed_month(150)
    billed_month(188.25)
    operator = make_operator()
    name = invoice.to_name
    for wanted, found in (
        (Wanted(), 2),
        (Wanted(since=today(), until=today()), 2),
        (Wanted(until=date(2020, 1, 1)), 0),
        (Wanted(least=1_100_001), 1),
        (Wanted(most=1_100_000), 1),
        (Wanted(party=name), 1),
        (Wanted(party=name, least=1_100_001), 0),
        (Wanted(party=name, since=today(), most=1_100_000), 1),
        (Wanted(party="%"), 0),
        (Wanted(state="issued"), 2),
        (Wanted(state="paid"), 0),
    ):
        assert invoices_for(operator, wanted)[1] == found, wanted
    client = db.session.scalars(select(User).where(User.membership.has(company_id=invoice.company_id))).first()
    person = notice.consultant.user
    assert client is not None
    assert [invoices_for(client, Wanted(party=each))[1] for each in (invoice.from_name, name)] == [1, 0]
    assert [payment_notices_for(person, Wanted(party=each))[1] for each in (notice.to_name, notice.from_name)] == [1, 0]
