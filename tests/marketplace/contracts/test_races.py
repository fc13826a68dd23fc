"""Two at once, with real threads on a real database: concluded once, changed by one, signed once a side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.clock import today
from marketplace.contracts.models import Contract, ContractVersion, Paper, PriceTalk
from marketplace.contracts.operations.amending import propose_amendment
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.signing import Evidence, sign_paper, signer_of, to_be_signed
from marketplace.contracts.operations.talks import ask_for_talk
from marketplace.contracts.queries import newest_version
from marketplace.contracts.states import ContractState, PaperKind, Proof
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.outbox import Message
from tests.factories.accounts import make_client
from tests.factories.contracts import running_contract, sent_contract, sign_all
from tests.marketplace.offers.test_races import at_once, tried

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

ROUNDS = 3


def sign(app: Flask, paper_id: UUID, contract_id: UUID, user_id: UUID) -> str:
    def work() -> None:
        paper, by = db.session.get_one(Paper, paper_id), db.session.get_one(User, user_id)
        contract = db.session.get_one(Contract, contract_id)
        evidence = Evidence(Proof.PASSWORD)
        sign_paper(paper, contract=contract, seen=paper.sha256, name=by.name, evidence=evidence, by=by)

    return tried(app, work)


def test_both_last_signatures_at_once_conclude_once(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        with own_product.app_context():
            contract, owner, _advisor = sent_contract(first_day=today())
            person = contract.application.consultant.user
            last = []
            for user in (owner, person):
                own = [each for each in to_be_signed(contract) if signer_of(user, each) in missing_signers(each)]
                masters = [each for each in own if each.kind is PaperKind.MASTER]
                for paper in masters:
                    evidence = Evidence(Proof.PASSWORD)
                    sign_paper(paper, contract=contract, seen=paper.sha256, name=user.name, evidence=evidence, by=user)
                last += [(each.id, contract.id, user.id) for each in own if each not in masters]
            db.session.commit()
            number, contract_id = contract.number, contract.id
        assert len(last) == 2
        assert at_once(*(partial(sign, own_product, *each) for each in last)) == ["done", "done"]
        with own_product.app_context():
            assert db.session.get_one(Contract, contract_id).state is ContractState.ACTIVE
            told = select(Message.facts).where(Message.template == "contracts/signed")
            assert sum(facts["number"] == number for facts in db.session.scalars(told)) == 3


def test_two_owners_who_sign_one_paper_at_once_sign_it_once(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        with own_product.app_context():
            contract, owner, _advisor = sent_contract()
            other = make_client(company=contract.application.engagement.company)
            (paper,) = [
                each
                for each in to_be_signed(contract)
                if signer_of(owner, each) in missing_signers(each) and each.kind is PaperKind.INDIVIDUAL
            ]
            works = [(paper.id, contract.id, each.id) for each in (owner, other)]
            db.session.commit()
        ended = at_once(*(partial(sign, own_product, *each) for each in works))
        assert sorted(ended) == ["done", "refused"]


def test_two_amendments_at_once_are_one(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        with own_product.app_context():
            contract, owner, advisor = running_contract()
            sign_all(contract, owner)
            contract_id, advisor_id = contract.id, advisor.id

        def amend(days: int) -> str:
            def work() -> None:
                contract = db.session.get_one(Contract, contract_id)  # noqa: B023
                terms = replace(terms_of(newest_version(contract)), days=days)
                propose_amendment(contract, terms, reason="変更", by=db.session.get_one(User, advisor_id))  # noqa: B023

            return tried(own_product, work)

        assert sorted(at_once(lambda: amend(3), lambda: amend(4))) == ["done", "refused"]
        with own_product.app_context():
            count = select(func.count()).select_from(ContractVersion).where(ContractVersion.contract_id == contract_id)
            assert db.session.scalar(count) == 2


def test_a_talk_that_is_asked_for_twice_at_once_is_one(own_product: Flask) -> None:
    with own_product.app_context():
        contract, owner, _advisor = running_contract()
        sign_all(contract, owner)
        contract_id, person_id = contract.id, contract.application.consultant.user_id

    def ask() -> str:
        def work() -> None:
            contract, by = db.session.get_one(Contract, contract_id), db.session.get_one(User, person_id)
            ask_for_talk(contract, words="相場の上昇", wish=None, by=by)

        return tried(own_product, work)

    assert sorted(at_once(ask, ask)) == ["done", "refused"]
    with own_product.app_context():
        assert db.session.scalar(select(func.count()).select_from(PriceTalk)) == 1
