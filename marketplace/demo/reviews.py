"""The demo's reviews and monthly checks: lived month by month under the oldest running contract."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import clock
from marketplace.clock import TOKYO, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.pipeline.parties import Side, people_of
from marketplace.pulses.months import checks_of, month_after, proposal_for
from marketplace.pulses.operations.checking import answer_check, ask_checks
from marketplace.reviews.labels import CRITERIA
from marketplace.reviews.operations import open_rounds, publish_due, write_review
from marketplace.reviews.queries import rounds_of
from marketplace.tracker.models import Milestone, Project

if TYPE_CHECKING:
    from datetime import date

STEPS = {Side.CLIENT: (5, 4, 4, 5, 4), Side.CONSULTANT: (4, 3, 4, 5, 5)}
WORDS = {
    Side.CLIENT: (
        "会議の前に論点を整理してもらえるので、決める速さが変わりました。",
        "遅れの兆しを早く知らせてもらえるので、安心して任せられます。",
    ),
    Side.CONSULTANT: (
        "範囲が明確で進めやすい現場です。決定の期限がもう少し早く決まると助かります。",
        "情報の共有が早く、相談しやすい体制です。",
    ),
}


def add_reviews() -> None:
    """Live the milestones and the months of the oldest running contract; the newest month is still open."""
    query = select(Contract).where(Contract.state == ContractState.ACTIVE).order_by(Contract.first_day, Contract.id)
    contract = db.session.scalars(query.limit(1)).first()
    if contract is None:
        return
    reached = select(Milestone.actual_on).join(Project, Milestone.project_id == Project.id)
    days = db.session.scalars(reached.where(Project.contract_id == contract.id, Milestone.actual_on.is_not(None)))
    for on in sorted(day for day in set(days) if day):
        with clock.at(datetime.combine(on, time(17), tzinfo=TOKYO)):
            publish_due()
            open_rounds()
            db.session.flush()
        _reviewed(contract, on)
    publish_due()
    month = contract.first_day.replace(day=1)
    while (asked := month.replace(day=20)) < today():
        _month(contract, asked)
        month = month_after(month)


def _reviewed(contract: Contract, on: date) -> None:
    """Have the client write on the next day, and the PMO the day after."""
    rounds = rounds_of(contract)
    for review_round in rounds:
        if review_round.opened_on != on:
            continue
        for days, side in ((1, Side.CLIENT), (2, Side.CONSULTANT)):
            day = on + timedelta(days=days)
            if day >= today():
                return
            with clock.at(datetime.combine(day, time(10), tzinfo=TOKYO)):
                scores = {each.value: step for each, step in zip(CRITERIA[side], STEPS[side], strict=True)}
                person = people_of(contract.application, side)[0]
                write_review(review_round, scores, WORDS[side][len(rounds) % 2], named=False, by=person)
                db.session.flush()


def _month(contract: Contract, asked: date) -> None:
    """Ask on the 20th; the PMO answers two days later as the boards propose, but for the present month."""
    with clock.at(datetime.combine(asked, time(9), tzinfo=TOKYO)):
        ask_checks()
        db.session.flush()
    if asked + timedelta(days=5) >= today():
        return
    with clock.at(datetime.combine(asked + timedelta(days=2), time(9), tzinfo=TOKYO)):
        check = next((each for each in checks_of(contract) if each.month == asked.replace(day=1)), None)
        if check is not None:
            pmo = people_of(contract.application, Side.CONSULTANT)[0]
            answer_check(check, [], "", proposal_for(check), by=pmo)
            db.session.flush()
