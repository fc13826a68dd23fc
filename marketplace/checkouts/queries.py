"""Reads of checkouts and of what they leave for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from marketplace import events
from marketplace.background import Job
from marketplace.billing.states import OWED
from marketplace.checkouts.models import Checkout, CollectionTask, StripeCustomer, StripeEvent
from marketplace.checkouts.records import Buyer, Wanted
from marketplace.checkouts.states import LIVING, CheckoutState, TaskKind, TaskState
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.inputs import as_uuid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from marketplace.accounts.models import Company
    from marketplace.billing.models import Invoice

LEAST, MOST = 50, 99_999_999  # yen that Stripe takes at a time
PAGE = 50


def is_payable(invoice: Invoice) -> bool:
    """Tell whether what an invoice asks for is paid to the operator, whoever would pay it and by whatever way."""
    return invoice.state in OWED and invoice.open > 0 and is_taken_in(invoice)


def is_taken_in(invoice: Invoice) -> bool:
    """Tell whether the operator takes it in: its own, or in a consultant's place where somebody hands it on."""
    if invoice.contract.model is ContractModel.VIA:
        return True
    return any(answer for _receiver, answer in events.collection_asked.send(invoice))


def living_checkout(invoice: Invoice) -> Checkout | None:
    """The checkout by which an invoice is being paid."""
    return db.session.scalar(select(Checkout).where(Checkout.invoice_id == invoice.id, Checkout.state.in_(LIVING)))


def latest_checkout(invoice: Invoice) -> Checkout | None:
    """The last checkout of an invoice, however it has ended."""
    return db.session.scalar(
        select(Checkout).where(Checkout.invoice_id == invoice.id).order_by(Checkout.id.desc()).limit(1)
    )


def living_checkouts() -> Sequence[Checkout]:
    """Every checkout that may still be paid, the oldest first."""
    return db.session.scalars(select(Checkout).where(Checkout.state.in_(LIVING)).order_by(Checkout.id)).all()


def paid_checkouts(*, since: datetime, at_most: int) -> list[UUID]:
    """Checkouts paid since then: those that were looked at longest ago first, as far as the done jobs are kept."""
    paid = db.session.scalars(
        select(Checkout.id)
        .where(Checkout.state == CheckoutState.PAID, Checkout.paid_at >= since, Checkout.session_id != "")
        .order_by(Checkout.id)
    ).all()
    looks = select(Job.key, func.max(Job.due_at)).where(Job.name == "checkouts.follow").group_by(Job.key)
    looked_at = {row[0]: row[1] for row in db.session.execute(looks)}
    return sorted(paid, key=lambda each: looked_at.get(f"follow:{each}", since))[:at_most]


def is_outdated(checkout: Checkout) -> bool:
    """Tell whether nobody should pay it any more.

    Its invoice asks for another amount by now, or for none, or is not taken in any more and nothing has come of it.
    """
    invoice = checkout.invoice
    rest = checkout.asked - checkout.net - checkout.credit
    if checkout.state not in LIVING or invoice.state not in OWED or invoice.open != rest:
        return True
    return not checkout.received and not is_taken_in(invoice)


def customer_of(company: Company) -> StripeCustomer | None:
    """The company as Stripe knows it."""
    return db.session.scalar(select(StripeCustomer).where(StripeCustomer.company_id == company.id))


def customer_by(stripe_id: str) -> StripeCustomer | None:
    """The company that Stripe calls by this id."""
    return db.session.scalar(select(StripeCustomer).where(StripeCustomer.stripe_id == stripe_id)) if stripe_id else None


def checkouts_of(customer: StripeCustomer) -> Sequence[Checkout]:
    """Every checkout of a company, the newest first."""
    return db.session.scalars(
        select(Checkout).where(Checkout.customer_id == customer.id).order_by(Checkout.id.desc())
    ).all()


def checkout_at(object_id: str) -> UUID | None:
    """The checkout whose session or payment intent this is."""
    found = select(Checkout.id).where((Checkout.session_id == object_id) | (Checkout.payment_intent == object_id))
    return db.session.scalar(found.limit(1)) if object_id else None


def checkout_named(name: str) -> UUID | None:
    """The checkout that an object at Stripe names in its metadata; other uses of the account name none of ours."""
    named = as_uuid(name)
    return db.session.scalar(select(Checkout.id).where(Checkout.id == named)) if named else None


def wanted_of(checkout: Checkout, *, base_url: str) -> Wanted:
    """Return what Stripe is asked to make: the same at every try."""
    customer = checkout.customer
    return Wanted(
        key=checkout.key, checkout_id=str(checkout.id), number=checkout.invoice.number, words=checkout.words,
        amount=checkout.asked, locale=checkout.locale, back=f"{base_url}/invoices/{checkout.invoice_id}",
        buyer=Buyer(key=customer.key, name=customer.name, email=customer.email, id=customer.stripe_id),
    )  # fmt: skip


def event_of(key: str) -> StripeEvent | None:
    """The event with this key, if it was heard before."""
    return db.session.scalar(select(StripeEvent).where(StripeEvent.key == key))


# Tasks


def open_task(checkout: Checkout, kind: TaskKind) -> CollectionTask | None:
    """The open task of a kind that a checkout has left."""
    return db.session.scalar(
        select(CollectionTask).where(
            CollectionTask.checkout_id == checkout.id, CollectionTask.kind == kind,
            CollectionTask.state == TaskState.OPEN,
        )
    )  # fmt: skip


def open_tasks_of(invoice: Invoice, kind: TaskKind) -> Sequence[CollectionTask]:
    """The open tasks of a kind that all the checkouts of an invoice have left."""
    query = select(CollectionTask).join(Checkout, CollectionTask.checkout_id == Checkout.id)
    query = query.where(Checkout.invoice_id == invoice.id, CollectionTask.kind == kind)
    return db.session.scalars(query.where(CollectionTask.state == TaskState.OPEN).order_by(CollectionTask.id)).all()


def open_tasks() -> Sequence[CollectionTask]:
    """What waits for a person, the oldest first."""
    return db.session.scalars(
        select(CollectionTask).where(CollectionTask.state == TaskState.OPEN).order_by(CollectionTask.id)
    ).all()


def done_tasks(*, page: int = 1) -> tuple[Sequence[CollectionTask], int]:
    """One page of what was seen to, the latest first, and how many there are."""
    done = select(CollectionTask).where(CollectionTask.state == TaskState.DONE)
    total = db.session.scalar(select(func.count()).select_from(done.subquery())) or 0
    rows = db.session.scalars(
        done.options(selectinload(CollectionTask.done_by))
        .order_by(CollectionTask.done_at.desc(), CollectionTask.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return rows, total
