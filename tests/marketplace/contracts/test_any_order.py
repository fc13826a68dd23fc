"""Amendments, signatures, withdrawals and ends in any order keep what was agreed as it was agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.clock import today
from marketplace.contracts.models import ContractVersion
from marketplace.contracts.operations.amending import propose_amendment, withdraw_amendment
from marketplace.contracts.operations.ending import give_notice, resume, suspend
from marketplace.contracts.operations.signing import intact
from marketplace.contracts.queries import papers_of, version_in_force
from marketplace.contracts.states import VersionState
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.errors import DomainError
from tests.factories.contracts import running_contract, sign_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.contracts.terms import Terms

pytestmark = pytest.mark.usefixtures("session")
MOVES = ("price", "fee", "days", "longer", "owner signs", "person signs", "withdraw", "pause", "notice")


def moves(contract: Contract, owner: User, advisor: User, amount: int) -> dict[str, Callable[[], Any]]:
    """What may be tried now; `amount` varies it."""

    def change(**changed: object) -> None:
        before = version_in_force(contract)
        assert before is not None
        propose_amendment(contract, replace(terms_of(before), **changed), reason="変更", by=advisor)  # type: ignore[arg-type]

    def pause() -> None:
        if contract.state == "suspended":
            resume(contract, by=advisor)
        else:
            suspend(contract, by=advisor, words="待機")

    return {
        "price": lambda: change(order_price=1_500_000 + amount * 1000),
        "fee": lambda: change(received_price=1_000_000 + amount * 1000),
        "days": lambda: change(days=1 + amount % 5),
        "longer": lambda: change(last_day=today() + timedelta(days=100 + amount)),
        "owner signs": lambda: sign_all(contract, owner),
        "person signs": lambda: sign_all(contract, contract.application.consultant.user),
        "withdraw": lambda: withdraw_amendment(contract, by=advisor),
        "pause": pause,
        "notice": lambda: give_notice(
            contract, ends_on=contract.last_day - timedelta(days=amount % 7), words="終了", by=advisor
        ),
    }


def check(contract: Contract, agreed: dict[int, Terms]) -> None:
    """One version at most waits; what was agreed stays; the contract's days are those in force, or told shorter."""
    versions = db.session.scalars(
        select(ContractVersion).where(ContractVersion.contract_id == contract.id).order_by(ContractVersion.number)
    ).all()
    assert [each.number for each in versions] == list(range(1, len(versions) + 1))
    assert sum(each.state is VersionState.SENT for each in versions) <= 1
    for each in versions:
        if each.state is VersionState.AGREED:
            assert agreed.setdefault(each.number, terms_of(each)) == terms_of(each)
        else:
            assert each.number not in agreed
    force = version_in_force(contract)
    assert force is not None
    assert contract.first_day == force.first_day
    assert contract.last_day == force.last_day or (contract.notice_on and contract.last_day < force.last_day)
    assert all(intact(each) for each in papers_of(contract))


@settings(
    max_examples=20, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 90)), max_size=20))
def test_any_order_keeps_what_was_agreed(sequence: list[tuple[str, int]]) -> None:
    contract, owner, advisor = running_contract()
    agreed: dict[int, Terms] = {}
    for name, amount in sequence:
        try:
            moves(contract, owner, advisor, amount)[name]()
            db.session.commit()
        except DomainError:
            db.session.rollback()
        check(contract, agreed)
