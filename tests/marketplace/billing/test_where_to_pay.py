"""Where to pay: the operator's account as it was when the invoice was issued; on a page the panel says it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from marketplace.billing.models import Invoice, IssuedChangedError
from marketplace.billing.operations.issuing import bill_month
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.own_account import own_account, save_own_account
from marketplace.payouts.operations.accounts import save_bank_account
from marketplace.trade.banks import account
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month, billed_month
from tests.factories.payouts import OWN, make_bank_account, make_own_account

if TYPE_CHECKING:
    from tests.conftest import PageClient

KEPT = {
    "bank": "三菱ＵＦＪ", "bank_code": "0005", "branch": "本店", "branch_code": "001", "kind": "1",
    "number": "7654321", "holder": "カ）エンノシタパートナーズ",
}  # fmt: skip


def _paper(client: PageClient, invoice: Invoice) -> str:
    reader = PdfReader(io.BytesIO(client.get(f"/invoices/{invoice.id}/invoice.pdf").data))
    return "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")


@pytest.mark.usefixtures("session")
def test_the_account_is_kept_with_the_invoice_and_never_changed() -> None:
    make_own_account()
    invoice, _notice = billed_month(188.25)
    assert (invoice.pay_to, invoice.total) == (KEPT, 1_150_365)
    invoice.pay_to = None
    with pytest.raises(IssuedChangedError, match="pay_to"), db.session.begin_nested():
        db.session.flush()


@pytest.mark.parametrize(("locale", "kind", "bears"), [("ja", "普通", "手数料"), ("en", "Ordinary", "bearitsfee")])
def test_the_paper_names_the_account_of_then(client: PageClient, locale: str, kind: str, bears: str) -> None:
    make_own_account()
    invoice, _notice = billed_month()
    save_own_account(replace(OWN, number="1112223"), seen=1, by=make_operator())
    db.session.commit()
    client.sign_in(make_operator())
    client.set_cookie("locale", locale)
    paper = _paper(client, invoice)
    for words in ("三菱ＵＦＪ", "0005", "本店", "001", kind, "7654321", "カ）エンノシタパートナーズ", bears):
        assert words in paper, words
    assert "1112223" not in paper


def test_an_invoice_from_before_names_none(client: PageClient) -> None:
    invoice, _notice = billed_month()
    make_own_account()
    client.sign_in(make_operator())
    assert invoice.pay_to is None
    paper = _paper(client, invoice)
    assert "お振込先" not in paper
    assert "7654321" not in paper


@pytest.mark.usefixtures("session")
def test_a_branch_that_is_no_more_is_not_named() -> None:
    make_own_account()
    row = own_account()
    assert row is not None
    row.branch_code = "000"
    db.session.commit()
    assert billed_month()[0].pay_to is None


def test_an_invoice_in_the_consultants_name_prints_the_consultants_account_of_then(client: PageClient) -> None:
    make_own_account()
    report, owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    consultant = report.contract.application.consultant
    make_bank_account(consultant, held=True)
    invoice, _notice = bill_month(report, by=None)
    assert invoice is not None
    kept = invoice.pay_to
    assert kept is not None
    assert (kept["bank"], kept["holder"]) == ("みずほ", "ヤマダ タロウ")
    assert "1234567" not in str(kept), "the number is sealed at rest"
    other = account("0005", "001", "1", "7654322")
    save_bank_account(consultant, other, holder="サトウ　ハナコ", by=consultant.user)
    db.session.commit()
    for reader in (owner, consultant.user, make_operator()):
        client.sign_in(reader)
        page = client.get(f"/invoices/{invoice.id}").text
        assert "1234567" in page
        assert "7654322" not in page
    assert "1234567" in _paper(client, invoice)
    client.sign_in(consultant.user)
    assert "口座番号の全桁" in client.get("/bank-account").text


def test_without_an_account_the_consultant_is_told_to_enter_one_and_the_client_whom_to_ask(client: PageClient) -> None:
    make_own_account()
    report, owner = approved_month(150, model=ContractModel.DIRECT, order_price=None)
    invoice, _notice = bill_month(report, by=None)
    db.session.commit()
    assert invoice is not None
    assert invoice.pay_to is None
    told, asks = "この請求書には振込先の口座が記載されていません", f"振込先の口座は、{invoice.from_name}"
    client.sign_in(owner)
    page = client.get(f"/invoices/{invoice.id}").text
    assert asks in page
    assert told not in page
    assert asks.replace(" ", "") in _paper(client, invoice)
    client.sign_in(report.contract.application.consultant.user)
    assert told in client.get(f"/invoices/{invoice.id}").text


def test_the_page_says_it_once_and_lists_name_the_month(client: PageClient) -> None:
    make_own_account()
    invoice, notice = billed_month()
    client.sign_in(make_operator())
    page = client.get(f"/invoices/{invoice.id}").text
    assert "7654321" in page, "the panel"
    assert "お支払いは銀行振込でお願いいたします" not in page
    month = f"{notice.served_from.year}年{notice.served_from.month}月"
    for path in ("/invoices", "/payment-notices"):
        listed = client.get(path).text
        assert "対象月" in listed
        assert f">{month}</td>" in listed
