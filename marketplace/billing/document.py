"""Invoices and payment notices as PDF/A, in the reader's language; what they say was fixed when they were issued."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.billing.lines import read_line
from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.paying_to import account_lines
from marketplace.billing.queries import paid_before, replaced_document
from marketplace.engagements.states import ContractModel
from marketplace.formats import date_long, yen
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.pdf import set_pdf
from marketplace.work_reports.settling import month_of
from marketplace.work_reports.wording import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

Document = Invoice | PaymentNotice
TEMPLATE = Path(__file__).with_name("document.typ")


def document_pdf(document: Document) -> bytes:
    """Set a document; its report must be loaded (queries.with_report)."""
    return set_pdf(TEMPLATE, document_data(document))


def document_name(document: Document) -> str:
    """Return the file's name: 請求書_INV-2026-000001.pdf."""
    return f"{_title(document)}_{document.number}.pdf".replace(" ", "_")


def document_data(document: Document) -> dict[str, Any]:
    """Return what the template reads: every word and sum as text, in the present locale.

    It is what stood there at the issue, whatever was paid or agreed since: an issued document never changes.
    """
    day, paid = document.issued_on, paid_before(document)
    reader, maker = _sides(document)
    return {
        "locale": present_locale(),
        "title": _title(document),
        "number": document.number,
        "issued_on": [day.year, day.month, day.day],
        "head": _head(document),
        "to": reader,
        "address": _address(document),
        "from": maker,
        "asked": [
            _asked_words(document),
            yen(_asked(document, paid)),
        ],
        "columns": [_("What was supplied"), _("Tax rate"), _("Amount without tax")],
        "lines": [_line(each) for each in document.lines],
        "sums": sums(document, paid=paid),
        "calculation_title": _("Calculation of the month"),
        "calculation": calculation(document),
        "pay_to_title": _("Please transfer to"),
        "pay_to": account_lines(document.pay_to) if isinstance(document, Invoice) else [],
        "notes": [*notes(document), *asking(document)],
    }


def _asked(document: Document, paid: int) -> int:
    """Return the one sum that its reader looks for first."""
    if isinstance(document, PaymentNotice):
        return document.transfer
    return document.asked - paid


def _asked_words(document: Document) -> str:
    if isinstance(document, PaymentNotice):
        return _("To be transferred")
    return _("To be paid after withholding") if document.withheld else _("Amount asked for (with tax)")


def _title(document: Document) -> str:
    if isinstance(document, Invoice):
        return _("Invoice") if not document.replaces_id else _("Corrected invoice")
    return _("Payment notice") if not document.replaces_id else _("Corrected payment notice")


def _sides(document: Document) -> tuple[list[str], list[str]]:
    """Return whom the document is for and who made it: a 支払通知書 is made by who pays (仕入明細書)."""
    supplier = [document.from_name, document.from_address, *_number(document)]
    payer = [document.to_name, document.to_address]
    return (payer, supplier) if isinstance(document, Invoice) else (supplier, payer)


def _address(document: Document) -> str:
    """Return what Japanese letters put after the reader's name: 御中 for an organisation, 様 for a person."""
    if present_locale() != "ja":
        return ""
    person = not isinstance(document, Invoice) and not any(word in document.from_name for word in ("会社", "法人"))
    return "様" if person else "御中"


def _number(document: Document) -> list[str]:
    return [_("Registration number %(number)s", number=document.from_number)] if document.from_number else []


def _head(document: Document) -> list[list[str]]:
    invoice = isinstance(document, Invoice)
    return [
        [_("Number"), document.number],
        [_("Day of issue"), date_long(document.issued_on)],
        [_("Service"), f"{date_long(document.served_from)} 〜 {date_long(document.served_until)}"],
        [_("Due date") if invoice else _("Paid on"), date_long(document.due_on)],
    ]


def _line(kept: dict[str, Any]) -> list[str]:
    line = read_line(kept)
    return [line.words[present_locale()], _rate(line.rate), yen(line.amount)]


def _rate(rate: Decimal | None) -> str:
    return _("not taxed") if rate is None else f"{rate * 100:f}".rstrip("0").rstrip(".") + "%"


def lines(document: Document) -> list[tuple[str, str]]:
    """Return each line in words with its amount without tax."""
    return [(line.words[present_locale()], yen(line.amount)) for line in map(read_line, document.lines)]


def sums(document: Document, *, paid: int | None = None) -> list[list[str]]:
    """Return the sums: per rate (items 4 and 5 of the 適格請求書), expenses, the total, and what is transferred.

    `paid`: yen received before an invoice's issue; without it, until now.
    """
    rows = []
    for each in document.by_rate:
        rate = _rate(Decimal(each["rate"]))
        rows.append([_("Taxed at %(rate)s, without tax", rate=rate), yen(each["net"])])
        rows.append([_("Consumption tax (%(rate)s)", rate=rate), yen(each["tax"])])
    if document.outlays:
        rows.append([_("Expenses given back (not taxed)"), yen(document.outlays)])
    rows.append([_("Total with tax"), yen(document.total)])
    if document.withheld:
        rows.append([_("Withholding tax (article 204 (1))"), f"−{yen(document.withheld)}"])
    if isinstance(document, PaymentNotice):
        if document.carried:
            rows.append([_("Transferred already"), f"−{yen(document.carried)}"])
        if document.deducted:
            rows.append([_("Advance taken off, as agreed"), f"−{yen(document.deducted)}"])
        rows.append([_("To be transferred"), yen(document.transfer)])
        return rows
    if document.withheld:
        rows.append([_("To be paid after withholding"), yen(document.asked)])
    if document.replaces_id and (paid := document.paid if paid is None else paid):
        rows += [[_("Paid already"), f"−{yen(paid)}"], [_("Still open"), yen(document.asked - paid)]]
    return rows


def calculation(document: Document) -> Sequence[Sequence[str]]:
    """Return the settlement line by line in words, as kept at the issue: the reader's own side alone."""
    kept = next((line.calculation for line in map(read_line, document.lines) if line.calculation), None)
    if kept is not None:
        return kept[present_locale()]
    money = month_of(document.work_report)
    own = (money.client or money.consultant) if isinstance(document, Invoice) else money.consultant
    return worded(own)


def notes(document: Document) -> list[str]:
    """Return the sentences below: deemed confirmation (R25), the transitional measure, what a correction replaces."""
    said = []
    if (older := replaced_document(document)) is not None:  # who keeps both has to see which one holds
        said.append(_("It replaces %(number)s of %(day)s.", number=older.number, day=date_long(older.issued_on)))
    if document.reason:
        said.append(_("Reason of the correction: %(reason)s", reason=document.reason))
    if isinstance(document, Invoice):
        if document.withheld:
            said.append(
                _("The payer withholds this income tax, and pays it to its tax office by the 10th of the next month.")
            )
        return said
    if document.from_number:
        said.append(
            _("If no error is reported by %(day)s, the content counts as confirmed.", day=date_long(document.deemed_on))
        )
        said.append(_("This notice serves as the invoice of the supplier (仕入明細書): please issue none of your own."))
    else:
        said.append(
            _("The supplier is not registered for invoices; the transitional measure applies to the purchaser.")
        )
    return said


def asking(document: Document) -> list[str]:
    """Return how an invoice is to be paid: on paper, and on a page that has no better way to say it."""
    if not isinstance(document, Invoice):
        return []
    said = [_("Please pay by bank transfer and bear its fee.")]
    if document.contract.model is ContractModel.DIRECT and not document.pay_to:
        said.append(_("%(name)s tells you the account to transfer to.", name=document.from_name))
    return said
