"""The health of a contract: each part by its rule, unknown parts left out, a fall alarmed of once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import event, select

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.outbox import Message
from marketplace.pipeline.parties import Side
from marketplace.pulses.faring import healths_of
from marketplace.pulses.health import Fares, Part, health_of
from marketplace.pulses.jobs import watch_health
from marketplace.pulses.models import Concern, ContractHealth, Pulse, PulseAnswer
from marketplace.pulses.states import Cause
from marketplace.status_reports.operations.writing import Written, begin_status, save_status, submit_status
from tests.factories.contracts import running_contract
from tests.factories.tracker import started_project, written

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient


@pytest.mark.parametrize(
    ("fares", "part", "points"),
    [
        (Fares(due=6, on_time=3), Part.PUNCTUALITY, 50),
        (Fares(colours=("green", "amber", "red")), Part.COLOURS, 60),
        (Fares(colours=("green",), colours_before=("red",)), Part.COLOURS, 100),
        (Fares(colours=("red",), colours_before=("green",)), Part.COLOURS, 5),
        (Fares(colours=("amber",), colours_before=("amber",)), Part.COLOURS, 60),
        (Fares(decisions=3, overdue_decisions=2), Part.DECISIONS, 50),
        (Fares(decisions=9, overdue_decisions=9), Part.DECISIONS, 0),
        (Fares(quiet_days=7), Part.SILENCE, 100),
        (Fares(quiet_days=10), Part.SILENCE, 60),
        (Fares(quiet_days=14), Part.SILENCE, 30),
        (Fares(quiet_days=15), Part.SILENCE, 0),
        (Fares(quiet_days=15, period=14), Part.SILENCE, 60),
        (Fares(pulse=(5.0, 3.0)), Part.PULSE, 75),
        (Fares(pulse=(5.0,), call_me=True), Part.PULSE, 40),
    ],
)
def test_each_part_by_its_rule(app: Flask, fares: Fares, part: Part, points: int) -> None:
    with app.test_request_context():
        health = health_of(fares)
        assert [(each.part, each.points) for each in health.parts] == [(part, points)]
        assert health.score == points
        assert health.shares == {part: 100}, "what is unknown is left out, and the weights stretched"
        assert len(health.unknown) == 4


def test_the_whole_score_weighs_its_parts(app: Flask) -> None:
    with app.test_request_context():
        assert (health_of(Fares()).score, health_of(Fares()).level) == (None, "")
        health = health_of(Fares(due=4, on_time=4, colours=("red",), decisions=1, quiet_days=0, pulse=(3.0,)))
        assert health.score == round((100 * 25 + 20 * 25 + 100 * 15 + 100 * 15 + 50 * 20) / 100)
        assert (health.level, health.worst.part if health.worst else None) == ("watch", Part.COLOURS)


def answered(contract: Contract, side: Side, step: int, *, call_me: bool = False) -> None:
    pulse = Pulse(contract_id=contract.id, side=side, day=7, asked_on=today(), closes_on=today())
    db.session.add(pulse)
    user = contract.application.consultant.user
    db.session.add(PulseAnswer(pulse_id=pulse.id, user_id=user.id, scores={"fit": step}, call_me=call_me))
    db.session.commit()


def test_a_fall_is_alarmed_of_once_until_it_has_recovered(session: Session) -> None:
    contract, _owner, advisor = running_contract()
    watch_health()
    assert session.scalar(select(ContractHealth)) is None, "of a new contract nothing is known"
    answered(contract, Side.CLIENT, 2)
    watch_health()
    watch_health()
    concern = session.scalars(select(Concern)).one()
    assert concern.cause is Cause.HEALTH_FELL
    assert session.scalars(select(Message.user_id).where(Message.template == "pulses/health_fell")).all() == [
        advisor.id
    ]
    answered(contract, Side.CONSULTANT, 5)
    watch_health()
    assert session.scalars(select(ContractHealth.below)).one() is True, "62 is not recovered"
    for answer in session.scalars(select(PulseAnswer)):
        answer.scores = {"fit": 5}
    watch_health()
    assert session.scalars(select(ContractHealth.below)).one() is False
    for answer in session.scalars(select(PulseAnswer)):
        answer.scores = {"fit": 1}
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        watch_health()
    assert len(session.scalars(select(Concern)).all()) == 2


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_pages_of_health_are_the_desks_alone_and_show_no_rows(client: PageClient, locale: str) -> None:
    project, pmo, owner, advisor = started_project(weeks=2)
    written(project, "decisions", pmo, {"title": "秘密の方式", "due_on": (today() - timedelta(days=2)).isoformat()})
    report = begin_status(project, by=pmo)
    save_status(report, Written({"summary": "順調。"}), by=pmo)
    submit_status(report, by=pmo)
    db.session.commit()
    contract = project.contract
    with client.application.test_request_context():
        health = healths_of([contract])[contract.id]
        assert {each.part: each.points for each in health.parts} == {
            Part.PUNCTUALITY: 100 if report.due_on >= today() else 0, Part.COLOURS: 100, Part.DECISIONS: 75,
            Part.SILENCE: 100,
        }  # fmt: skip
    client.set_cookie("locale", locale)
    client.sign_in(advisor)
    for path in ("/contracts/health", "/contracts/health?of=all", f"/contracts/{contract.id}/health", "/projects"):
        page = client.get(path)
        assert page.status_code == 200
        assert f"/contracts/{contract.id}/health" in page.text or path == f"/contracts/{contract.id}/health"
        assert "秘密の方式" not in page.text
    client.sign_in(owner)
    assert client.get("/contracts/health").status_code == 403
    assert "/health" not in client.get("/projects").text


def test_any_number_of_contracts_takes_the_same_queries(session: Session, app: Flask) -> None:
    contracts = [started_project(weeks=1)[0].contract for _each in range(2)]
    said: list[str] = []
    session.flush()
    event.listen(session.get_bind(), "before_cursor_execute", lambda *each: said.append(each[2]))
    with app.test_request_context():
        healths_of(contracts)  # loads them again after the commit
        said.clear()
        healths_of(contracts[:1])
        one = len(said)
        healths_of(contracts)
    assert len(said) - one == one <= 7


def test_the_worst_contract_comes_first_on_whatever_page(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.pulses.routes.PER_PAGE", 1)
    (well, *_rest), (ill, _owner, advisor) = running_contract(), running_contract()
    answered(well, Side.CLIENT, 5)
    answered(ill, Side.CLIENT, 1)
    client.sign_in(advisor)
    page = client.get("/contracts/health?of=all").text
    assert (f"/contracts/{ill.id}/health" in page, f"/contracts/{well.id}/health" in page) == (True, False)
    assert "page=2" in page
    assert f"/contracts/{well.id}/health" in client.get("/contracts/health?of=all&page=2").text
