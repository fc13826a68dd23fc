"""The demo's pulses: asked of the oldest running contract, answered by both sides, one answer still to be read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import clock
from marketplace.clock import TOKYO, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.pipeline.parties import Side, advisors_of, people_of
from marketplace.pulses.labels import ASKED
from marketplace.pulses.operations.asking import (
    ASKED_ON,
    answer_pulse,
    ask_pulses,
    close_pulses,
    mark_read,
    share_digest,
)
from marketplace.pulses.queries import pulses_of

if TYPE_CHECKING:
    from datetime import date

ANSWERS = {  # by day and side: four steps, words, whether a call is wished for
    (7, Side.CONSULTANT): ((4, 5, 4, 4), "立ち上がりは順調です。", False),
    (7, Side.CLIENT): ((4, 4, 4, 4), "", False),
    (30, Side.CONSULTANT): ((4, 4, 3, 4), "決定待ちの事項が少し増えています。", False),
    (30, Side.CLIENT): ((4, 5, 4, 5), "会議の進行が早くなりました。", False),
    (60, Side.CONSULTANT): ((3, 4, 2, 3), "移行方針の決定が遅れ、計画を組み直しています。", True),
    (60, Side.CLIENT): ((4, 4, 4, 4), "", False),
    (90, Side.CONSULTANT): ((4, 4, 3, 4), "", False),
}
DIGEST = "決定に時間がかかっているようです。定例の最後に「決めること」の枠を10分設けてはいかがでしょうか。"


def add_pulses() -> None:
    """Live every day on which a pulse was due; the oldest contract's are answered, the advisor reads the older ones."""
    query = select(Contract).where(Contract.state == ContractState.ACTIVE).order_by(Contract.first_day, Contract.id)
    contracts = db.session.scalars(query).all()
    asked = {each.first_day + timedelta(days=day - 1) for each in contracts for day in ASKED_ON}
    for on in sorted(day for day in asked if day < today()):
        with clock.at(datetime.combine(on, time(10), tzinfo=TOKYO)):
            close_pulses()
            ask_pulses()
            db.session.flush()
        _answered(contracts[0], on)
    close_pulses()
    ask_pulses()


def _answered(contract: Contract, on: date) -> None:
    """Have both sides answer in the afternoon, and the advisor read it on the day after."""
    pulses = [each for each in pulses_of(contract) if each.asked_on == on]
    with clock.at(datetime.combine(on, time(16), tzinfo=TOKYO)):
        for pulse in pulses:
            steps, words, call_me = ANSWERS.get((pulse.day, pulse.side), ((), "", False))
            if steps:
                scores = {each.value: step for each, step in zip(ASKED[pulse.side], steps, strict=True)}
                person = people_of(contract.application, pulse.side)[0]
                answer_pulse(pulse, scores, words, call_me=call_me, by=person)
        db.session.flush()
    if not pulses or pulses[0].day == ASKED_ON[-1]:
        return
    advisor = advisors_of(contract.application)[0]
    with clock.at(datetime.combine(on + timedelta(days=1), time(11), tzinfo=TOKYO)):
        for pulse in pulses:
            db.session.refresh(pulse, ["answers"])
            called = any(each.call_me for each in pulse.answers)
            mark_read(pulse, "電話で確認した。" if called else "", by=advisor)
            if called:
                share_digest(contract, Side.CLIENT, DIGEST, by=advisor)
        db.session.flush()
