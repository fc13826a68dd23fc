"""Talks on the fee (R44): asked in words, answered in words within the term, escalated when not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.contracts.operations.talks import answer_talk, ask_for_talk, escalate_talks
from marketplace.contracts.queries import talks_of
from marketplace.contracts.states import TalkState
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from tests.factories.accounts import make_operator
from tests.factories.contracts import running_contract, sent_contract

pytestmark = pytest.mark.usefixtures("session")
MONDAY = datetime(2026, 11, 30, 1, tzinfo=UTC)  # ten in Japan
WORDS = "担当範囲が2チームに広がりました。"


def told(event: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"contracts/{event}")))


def test_a_talk_is_asked_for_in_words_and_due_in_business_days() -> None:
    with time_machine.travel(MONDAY, tick=False):
        contract, _owner, advisor = running_contract()
        operator = make_operator()
        person = contract.application.consultant.user
        with pytest.raises(Invalid):
            ask_for_talk(contract, words=" ", wish=None, by=person)
        talk = ask_for_talk(contract, words=WORDS, wish=1_300_000, by=person)
        assert talk.due_at.astimezone(UTC).date().isoformat() == "2026-12-07"  # five business days
        assert {advisor.email, operator.email} <= told("price_talk_asked")
        with pytest.raises(DomainError):
            ask_for_talk(contract, words=WORDS, wish=None, by=person)
        assert len(talks_of(contract)) == 1


def test_only_a_price_that_is_agreed_is_talked_about() -> None:
    contract, _owner, _advisor = sent_contract()
    with pytest.raises(DomainError):
        ask_for_talk(contract, words=WORDS, wish=None, by=contract.application.consultant.user)


def test_a_talk_is_closed_with_an_explanation_only() -> None:
    contract, _owner, advisor = running_contract()
    talk = ask_for_talk(contract, words=WORDS, wish=None, by=contract.application.consultant.user)
    with pytest.raises(Invalid) as refused:
        answer_talk(talk, raised=False, words=" ", by=advisor)
    assert set(refused.value.errors) == {"answer"}
    assert talk.state is TalkState.OPEN
    answer_talk(talk, raised=False, words="来期の予算で再協議する。", by=advisor)
    assert (talk.state, talk.raised, talk.answered_by_id) == (TalkState.ANSWERED, False, advisor.id)
    assert told("price_talk_answered") == {contract.application.consultant.user.email}
    with pytest.raises(DomainError):
        answer_talk(talk, raised=True, words="撤回", by=advisor)
    again = ask_for_talk(contract, words=WORDS, wish=None, by=contract.application.consultant.user)
    assert again.state is TalkState.OPEN


def test_the_database_itself_keeps_no_talk_closed_without_words() -> None:
    contract, _owner, _advisor = running_contract()
    talk = ask_for_talk(contract, words=WORDS, wish=None, by=contract.application.consultant.user)
    db.session.commit()
    talk.state = TalkState.ANSWERED
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_what_nobody_answers_is_escalated_once() -> None:
    with time_machine.travel(MONDAY, tick=False):
        contract, _owner, advisor = running_contract()
        operator = make_operator()
        talk = ask_for_talk(contract, words=WORDS, wish=None, by=contract.application.consultant.user)
        assert escalate_talks() == 0
    with time_machine.travel(talk.due_at - timedelta(seconds=1), tick=False):
        assert escalate_talks() == 0
    with time_machine.travel(talk.due_at, tick=False):
        assert escalate_talks() == 1
        assert escalate_talks() == 0
    assert operator.email in told("price_talk_late")
    assert advisor.email not in told("price_talk_late")
    answer_talk(talk, raised=True, words="月額を改める。", by=advisor)
    assert talk.escalated_at is not None
