"""The contracts' pages: who sees what, what is refused and how, nothing typed is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from html5lib import parse

from marketplace.clock import today
from marketplace.contracts.operations.amending import propose_amendment
from marketplace.contracts.operations.renewing import ask_about_renewal
from marketplace.contracts.queries import newest_version, version_in_force
from marketplace.contracts.states import ContractState
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.settings import Name, save_settings, value_of
from tests.conftest import count_queries
from tests.factories.accounts import make_client, make_operator
from tests.factories.contracts import (
    drafted_contract,
    ready_contract,
    running_contract,
    sent_contract,
)

if TYPE_CHECKING:
    from tests.conftest import PageClient

XHTML = "{http://www.w3.org/1999/xhtml}"


def filled(page: str) -> dict[str, str]:
    """What a browser would send from the page's form if nothing were touched."""
    forms = [each for each in parse(page).iter(f"{XHTML}form") if each.get("method") == "post"]
    (form,) = [each for each in forms if any(e.get("name") == "received_price" for e in each.iter(f"{XHTML}input"))]
    values: dict[str, str] = {}
    for each in form.iter():
        name, kind = each.get("name"), each.get("type")
        if not name or kind == "submit":
            continue
        if each.tag == f"{XHTML}textarea":
            values[name] = (each.text or "").lstrip("\n")
        elif each.tag == f"{XHTML}select":
            options = list(each.iter(f"{XHTML}option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            values[name] = chosen[0].get("value") or ""
        elif kind != "checkbox" or each.get("checked") is not None:
            values[name] = each.get("value") or ("y" if kind == "checkbox" else "")
    return values


def test_each_finds_its_contracts_in_the_list(client: PageClient) -> None:
    contract, owner, advisor = sent_contract()
    drafted, _o, _a = drafted_contract()
    seen = {owner: 1, contract.application.consultant.user: 1, advisor: 2, make_operator(): 2, make_client(): 0}
    for user, count in seen.items():
        client.sign_in(user)
        page = client.get("/contracts").text
        assert (f">{contract.number}<" in page) is (count > 0)
        assert (f">{drafted.number}<" in page) is (count > 1)
    client.sign_in(advisor)
    assert f">{drafted.number}<" not in client.get("/contracts?show=running").text


def test_the_list_asks_the_database_a_fixed_number_of_questions(client: PageClient) -> None:
    _contract, _owner, advisor = sent_contract()
    client.sign_in(advisor)
    client.get("/contracts")
    with count_queries() as few:
        client.get("/contracts")
    for _each in range(3):
        sent_contract()
    client.get("/contracts")
    with count_queries() as many:
        client.get("/contracts")
    assert len(many) == len(few)


@pytest.mark.parametrize("state", ["drafted", "sent", "active"])
def test_everybody_reads_the_page_as_far_as_it_is_theirs(client: PageClient, state: str) -> None:
    make = {"drafted": drafted_contract, "sent": sent_contract, "active": running_contract}[state]
    contract, owner, advisor = make()
    address = f"/contracts/{contract.id}"
    for user in (owner, contract.application.consultant.user):
        client.sign_in(user)
        assert client.get(address).status_code == (404 if state == "drafted" else 200)
    client.sign_in(advisor)
    page = client.get(address).text
    assert (f"{address}/terms" in page) is (state == "drafted")
    assert (f"{address}/void" in page) is (state != "active")
    assert (f"{address}/amend" in page) is (state == "active")


@pytest.mark.parametrize("shown", [1, 0])
def test_the_order_price_is_shown_to_consultants_where_the_operator_says_so(client: PageClient, shown: int) -> None:
    contract, owner, advisor = running_contract(order_price=1_654_321)
    version = version_in_force(contract)
    assert version is not None
    changed = replace(terms_of(version), order_price=1_654_400)
    propose_amendment(contract, changed, reason="単価の改定", by=advisor)
    name = Name.ORDER_PRICE_SHOWN
    save_settings({name: shown}, seen={name: value_of(name)}, by=make_operator())
    db.session.commit()
    for user, sees in ((contract.application.consultant.user, bool(shown)), (owner, True), (advisor, True)):
        client.sign_in(user)
        page = client.get(f"/contracts/{contract.id}").text
        assert ("1,654,321" in page) is sees
        assert ("変更点：" in page) is sees
        assert "1,200,000" in page


def test_the_terms_come_back_as_they_were(client: PageClient) -> None:
    for model in (ContractModel.VIA, ContractModel.DIRECT):
        contract, _owner, advisor = ready_contract(model)
        before = terms_of(newest_version(contract))
        client.sign_in(advisor)
        address = f"/contracts/{contract.id}/terms"
        answer = client.post(address, data=filled(client.get(address).text))
        assert answer.status_code == 303, re.findall(r'-error">(.*?)<', answer.text)
        db.session.expire_all()
        assert terms_of(newest_version(contract)) == before


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("received_price", "高い"), ("received_price", "0"), ("received_term", "毎月末日締め翌月末日まで"),
        ("last_day", "2020-01-01"), ("days", "8"), ("order_price", "1"), ("received_high", "100"), ("work", ""),
        ("place", ""), ("withholding_reason", ""), ("received_low", "12:17"), ("notice_days", "5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    client: PageClient, name: str, typed: str
) -> None:
    contract, _owner, advisor = ready_contract()
    before = terms_of(newest_version(contract))
    client.sign_in(advisor)
    address = f"/contracts/{contract.id}/terms"
    data = filled(client.get(address).text) | {name: typed, "expenses": "交通費は発注者が負担する。"}
    answer = client.post(address, data=data)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{name}-error"' in answer.text
    assert filled(answer.text)[name] == typed
    assert filled(answer.text)["expenses"] == "交通費は発注者が負担する。"
    db.session.expire_all()
    assert terms_of(newest_version(contract)) == before


def test_terms_that_a_colleague_has_changed_meanwhile_are_not_overwritten_nor_sent(client: PageClient) -> None:
    contract, _owner, advisor = ready_contract()
    client.sign_in(advisor)
    address = f"/contracts/{contract.id}"
    mine = filled(client.get(f"{address}/terms").text)
    version = newest_version(contract).version
    assert client.post(f"{address}/terms", data=mine | {"days": "4"}).status_code == 303
    answer = client.post(f"{address}/terms", data=mine | {"days": "3", "place": "大阪"})
    assert answer.status_code == 409
    assert filled(answer.text)["place"] == "大阪"
    assert client.post(f"{address}/send", data={"version": str(version)}).status_code == 409
    db.session.expire_all()
    assert (newest_version(contract).days, contract.state) == (4, ContractState.DRAFTED)
    assert client.post(f"{address}/terms", data=filled(answer.text)).status_code == 303
    current = newest_version(contract).version
    assert client.post(f"{address}/send", data={"version": str(current)}).status_code == 303


def test_an_amendment_by_the_form(client: PageClient) -> None:
    contract, owner, advisor = running_contract()
    client.sign_in(advisor)
    address = f"/contracts/{contract.id}/amend"
    data = filled(client.get(address).text) | {"reason": "日数の変更"}
    assert client.post(address, data=data).status_code == 422
    assert client.post(address, data=data | {"days": "4"}).status_code == 303
    late = client.post(address, data=data | {"days": "3"})
    assert late.status_code == 409
    assert filled(late.text)["days"] == "3"
    client.sign_in(owner)
    assert "署名" in client.get(f"/contracts/{contract.id}").text
    client.sign_in(advisor)
    assert client.post(f"/contracts/{contract.id}/withdraw-amendment").status_code == 303


# The course


def test_both_sides_answer_on_the_page_and_the_desk_reads_it(client: PageClient) -> None:
    contract, owner, advisor = running_contract(last_day=today() + timedelta(days=40))
    address = f"/contracts/{contract.id}"
    client.sign_in(owner)
    assert f"{address}/renewal" not in client.get(address).text
    assert client.post(f"{address}/renewal", data={"goes_on": "yes"}).status_code == 409
    ask_about_renewal()
    db.session.commit()
    assert f"{address}/renewal" in client.get(address).text
    answer = client.post(f"{address}/renewal", data={"words": "迷っています"})
    assert answer.status_code == 422
    assert "迷っています" in answer.text
    assert client.post(f"{address}/renewal", data={"goes_on": "no", "words": ""}).status_code == 422
    assert client.post(f"{address}/renewal", data={"goes_on": "yes", "words": "半年の延長"}).status_code == 303
    client.sign_in(contract.application.consultant.user)
    assert "半年の延長" not in client.get(address).text, "each side's words are for the desk"
    client.sign_in(advisor)
    page = client.get(address).text
    assert "半年の延長" in page
    assert "未回答" in page
    assert client.post(f"{address}/renewal", data={"goes_on": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("step", "data", "field"),
    [
        ("void", {}, "words"),
        ("suspend", {}, "words"),
        ("notice", {"words": "終了", "exception": ""}, "ends_on"),
        ("notice", {"words": "終了", "exception": "", "ends_on": "2020-01-01"}, "ends_on"),
        ("end", {"words": "終了"}, "kind"),
    ],
)
def test_a_step_that_lacks_something_is_not_taken(
    client: PageClient, step: str, data: dict[str, str], field: str
) -> None:
    contract, _owner, advisor = sent_contract() if step == "void" else running_contract()
    before = contract.state
    client.sign_in(advisor)
    answer = client.post(f"/contracts/{contract.id}/{step}", data=data)
    assert answer.status_code == 422
    assert f'id="{step}-{field}-error"' in answer.text
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))  # several steps stand on the page: each label leads to its own field
    assert contract.state is before


def test_the_course_by_the_pages(client: PageClient) -> None:
    contract, _owner, advisor = running_contract()
    client.sign_in(advisor)
    address = f"/contracts/{contract.id}"
    stale = {"version": str(contract.version), "words": "体制の変更"}
    assert client.post(f"{address}/suspend", data=stale).status_code == 303
    assert client.post(f"{address}/end", data=stale | {"kind": "agreed"}).status_code == 409
    assert client.post(f"{address}/resume").status_code == 303
    assert client.post(f"{address}/resume").status_code == 409
    ends_on = {"ends_on": (today() + timedelta(days=60)).isoformat(), "words": "予算の都合", "exception": ""}
    assert client.post(f"{address}/notice", data=ends_on).status_code == 303
    assert "予算の都合" in client.get(address).text
    assert client.post(f"{address}/end", data={"kind": "agreed", "words": "合意"}).status_code == 303
    assert contract.state is ContractState.ENDED
    assert client.get(f"{address}/amend").status_code == 409


def test_a_talk_by_the_pages(client: PageClient) -> None:
    contract, owner, advisor = running_contract()
    client.sign_in(contract.application.consultant.user)
    address = f"/contracts/{contract.id}/talks/new"
    assert client.post(address, data={"wish": "高い", "words": "範囲の拡大"}).status_code == 422
    assert client.post(address, data={"wish": "130万", "words": "範囲の拡大"}).status_code == 303
    page = client.get(f"/contracts/{contract.id}").text
    (talk,) = set(re.findall(r"/price-talks/[0-9a-f-]+", page))
    assert "範囲の拡大" in client.get(talk).text
    client.sign_in(owner)
    assert client.get(talk).status_code == 404
    client.sign_in(advisor)
    for nothing_chosen in ({"answer": "据え置く。"}, {"raised": "", "answer": "据え置く。"}):
        assert client.post(f"{talk}/answer", data=nothing_chosen).status_code == 422
    assert client.post(f"{talk}/answer", data={"raised": "no", "answer": ""}).status_code == 422
    answer = client.post(f"{talk}/answer", data={"raised": "yes", "answer": "担当範囲に応じて改定する。"})
    assert answer.location == f"/contracts/{contract.id}/amend"
    assert client.post(f"{talk}/answer", data={"raised": "no", "answer": "撤回"}).status_code == 409
