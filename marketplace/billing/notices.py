"""Who is told of a document; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.advances import may_come_off
from marketplace.contracts.notices import operators
from marketplace.engagements.notices import members_of
from marketplace.engagements.states import ContractModel
from marketplace.outbox import queue_message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.billing.models import Advance, DocumentExport, Invoice, PaymentNotice


def _about_invoice(invoice: Invoice, people: Iterable[User], event: str, **facts: str | int) -> None:
    for user in people:
        queue_message(
            user, f"billing/{event}", link=f"/invoices/{invoice.id}", number=invoice.number,
            title=invoice.contract.application.engagement.title, due=invoice.due_on.isoformat(), **facts,
        )  # fmt: skip


def _about_notice(notice: PaymentNotice, people: Iterable[User], event: str, **facts: str | int) -> None:
    for user in people:
        queue_message(
            user, f"billing/{event}", link=f"/payment-notices/{notice.id}", number=notice.number,
            title=notice.contract.application.engagement.title, due=notice.due_on.isoformat(), **facts,
        )  # fmt: skip


def invoice_issued(invoice: Invoice) -> None:
    """The client gets its invoice."""
    _about_invoice(invoice, members_of(invoice.contract.application.engagement), "invoice_issued")


def invoice_paid(invoice: Invoice) -> None:
    """The client learns that its payment has arrived."""
    _about_invoice(invoice, members_of(invoice.contract.application.engagement), "invoice_paid")


def invoice_reopened(invoice: Invoice) -> None:
    """The client was told that its payment had arrived: it had not."""
    _about_invoice(invoice, members_of(invoice.contract.application.engagement), "invoice_reopened")


def invoice_given_back(invoice: Invoice) -> None:
    """The client has got a payment back, and owes it again."""
    _about_invoice(invoice, members_of(invoice.contract.application.engagement), "invoice_given_back")


def invoice_overdue(invoice: Invoice, *, reminder: int) -> None:
    """The client is asked for what is late; whom it is owed to learns it too."""
    card = invoice.contract.application
    owed_to = [card.consultant.user] if invoice.contract.model is ContractModel.DIRECT else operators()
    people = [*members_of(card.engagement), *owed_to]
    _about_invoice(invoice, people, "invoice_overdue", reminder=reminder)


def notice_sent(notice: PaymentNotice) -> None:
    """The consultant checks what is going to be paid."""
    user = notice.consultant.user
    _about_notice(notice, [user], "notice_sent", until=notice.deemed_on.isoformat())


def notice_disputed(notice: PaymentNotice) -> None:
    """The operators look into it."""
    _about_notice(notice, operators(), "notice_disputed")


def dispute_settled(notice: PaymentNotice) -> None:
    """The consultant reads why it stands."""
    _about_notice(notice, [notice.consultant.user], "dispute_settled")


def to_give_back(notice: PaymentNotice) -> None:
    """The consultant has more than is due, and chooses how it goes back; the operators learn it too."""
    _about_notice(
        notice, [notice.consultant.user, *operators()], "to_give_back", amount=-notice.transfer,
        to_come=may_come_off(notice.consultant_id),
    )  # fmt: skip


def set_off_agreed(notice: PaymentNotice) -> None:
    """The operators learn that it comes off the next notice."""
    _about_notice(notice, operators(), "set_off_agreed", amount=-notice.transfer)


def export_ready(export: DocumentExport, *, to: User) -> None:
    """Whoever asked for a file of documents can take it."""
    queue_message(to, "billing/export_ready", link=f"/document-exports/{export.id}", documents=export.documents)


def _about_advance(advance: Advance, people: Iterable[User], event: str) -> None:
    for user in people:
        queue_message(
            user, f"billing/{event}", link=f"/advances/{advance.id}", amount=advance.amount,
            title=advance.contract.application.engagement.title,
        )  # fmt: skip


def advance_proposed(advance: Advance) -> None:
    """The consultant reads it, and agrees or does not."""
    _about_advance(advance, [advance.consultant.user], "advance_proposed")


def advance_agreed(advance: Advance) -> None:
    """The operators pay it."""
    _about_advance(advance, operators(), "advance_agreed")


def advance_paid(advance: Advance) -> None:
    """The consultant learns that it is on its way, and that it comes off later."""
    _about_advance(advance, [advance.consultant.user], "advance_paid")


def advance_withdrawn(advance: Advance) -> None:
    """The consultant learns that it does not come."""
    _about_advance(advance, [advance.consultant.user], "advance_withdrawn")
