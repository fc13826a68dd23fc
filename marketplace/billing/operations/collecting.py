"""What clients pay and owe: money received for an invoice, taken back again, and asked for when it is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from marketplace import events
from marketplace.audit import record
from marketplace.billing import notices
from marketplace.billing.ledger import post
from marketplace.billing.queries import overdue_invoices, replaced_by
from marketplace.billing.states import OWED, Account, InvoiceState
from marketplace.clock import today
from marketplace.contracts.collection import collects
from marketplace.contracts.payment import PAYABLE
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.trade.due_dates import is_late

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice

REMIND_AFTER = (1, 7, 14, 30)  # days after the due date, one mail each


def receive(invoice: Invoice, amount: int, *, on: date, source: str, by: User | None, fee: int = 0) -> None:
    """Book yen received for an invoice; it is paid once nothing is open any more (R38: short of it, it stays open).

    `fee`: yen that the client took off for its transfer, and that the operator has decided to bear: as good as paid; it
    may come after the money, alone.
    Two at once for one invoice: the later one fails on the version of the row, and is tried again.
    """
    if invoice.state not in OWED:
        raise DomainError(_("This invoice is not open: nothing can be booked for it."))
    if amount < 0 or amount + fee <= 0:
        raise DomainError(_("An amount received is more than nothing."))
    if on > today():
        raise Invalid({"on": _("This day is still to come.")})
    if fee and not 0 < fee <= max(0, invoice.open - amount):
        raise Invalid({"fee": _("More than is still open.")})
    if not (collects(invoice.contract) or _is_own(invoice, by)):
        raise DomainError(_("The client pays this invoice to the consultant: the operator collects nothing for it."))
    _receive(invoice, amount, on=on, source=source, by=by, fee=fee)


def _receive(invoice: Invoice, amount: int, *, on: date, source: str, by: User | None, fee: int = 0) -> None:
    invoice.paid += amount + fee
    if invoice.paid >= invoice.asked:
        invoice.paid_on = on
        invoice.state = InvoiceState.PAID
    post(invoice, {Account.CASH: amount, Account.FEES: fee, Account.RECEIVABLE: -amount - fee}, source, on=on)
    record(by, "invoice paid" if invoice.state is InvoiceState.PAID else "part of an invoice paid", invoice,
           number=invoice.number, amount=amount, fee=fee, source=source)  # fmt: skip
    if invoice.state is InvoiceState.PAID:
        notices.invoice_paid(invoice)
    events.invoice_changed.send(invoice)


def _is_own(invoice: Invoice, by: User | None) -> bool:
    """Tell whether somebody books what was paid to itself: the consultant in whose name a DIRECT invoice was issued."""
    direct = invoice.contract.model is ContractModel.DIRECT
    return direct and by is not None and by.id == invoice.contract.application.consultant.user_id


def receive_anyway(invoice: Invoice, amount: int, *, on: date, source: str, by: User | None) -> Invoice:
    """Book money that is there, whatever has become of its invoice; return the invoice that it stands with.

    For an invoice that was corrected it is booked for the one that replaced it; what a paid one does not need stays
    with it as the client's credit.
    """
    invoice = newest_of(invoice)
    if amount <= 0:
        raise DomainError(_("An amount received is more than nothing."))
    if invoice.state in OWED:  # also where nothing would be collected any more: the money has come
        _receive(invoice, amount, on=on, source=source, by=by)
        return invoice
    invoice.paid += amount
    post(invoice, {Account.CASH: amount, Account.RECEIVABLE: -amount}, source, on=on)
    record(by, "client's credit booked", invoice, number=invoice.number, amount=amount, source=source)
    events.invoice_changed.send(invoice)
    return invoice


def newest_of(invoice: Invoice) -> Invoice:
    """Return the invoice that has replaced this one, or itself: what was paid has been carried over to it."""
    while (newer := replaced_by(invoice)) is not None:
        invoice = cast("Invoice", newer)
    return invoice


def take_back(
    invoice: Invoice, amount: int, *, source: str, by: User | None, fee: int = 0, given_back: bool = False
) -> None:
    """Book the opposite of a payment that was booked by mistake; short of what is asked the invoice is open again.

    Money that was booked for an invoice which has been corrected since is taken back from the one that replaced it.
    `given_back`: it was no mistake, the client or its card's bank has got the money back.
    """
    invoice = newest_of(invoice)
    if amount <= 0 or invoice.paid < amount + fee:
        raise DomainError(_("More cannot be taken back than was booked."))
    invoice.paid -= amount + fee
    reopened = invoice.state is InvoiceState.PAID and invoice.paid < invoice.asked
    if reopened:
        invoice.paid_on = None
        invoice.state = InvoiceState.OVERDUE if is_late(invoice.due_on, today()) else InvoiceState.ISSUED
    post(invoice, {Account.CASH: -amount, Account.FEES: -fee, Account.RECEIVABLE: amount + fee}, source)
    record(by, "payment taken back", invoice, number=invoice.number, amount=amount, fee=fee, source=source)
    if reopened and given_back:
        notices.invoice_given_back(invoice)
    elif reopened:
        notices.invoice_reopened(invoice)
    events.invoice_changed.send(invoice)


def mark_overdue() -> int:
    """Mark what is past its due date, and ask for it by the schedule; return how many mails that makes.

    A client whose day has no banks pays on the next one that has, and is asked for nothing before.
    """
    asked = 0
    for invoice in overdue_invoices():
        if not is_late(invoice.due_on, today()):
            continue
        if invoice.state is InvoiceState.ISSUED:
            invoice.state = InvoiceState.OVERDUE
            record(None, "invoice overdue", invoice, number=invoice.number)
        late = (today() - _asked_from(invoice)).days
        due = sum(late >= days for days in REMIND_AFTER)
        if due > invoice.reminders:
            invoice.reminders = due  # one mail, however many days nobody looked
            record(None, "invoice reminded", invoice, number=invoice.number, reminder=due)
            notices.invoice_overdue(invoice, reminder=due)
            asked += 1
    return asked


def _asked_from(invoice: Invoice) -> date:
    """Return the day that mails count from: of a DIRECT invoice that came after its due day, which is the law's, later.

    The operator's own is never due when it comes: see clients_day.
    """
    came_late = invoice.contract.model is ContractModel.DIRECT and invoice.issued_on >= invoice.due_on
    return invoice.issued_on + PAYABLE if came_late else invoice.due_on
