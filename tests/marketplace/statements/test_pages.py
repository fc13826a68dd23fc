"""The operator's pages: a file taken in, each payment with its buttons, everything reversible, nobody else lets in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.billing.states import InvoiceState
from marketplace.clock import today
from marketplace.db import db
from marketplace.statements.models import BankStatement, Incoming
from marketplace.statements.states import IncomingState
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.billing import billed_month
from tests.factories.statements import csv_file, take_in

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

PAYER = "ｶ)ﾐﾅﾄｾｲｷ"
SHORT = 1_149_925


@pytest.fixture
def operator(client: PageClient) -> User:
    operator = make_operator()
    client.sign_in(operator)
    return operator


def send(client: PageClient, content: bytes, name: str = "meisai.csv") -> Any:  # noqa: ANN401 - Werkzeug's answer
    data = {"document": (io.BytesIO(content), name)}
    return client.post("/bank-statements", data=data, content_type="multipart/form-data")


def only() -> Incoming:
    return db.session.scalars(select(Incoming).execution_options(populate_existing=True)).one()


@pytest.mark.parametrize(
    ("locale", "short", "borne"), [("ja", "440円不足", "振込手数料"), ("en", "short by", "transfer fee")]
)
def test_taken_in_booked_and_taken_back(
    client: PageClient, operator: User, locale: str, short: str, borne: str
) -> None:
    del operator
    invoice, _notice = billed_month(188.25)
    client.set_cookie("locale", locale)
    url = send(client, csv_file((today(), SHORT, PAYER))).location
    page = client.get(url).text
    assert PAYER in page
    assert short in page
    assert borne in page
    incoming = only()
    sent = {"numbers": invoice.number, "seen": "-440", "fee": "1", "version": incoming.version}
    done = client.post(f"/incomings/{incoming.id}/match", data=sent)
    assert done.location.startswith(url)
    assert invoice.number in client.get(url).text
    db.session.refresh(invoice)
    assert invoice.state is InvoiceState.PAID
    refused = client.post(f"/incomings/{incoming.id}/reverse", data={"words": "", "version": 2})
    assert refused.status_code == 422
    assert client.post(f"/incomings/{incoming.id}/reverse", data={"words": "誤り", "version": 2}).status_code == 303
    db.session.refresh(invoice)
    assert (invoice.state, only().state) == (InvoiceState.ISSUED, IncomingState.OPEN)
    assert "誤り" in client.get(url).text


def test_the_list_names_what_is_short_and_what_is_too_much(client: PageClient, operator: User) -> None:
    short, over = billed_month(188.25)[0], billed_month(188.25)[0]
    first, second = take_in((today(), SHORT, PAYER), (today(), 1_150_805, PAYER), by=operator)
    for incoming, invoice in ((first, short), (second, over)):
        sent = {"numbers": invoice.number.lower(), "version": incoming.version}
        assert client.post(f"/incomings/{incoming.id}/match", data=sent).status_code == 303
    page = client.get("/bank-statements").text
    assert short.number in page
    assert over.number in page
    assert page.count('value="440"') == 2


def test_a_refused_file_is_said_beside_its_field(client: PageClient, operator: User) -> None:
    del operator
    assert client.post("/bank-statements", data={}).status_code == 422
    page = send(client, b"%PDF-1.7", "rechnung.pdf")
    assert page.status_code == 422
    assert 'id="document-error"' in page.text
    content = csv_file((today(), SHORT, PAYER))
    assert send(client, content).status_code == 303
    assert send(client, content, "again.csv").status_code == 422
    assert len(db.session.scalars(select(BankStatement)).all()) == 1


def test_names_and_lines_of_a_file_are_shown_as_text(client: PageClient, operator: User) -> None:
    del operator
    content = csv_file((today(), 440, "<b>ｱ</b>")) + "<script>x</script>,振込,ｱ,,1,\r\n".encode("cp932")
    url = send(client, content, "../../<i>x.csv").location
    page = client.get(url).text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page
    assert "<i>x" not in page


def test_lost_races_are_told_and_change_nothing(client: PageClient, operator: User) -> None:
    invoice, _notice = billed_month(188.25)
    first, second = take_in((today(), 1_150_365, PAYER), (today(), 1_150_365, "ｱｽｶﾙ"), by=operator)
    button = {"numbers": invoice.number, "seen": "0"}
    url = f"/incomings/{first.id}/match"
    assert client.post(url, data={**button, "version": 9}).status_code == 409
    assert client.post(url, data={**button, "version": 1}).status_code == 303
    assert client.post(url, data={**button, "version": 1}).status_code == 409
    assert client.post(f"/incomings/{second.id}/match", data={**button, "version": 1}).status_code == 409
    assert client.post(f"/incomings/{second.id}/take-up", data={"version": 1}).status_code == 409
    db.session.refresh(invoice)
    assert invoice.paid == 1_150_365


def test_an_unknown_number_is_said_and_words_are_kept(client: PageClient, operator: User) -> None:
    (incoming,) = take_in((today(), 12, "ﾘｿｸ"), by=operator)
    page = client.post(f"/incomings/{incoming.id}/match", data={"numbers": "INV-9", "version": 1})
    assert page.status_code == 422
    assert "INV-9" in page.text
    assert client.post(f"/incomings/{incoming.id}/match", data={"version": "1"}).status_code == 422
    page = client.post(f"/incomings/{incoming.id}/set-aside", data={"words": "利息です", "version": 7})
    assert page.status_code == 409
    assert "利息です" in page.text
    assert 'value="7"' not in page.text
    assert client.post(f"/incomings/{incoming.id}/set-aside", data={"words": "利息", "version": 1}).status_code == 303
    assert client.post(f"/incomings/{incoming.id}/take-up", data={"version": 2}).status_code == 303
    assert only().state is IncomingState.OPEN


def test_a_payment_that_two_files_write_differently_is_asked_about(client: PageClient, operator: User) -> None:
    take_in((today(), SHORT, PAYER), by=operator)
    (other,) = take_in((today(), SHORT, f"{PAYER} "), (today(), 1, "ｱ"), by=operator)[:1]
    assert other.amount == 1
    url = send(client, csv_file((today(), SHORT, "ﾐﾅﾄｾｲｷ"))).location
    assert 'data-tone="warning"' in client.get(url).text


def test_a_page_asks_a_fixed_number_of_questions(client: PageClient, operator: User) -> None:
    billed_month(188.25)
    asked = []
    kept = [
        take_in(*[(today(), 1000 * more + n, PAYER) for n in range(more)], by=operator)[0].bank_statement_id
        for more in (2, 40)
    ]
    for statement_id in kept:
        db.session.expunge_all()
        with count_queries() as seen:
            assert client.get(f"/bank-statements/{statement_id}").status_code == 200
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_nobody_but_the_operator(client: PageClient, operator: User) -> None:
    invoice, notice = billed_month(188.25)
    (incoming,) = take_in((today(), SHORT, PAYER), by=operator)
    for user in (make_advisor(), notice.consultant.user):
        client.sign_in(user)
        assert client.get("/bank-statements").status_code == 403
        assert send(client, b"x").status_code == 403
        assert client.post(f"/incomings/{incoming.id}/match", data={"numbers": invoice.number}).status_code == 404
