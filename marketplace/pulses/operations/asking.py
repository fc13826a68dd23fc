"""Pulses are asked on four days of a contract, answered in private, read by the advisor, told on in other words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.parties import Side
from marketplace.pulses import notices
from marketplace.pulses.models import Digest, Pulse, PulseAnswer
from marketplace.pulses.operations.concerns import open_again, settle
from marketplace.pulses.queries import (
    answer_of,
    digests_of,
    open_concerns_of_pulse,
    pulses_to_close,
    running_contracts,
)
from marketplace.pulses.states import Cause, PulseState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

ASKED_ON = (7, 30, 60, 90)  # days of the contract, its first day is day 1
LASTS = timedelta(days=14)
TWICE_WITHIN = timedelta(minutes=1)
LOW = 2  # of five: an advisor looks
SIDES = (Side.CONSULTANT, Side.CLIENT)


def day_due(first_day: date, on: date) -> int | None:
    """Return which pulse is due on a day: the newest one whose fourteen days are not over."""
    passed = (on - first_day).days + 1
    return next((each for each in reversed(ASKED_ON) if each <= passed < each + LASTS.days), None)


def ask_pulses() -> int:
    """Ask both sides of every running contract whose day has come, once; return how many were asked."""
    asked = 0
    known = {(row[0], row[1]) for row in db.session.execute(select(Pulse.contract_id, Pulse.day))}
    for contract in running_contracts():
        day = day_due(contract.first_day, today())
        if day is None or (contract.id, day) in known:
            continue
        for side in SIDES:
            _ask(contract, side, day)
            asked += 1
    return asked


def _ask(contract: Contract, side: Side, day: int) -> Pulse:
    pulse = Pulse(contract_id=contract.id, side=side, day=day, asked_on=today(), closes_on=today() + LASTS)
    pulse.contract = contract
    db.session.add(pulse)
    record(None, "pulse asked", pulse, side=side.value, day=day)
    notices.asked(pulse)
    return pulse


def close_pulses() -> int:
    """Close what is not answered any more."""
    over = pulses_to_close(today())
    for pulse in over:
        pulse.state = PulseState.CLOSED
        record(None, "pulse closed", pulse)
    return len(over)


def answer_pulse(pulse: Pulse, scores: Mapping[str, int], words: str, *, call_me: bool, by: User) -> PulseAnswer:
    """Keep one person's own answer; until the pulse closes a later one takes its place, and is to be read anew.

    A low answer, or the wish to be called, opens a concern of the advisor's; said again after it was looked after, it
    opens another one. The audit keeps that it was answered, never what.
    """
    if pulse.state is not PulseState.OPEN:
        raise DomainError(_("This pulse is closed."))
    answer = answer_of(pulse, by)
    before = (answer.scores, answer.call_me) if answer else None
    if answer is None:
        answer = PulseAnswer(pulse_id=pulse.id, user_id=by.id)
        db.session.add(answer)
    answer.scores, answer.words, answer.call_me = dict(scores), words, call_me
    answer.answered_at = now()
    pulse.read_at = pulse.read_by_id = pulse.read_by = None
    record(by, "pulse answered", pulse, side=pulse.side.value, day=pulse.day)
    if before != (answer.scores, call_me) and (call_me or min(scores.values()) <= LOW):
        cause = Cause.CALL_ME if call_me else Cause.LOW_PULSE
        open_again(pulse.contract, cause, f"{pulse.id}:{by.id}")
    return answer


def mark_read(pulse: Pulse, note: str, *, by: User) -> None:
    """Note that the answers were read, and what the advisor makes of them; what they had opened is looked after."""
    pulse.read_at, pulse.read_by_id, pulse.note = now(), by.id, note
    pulse.read_by = by
    for concern in open_concerns_of_pulse(pulse):
        settle(concern, note, by=by)
    record(by, "pulse read", pulse)


def share_digest(contract: Contract, side: Side, words: str, *, by: User) -> Digest:
    """Tell one side, in the advisor's own words, what the pulses have shown; the same words at once are told once."""
    newest = next(iter(digests_of(contract, side)), None)
    if newest is not None and (newest.by_id, newest.words) == (by.id, words) and now() - newest.at <= TWICE_WITHIN:
        return newest
    digest = Digest(contract_id=contract.id, to_side=side, words=words, by_id=by.id)
    db.session.add(digest)
    record(by, "pulse digest shared", contract, side=side.value)
    notices.digest(contract, side, words)
    return digest
