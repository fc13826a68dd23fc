"""Where one goes from a page: billing to the runs and back, a notice that cannot be paid to the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.billing.operations.answering import confirm_notice
from marketplace.db import db
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.payouts import make_bank_account

if TYPE_CHECKING:
    from tests.conftest import PageClient

ACCOUNT = 'href="/bank-account"'


@pytest.mark.parametrize(("locale", "words"), [("ja", "登録するまで"), ("en", "before you have entered one")])
def test_the_one_who_is_paid_is_led_to_the_account_until_there_is_one(
    client: PageClient, locale: str, words: str
) -> None:
    _invoice, notice = billed_month()
    path = f"/payment-notices/{notice.id}"
    client.sign_in(make_operator())
    assert ACCOUNT not in client.get(path).text, "nobody else enters it"
    client.sign_in(notice.consultant.user)
    client.set_cookie("locale", locale)
    page = client.get(path).text
    assert ACCOUNT in page
    assert words in page
    confirm_notice(notice, by=notice.consultant.user)
    db.session.commit()
    assert ACCOUNT in client.get(path).text
    make_bank_account(notice.consultant)
    assert ACCOUNT not in client.get(path).text


def test_billing_and_the_runs_lead_to_each_other(client: PageClient) -> None:
    client.sign_in(make_operator())
    assert 'href="/payment-runs"' in client.get("/billing").text
    runs = client.get("/payment-runs").text
    assert 'href="/billing"' in runs
    assert 'href="/payment-notices"' in runs
