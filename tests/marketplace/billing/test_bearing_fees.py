"""A transfer fee that the client took off and the operator bears: a rest is closed without cash that never came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.billing.models import LedgerEntry
from marketplace.billing.queries import balance
from marketplace.billing.states import MOST_FEE, Account, InvoiceState
from marketplace.clock import today
from marketplace.db import db
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_a_rest_is_closed_as_a_fee_without_cash(client: PageClient) -> None:
    invoice = billed_month(188.25)[0]
    db.session.commit()
    client.sign_in(make_operator())
    url, sent = f"/invoices/{invoice.id}", {"on": today().isoformat(), "source": "三井住友 11/23"}
    assert client.post(f"{url}/receipt", data={**sent, "amount": "1149925"}).location == url
    assert client.post(f"{url}/receipt", data={**sent, "amount": "0", "fee": f"{MOST_FEE + 1}"}).status_code == 422
    assert client.post(f"{url}/receipt", data={**sent, "amount": "0", "fee": "441"}).status_code == 422
    assert client.post(f"{url}/receipt", data={**sent, "amount": "0", "fee": "0"}).status_code == 409
    assert (invoice.state, invoice.open) == (InvoiceState.ISSUED, 440)
    assert client.post(f"{url}/receipt", data={**sent, "amount": "0", "fee": "440"}).location == url
    db.session.refresh(invoice)
    assert (invoice.state, invoice.open) == (InvoiceState.PAID, 0)
    assert (balance(Account.CASH), balance(Account.FEES), balance(Account.RECEIVABLE)) == (1_149_925, 440, 0)
    assert db.session.scalar(select(func.sum(LedgerEntry.amount))) == 0
