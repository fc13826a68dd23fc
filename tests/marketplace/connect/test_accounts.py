"""A consultant sets an account up at Stripe, step by step on the page; off, nothing of it shows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import enqueue, run_due
from marketplace.checkouts.queries import is_payable
from marketplace.checkouts.states import CheckoutState
from marketplace.clock import now
from marketplace.connect.models import ConnectedAccount
from marketplace.connect.operations.onboarding import begin
from marketplace.connect.states import AccountState
from marketplace.contracts.queries import party_of
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.settings import Name, settings
from tests.factories.accounts import make_operator
from tests.factories.checkouts import open_checkout, owner_of, tell
from tests.factories.connect import begun_account, direct_invoice, payable_invoice, ready_account, switch
from tests.stripe_connect import finish, restrict

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient
    from tests.stripe_server import StripeServer

pytestmark = pytest.mark.usefixtures("session")
PAGE = "/bank-account/stripe"
DEAUTHORIZED = {"id": "evt_left", "type": "account.application.deauthorized", "data": {"object": {"id": "ca_1"}}}


def someone() -> Consultant:
    return direct_invoice().contract.application.consultant


def fresh(account: ConnectedAccount) -> ConnectedAccount:
    return db.session.get_one(ConnectedAccount, account.id, populate_existing=True)


def test_off_nothing_of_it_shows_and_nothing_is_offered(client: PageClient, stripe: StripeServer) -> None:
    invoice = direct_invoice()
    consultant, owner = invoice.contract.application.consultant, owner_of(invoice)
    client.sign_in(consultant.user)
    assert "Stripe" not in client.get("/bank-account").text
    assert (client.get(PAGE).status_code, client.post(PAGE).status_code) == (404, 404)
    assert "Stripe" not in client.get(f"/invoices/{invoice.id}").text
    client.sign_in(owner)
    assert "Stripe" not in client.get(f"/invoices/{invoice.id}").text
    assert client.post(f"/invoices/{invoice.id}/checkout").status_code == 409
    with pytest.raises(DomainError):
        begin(consultant, by=consultant.user)
    assert stripe.asked == []


def test_it_is_set_up_step_by_step(client: PageClient, app: Flask, stripe: StripeServer) -> None:
    switch()
    consultant = someone()
    client.sign_in(consultant.user)
    assert PAGE in client.get("/bank-account").text
    assert "Stripeで設定する" in client.get(PAGE).text
    assert client.post(PAGE).status_code == 303
    page = client.get(PAGE).text
    assert "準備しています" in page
    assert "every 3s" in page
    run_due()
    (made,) = stripe.account.of_kind("account")
    assert (made["country"], made["email"]) == ("JP", consultant.user.email)
    assert made["controller"]["losses"] == {"payments": "application"}
    (link,) = stripe.account.of_kind("account_link")
    assert link["url"] in client.get(PAGE).text
    assert "連絡を待っています" in client.get(f"{PAGE}?from=stripe").text
    assert "Stripeで続ける" in client.get(f"{PAGE}?from=expired").text
    finish(stripe.account, made["id"])
    tell(app, stripe.account.events)
    assert "利用できます" in client.get(f"{PAGE}?from=stripe").text
    assert db.session.scalars(select(ConnectedAccount.state)).one() is AccountState.READY


def test_each_click_makes_a_link_of_its_own_and_no_second_account(stripe: StripeServer) -> None:
    switch()
    consultant = someone()
    first = begun_account(consultant).link_url
    second = begun_account(consultant).link_url
    assert first != second
    assert (len(stripe.account.of_kind("account")), len(stripe.account.of_kind("account_link"))) == (1, 2)


def test_a_link_that_is_over_is_not_offered(client: PageClient, stripe: StripeServer) -> None:
    del stripe
    switch()
    account = begun_account(someone())
    client.sign_in(account.consultant.user)
    assert account.link_url in client.get(PAGE).text
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        page = client.get(PAGE).text
    assert account.link_url not in page
    assert "Stripeで続ける" in page


@pytest.mark.parametrize("trouble", ["drop", "hang", "500"])
def test_a_lost_answer_makes_no_second_account(stripe: StripeServer, trouble: str) -> None:
    switch()
    stripe.trouble.append(("/v1/accounts", trouble))
    account = begun_account(someone())
    assert account.stripe_id == ""
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        run_due()
    assert fresh(account).stripe_id
    assert len(stripe.account.of_kind("account")) == 1


def test_what_stripe_refuses_is_said_and_may_be_tried_again(client: PageClient, stripe: StripeServer) -> None:
    switch()
    consultant = someone()
    stripe.account.refused = "Sign up for Connect first."
    account = begun_account(consultant)
    assert account.refused == "Sign up for Connect first."
    client.sign_in(consultant.user)
    assert "設定できませんでした" in client.get(PAGE).text
    stripe.account.refused = ""
    client.post(PAGE)
    run_due()
    assert fresh(account).state is AccountState.ONBOARDING
    assert len({each.key for each in stripe.posts("/v1/accounts")}) == 2


def test_restricted_it_takes_nothing_and_the_consultant_is_told(app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    assert is_payable(invoice)
    row = open_checkout(invoice)
    (account,) = stripe.account.of_kind("account")
    restrict(stripe.account, account["id"])
    tell(app, stripe.account.events)
    assert not is_payable(invoice)
    told = {each.user_id for each in db.session.scalars(select(Message)) if each.template.startswith("connect/")}
    assert told == {invoice.contract.application.consultant.user_id}
    enqueue("checkouts.look_again")
    db.session.commit()
    run_due()
    db.session.refresh(row)
    assert row.state is CheckoutState.EXPIRED, "nobody pays what could not be handed on"


def test_what_stripe_still_checks_is_not_restricted(app: Flask, stripe: StripeServer) -> None:
    switch()
    account = begun_account(someone())
    restrict(stripe.account, account.stripe_id, "requirements.pending_verification")
    tell(app, stripe.account.events)
    assert fresh(account).state is AccountState.ONBOARDING


def test_an_account_that_has_left_takes_nothing(app: Flask, stripe: StripeServer) -> None:
    switch()
    account = ready_account(someone(), stripe)
    del stripe.account.things[account.stripe_id]
    tell(app, [{**DEAUTHORIZED, "account": account.stripe_id}])
    assert fresh(account).state is AccountState.RESTRICTED


def test_r48_across_a_border_there_is_none(client: PageClient, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    consultant = invoice.contract.application.consultant
    party = party_of(consultant)
    assert party is not None
    party.domestic = False
    db.session.commit()
    assert not is_payable(invoice)
    client.sign_in(consultant.user)
    assert "国内の取引に限ります" in client.get(PAGE).text
    assert client.post(PAGE).status_code == 409


def test_the_client_pays_and_all_see_what_was_handed_on(client: PageClient, app: Flask, stripe: StripeServer) -> None:
    invoice = payable_invoice(stripe)
    client.sign_in(owner_of(invoice))
    page = client.get(f"/invoices/{invoice.id}").text
    assert "代わって受領します" in page
    assert "カード" in page
    assert "口座名義" not in page, "the operator's own account is not where a DIRECT invoice is paid"
    assert client.post(f"/invoices/{invoice.id}/checkout").status_code == 303
    run_due()
    session = stripe.account.of_kind("checkout.session")[0]
    stripe.account.pay_by_card(session["id"])
    tell(app, stripe.account.events)
    assert "引き渡し" not in client.get(f"/invoices/{invoice.id}").text
    for user in (invoice.contract.application.consultant.user, make_operator()):
        client.sign_in(user)
        assert "引き渡し済み" in client.get(f"/invoices/{invoice.id}").text
    client.sign_in(invoice.contract.application.consultant.user)
    assert invoice.number in client.get(PAGE).text


def test_the_settings_page_says_why_it_cannot_be_switched_on(client: PageClient, app: Flask) -> None:
    client.sign_in(make_operator())

    def sent(**values: int) -> tuple[int, str]:
        kept = settings()
        wanted = kept | {Name(name): value for name, value in values.items()}
        form = {f"{name.value}-value": value for name, value in wanted.items()}
        answer = client.post("/settings/general", data=form | {f"{n.value}-seen": v for n, v in kept.items()})
        return answer.status_code, answer.text

    status, text = sent(stripe_connect=1, collect_direct=1)
    assert (status, "Stripeのキーが設定されていない" in text) == (422, True)
    assert settings()[Name.STRIPE_CONNECT] == 0
    del app


def test_with_the_keys_it_needs_collecting(client: PageClient, stripe: StripeServer) -> None:
    del stripe
    client.sign_in(make_operator())
    kept = settings()
    form = {f"{name.value}-value": value for name, value in (kept | {Name.STRIPE_CONNECT: 1}).items()}
    seen = {f"{name.value}-seen": value for name, value in kept.items()}
    answer = client.post("/settings/general", data=form | seen)
    assert (answer.status_code, "先に「直接契約で" in answer.text) == (422, True)
    answer = client.post("/settings/general", data=form | seen | {f"{Name.COLLECT_DIRECT.value}-value": 1})
    assert answer.status_code == 303
    assert settings()[Name.STRIPE_CONNECT] == 1
