"""R48: who takes in what the client pays; across a border the operator never does for somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.billing.operations.collecting import receive
from marketplace.billing.operations.issuing import bill_month
from marketplace.clock import today
from marketplace.contracts.collection import Collection, collection_of, collects
from marketplace.contracts.queries import party_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError
from marketplace.settings import Name, save_settings, settings
from tests.factories.accounts import make_operator
from tests.factories.billing import approved_month
from tests.factories.contracts import sent_contract

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def switch(*, on: bool) -> None:
    save_settings({Name.COLLECT_DIRECT: int(on)}, seen=settings(), by=make_operator())
    db.session.commit()


def abroad(contract: Contract, side: str) -> None:
    application = contract.application
    party = party_of(application.consultant if side == "consultant" else application.engagement.company)
    assert party is not None
    party.domestic = False
    db.session.commit()


def test_via_collects_what_is_its_own_wherever_the_parties_are() -> None:
    contract, _owner, _advisor = sent_contract()
    abroad(contract, "client")
    assert collection_of(contract) is Collection.OWN


def test_direct_is_off_as_shipped_and_on_only_by_the_operators_switch() -> None:
    contract, _owner, _advisor = sent_contract(ContractModel.DIRECT)
    assert (collection_of(contract), collects(contract)) == (Collection.OFF, False)
    switch(on=True)
    assert (collection_of(contract), collects(contract)) == (Collection.FOR_CONSULTANT, True)


@pytest.mark.parametrize("side", ["consultant", "client"])
def test_r48_direct_with_a_foreign_party_is_off_whatever_is_switched_on(side: str) -> None:
    contract, _owner, _advisor = sent_contract(ContractModel.DIRECT)
    switch(on=True)
    abroad(contract, side)
    assert (collection_of(contract), collects(contract)) == (Collection.ABROAD, False)


def test_no_money_is_booked_for_what_is_not_collected() -> None:
    report, _owner = approved_month(model=ContractModel.DIRECT)
    invoice, _notice = bill_month(report, by=None)
    assert invoice is not None
    with pytest.raises(DomainError, match="収納しません"):
        receive(invoice, invoice.total, on=today(), source="bank", by=None)
    switch(on=True)
    abroad(report.contract, "client")
    with pytest.raises(DomainError, match="収納しません"):
        receive(invoice, invoice.total, on=today(), source="bank", by=None)
    assert invoice.paid == 0


@pytest.mark.parametrize(("on", "words"), [(False, "直接お支払い"), (True, "代理受領")])
def test_the_contract_says_who_is_paid(client: PageClient, on: bool, words: str) -> None:  # noqa: FBT001 - a case
    contract, owner, _advisor = sent_contract(ContractModel.DIRECT)
    switch(on=on)
    client.sign_in(owner)
    assert words in client.get(f"/contracts/{contract.id}").text
