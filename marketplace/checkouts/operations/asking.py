"""A way to pay is asked for, made at Stripe by a job, and refused in words where Stripe refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.checkouts.models import Checkout, StripeCustomer
from marketplace.checkouts.operations.tasks import need_person
from marketplace.checkouts.queries import LEAST, MOST, customer_of, is_outdated, is_payable, living_checkout
from marketplace.checkouts.states import CheckoutState, TaskKind
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import gettext, in_locale
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice
    from marketplace.checkouts.records import Session


def ask(invoice: Invoice, *, by: User, locale: str) -> Checkout:
    """Ask for a way to pay what is open; whoever asks twice, or at once with a colleague, gets the same one."""
    if not is_payable(invoice):
        raise DomainError(_("This invoice is not open: nothing can be paid for it."))
    if not LEAST <= invoice.open <= MOST:
        raise DomainError(_("This amount cannot be paid by card or through Stripe: please transfer it to our account."))
    there = living_checkout(invoice)
    if there is not None:
        if is_outdated(there):
            raise DomainError(_("The amount has changed just now: please try again in a minute."))
        return there
    customer = _customer(invoice, by=by)
    with in_locale(locale):
        words = gettext("Invoice %(number)s", number=invoice.number)
    checkout = Checkout(
        invoice=invoice, customer=customer, key=f"checkout:{uuid4()}", asked=invoice.open, words=words, locale=locale,
        asked_by_id=by.id,
    )  # fmt: skip
    if not _kept(checkout):
        return _there(invoice)
    record(by, "checkout asked for", checkout, number=invoice.number, amount=checkout.asked)
    enqueue("checkouts.prepare", key=f"prepare:{checkout.id}", checkout_id=str(checkout.id))
    return checkout


def _customer(invoice: Invoice, *, by: User) -> StripeCustomer:
    found = customer_of(invoice.company)
    if found is None:
        key = f"customer:{uuid4()}"
        found = StripeCustomer(company_id=invoice.company_id, key=key, name=invoice.to_name[:200], email=by.email)
        if not _kept(found):
            found = customer_of(invoice.company)
            assert found is not None  # noqa: S101 - the other one's row is what stood in the way
    return found


def _kept(row: Checkout | StripeCustomer) -> bool:
    """Keep a row that may be the only one of its kind, or tell that somebody was faster."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _there(invoice: Invoice) -> Checkout:
    found = living_checkout(invoice)
    if found is None:
        raise DomainError(_("The amount has changed just now: please try again in a minute."))
    return found


def keep_session(checkout: Checkout, customer_id: str, session: Session) -> None:
    """Keep what Stripe has made, and look at it once more: what is told of it meanwhile found no row to belong to.

    Where the invoice was paid or corrected in the meantime, the session is closed at once.
    """
    if not checkout.customer.stripe_id:
        checkout.customer.stripe_id = customer_id
    if checkout.session_id:
        return
    checkout.session_id, checkout.payment_intent = session.id, session.payment_intent
    if checkout.state is not CheckoutState.ASKED:
        enqueue("checkouts.close", key=f"close:{checkout.id}", checkout_id=str(checkout.id))
        return
    checkout.url = session.url
    checkout.state = CheckoutState.OPEN
    record(None, "checkout open", checkout, number=checkout.invoice.number, session=session.id)
    name = "close" if is_outdated(checkout) else "follow"  # paid otherwise just before it was asked for
    enqueue(f"checkouts.{name}", key=f"{name}:{checkout.id}", checkout_id=str(checkout.id))


def fail(checkout: Checkout, why: str) -> None:
    """End a checkout that Stripe does not make, with a word to the operator."""
    if checkout.state is not CheckoutState.ASKED:
        return
    checkout.state = CheckoutState.FAILED
    record(None, "checkout failed", checkout, number=checkout.invoice.number, why=why[:400])
    need_person(checkout, TaskKind.FAILED, amount=checkout.asked, detail=why[:400])


def drop(checkout: Checkout) -> None:
    """End a checkout that Stripe has made nothing of yet."""
    if checkout.state is CheckoutState.ASKED:
        checkout.state = CheckoutState.EXPIRED
        record(None, "checkout dropped", checkout, number=checkout.invoice.number)
