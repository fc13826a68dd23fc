"""What the client and the operator see, in both languages: the way to pay at each step, what is left to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from marketplace.background import run_due
from marketplace.billing.models import Invoice
from marketplace.checkouts.models import Checkout, CollectionTask
from marketplace.checkouts.states import CheckoutState, TaskState
from marketplace.db import db
from tests.conftest import count_queries
from tests.factories.accounts import make_client, make_operator
from tests.factories.billing import billed_month
from tests.factories.checkouts import TOTAL, open_checkout, owner_of, tell
from tests.factories.payouts import make_own_account

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import PageClient
    from tests.stripe_server import StripeServer

PAY = "カードまたは銀行振込で支払う"


def panel(client: PageClient, invoice: Invoice, *, back: bool = False) -> str:
    page = client.get(f"/invoices/{invoice.id}" + ("?from=stripe" if back else "")).text
    return page.partition('id="payment"')[2].partition("</aside>")[0]


def signed_in(client: PageClient) -> Invoice:
    invoice, _notice = billed_month(160)
    client.sign_in(owner_of(invoice))
    return invoice


def test_without_keys_only_bank_transfer_is_offered_and_said(client: PageClient) -> None:
    invoice = signed_in(client)
    shown = panel(client, invoice)
    assert "銀行振込のみ" in shown
    assert "お問い合わせください" in shown, "the operator has not entered its account"
    make_own_account()
    shown = panel(client, invoice)
    assert "7654321" in shown
    assert "カ）エンノシタパートナーズ" in shown
    assert invoice.number in shown
    assert PAY not in shown
    assert client.post(f"/invoices/{invoice.id}/checkout").status_code == 409
    client.post("/language", data={"locale": "en", "next": "/"})
    assert "Only bank transfer is offered here" in panel(client, invoice)


def test_paying_step_by_step_without_scripts(app: Flask, client: PageClient, stripe: StripeServer) -> None:
    invoice = signed_in(client)
    make_own_account()
    assert PAY in panel(client, invoice)
    answer = client.post(f"/invoices/{invoice.id}/checkout")
    assert (answer.status_code, answer.location) == (303, f"/invoices/{invoice.id}#payment")
    shown = panel(client, invoice)
    assert "準備しています" in shown
    assert 'hx-trigger="every 3s"' in shown
    assert PAY not in shown
    run_due()
    checkout = db.session.scalars(select(Checkout)).one()
    shown = panel(client, invoice)
    assert f'href="{checkout.url}"' in shown
    assert "hx-trigger" not in shown
    shown = panel(client, invoice, back=True)
    assert "Stripeからの確認を待っています" in shown
    assert "入金待ち" in client.get(f"/invoices/{invoice.id}?from=stripe").text, "a browser's word is no payment"
    stripe.account.choose_transfer(checkout.session_id)
    tell(app, stripe.account.events)
    shown = panel(client, invoice)
    assert "お振込みを待っています" in shown
    assert "bank_transfer_instructions" in shown
    stripe.account.transfer(checkout.customer.stripe_id, 100_000)
    tell(app, stripe.account.events)
    assert "100,000円が入金されました" in panel(client, invoice)
    stripe.account.transfer(checkout.customer.stripe_id, TOTAL - 100_000)
    tell(app, stripe.account.events)
    assert panel(client, invoice) == ""


def test_the_readers_language_goes_to_stripe(client: PageClient, stripe: StripeServer) -> None:
    invoice = signed_in(client)
    client.post("/language", data={"locale": "en", "next": "/"})
    client.post(f"/invoices/{invoice.id}/checkout")
    run_due()
    assert stripe.account.of_kind("checkout.session")[0]["locale"] == "en"
    assert stripe.account.of_kind("product")[0]["name"] == f"Invoice {invoice.number}"


def test_the_operator_sees_how_far_it_is_and_pays_nothing(client: PageClient, stripe: StripeServer) -> None:
    del stripe
    checkout = open_checkout()
    client.sign_in(make_operator())
    shown = panel(client, checkout.invoice)
    assert "お支払い" in shown
    assert PAY not in shown
    assert checkout.url not in shown
    assert client.post(f"/invoices/{checkout.invoice_id}/checkout").status_code == 403


def test_another_company_knows_of_nothing(client: PageClient, stripe: StripeServer) -> None:
    checkout = open_checkout()
    client.sign_in(make_client())
    asked = len(stripe.asked)
    assert client.get(f"/invoices/{checkout.invoice_id}").status_code == 404
    assert client.post(f"/invoices/{checkout.invoice_id}/checkout").status_code == 404
    assert len(stripe.asked) == asked


@pytest.mark.parametrize("amount", [49, 100_000_000])
def test_an_amount_that_stripe_does_not_take_is_said(client: PageClient, stripe: StripeServer, amount: int) -> None:
    invoice = signed_in(client)
    invoice.paid = invoice.total - amount if amount < invoice.total else 0
    if amount > invoice.total:
        db.session.execute(update(Invoice).values(net=amount, tax=0, total=amount))
    db.session.commit()
    db.session.expire_all()
    shown = panel(client, invoice)
    assert "この金額は、当社口座への銀行振込で" in shown
    assert PAY not in shown
    assert client.post(f"/invoices/{invoice.id}/checkout").status_code == 409
    assert stripe.asked == []


# The operator's tasks


def refunded(app: Flask, stripe: StripeServer) -> CollectionTask:
    checkout = open_checkout()
    stripe.account.refund(stripe.account.pay_by_card(checkout.session_id)["id"], 100_000)
    tell(app, stripe.account.events)
    return db.session.scalars(select(CollectionTask)).one()


def test_a_task_waits_on_the_home_page_and_is_closed_in_words(
    app: Flask, client: PageClient, stripe: StripeServer
) -> None:
    task = refunded(app, stripe)
    operator = make_operator()
    client.sign_in(operator)
    assert "返金がありました" in client.get("/").text
    page = client.get("/collection-tasks").text
    assert "100,000円" in page
    assert task.checkout.invoice.number in page
    url = f"/collection-tasks/{task.id}/done"
    refused = client.post(url, data={"words": " ", "version": task.version})
    assert refused.status_code == 422
    assert task.state is TaskState.OPEN
    assert client.post(url, data={"words": "早い", "version": task.version - 1}).status_code == 409
    said = {"words": "先方と合意し、次回請求で調整。", "version": task.version}
    assert client.post(url, data=said).status_code == 303
    db.session.expire_all()
    assert (task.state, task.done_by_id) == (TaskState.DONE, operator.id)
    page = client.get("/collection-tasks").text
    assert "先方と合意し、次回請求で調整。" in page
    assert "確認が必要な入金はありません" in page
    assert "返金がありました" not in client.get("/").text
    assert client.post(url, data={"words": "もう一度"}).status_code == 409


def test_a_dispute_is_said_in_words_and_in_english(app: Flask, client: PageClient, stripe: StripeServer) -> None:
    checkout = open_checkout()
    dispute = stripe.account.object_to(stripe.account.pay_by_card(checkout.session_id)["id"], 5000)
    tell(app, stripe.account.events)
    client.sign_in(make_operator())
    assert "要回答" in client.get("/collection-tasks").text
    stripe.account.decide(dispute["id"], "lost")
    tell(app, stripe.account.events)
    client.post("/language", data={"locale": "en", "next": "/"})
    page = client.get("/collection-tasks").text
    assert "The client objects to a card payment" in page
    assert "Stripe says: lost" in page


def test_the_list_asks_a_fixed_number_of_questions(app: Flask, client: PageClient, stripe: StripeServer) -> None:
    refunded(app, stripe)
    client.sign_in(make_operator())
    counts = []
    for _each in range(2):
        db.session.expire_all()
        with count_queries() as seen:
            client.get("/collection-tasks")
        counts.append(len(seen))
        checkout = open_checkout()
        stripe.account.refund(stripe.account.pay_by_card(checkout.session_id)["id"], 100_000)
        tell(app, stripe.account.events)
    assert len(db.session.scalars(select(CollectionTask)).all()) == 3
    assert checkout.state is CheckoutState.PAID
    assert counts[0] == counts[1]
