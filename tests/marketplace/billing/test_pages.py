"""Billing's pages by role: found, read, answered, closed, taken away as PDF and as an archive."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from marketplace.background import run_due
from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.states import InvoiceState, NoticeState
from marketplace.clock import today
from marketplace.db import db
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.billing import approved_month, billed_month

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from tests.conftest import PageClient


@pytest.fixture
def operator(client: PageClient) -> User:
    del client
    return make_operator()


def test_an_operator_closes_a_month_and_each_report_is_billed_once(client: PageClient, operator: User) -> None:
    report, _owner = approved_month()
    client.sign_in(operator)
    page = client.get("/billing").text
    assert report.contract.number in page
    month = {"month": f"{report.month:%Y-%m}"}
    for _again in range(2):
        assert client.post("/billing", data=month).status_code == 303
    run_due()
    assert db.session.scalar(select(func.count(Invoice.id))) == 1
    assert report.contract.number not in client.get("/billing").text
    for no_month in ("2026-13", "0000-01", "2026-11zz"):
        assert client.post("/billing", data={"month": no_month}).status_code == 422


def test_only_the_operator_closes_months(client: PageClient) -> None:
    invoice, notice = billed_month()
    for user in (make_advisor(), notice.consultant.user):
        client.sign_in(user)
        assert client.get("/billing").status_code == 403
        assert client.post("/billing", data={"month": "2026-10"}).status_code == 403
        assert client.get("/invoices/export.zip").status_code == 403
    assert invoice.state is InvoiceState.ISSUED


def test_neither_side_reads_the_others_price(client: PageClient) -> None:
    invoice, notice = billed_month(188.25)
    client.sign_in(notice.consultant.user)
    own = client.get(f"/payment-notices/{notice.id}").text
    assert "920,293" in own
    assert "1,150,365" not in own
    assert client.get(f"/invoices/{invoice.id}").status_code == 404
    assert "INV-" not in client.get("/invoices").text


def test_what_is_typed_into_the_search_is_kept_and_what_cannot_be_is_said(client: PageClient, operator: User) -> None:
    billed_month(150)
    client.sign_in(operator)
    assert "INV-" in client.get("/invoices?least=110万&most=1,100,000").text
    assert "INV-" not in client.get("/invoices?least=1100001").text
    assert "月を入力してください" in client.get("/invoices?served_since=2026").text
    assert "INV-" in client.get("/invoices?page=99").text  # a kept address beyond the last page shows the last one
    page = client.get("/invoices?since=昨日")
    assert page.status_code == 422
    assert 'id="since-error"' in page.text
    assert "昨日" in page.text


def test_a_consultant_confirms_or_disputes(client: PageClient, operator: User) -> None:
    _invoice, notice = billed_month()
    client.sign_in(notice.consultant.user)
    url = f"/payment-notices/{notice.id}"
    assert client.post(f"{url}/dispute", data={"words": "", "version": notice.version}).status_code == 422
    assert client.post(f"{url}/dispute", data={"words": "時間が違う", "version": 99}).status_code == 409
    assert client.post(f"{url}/dispute", data={"words": "時間が違う", "version": notice.version}).location == url
    client.sign_in(operator)
    assert "時間が違う" in client.get(url).text
    assert client.post(f"{url}/settle", data={"answer": ""}).status_code == 422
    assert client.post(f"{url}/settle", data={"answer": "報告書のとおりです。"}).location == url
    db.session.refresh(notice)
    assert notice.state is NoticeState.CONFIRMED
    client.sign_in(notice.consultant.user)
    assert "報告書のとおりです。" in client.get(url).text
    assert client.post(f"{url}/confirm").status_code == 409


def test_a_payment_is_booked_once_for_what_the_page_showed(client: PageClient, operator: User) -> None:
    invoice, _notice = billed_month(150)
    client.sign_in(operator)
    url = f"/invoices/{invoice.id}"
    sent = {"amount": "1,100,000", "on": today().isoformat(), "source": "三井住友 普通", "version": invoice.version}
    assert client.post(f"{url}/receipt", data={**sent, "amount": "0"}).status_code in {409, 422}
    assert client.post(f"{url}/receipt", data={**sent, "source": ""}).status_code == 422
    assert client.post(f"{url}/receipt", data=sent).location == url
    assert client.post(f"{url}/receipt", data=sent).status_code == 409
    db.session.refresh(invoice)
    assert (invoice.state, invoice.paid) == (InvoiceState.PAID, 1_100_000)
    assert "入金日" in client.get(url).text


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_files_say_what_the_law_asks_for(client: PageClient, operator: User, locale: str) -> None:
    invoice, notice = billed_month(188.25)
    client.sign_in(operator)
    client.set_cookie("locale", locale)
    shown = {}
    for document, path in (
        (invoice, f"/invoices/{invoice.id}/invoice.pdf"),
        (notice, f"/payment-notices/{notice.id}/notice.pdf"),
    ):
        answer = client.get(path)
        assert answer.mimetype == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.data))
        text = "".join(page.extract_text() for page in reader.pages)
        plain = "".join(text.split())
        for words in (
            document.number,
            document.from_name,
            document.from_number,
            document.to_name,
            f"{document.total:,}",
        ):
            assert words.replace(" ", "") in plain, words
        shown[type(document)] = plain
    assert "1,045,787" in shown[Invoice]
    assert "104,578" in shown[Invoice]
    assert "10%" in shown[Invoice]
    assert "836,630" in shown[PaymentNotice]
    if locale == "ja":
        assert "確認があったものとします" in shown[PaymentNotice]
        assert f"{notice.from_name}様".replace(" ", "") in shown[PaymentNotice], "made by who pays, for who is paid"
        assert "縁の下パートナーズ株式会社御中" not in shown[PaymentNotice]
        assert f"{invoice.to_name}御中" in shown[Invoice]


def test_the_archive_holds_every_file_and_its_index(client: PageClient, operator: User) -> None:
    invoice, notice = billed_month()
    client.sign_in(operator)
    kept = zipfile.ZipFile(io.BytesIO(client.get("/invoices/export.zip").data))
    rows = list(csv.DictReader(io.StringIO(kept.read("index.csv").decode("utf-8-sig"))))
    assert {row["番号"] for row in rows} == {invoice.number, notice.number}
    assert {row["状態"] for row in rows} == {"入金待ち", "確認待ち"}
    assert {row["ファイル"] for row in rows} | {"index.csv"} == set(kept.namelist())
    assert all(kept.read(row["ファイル"]).startswith(b"%PDF-") for row in rows)
    only = zipfile.ZipFile(io.BytesIO(client.get("/invoices/export.zip?least=99999999").data))
    assert only.namelist() == ["index.csv"]


def test_a_month_is_closed_at_the_command_line_and_again_does_nothing(app: Flask, operator: User) -> None:
    del operator
    report, _owner = approved_month()
    month = f"{report.month:%Y-%m}"
    runner = app.test_cli_runner()
    assert "1 billed, 0 refused" in runner.invoke(args=["billing", "close", month]).output
    assert "0 billed, 0 refused" in runner.invoke(args=["billing", "close", month]).output
    assert db.session.scalar(select(func.count(Invoice.id))) == 1
