"""Months that are billed, as the product makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.billing.models import Advance, DocumentExport, Invoice, PaymentNotice
from marketplace.billing.operations.issuing import bill_month
from marketplace.clock import today
from marketplace.db import db
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.keeping import keep
from tests.factories.work_reports import approved_report, reported_contract

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport

MINUTES = 60


def approved_month(hours: float = 160, **terms: Any) -> tuple[WorkReport, User]:
    """Make an approved report of last month; return it with the client's owner. Prices: 1,000,000 and 800,000."""
    plain: dict[str, Any] = {"order_price": 1_000_000, "received_price": 800_000}
    contract, owner, _advisor = reported_contract(**{**plain, **terms})
    return approved_report(contract, owner, int(hours * MINUTES)), owner


def billed_month(hours: float = 160, **terms: Any) -> tuple[Invoice, PaymentNotice]:
    """Make the documents of such a month."""
    report, _owner = approved_month(hours, **terms)
    invoice, notice = bill_month(report, by=None)
    keep()
    assert invoice is not None
    assert notice is not None
    return invoice, notice


def plain_documents(report: WorkReport) -> tuple[Invoice, PaymentNotice]:
    """Keep rows of an invoice and a payment notice of a report, without their history."""
    contract = report.contract
    application = contract.application
    values: dict[str, Any] = {
        "contract_id": contract.id, "work_report_id": report.id, "served_from": report.month,
        "served_until": report.month, "due_on": report.month, "to_name": "青葉商事", "from_name": "縁の下",
        "from_number": "T8900000000001", "lines": [], "by_rate": [], "net": 0, "tax": 0, "total": 0,
    }  # fmt: skip
    invoice = Invoice(number="INV-1", company_id=application.engagement.company_id, **values)
    notice = PaymentNotice(
        number="PN-1", consultant_id=application.consultant_id, withholding=Withholding.NONE, withheld=0, transfer=0,
        deemed_on=report.month, **values,
    )  # fmt: skip
    db.session.add_all([invoice, notice])
    return invoice, notice


def plain_export() -> DocumentExport:
    """Keep the row of a file of documents that waits for its job."""
    export = DocumentExport(asked_by_id=make_operator().id, wanted={}, documents=60)
    db.session.add(export)
    return export


def plain_advance(notice: PaymentNotice) -> Advance:
    """Keep the row of an advance that waits for the consultant of a notice."""
    advance = Advance(
        consultant_id=notice.consultant_id, contract_id=notice.contract_id, amount=300_000, written_on=today(),
        words="書面で合意", recorded_by_id=make_operator().id,
    )  # fmt: skip
    db.session.add(advance)
    return advance
