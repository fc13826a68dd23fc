"""Changing a contract that runs: only the sides it touches sign, what was agreed stays, R4 and R27."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.contracts.money import billed_from, money_of
from marketplace.contracts.operations.amending import propose_amendment, withdraw_amendment
from marketplace.contracts.operations.drafting import save_terms, send_contract
from marketplace.contracts.operations.ending import end_now, give_notice
from marketplace.contracts.operations.signing import to_be_signed
from marketplace.contracts.queries import newest_version, papers_of, version_in_force
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import Between, ContractState, EndKind, PaperKind, VersionState
from marketplace.contracts.terms import form_of, terms_of
from marketplace.contracts.withholding import withheld_from
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.formats import date_long
from marketplace.money import Yen
from marketplace.outbox import Message
from marketplace.profiles.states import BusinessForm, InvoiceStatus
from marketplace.trade.taxes import Withholding
from marketplace.work_reports.queries import version_for
from tests.factories.contracts import ready_contract, running_contract, sent_contract, sign_all, version_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract, ContractVersion, Paper
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def amended(contract: Contract, by: User, reason: str = "業務量が増えたため。", **changed: Any) -> ContractVersion:
    before = version_in_force(contract)
    assert before is not None
    version = propose_amendment(contract, replace(terms_of(before), **changed), reason=reason, by=by)
    db.session.commit()
    return version


def changes(contract: Contract) -> list[Paper]:
    return [each for each in papers_of(contract) if each.kind is PaperKind.AMENDMENT]


@pytest.mark.parametrize(
    ("changed", "sides"),
    [
        ({"order_price": 1_600_000}, {Between.CLIENT}),
        ({"order_high": 200 * 60}, {Between.CLIENT}),
        ({"received_price": 1_250_000}, {Between.CONSULTANT}),
        ({"received_cut": 1}, {Between.CONSULTANT}),
        ({"deemed_confirmation_days": 10}, {Between.CONSULTANT}),
        ({"days": 4}, {Between.CLIENT, Between.CONSULTANT}),
        ({"expenses": ""}, {Between.CLIENT, Between.CONSULTANT}),
        ({"shift_agreed": True}, {Between.CLIENT, Between.CONSULTANT}),
        ({"reentrusted": True}, {Between.CONSULTANT}),
    ],
)
def test_only_the_sides_that_a_change_touches_sign_it(changed: dict[str, Any], sides: set[Between]) -> None:
    contract, _owner, advisor = running_contract(expenses="交通費は発注者が負担する。")
    amended(contract, advisor, **changed)
    assert {each.between for each in changes(contract)} == sides
    assert {each.between for each in to_be_signed(contract)} == sides


def test_what_is_given_up_is_said_to_be_given_up() -> None:
    contract, _owner, advisor = running_contract(reentrusted=True, expenses="交通費は発注者が負担する。")
    amended(contract, advisor, reentrusted=False, expenses="")
    texts = {each.between: each.text for each in changes(contract)}
    assert "再委託" in texts[Between.CONSULTANT]
    assert "経費：合意しないこととする" in texts[Between.CLIENT]
    assert "再委託" not in texts[Between.CLIENT]


def test_the_paper_shows_what_changes_and_why_and_nothing_else() -> None:
    contract, _owner, advisor = running_contract()
    amended(contract, advisor, received_price=1_250_000, reason="相場の変動を踏まえた協議による。")
    (paper,) = changes(contract)
    assert "1,250,000円" in paper.text
    assert "相場の変動を踏まえた協議による。" in paper.text
    assert "リモート" not in paper.text
    assert "1,500,000" not in paper.text + paper.translation


def test_the_new_version_is_in_force_with_the_last_signature_and_the_old_one_stays() -> None:
    contract, owner, advisor = running_contract()
    first = version_in_force(contract)
    assert first is not None
    before, agreed_at = terms_of(first), first.agreed_at
    longer = contract.last_day + timedelta(days=90)
    second = amended(contract, advisor, days=4, last_day=longer)
    sign_all(contract, owner)
    assert version_in_force(contract) is first
    assert contract.last_day == before.last_day
    sign_all(contract, contract.application.consultant.user)
    assert version_in_force(contract) is second
    assert second.agreed_at is not None
    assert second.agreed_at >= now() - timedelta(minutes=1)
    assert (contract.last_day, contract.due_at) == (longer, None)
    assert contract.state is ContractState.ACTIVE
    assert (terms_of(first), first.agreed_at, first.state) == (before, agreed_at, VersionState.AGREED)
    told = set(db.session.scalars(select(Message.to_email).where(Message.template == "contracts/amendment_agreed")))
    assert told == {owner.email, contract.application.consultant.user.email, advisor.email}


def test_nothing_different_is_no_change() -> None:
    contract, _owner, advisor = running_contract()
    for changed in ({}, {"withholding_reason": "別の言い方の理由。"}):
        with pytest.raises(Invalid) as refused:
            amended(contract, advisor, **changed)
        assert set(refused.value.errors) == {"reason"}
    assert newest_version(contract).number == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"first_day": today() + timedelta(days=3)}, "first_day"),
        ({"last_day": today() - timedelta(days=1), "first_day": today() - timedelta(days=9)}, "last_day"),
        ({"order_price": 1}, "order_price"),
        ({"received_low": 200 * 60, "received_high": 100 * 60}, "received_high"),
        ({"received_term": "請求書受領後30日以内"}, "reason"),
    ],
    ids=str,
)
def test_a_change_that_is_wrong_is_not_sent(changed: dict[str, Any], field: str) -> None:
    contract, _owner, advisor = running_contract()
    with pytest.raises(Invalid) as refused:
        amended(contract, advisor, **changed)
    assert field in refused.value.errors
    db.session.commit()
    assert newest_version(contract).number == 1


def test_a_change_says_why() -> None:
    contract, _owner, advisor = running_contract()
    with pytest.raises(Invalid) as refused:
        amended(contract, advisor, days=4, reason=" ")
    assert set(refused.value.errors) == {"reason"}


def test_one_change_at_a_time() -> None:
    contract, _owner, advisor = running_contract()
    amended(contract, advisor, days=4)
    with pytest.raises(DomainError):
        amended(contract, advisor, days=3)
    assert newest_version(contract).number == 2


def test_a_change_that_is_withdrawn_is_signed_by_nobody_and_another_may_follow() -> None:
    contract, owner, advisor = running_contract()
    amended(contract, advisor, days=4)
    sign_all(contract, owner)
    withdraw_amendment(contract, by=advisor)
    assert version_of(contract).state is VersionState.VOID
    assert to_be_signed(contract) == []
    assert all(each.withdrawn_at for each in changes(contract) if len(each.signatures) < 2)
    with pytest.raises(DomainError):
        withdraw_amendment(contract, by=advisor)
    third = amended(contract, advisor, days=3)
    assert third.number == 3
    sign_all(contract, owner, contract.application.consultant.user)
    assert version_in_force(contract) is third


@pytest.mark.parametrize("running", [False, True])
def test_only_what_is_concluded_and_not_over_is_changed(running: bool) -> None:  # noqa: FBT001 - a case
    contract, _owner, advisor = running_contract() if running else sent_contract()
    if running:
        end_now(contract, kind=EndKind.AGREED, words="合意による。", by=advisor)
    with pytest.raises(DomainError):
        propose_amendment(contract, replace(terms_of(newest_version(contract)), days=4), reason="変更", by=advisor)


def test_r4_terms_that_were_sent_are_never_changed() -> None:
    contract, _owner, advisor = running_contract()
    second = amended(contract, advisor, days=4)
    for version in (version_in_force(contract), second):
        assert version is not None
        with pytest.raises(DomainError):
            save_terms(version, replace(terms_of(version), days=1), by=advisor)


def test_r27_another_tax_status_lowers_no_fee() -> None:
    contract, owner, advisor = running_contract()
    first = version_in_force(contract)
    assert first is not None
    fee = first.received_price
    contract.application.consultant.invoice_status = InvoiceStatus.UNREGISTERED
    contract.application.consultant.invoice_number = ""
    db.session.commit()
    assert version_in_force(contract) is first
    assert first.received_price == fee
    amended(contract, advisor, received_price=fee - 100_000)
    sign_all(contract, owner)
    assert version_in_force(contract) is first, "a lower fee needs the consultant's own signature"
    sign_all(contract, contract.application.consultant.user)
    assert version_in_force(contract) is not first


def test_a_change_of_the_price_leaves_the_end_that_was_told_and_a_new_last_day_lifts_it() -> None:
    contract, owner, advisor = running_contract()
    person, told = contract.application.consultant.user, today() + timedelta(days=60)
    give_notice(contract, ends_on=told, words="予算の都合による。", by=advisor)
    amended(contract, advisor, received_price=1_250_000)
    sign_all(contract, person)
    assert (contract.last_day, contract.notice_on) == (told, today())
    longer = today() + timedelta(days=240)
    amended(contract, advisor, last_day=longer)
    sign_all(contract, owner, person)
    assert (contract.last_day, contract.notice_on, contract.end_words) == (longer, None, "")


def test_an_end_takes_a_change_with_it_that_waits_for_signatures() -> None:
    contract, _owner, advisor = running_contract()
    amended(contract, advisor, days=4)
    end_now(contract, kind=EndKind.AGREED, words="合意による。", by=advisor)
    assert version_of(contract).state is VersionState.VOID
    assert (to_be_signed(contract), contract.due_at) == ([], None)


def test_another_form_of_business_changes_nothing_before_an_amendment(client: PageClient) -> None:
    contract, owner, advisor = running_contract(withholding=Withholding.ADVICE)
    consultant, first = contract.application.consultant, version_in_force(contract)
    assert first is not None
    assert first.business_form is BusinessForm.INDIVIDUAL
    consultant.business_form = BusinessForm.COMPANY
    db.session.commit()
    assert money_of(first).withheld == withheld_from(first, Yen(first.received_price), on=today()) != 0
    said = "事業形態が変わっています"
    client.sign_in(advisor)
    assert said in client.get(f"/contracts/{contract.id}").text
    client.sign_in(consultant.user)
    assert said not in client.get(f"/contracts/{contract.id}").text
    second = amended(contract, advisor, reason="法人成りのため。")
    (paper,) = changes(contract)
    assert (paper.between, second.business_form) == (Between.CONSULTANT, BusinessForm.COMPANY)
    assert "複数名の会社" in paper.text or "事業形態" in paper.text
    sign_all(contract, owner, consultant.user)
    assert money_of(second).withheld == 0
    client.sign_in(advisor)
    assert said not in client.get(f"/contracts/{contract.id}").text


def test_a_draft_decided_for_another_form_is_not_sent_and_rows_of_old_follow_the_profile() -> None:
    contract, _owner, advisor = ready_contract()
    version = newest_version(contract)
    contract.application.consultant.business_form = BusinessForm.COMPANY
    assert [each.where for each in gaps_of(version)] == ["terms"]
    save_terms(version, terms_of(version), by=advisor)
    assert gaps_of(version) == []
    version.business_form = None
    assert form_of(version) is BusinessForm.COMPANY
    send_contract(contract, by=advisor)
    assert newest_version(contract).business_form is BusinessForm.COMPANY
    db.session.commit()


def test_the_money_of_a_change_says_from_which_month_and_the_days_end_when_it_ended(client: PageClient) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=UTC), tick=False) as clock:
        contract, _owner, advisor = running_contract()
        client.sign_in(advisor)
        path, says = f"/contracts/{contract.id}", "2026年12月1日(火)以降の業務"
        last = client.get(path).text
        assert says not in last
        clock.shift(timedelta(days=1))
        client.sign_in(advisor)
        second = amended(contract, advisor, received_price=1_250_000)
        sign_all(contract, contract.application.consultant.user)
        assert billed_from(second) == date(2026, 12, 1)
        ruling = [version_for(contract, date(2026, month, 1)).number for month in (11, 12)]
        assert ruling == [second.number - 1, second.number], "as the months are billed"
        assert says in client.get(path).text
        old = date_long(contract.last_day)
        end_now(contract, kind=EndKind.AGREED, words="合意による。", by=advisor)
        db.session.commit()
        page = client.get(path).text
    assert old in last
    assert old not in page
