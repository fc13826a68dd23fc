"""A contract from the accepted offer to the signatures: drafted, complete or refused, sent, signed, void."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.contracts.models import Paper
from marketplace.contracts.operations.drafting import draft_contract, save_terms, send_contract, void_contract
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.operations.signing import to_be_signed
from marketplace.contracts.queries import newest_version, papers_of, party_of
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import Between, ContractState, PaperKind, Signer, VersionState
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.offers.models import Offer
from marketplace.outbox import Message
from tests.factories.contracts import (
    TERM,
    drafted_contract,
    ready_contract,
    sent_contract,
    sign_all,
    signed_contract,
)

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract

pytestmark = pytest.mark.usefixtures("session")


def told(event: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"contracts/{event}")))


def words_of(contract: Contract) -> str:
    return " ".join(gap.words for gap in gaps_of(newest_version(contract)))


def test_an_accepted_offer_drafts_its_contract_once() -> None:
    contract, _owner, advisor = drafted_contract(rate=1_200_000, days=3, months=6)
    version = newest_version(contract)
    assert (contract.state, version.state) == (ContractState.DRAFTED, VersionState.DRAFTED)
    assert contract.number == f"{today().year}-0001"
    assert version.received_price == 720_000, "1,200,000 at three days a week"
    assert version.withholding is None, "nobody decides by silence"
    assert told("drafted") == {advisor.email}
    again, _o, _a = drafted_contract()
    assert again.number == f"{today().year}-0002"


def test_the_same_offer_never_makes_two() -> None:
    contract, _owner, advisor = drafted_contract()
    assert draft_contract(db.session.get_one(Offer, contract.offer_id), by=advisor) is contract


# R45, R2: nothing is sent that lacks something


@pytest.mark.parametrize(
    ("party", "changed", "named"),
    [
        ("consultant", {"screened_on": date(2020, 1, 1)}, "反社"),
        ("consultant", {"screening_clear": False}, "反社"),
        ("consultant", {"declared_at": None}, "表明"),
        ("consultant", {"has_employees": None}, "従業員"),
        ("consultant", {"address": ""}, "住所"),
        ("client", {"screened_on": None, "screening_clear": None, "screened_by_id": None}, "反社"),
    ],
)
def test_a_party_of_whom_something_is_missing_is_no_party(party: str, changed: dict[str, object], named: str) -> None:
    contract, _owner, advisor = ready_contract()
    assert not words_of(contract)
    application = contract.application
    row = party_for(application.consultant if party == "consultant" else application.engagement.company)
    for name, value in changed.items():
        setattr(row, name, value)
    assert named in words_of(contract)
    with pytest.raises(DomainError):
        send_contract(contract, by=advisor)
    assert contract.state is ContractState.DRAFTED


@pytest.mark.parametrize(
    "changed",
    [{"identity_verified_at": None}, {"business_form": None}, {"invoice_status": None}, {"invoice_number": ""}],
)
def test_a_profile_without_identity_form_or_tax_status_is_not_contracted(changed: dict[str, object]) -> None:
    contract, _owner, _advisor = ready_contract()
    for name, value in changed.items():
        setattr(contract.application.consultant, name, value)
    assert len(gaps_of(newest_version(contract))) == 1


@pytest.mark.parametrize("name", ["work", "place", "received_term"])
def test_order_terms_state_every_item_or_are_not_sent(name: str) -> None:
    contract, _owner, advisor = ready_contract()
    setattr(newest_version(contract), name, "")
    assert gaps_of(newest_version(contract))
    with pytest.raises(DomainError):
        send_contract(contract, by=advisor)


def test_withholding_is_decided_by_somebody_with_a_reason() -> None:
    contract, _owner, advisor = ready_contract()
    version = newest_version(contract)
    with pytest.raises(Invalid) as refused:
        save_terms(version, replace(terms_of(version), withholding_reason=" "), by=advisor)
    assert set(refused.value.errors) == {"withholding_reason"}
    version.withholding = None
    assert "源泉" in words_of(contract)


@pytest.mark.parametrize("text", ["毎月末日締め翌月末日まで", "請求書受領後30日", "検収後翌月末", "別途協議"])
def test_a_due_date_is_a_date(text: str) -> None:
    contract, _owner, advisor = ready_contract()
    version = newest_version(contract)
    with pytest.raises(Invalid) as refused:
        save_terms(version, replace(terms_of(version), received_term=text), by=advisor)
    assert set(refused.value.errors) == {"received_term"}


@pytest.mark.parametrize(
    ("term", "monthly", "legal"),
    [
        ("毎月末日締め翌々月末日払い", True, True),  # R7: the two months
        ("毎月末日締め翌々月末日払い", False, False),
        ("毎月15日締め翌々月末日払い", True, False),
    ],
)
def test_a_due_date_is_a_legal_one(term: str, monthly: bool, legal: bool) -> None:  # noqa: FBT001 - a case
    contract, _owner, advisor = ready_contract()
    version = newest_version(contract)
    terms = replace(terms_of(version), received_term=term, monthly_closing=monthly)
    if legal:
        save_terms(version, terms, by=advisor)
        assert version.received_term == term
        return
    with pytest.raises(Invalid) as refused:
        save_terms(version, terms, by=advisor)
    assert set(refused.value.errors) == {"received_term"}


def test_work_does_not_begin_before_its_terms_are_sent() -> None:
    contract, _owner, advisor = ready_contract(first_day=today() - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        send_contract(contract, by=advisor)
    assert set(refused.value.errors) == {"first_day"}


# Sent and signed


def test_each_side_gets_its_papers_and_the_order_terms_go_at_once() -> None:
    contract, owner, advisor = sent_contract()
    papers = {(each.kind, each.between) for each in papers_of(contract)}
    assert papers == {
        (PaperKind.INDIVIDUAL, Between.CLIENT), (PaperKind.INDIVIDUAL, Between.CONSULTANT),
        (PaperKind.MASTER, Between.CLIENT), (PaperKind.MASTER, Between.CONSULTANT),
        (PaperKind.ORDER_TERMS, Between.CONSULTANT),
    }  # fmt: skip
    for paper in to_be_signed(contract):
        assert [(each.signer, each.user_id) for each in paper.signatures] == [(Signer.OPERATOR, advisor.id)]
    assert told("sent") == {owner.email, contract.application.consultant.user.email}


def test_neither_side_reads_the_others_price() -> None:
    contract, _owner, _advisor = sent_contract(order_price=1_654_321, received_price=1_123_456)
    for paper in papers_of(contract):
        whole = paper.text + paper.translation
        assert ("1,654,321" in whole) is (paper.kind is PaperKind.INDIVIDUAL and paper.between is Between.CLIENT)
        theirs = paper.between is Between.CONSULTANT and paper.kind is not PaperKind.MASTER
        assert ("1,123,456" in whole) is theirs


def test_the_statement_has_the_items_of_the_rules_and_names_no_client_unless_it_is_re_entrusted() -> None:
    contract, _owner, _advisor = sent_contract()
    client = contract.application.engagement.company.name
    (statement,) = [each for each in papers_of(contract) if each.kind is PaperKind.ORDER_TERMS]
    for words in ("縁の下パートナーズ株式会社", "山田 太郎", "リモート", TERM, "1,200,000円", "銀行振込"):
        assert words in statement.text, words
    assert client not in statement.text
    other, _o, _a = sent_contract(reentrusted=True)
    (statement,) = [each for each in papers_of(other) if each.kind is PaperKind.ORDER_TERMS]
    assert other.application.engagement.company.name in statement.text


def test_the_last_signature_concludes() -> None:
    contract, owner, advisor = sent_contract()
    states = []
    for user in (owner, contract.application.consultant.user):
        sign_all(contract, user)
        states.append(contract.state)
    assert states == [ContractState.SENT, ContractState.SIGNED]
    assert newest_version(contract).state is VersionState.AGREED
    assert told("signed") == {owner.email, contract.application.consultant.user.email, advisor.email}
    events = set(db.session.scalars(select(AuditEntry.event)))
    assert {"contract drafted", "contract sent", "paper signed", "contract signed"} <= events


def test_the_master_agreement_is_signed_once_a_party() -> None:
    first, owner, _advisor = signed_contract()
    masters = [each for each in papers_of(first) if each.kind is PaperKind.MASTER]
    assert len(masters) == 2
    assert all(len(each.signatures) == 2 for each in masters)
    del owner


def test_a_direct_contract_is_one_paper_of_the_two() -> None:
    contract, owner, _advisor = sent_contract(ContractModel.DIRECT)
    client = party_of(contract.application.engagement.company)
    assert client is not None
    other = {"kind": PaperKind.MASTER, "between": Between.CLIENT, "wording": "master_client", "text": "", "sha256": ""}
    db.session.add(Paper(**other, translation="", party_id=client.id))  # waits for another, which is the operator's
    db.session.commit()
    assert {(each.kind, each.between) for each in papers_of(contract)} == {
        (PaperKind.INDIVIDUAL, Between.BOTH), (PaperKind.ORDER_TERMS, Between.BOTH)
    }  # fmt: skip
    sign_all(contract, owner, contract.application.consultant.user)
    assert contract.state is ContractState.SIGNED


def test_what_was_sent_stays_as_it_is() -> None:
    contract, _owner, advisor = sent_contract()
    version = newest_version(contract)
    with pytest.raises(DomainError):
        save_terms(version, replace(terms_of(version), days=1), by=advisor)


def test_a_contract_is_given_up_with_a_reason_and_nobody_signs_it_any_more() -> None:
    contract, owner, advisor = sent_contract()
    with pytest.raises(Invalid):
        void_contract(contract, by=advisor, words=" ")
    void_contract(contract, by=advisor, words="開始時期が延期になったため。")
    assert contract.state is ContractState.VOID
    assert to_be_signed(contract) == []
    assert told("void") == {owner.email, contract.application.consultant.user.email}
