"""Workers killed between any two steps of a checkout, at our database or at Stripe: nothing twice, nothing lost."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from sqlalchemy import func, select, update

from marketplace.background import Job, JobState, run_due
from marketplace.billing.models import Invoice, LedgerEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import Account, InvoiceState
from marketplace.checkouts.models import Checkout
from marketplace.checkouts.operations.hearing import hear
from marketplace.checkouts.records import Told
from marketplace.checkouts.states import CheckoutState
from marketplace.clock import now
from marketplace.db import db
from tests.factories.checkouts import TOTAL, asked_checkout, sums_agree, with_stripe
from tests.stripe_server import stripe_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.attack.product import Product
    from tests.stripe_server import StripeServer

pytestmark = pytest.mark.attack
MOST = 200  # steps of one job
OURS = Job.name.startswith("checkouts.") | Job.name.startswith("connect.")


@pytest.fixture
def stripe(run: Product) -> Iterator[StripeServer]:
    with stripe_server() as server:
        run.app.config["PRODUCT"] = with_stripe(run.app.config["PRODUCT"], server)
        yield server


def forked(run: Product, work: Callable[[], None]) -> int:
    """Do it in a process of its own; return its number. Nothing of this process's connections goes with it."""
    with run.app.app_context():
        db.session.remove()
        db.engine.dispose()
    child = os.fork()
    if child == 0:
        with run.app.app_context():
            work()
        os._exit(0)
    return child


def struck_at_home(run: Product, _stripe: StripeServer, after: int) -> bool:
    """Serve the jobs in a process that is killed before its n-th statement or commit; tell whether it came through."""

    def work() -> None:
        left = [after]

        def count(*_args: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sa.event.listen(db.engine, "before_cursor_execute", count)
        sa.event.listen(db.engine, "commit", count)
        run_due()

    return os.waitpid(forked(run, work), 0)[1] == 0


def struck_at_stripe(run: Product, stripe: StripeServer, after: int) -> bool:
    """Serve them in one that is killed when Stripe has done its n-th request and has not answered yet."""
    target, before = [0], len(stripe.asked)

    def kill(number: int) -> None:
        if number - before == after:
            os.kill(target[0], signal.SIGKILL)

    ready, go = os.pipe()

    def work() -> None:
        os.read(ready, 1)  # not before it is known whom to kill
        run_due()

    target[0] = forked(run, work)
    stripe.after = kill
    os.write(go, b"x")
    through = os.waitpid(target[0], 0)[1] == 0
    stripe.after = None
    os.close(ready)
    os.close(go)
    return through


def strike(run: Product, stripe: StripeServer, blow: Callable[..., bool], holds: Callable[[], None]) -> int:
    """Strike at each step of each job, the leases over at once, until all are done; return how many blows fell."""
    after, blows, done = 1, 0, -1
    while not blow(run, stripe, after):
        blows += 1
        with run.app.app_context():
            holds()
            free = {"leased_until": now(), "attempts": 0}
            db.session.execute(update(Job).where(Job.state == JobState.RUNNING).values(**free))
            db.session.commit()
            finished = db.session.scalar(select(func.count(Job.id)).where(OURS, Job.state == JobState.DONE)) or 0
            db.session.rollback()
        after = 1 if finished != done else after + 1
        done = finished
        assert after < MOST
    return blows


def only_ours() -> None:
    """Leave nothing but the jobs of checkouts to be done."""
    db.session.execute(update(Job).where(~OURS).values(state=JobState.DONE))
    db.session.commit()


@pytest.mark.parametrize("blow", [struck_at_home, struck_at_stripe])
def test_a_checkout_is_made_and_paid_once_whatever_is_killed(
    run: Product, stripe: StripeServer, blow: Callable[..., bool]
) -> None:
    with run.app.app_context():
        asked_checkout()
        only_ours()

    def one_of_each() -> None:
        for kind in ("customer", "product", "price", "checkout.session"):
            assert len(stripe.account.of_kind(kind)) <= 1, kind

    assert strike(run, stripe, blow, one_of_each) >= 4
    with run.app.app_context():
        row = db.session.scalars(select(Checkout)).one()
        assert row.state is CheckoutState.OPEN
        assert row.session_id == stripe.account.of_kind("checkout.session")[0]["id"]
        stripe.account.choose_transfer(row.session_id)
        stripe.account.transfer(row.customer.stripe_id, TOTAL + 440)
        for event in stripe.account.events:
            thing = event["data"]["object"]
            of_cash = event["type"].startswith("customer_cash")
            hear(Told(event["id"], event["type"], thing["customer"] if of_cash else thing["id"]))
        db.session.commit()

    def nothing_twice() -> None:
        assert balance(Account.CASH) in {0, 440, TOTAL, TOTAL + 440}
        assert db.session.scalar(select(func.coalesce(func.sum(LedgerEntry.amount), 0))) == 0

    assert strike(run, stripe, blow, nothing_twice) >= 4
    with run.app.app_context():
        assert sums_agree(stripe) == TOTAL + 440
        assert db.session.scalars(select(Invoice.state)).all() == [InvoiceState.PAID]
        assert db.session.scalars(select(Job.state).where(OURS).distinct()).all() == [JobState.DONE]
    keys = [each.key for each in stripe.posts("/v1/checkout/sessions")]
    assert len(set(keys)) == 1
