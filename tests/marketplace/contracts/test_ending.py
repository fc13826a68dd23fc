"""A concluded contract's course: it begins, pauses, is asked about, told to end, ends (R11, R12)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.contracts.models import RenewalWish
from marketplace.contracts.operations.ending import begin_due, end_due, end_now, give_notice, resume, suspend
from marketplace.contracts.operations.renewing import ask_about_renewal, letter_is_due, say_about_renewal
from marketplace.contracts.queries import wishes_of
from marketplace.contracts.states import ContractState, EndKind, Signer
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.pipeline.states import ApplicationState
from tests.factories.contracts import (
    contract_between,
    day,
    drafted_contract,
    running_contract,
    sent_contract,
    sign_all,
    signed_contract,
)
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

pytestmark = pytest.mark.usefixtures("session")
WORDS = "契約期間の満了により更新しない。"


def on(text: str) -> datetime:
    """Ten in the morning in Japan."""
    return datetime.combine(day(text), datetime.min.time(), UTC) + timedelta(hours=1)


def told(event: str) -> int:
    return db.session.scalar(select(func.count(Message.id)).where(Message.template == f"contracts/{event}")) or 0


def contract_until(last: str, *, first: str) -> tuple[Contract, User, User]:
    """Make a contract of these days, signed on its first."""
    with time_machine.travel(on(first), tick=False):
        contract, owner, advisor = signed_contract(first_day=day(first), last_day=day(last))
        assert contract.state is ContractState.ACTIVE
        return contract, owner, advisor


def test_it_begins_on_its_first_day_and_ends_after_its_last() -> None:
    with time_machine.travel(on("2026-11-24"), tick=False):
        contract, _owner, _advisor = signed_contract(first_day=day("2026-12-01"), last_day=day("2026-12-31"))
        assert contract.state is ContractState.SIGNED
    for when, state in (
        ("2026-11-30", "signed"), ("2026-12-01", "active"), ("2026-12-31", "active"), ("2027-01-01", "ended"),
    ):  # fmt: skip
        with time_machine.travel(on(when), tick=False):
            begin_due()
            end_due()
            assert contract.state == state, when
    assert (contract.ended_on, contract.end_kind) == (date(2026, 12, 31), EndKind.TERM)
    assert (begin_due(), end_due()) == (0, 0)
    assert told("ended") == 3


def test_it_pauses_and_goes_on() -> None:
    contract, _owner, advisor = running_contract()
    with pytest.raises(Invalid):
        suspend(contract, by=advisor, words=" ")
    suspend(contract, by=advisor, words="発注側の体制変更のため。")
    assert (contract.state, contract.suspended_on) == (ContractState.SUSPENDED, today())
    with pytest.raises(DomainError):
        suspend(contract, by=advisor, words="もう一度")
    resume(contract, by=advisor)
    assert (contract.state, contract.suspended_on) == (ContractState.ACTIVE, None)
    with pytest.raises(DomainError):
        resume(contract, by=advisor)


def test_a_paused_contract_ends_after_its_last_day_too() -> None:
    contract, _owner, advisor = contract_until("2026-12-31", first="2026-11-24")
    suspend(contract, by=advisor, words="待機")
    with time_machine.travel(on("2027-01-01"), tick=False):
        assert end_due() == 1
    assert contract.state is ContractState.ENDED


@pytest.mark.parametrize("kind", [EndKind.AGREED, EndKind.BREACH, EndKind.UPSTREAM, EndKind.DISASTER])
def test_it_ends_at_once_for_a_reason_that_needs_no_notice(kind: EndKind) -> None:
    contract, _owner, advisor = running_contract()
    end_now(contract, kind=kind, words="双方で合意した。", by=advisor)
    assert (contract.state, contract.end_kind) == (ContractState.ENDED, kind)
    assert contract.ended_on == contract.last_day == today()


@pytest.mark.parametrize(
    ("kind", "words", "field"),
    [(EndKind.TERM, WORDS, "kind"), (EndKind.NOTICE, WORDS, "kind"), (EndKind.AGREED, " ", "words")],
)
def test_any_other_end_is_told_before(kind: EndKind, words: str, field: str) -> None:
    contract, _owner, advisor = running_contract()
    with pytest.raises(Invalid) as refused:
        end_now(contract, kind=kind, words=words, by=advisor)
    assert set(refused.value.errors) == {field}
    assert contract.state is ContractState.ACTIVE


# R11: from six months on the notice comes 30 days before


@pytest.mark.parametrize(
    ("first", "when", "taken"),
    [
        ("2026-06-01", "2026-12-01", True),
        ("2026-06-01", "2026-12-02", False),
        ("2026-07-01", "2026-12-01", True),
        ("2026-07-01", "2026-12-02", False),  # 1 July to 31 December: six months to the day
        ("2026-07-02", "2026-12-02", True),  # below six months the 30 days are only advice
    ],
)
def test_r11_the_last_day_for_the_notice(first: str, when: str, taken: bool) -> None:  # noqa: FBT001 - a case
    contract, _owner, advisor = contract_until("2026-12-31", first=first)
    with time_machine.travel(on(when), tick=False):
        if taken:
            give_notice(contract, ends_on=day("2026-12-31"), words=WORDS, by=advisor)
            assert contract.notice_on == day(when)
            return
        with pytest.raises(Invalid) as refused:
            give_notice(contract, ends_on=day("2026-12-31"), words=WORDS, by=advisor)
    assert set(refused.value.errors) == {"ends_on"}
    assert contract.notice_on is None


def test_r11_an_exception_is_chosen_and_put_in_words() -> None:
    contract, _owner, advisor = contract_until("2026-12-31", first="2026-06-01")
    ends_on = day("2026-12-31")
    with time_machine.travel(on("2026-12-02"), tick=False):
        for exception, words in (
            (EndKind.UPSTREAM, " "),
            (EndKind.TERM, WORDS),
            (EndKind.NOTICE, WORDS),
            (None, WORDS),
        ):
            with pytest.raises(Invalid):
                give_notice(contract, ends_on=ends_on, words=words, by=advisor, exception=exception)
        give_notice(contract, ends_on=ends_on, words="元委託の終了による。", by=advisor, exception=EndKind.UPSTREAM)
    assert contract.end_words == "元委託の終了による。"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "end told")).one()
    assert entry.facts["exception"] == "upstream"


def test_r11_renewals_and_earlier_contracts_count_together() -> None:
    contract, owner, _advisor = contract_until("2026-09-30", first="2026-07-01")
    with time_machine.travel(on("2026-10-01"), tick=False):
        end_due()
        posting = make_posting(contract.application.engagement.company)
        application = make_application(posting, contract.application.consultant, state=ApplicationState.MEETING)
        days = {"first_day": day("2026-10-15"), "last_day": day("2027-01-31")}
        second = contract_between(application, owner, days, days=2)
        sign_all(second, owner, application.consultant.user)
    by = db.session.get_one(type(application.consultant.user), application.consultant.advisor_id)
    with time_machine.travel(on("2027-01-15"), tick=False):
        with pytest.raises(Invalid):
            give_notice(second, ends_on=day("2027-01-31"), words=WORDS, by=by)
        give_notice(second, ends_on=day("2027-01-31"), words=WORDS, by=by, exception=EndKind.DISASTER)


def test_an_end_is_told_for_a_day_of_the_contract() -> None:
    contract, _owner, advisor = signed_contract(
        first_day=today() + timedelta(days=10), last_day=today() + timedelta(days=100)
    )
    for days in (-1, 5, 101):
        with pytest.raises(Invalid) as refused:
            give_notice(contract, ends_on=today() + timedelta(days=days), words=WORDS, by=advisor)
        assert set(refused.value.errors) == {"ends_on"}
    give_notice(contract, ends_on=today() + timedelta(days=40), words=WORDS, by=advisor)
    assert contract.last_day == today() + timedelta(days=40)
    assert told("end_told") == 3


def test_nobody_is_told_the_end_of_what_is_not_concluded() -> None:
    drafted, _owner, advisor = drafted_contract()
    sent, _o, _a = sent_contract()
    for contract in (drafted, sent):
        with pytest.raises(DomainError):
            give_notice(contract, ends_on=contract.last_day, words=WORDS, by=advisor)
        assert contract.notice_on is None


def test_a_told_end_comes_by_notice() -> None:
    contract, _owner, advisor = contract_until("2027-03-31", first="2026-11-24")
    with time_machine.travel(on("2026-12-01"), tick=False):
        give_notice(contract, ends_on=day("2027-01-31"), words=WORDS, by=advisor)
    with time_machine.travel(on("2027-02-01"), tick=False):
        assert end_due() == 1
    assert (contract.ended_on, contract.end_kind) == (date(2027, 1, 31), EndKind.NOTICE)


# R12: asked 45 days before, once; the letter from the 31st day on


def test_r12_both_sides_are_asked_45_days_before_and_once() -> None:
    contract, owner, _advisor = contract_until("2027-01-31", first="2026-11-24")
    for when, asked in (("2026-12-16", 0), ("2026-12-17", 1), ("2026-12-18", 0), ("2027-01-30", 0)):
        with time_machine.travel(on(when), tick=False):
            assert ask_about_renewal() == asked, when
    assert contract.renewal_asked_at == on("2026-12-17")
    people = set(db.session.scalars(select(Message.to_email).where(Message.template == "contracts/renewal_asked")))
    assert {owner.email, contract.application.consultant.user.email} <= people


def test_r12_whoever_was_told_the_end_is_not_asked() -> None:
    contract, _owner, advisor = contract_until("2027-01-31", first="2026-11-24")
    with time_machine.travel(on("2026-12-17"), tick=False):
        give_notice(contract, ends_on=day("2027-01-31"), words=WORDS, by=advisor)
        assert ask_about_renewal() == 0


def test_r12_the_letter_is_offered_from_the_31st_day_before_the_end() -> None:
    contract, _owner, advisor = contract_until("2026-12-31", first="2026-06-01")
    for when, due in (("2026-11-29", False), ("2026-11-30", True), ("2026-12-31", True), ("2027-01-01", False)):
        with time_machine.travel(on(when), tick=False):
            assert letter_is_due(contract) is due, when
    with time_machine.travel(on("2026-12-01"), tick=False):
        give_notice(contract, ends_on=day("2026-12-31"), words=WORDS, by=advisor)
        assert not letter_is_due(contract)


def test_each_side_says_for_itself_whether_it_goes_on() -> None:
    contract, owner, advisor = running_contract(last_day=today() + timedelta(days=40))
    person = contract.application.consultant.user
    with pytest.raises(DomainError):
        say_about_renewal(contract, goes_on=True, words="", by=owner)
    assert ask_about_renewal() == 1
    with pytest.raises(Invalid):
        say_about_renewal(contract, goes_on=False, words=" ", by=person)
    say_about_renewal(contract, goes_on=True, words="3か月の延長を希望します。", by=owner)
    say_about_renewal(contract, goes_on=False, words="次の案件が決まっています。", by=person)
    say_about_renewal(contract, goes_on=True, words="調整がつきました。", by=person)
    db.session.commit()
    said = wishes_of(contract)
    assert {side: (each.goes_on, each.words) for side, each in said.items()} == {
        Signer.CLIENT: (True, "3か月の延長を希望します。"),
        Signer.CONSULTANT: (True, "調整がつきました。"),
    }
    assert db.session.scalar(select(func.count(RenewalWish.id))) == 2
    assert told("renewal_said") == 3
    give_notice(contract, ends_on=contract.last_day, words=WORDS, by=advisor)
    with pytest.raises(DomainError):
        say_about_renewal(contract, goes_on=True, words="", by=owner)
