"""Billing a month: invoice and payment notice are issued together, once, from an approved report, or not at all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from marketplace import events
from marketplace.audit import record
from marketplace.billing import notices
from marketplace.billing.ledger import Document, entries_of, post, reverse
from marketplace.billing.lines import Line, Totals, totals_of
from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.operations.advancing import shares_of, take_off
from marketplace.billing.paying_to import account_now, payees_account_now
from marketplace.billing.queries import living_invoice, living_notice
from marketplace.billing.states import InvoiceState, LineKind, NoticeState
from marketplace.billing.wording import calculation_words, expense_words, fee_words
from marketplace.clock import today
from marketplace.contracts.payment import agreed_dates, clients_day, falls_under_toriteki
from marketplace.contracts.queries import party_of
from marketplace.contracts.withholding import withheld_from
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.issuer import issuer
from marketplace.money import Yen, rate_on
from marketplace.numbering import next_in
from marketplace.registrations.queries import counts_on, number_on
from marketplace.trade.taxes import CONSUMPTION_TAX, lost_credit
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import covered, last_of
from marketplace.work_reports.operations.answering import lock
from marketplace.work_reports.queries import approved_report, version_for
from marketplace.work_reports.settling import month_of
from marketplace.work_reports.states import ReportState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.contracts.models import ContractVersion
    from marketplace.trade.settlement import Settlement

FILE_BEFORE = timedelta(days=4)  # the due day: a payment file is made and approved before it


def bill_month(report: WorkReport, *, by: User | None) -> tuple[Invoice | None, PaymentNotice | None]:
    """Issue what an approved report makes due; a corrected report's documents replace those of the one before."""
    db.session.refresh(report, ["state", "version"], with_for_update={"of": WorkReport})
    if report.state is not ReportState.APPROVED:
        raise DomainError(_("Only an approved work report is billed, and only once."))
    newest = approved_report(report.contract, report.month)
    if newest is not None and newest.number > report.number:
        raise DomainError(_("This version was corrected before it was billed: the correction is billed instead."))
    version = version_for(report.contract, report.month)
    via = report.contract.model is ContractModel.VIA
    invoice = _issue_invoice(report, version, by=by)
    notice = _issue_notice(report, version, by=by) if via else None
    lock(report, by=by)
    notices.invoice_issued(invoice)
    if notice is not None:
        notices.notice_sent(notice)
    return invoice, notice


# The client's invoice


def _issue_invoice(report: WorkReport, version: ContractVersion, *, by: User | None) -> Invoice:
    contract, money = report.contract, month_of(report)
    company, own = contract.application.engagement.company, issuer()
    settled = money.client or money.consultant
    lines = _lines(report, settled, expenses=_all_expenses(report))
    values = _common(report, lines)
    dated = agreed_dates(version, report.month, toriteki=falls_under_toriteki(own))
    if contract.model is ContractModel.VIA:
        number = own.registration_number if counts_on(own.registration_number, _served(report)[1]) else ""
        giver = {"from_name": own.name, "from_address": own.address, "from_number": number}
        series, withheld = "invoice", Yen(0)
        due = clients_day(version, dated.client, issued=today()) if dated.client else dated.consultant
    else:
        giver = _consultant_as_party(report)
        series, due = f"invoice/{contract.application.consultant_id}", dated.consultant
        withheld = _withheld(version, Yen(values["net"] + _own_expenses(report)), on=due)
    client = party_of(company)
    taker = {
        "to_name": (client.legal_name if client else "") or company.name,
        "to_address": client.address if client else "",
    }
    missing = missing_items({**giver, **taker}, lines)
    if missing:
        raise DomainError(_("An invoice cannot be issued without: %(items)s", items="、".join(missing)))
    replaced = living_invoice(report)
    invoice = Invoice(
        number=_number("INV", series), contract_id=contract.id, company_id=company.id, due_on=due,
        replaces_id=replaced.id if replaced else None, paid=replaced.paid if replaced else 0, withheld=withheld,
        reason=report.correction_reason, **giver, **taker, **values,
    )  # fmt: skip
    invoice.contract, invoice.company = contract, company
    if invoice.paid >= invoice.asked:  # lowered after it was paid, or a month of nothing: nothing is asked for
        invoice.paid_on, invoice.state = (replaced.paid_on if replaced else None) or today(), InvoiceState.PAID
    else:
        invoice.pay_to = account_now() if contract.model is ContractModel.VIA else payees_account_now(contract)
    if replaced is not None:
        replaced.state = InvoiceState.CORRECTED
    _keep(invoice, replaced, by=by)
    if replaced is not None:
        events.invoice_changed.send(replaced)
    return invoice


def missing_items(parties: dict[str, str], lines: Sequence[Line]) -> list[str]:
    """Return which of the six items of a 適格請求書 are not there (R24): date, rates and taxes come by themselves."""
    items = {
        str(_("the issuer's name")): parties["from_name"],
        str(_("the issuer's registration number")): parties["from_number"],
        str(_("the recipient's name")): parties["to_name"],
        str(_("what was supplied")): "".join(line.words["ja"] for line in lines),
    }
    return [name for name, value in items.items() if not value]


# The consultant's payment notice


def _issue_notice(report: WorkReport, version: ContractVersion, *, by: User | None) -> PaymentNotice:
    contract, consultant = report.contract, report.contract.application.consultant
    lines = _lines(report, month_of(report).consultant, expenses=_own_expenses(report))
    totals = totals_of(lines)
    due = agreed_dates(version, report.month, toriteki=falls_under_toriteki(issuer())).consultant
    withheld = _withheld(version, Yen(totals.net + totals.outlays), on=due)
    replaced = living_notice(report)
    if replaced is not None and replaced.state is NoticeState.SCHEDULED:
        raise DomainError(_("The payment of this month is in a payment file: wait for it, or cancel the file."))
    carried = _transferred_on(replaced)
    shares = shares_of(replaced, consultant.id, at_most=totals.total - withheld - carried)
    deducted = sum(share for _advance, share in shares)
    own, giver = issuer(), _consultant_as_party(report)
    registered = bool(giver["from_number"])
    notice = PaymentNotice(
        number=_number("PN", "payment_notice"), contract_id=contract.id, consultant_id=consultant.id, due_on=due,
        replaces_id=replaced.id if replaced else None, reason=report.correction_reason,
        withholding=version.withholding, withheld=withheld, carried=carried, deducted=deducted,
        transfer=totals.total - withheld - carried - deducted,
        lost_credit=0 if registered else lost_credit(totals.tax, last_of(report.month)),
        deemed_on=_deemed_on(version, due),
        to_name=own.name, to_address=own.address, **giver, **_common(report, lines),
    )  # fmt: skip
    notice.contract, notice.consultant = contract, consultant
    if replaced is not None:
        replaced.state = NoticeState.CORRECTED
    _keep(notice, replaced, by=by)
    take_off(notice, shares)
    return notice


def _transferred_on(replaced: PaymentNotice | None) -> int:
    """Return the yen that the consultant has of a month: what earlier versions carried, and the last one's transfer."""
    if replaced is None:
        return 0
    return replaced.carried + (replaced.transfer if replaced.state is NoticeState.PAID else 0)


def _deemed_on(version: ContractVersion, due: date) -> date:
    """Return the last day of silence: the agreed one, or sooner where the due day, which never moves, would pass."""
    agreed = today() + timedelta(days=version.deemed_confirmation_days)
    return max(today(), min(agreed, due - FILE_BEFORE))


def _consultant_as_party(report: WorkReport) -> dict[str, str]:
    consultant = report.contract.application.consultant
    party = party_of(consultant)
    return {
        "from_name": (party.legal_name if party else "") or consultant.user.name,
        "from_address": party.address if party else "",
        "from_number": number_on(consultant, _served(report)[1]),  # by the day of service, as looked up (R22)
    }


# Both


def _withheld(version: ContractVersion, base: Yen, *, on: date) -> Yen:
    """Return what the payer withholds; `base`: what was laid out for travel and is given back is part of it."""
    if version.withholding is None:
        raise DomainError(_("Nobody has decided on withholding tax: nothing can be issued."))
    withheld = withheld_from(version, base, on=on)
    if withheld is None:
        raise DomainError(_("Whether tax is withheld hangs on the consultant's form of business, which is not known."))
    return withheld


def _lines(report: WorkReport, settled: Settlement, *, expenses: int) -> list[Line]:
    rate = rate_on(last_of(report.month), CONSUMPTION_TAX)
    lines = [Line(LineKind.FEE, fee_words(report), settled.total, rate, calculation_words(settled))]
    if expenses:
        lines.append(Line(LineKind.EXPENSE, expense_words(), expenses, None))
    return lines


def _all_expenses(report: WorkReport) -> int:
    return sum(each.amount for each in report.expenses)


def _own_expenses(report: WorkReport) -> int:
    """Return what the consultant has laid out: what the operator paid a carrier itself is none of it."""
    return sum(each.amount for each in report.expenses if not each.paid_to_carrier)


def _common(report: WorkReport, lines: Sequence[Line]) -> dict[str, Any]:
    totals = totals_of(lines)
    first, last = _served(report)
    return {
        "work_report_id": report.id, "served_from": first, "served_until": last,
        "lines": [line.kept() for line in lines], "by_rate": _rates(totals),
        "net": totals.net, "tax": totals.tax, "outlays": totals.outlays, "total": totals.total,
    }  # fmt: skip


def _served(report: WorkReport) -> tuple[date, date]:
    """Return the first and the last day of the service that a report is about."""
    return covered(report.contract, report.month) or (report.month, last_of(report.month))


def _rates(totals: Totals) -> list[dict[str, Any]]:
    return [{"rate": str(Decimal(each.rate)), "net": each.net, "tax": each.tax} for each in totals.by_rate]


def _number(prefix: str, series: str) -> str:
    """Take the next number of an issuer's year: INV-2026-000001; a consultant's own series carries its beginning."""
    year = today().year
    number = f"{year}-{next_in(f'{series}/{year}'):06d}"
    owner = series.partition("/")[2]
    return f"{prefix}-{owner[-6:].upper()}-{number}" if owner else f"{prefix}-{number}"


def _keep(document: Document, replaced: Document | None, *, by: User | None) -> None:
    db.session.add(document)
    if replaced is not None:
        reverse(replaced, f"corrected by {document.number}")
    post(document, entries_of(document), f"issued {document.number}")
    record(by, "document issued", document, number=document.number, total=document.total, corrects=bool(replaced))
