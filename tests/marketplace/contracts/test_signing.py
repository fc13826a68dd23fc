"""Signing on the page: what is missing is said, a second factor counts, a lost race is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask_security.proxies import _security
from passlib.totp import TOTP  # type: ignore[import-untyped]

from marketplace.contracts.operations.parties import screen
from marketplace.contracts.operations.signing import to_be_signed
from marketplace.contracts.queries import papers_of, party_of
from marketplace.contracts.states import Between, ContractState, PaperKind
from marketplace.db import db
from tests.factories.accounts import PASSWORD, make_client
from tests.factories.contracts import (
    sent_contract,
    sign_all,
    signed_contract,
)

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract, Paper
    from tests.conftest import PageClient

XHTML = "{http://www.w3.org/1999/xhtml}"


def own_paper(contract: Contract, between: Between = Between.CLIENT) -> Paper:
    (paper,) = [each for each in papers_of(contract) if each.kind is PaperKind.INDIVIDUAL and each.between is between]
    return paper


def signing(paper: Paper, **typed: str) -> dict[str, str]:
    return {"seen": paper.sha256, "name": "山田 花子", "read": "y", "password": PASSWORD, **typed}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "wrong"}, "password"),
        ({"read": ""}, "read"),
        ({"name": " "}, "name"),
        ({"name": "中川 美奈"}, "name"),  # another person's
        ({"password": ""}, "password"),
    ],
)
def test_a_signature_that_is_not_complete_is_none(client: PageClient, typed: dict[str, str], field: str) -> None:
    contract, owner, _advisor = sent_contract()
    paper = own_paper(contract)
    client.sign_in(owner)
    data = {name: value for name, value in signing(paper, **typed).items() if name != "read" or value}
    answer = client.post(f"/papers/{paper.id}/sign", data=data)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert len(paper.signatures) == 1


def test_nobody_signs_once_a_check_of_a_party_has_not_come_out_clear(client: PageClient) -> None:
    contract, owner, advisor = sent_contract()
    party = party_of(contract.application.consultant)
    assert party is not None
    screen(party, method="新聞記事検索", clear=False, by=advisor)
    db.session.commit()
    paper = own_paper(contract)
    client.sign_in(owner)
    answer = client.post(f"/papers/{paper.id}/sign", data=signing(paper))
    assert answer.status_code == 409
    assert "新聞" not in answer.text
    assert (len(paper.signatures), contract.state) == (1, ContractState.SENT)
    screen(party, method="本人確認と追加調査", clear=True, by=advisor)
    db.session.commit()
    sign_all(contract, owner, contract.application.consultant.user)
    assert contract.signed_at is not None


def test_whoever_has_a_second_factor_signs_with_it(client: PageClient) -> None:
    contract, owner, _advisor = sent_contract()
    paper = own_paper(contract)
    owner.tf_totp_secret = _security.totp_factory.generate_totp_secret()
    made = TOTP(key=_security.totp_factory.get_totp_b32_key(owner.tf_totp_secret))
    db.session.commit()
    client.sign_in(owner)
    wide = owner.name.replace(" ", "　")  # blanks and widths make no other name
    answer = client.post(f"/papers/{paper.id}/sign", data=signing(paper, code="000000"))
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    typed = signing(paper, code=made.generate().token, name=wide)
    assert client.post(f"/papers/{paper.id}/sign", data=typed).status_code == 303
    assert paper.signatures[-1].proof == "one_time_code"


def test_a_lost_race_on_signing_is_said(client: PageClient) -> None:
    contract, owner, _advisor = sent_contract()
    paper = own_paper(contract)
    client.sign_in(owner)
    assert client.post(f"/papers/{paper.id}/sign", data=signing(paper, seen="0" * 64)).status_code == 409
    assert client.post(f"/papers/{paper.id}/sign", data=signing(paper, name=owner.name)).status_code == 303
    assert client.post(f"/papers/{paper.id}/sign", data=signing(paper, name=owner.name)).status_code == 409
    assert len(paper.signatures) == 2


def test_a_member_reads_and_does_not_sign(client: PageClient) -> None:
    contract, _owner, _advisor = sent_contract()
    paper = own_paper(contract)
    member = make_client(company=contract.application.engagement.company, role="member")  # type: ignore[arg-type]
    client.sign_in(member)
    assert f"/papers/{paper.id}/sign" not in client.get(f"/papers/{paper.id}").text
    assert client.post(f"/papers/{paper.id}/sign", data=signing(paper)).status_code == 403


def test_nobody_signs_the_order_terms_and_the_consultant_keeps_them(client: PageClient) -> None:
    contract, _owner, _advisor = signed_contract()
    (statement,) = [each for each in papers_of(contract) if each.kind is PaperKind.ORDER_TERMS]
    client.sign_in(contract.application.consultant.user)
    assert client.get(f"/papers/{statement.id}/paper.pdf").status_code == 200
    assert client.post(f"/papers/{statement.id}/sign", data=signing(statement)).status_code == 409
    assert to_be_signed(contract) == []
