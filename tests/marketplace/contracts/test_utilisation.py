"""稼働率: prices and hours of full time, and the share of them that a contract agrees (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.contracts.labels import term_lines
from marketplace.contracts.money import money_of
from marketplace.contracts.queries import newest_version, papers_of
from marketplace.contracts.states import Between, PaperKind
from marketplace.contracts.terms import errors_in, terms_of
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.i18n import in_locale
from marketplace.work_reports.settling import month_of
from tests.factories.contracts import ready_contract, sent_contract
from tests.factories.work_reports import WORKED, drafted_report, reported_contract
from tests.marketplace.contracts.test_pages import filled

if TYPE_CHECKING:
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("settlement", "hours", "consultant", "client"),
    [
        (Settlement.SPLIT, 80.5, 460_015, 575_010),  # 84 to 108 hours; 3.5 short at 5,710 and 7,140
        (Settlement.SPLIT, 96, 480_000, 600_000),
        (Settlement.MIDDLE, 112, 500_000, 622_200),  # 4 over at 5,000; the client's split stays, at 5,550
        (Settlement.FIXED, 20, 480_000, None),
    ],
)
def test_sixty_percent_of_full_time(settlement: Settlement, hours: float, consultant: int, client: int | None) -> None:
    contract, _owner, _advisor = reported_contract(utilisation=60, received_settlement=settlement)
    money = month_of(drafted_report(contract, int(hours * 60)))
    assert money.client is not None
    assert money.consultant.total == consultant
    if client is not None:
        assert money.client.total == client


def test_money_on_one_screen_and_the_papers_say_the_share() -> None:
    contract, _owner, _advisor = sent_contract(utilisation=60, **WORKED)
    version = newest_version(contract)
    money = money_of(version)
    assert money.order is not None
    assert (money.order.net, money.received.net, money.received.total) == (600_000, 480_000, 528_000)
    statement = next(each.text for each in papers_of(contract) if each.kind is PaperKind.ORDER_TERMS)
    assert "480,000" in statement
    assert "フルタイム" in statement
    assert "84" in statement
    for between in (Between.CLIENT, Between.CONSULTANT):
        assert ("稼働率", "フルタイムの60%") in term_lines(version, between)
    with in_locale("en"):
        assert ("Utilisation", "60 % of full time") in term_lines(version, Between.CONSULTANT)


def test_full_time_says_nothing_of_it() -> None:
    contract, _owner, _advisor = ready_contract(ContractModel.DIRECT)
    assert "稼働率" not in dict(term_lines(newest_version(contract), Between.BOTH))


@pytest.mark.parametrize("share", [0, 101])
def test_a_share_of_full_time(share: int) -> None:
    contract, _owner, _advisor = ready_contract()
    terms = terms_of(newest_version(contract))
    object.__setattr__(terms, "utilisation", share)
    assert list(errors_in(terms, contract.model)) == ["utilisation"]


def test_it_is_agreed_in_the_form(client: PageClient) -> None:
    contract, _owner, advisor = ready_contract()
    client.sign_in(advisor)
    address = f"/contracts/{contract.id}/terms"
    page = client.get(address)
    assert 'name="utilisation"' in page.text
    typed = filled(page.text)
    assert client.post(address, data=typed | {"utilisation": "0"}).status_code == 422
    assert client.post(address, data=typed | {"utilisation": "60"}).status_code == 303
    assert newest_version(contract).utilisation == 60
