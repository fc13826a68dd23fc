"""What a party says of itself, what the operator enters of itself, and the wording of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.clock import today
from marketplace.contracts.models import AgreementTemplate, Party
from marketplace.contracts.wording import settled, shipped, wording_of
from marketplace.db import db
from marketplace.issuer import issuer
from tests.factories.accounts import make_operator
from tests.factories.contracts import (
    OPERATOR,
    drafted_contract,
)

if TYPE_CHECKING:
    from tests.conftest import PageClient

XHTML = "{http://www.w3.org/1999/xhtml}"


def test_a_party_declares_and_the_desk_screens(client: PageClient) -> None:
    contract, owner, advisor = drafted_contract()
    typed = {"legal_name": "山田 太郎", "address": "東京都港区芝1-2-3", "domestic": "y", "has_employees": "no"}
    person = contract.application.consultant.user
    client.sign_in(person)
    assert client.get("/contracting").status_code == 200
    answer = client.post("/contracting", data=typed)
    assert answer.status_code == 422
    assert 'id="declared-error"' in answer.text
    assert "東京都港区芝1-2-3" in answer.text
    answer = client.post("/contracting", data=typed | {"declared": "y", "has_employees": ""})
    assert (answer.status_code, 'id="has_employees-error"' in answer.text) == (422, True)  # asked of a person
    assert client.post("/contracting", data=typed | {"declared": "y"}).status_code == 303
    party = db.session.scalars(select(Party).where(Party.consultant_id == contract.application.consultant_id)).one()
    assert (party.legal_name, party.has_employees, party.declared_by_id) == ("山田 太郎", False, person.id)
    client.sign_in(owner)
    assert 'name="has_employees"' not in client.get("/contracting").text
    del typed["has_employees"]
    assert client.post("/contracting", data=typed | {"declared": "y"}).status_code == 303
    client.sign_in(advisor)
    assert client.get("/contracting").status_code == 403
    address = f"/parties/{party.id}"
    assert client.post(address, data={"method": "", "result": "clear"}).status_code == 422
    assert client.post(address, data={"method": "記事検索", "result": ""}).status_code == 422
    assert client.post(address, data={"method": "記事検索", "result": "clear"}).status_code == 303
    assert (party.screened_on, party.screening_clear) == (today(), True)
    assert "記事検索" in client.get(address).text


def test_the_operator_enters_itself_once_and_nobody_overwrites_it_unseen(client: PageClient) -> None:
    client.sign_in(make_operator())
    values: dict[str, Any] = {name: str(value) for name, value in OPERATOR.items()}
    wrong = client.post("/settings/issuer", data=values | {"registration_number": "T1234567890123"})
    assert wrong.status_code == 422
    assert 'id="registration_number-error"' in wrong.text
    assert client.post("/settings/issuer", data=values | {"revision": "0"}).status_code == 303
    assert (issuer().name, issuer().registration_number) == (OPERATOR["name"], "T8900000000001")
    assert client.post("/settings/issuer", data=values | {"revision": "0", "name": "別名"}).status_code == 409
    assert client.get("/settings/issuer").status_code == 200


@pytest.mark.parametrize("text", ["${nobody} ${terms}", "条件のない文面", "$ ${terms}", "${order_price}"])
def test_a_wording_with_an_unknown_or_a_missing_fact_is_refused(client: PageClient, text: str) -> None:
    client.sign_in(make_operator())
    address = "/settings/agreements/individual_client"
    assert client.get("/settings/agreements").status_code == 200
    fine = "契約\n\n${terms}"
    seen = {"seen": "individual_client/0"}
    answer = client.post(address, data=seen | {"text": text, "translation": fine})
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert db.session.scalars(select(AgreementTemplate)).all() == []
    assert client.post(address, data=seen | {"text": fine, "translation": fine}).status_code == 303
    late = client.post(address, data=seen | {"text": fine + "別案", "translation": fine})
    assert late.status_code == 409
    assert "別案" in late.text
    assert client.get("/settings/agreements/nothing").status_code == 404


def test_a_wording_goes_back_to_the_text_that_came_with_the_product(client: PageClient) -> None:
    client.sign_in(make_operator())
    address = "/settings/agreements/individual_client"
    assert f"{address}/shipped" not in client.get(address).text
    own = {"seen": "individual_client/0", "text": "契約\n\n${terms}", "translation": "Contract\n\n${terms}"}
    client.post(address, data=own)
    assert f"{address}/shipped" in client.get(address).text
    assert client.post(f"{address}/shipped").status_code == 303
    name, texts = wording_of("individual_client")
    assert (name, texts["ja"]) == ("individual_client/2", settled(shipped("individual_client")["ja"]))
    assert f"{address}/shipped" not in client.get(address).text
    assert client.post("/settings/agreements/nothing/shipped").status_code == 404
