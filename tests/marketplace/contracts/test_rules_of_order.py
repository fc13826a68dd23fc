"""Orders by the rules' own numbers: the items of re-entrusted work (R2), seven years (R5), twelve months (R45)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from marketplace.clock import now, today
from marketplace.contracts.order_terms import missing_items, order_items
from marketplace.contracts.queries import newest_version, papers_of, party_of
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import PaperKind
from marketplace.contracts.wording import names
from marketplace.db import db
from marketplace.issuer import issuer
from marketplace.policy import Can, may
from tests.factories.contracts import day, ready_contract, signed_contract

pytestmark = pytest.mark.usefixtures("session")


def test_r2_each_item_is_missed_and_the_three_of_re_entrusted_work_only_there() -> None:
    contract, _owner, _advisor = ready_contract()
    version, application = newest_version(contract), contract.application
    known = names(issuer(), party_of(application.consultant), party_of(application.engagement.company))
    plain = {item.code for item in order_items(version, known)}
    assert plain >= {"parties", "ordered_on", "work", "period", "place", "inspection", "fee", "due", "method"}
    assert not missing_items(order_items(version, known))
    version.reentrusted = True
    stated = order_items(version, known)
    assert {item.code for item in stated} - plain == {"reentrusted", "original_client", "clients_due"}
    assert not missing_items(stated)
    version.order_term = " "
    assert missing_items(order_items(version, known | {"client_name": "", "operator_name": ""})) == [
        "当事者", *(item.name for item in stated if item.code in {"original_client", "clients_due"})
    ]  # fmt: skip


def test_r5_order_terms_are_read_for_seven_years_by_whose_they_are() -> None:
    contract, owner, _advisor = signed_contract(first_day=day("2026-12-01"), last_day=day("2027-05-31"))
    (terms,) = [each for each in papers_of(contract) if each.kind is PaperKind.ORDER_TERMS]
    with time_machine.travel("2033-12-01T10:00:00+09:00", tick=False):
        db.session.expire_all()
        assert may(contract.application.consultant.user, Can.SEE_PAPER, terms)
        assert may(contract.application.consultant.user, Can.ASK_FOR_PAPER, terms)
        assert not may(owner, Can.SEE_PAPER, terms), "in VIA they are between the operator and the consultant"


@pytest.mark.parametrize(("days", "gaps"), [(365, 0), (366, 2)])
def test_r45_a_check_and_a_declaration_hold_for_twelve_months(days: int, gaps: int) -> None:
    contract, _owner, _advisor = ready_contract()
    party = party_of(contract.application.engagement.company)
    assert party is not None
    party.screened_on = today() - timedelta(days=days)
    party.declared_at = now() - timedelta(days=days) + timedelta(minutes=1)
    assert len(gaps_of(newest_version(contract))) == gaps
