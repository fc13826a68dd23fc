"""Pulses: asked on their days, answered in private, read by the advisor first."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.accounts.states import CompanyRole
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.desk.queue import queue_for
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline.parties import Side
from marketplace.pulses.faring import healths_of
from marketplace.pulses.jobs import ask_pulses
from marketplace.pulses.models import Concern, Pulse, PulseAnswer
from marketplace.pulses.operations.asking import answer_pulse, day_due, mark_read
from marketplace.pulses.queries import pulses_waiting_for
from marketplace.pulses.states import Cause, ConcernState, PulseState
from tests.factories.accounts import make_client
from tests.factories.contracts import running_contract

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.conftest import PageClient

FINE = {"fit": 4, "together": 5, "informed": 3, "load": 4}
SCORES = {"delivered": "4", "with_pmo": "4", "visible": "2", "again": "4"}


@pytest.mark.parametrize(
    ("passed", "asked"), [(5, None), (6, 7), (19, 7), (20, None), (29, 30), (59, 60), (89, 90), (103, None)]
)
def test_a_pulse_is_due_from_its_day_on_for_fourteen_days(passed: int, asked: int | None) -> None:
    assert day_due(today(), today() + timedelta(days=passed)) == asked


def asked_pulses() -> tuple[Pulse, Pulse]:
    pulses = db.session.scalars(select(Pulse).order_by(Pulse.side.desc())).all()
    assert [(each.side, each.day) for each in pulses] == [(Side.CONSULTANT, 7), (Side.CLIENT, 7)]
    return pulses[0], pulses[1]


def test_both_sides_are_asked_once_and_a_low_answer_or_a_wish_to_be_called_is_a_task(session: Session) -> None:
    contract, owner, advisor = running_contract()
    pmo = contract.application.consultant.user
    member = make_client(company=contract.application.engagement.company, role=CompanyRole.MEMBER)
    db.session.commit()
    ask_pulses()
    assert session.scalar(select(Pulse)) is None
    with time_machine.travel(now() + timedelta(days=6), tick=False):
        ask_pulses()
        ask_pulses()
        of_pmo, of_client = asked_pulses()
        told = session.scalars(select(Message.user_id).where(Message.template == "pulses/asked")).all()
        assert len(told) == 3
        assert set(told) == {pmo.id, owner.id, member.id}
        assert [pulses_waiting_for(each) for each in (pmo, owner, member)] == [[of_pmo], [of_client], [of_client]]
        answer_pulse(of_pmo, FINE, "順調", call_me=False, by=pmo)
        assert session.scalar(select(Concern)) is None
        answer_pulse(of_pmo, FINE | {"load": 2}, "", call_me=False, by=pmo)
        answer_pulse(of_pmo, FINE | {"load": 1}, "", call_me=False, by=pmo)
        answer_pulse(of_client, FINE, "", call_me=True, by=member)
        assert pulses_waiting_for(pmo) == [] == pulses_waiting_for(member)
        assert pulses_waiting_for(owner) == [of_client]
        causes = session.scalars(select(Concern.cause).order_by(Concern.cause)).all()
        assert causes == [Cause.CALL_ME, Cause.LOW_PULSE], "one thing is said once"
        lines = queue_for(advisor, mine=True, kinds=["care"])
        assert sorted(each.state for each in lines) == ["call_me", "low_pulse"]
    with time_machine.travel(now() + timedelta(days=21), tick=False):
        ask_pulses()
        assert {each.state for each in asked_pulses()} == {PulseState.CLOSED}
        with pytest.raises(DomainError):
            answer_pulse(of_pmo, FINE, "", call_me=False, by=pmo)


def test_an_answer_that_changes_after_it_was_read_is_read_and_looked_after_anew(session: Session) -> None:
    contract, _owner, advisor = running_contract()
    contract.first_day -= timedelta(days=6)
    pmo = contract.application.consultant.user
    ask_pulses()
    of_pmo, _of_client = asked_pulses()
    session.commit()

    def opened() -> list[str]:
        still = select(Concern.cause).where(Concern.state == ConcernState.OPEN)
        return [each.value for each in session.scalars(still)]

    def read() -> None:
        whole = select(Pulse).where(Pulse.id == of_pmo.id).options(selectinload(Pulse.answers))
        mark_read(session.scalars(whole.execution_options(populate_existing=True)).one(), "電話した。", by=advisor)
        session.commit()

    for _time in range(2):
        answer_pulse(of_pmo, FINE, "", call_me=True, by=pmo)
        answer_pulse(of_pmo, FINE, "", call_me=True, by=pmo)
        assert (opened(), of_pmo.read_at) == (["call_me"], None)
        assert healths_of([contract])[contract.id].parts[-1].sentence.endswith("電話の希望があります。")
        read()
        assert opened() == []
        answer_pulse(of_pmo, FINE | {"load": 1}, "", call_me=False, by=pmo)
        assert opened() == ["low_pulse"]
        session.commit()
        read()
    answer_pulse(of_pmo, FINE | {"load": 1}, "ありがとう。", call_me=False, by=pmo)
    assert (opened(), of_pmo.read_at) == ([], None), "only the words are new: they are to be read"


def test_an_answer_that_comes_while_the_page_is_open_is_not_marked_as_read_unseen(client: PageClient) -> None:
    contract, _owner, advisor = running_contract()
    contract.first_day -= timedelta(days=6)
    pmo = contract.application.consultant.user
    ask_pulses()
    of_pmo, _of_client = asked_pulses()
    answer_pulse(of_pmo, FINE, "", call_me=False, by=pmo)
    db.session.commit()
    client.sign_in(advisor)

    def seen(page: str) -> str:
        [found] = re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)
        return str(found)

    before = seen(client.get(f"/contracts/{contract.id}/health").text)
    answer_pulse(of_pmo, FINE, "", call_me=True, by=pmo)
    db.session.commit()
    path = f"/pulses/{of_pmo.id}/read"
    late = client.post(path, data={"note": "読みました。", "seen": before})
    assert late.status_code == 409
    assert "読みました。" in late.text
    still = select(Concern.state)
    assert db.session.scalars(still).all() == [ConcernState.OPEN]
    assert client.post(path, data={"note": "電話した。", "seen": seen(late.text)}).status_code == 303
    assert db.session.scalars(still).all() == [ConcernState.DONE]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_pages_of_a_pulse(client: PageClient, locale: str) -> None:
    contract, owner, advisor = running_contract()
    contract.first_day -= timedelta(days=6)
    pmo = contract.application.consultant.user
    ask_pulses()
    _of_pmo, of_client = asked_pulses()
    db.session.commit()
    client.set_cookie("locale", locale)
    client.sign_in(owner)
    assert f"/pulses/{of_client.id}" in client.get("/").text
    path = f"/pulses/{of_client.id}"
    assert client.get(path).status_code == 200
    assert client.post(path, data=SCORES | {"again": "6"}).status_code == 422
    assert client.post(path, data={}).status_code == 422
    sent = client.post(path, data=SCORES | {"words": "進捗が見えない。"})
    assert sent.status_code == 303
    assert client.get(sent.location).status_code == 200
    assert "進捗が見えない。" in client.get(path).text, "one's own answer, to be changed"
    client.sign_in(pmo)
    assert client.get(path).status_code == 404
    assert "進捗が見えない。" not in client.get(f"/contracts/{contract.id}/pulses").text
    health = f"/contracts/{contract.id}/health"
    client.sign_in(advisor)
    page = client.get(health)
    assert "進捗が見えない。" in page.text
    assert client.get("/desk?of=mine&kind=care").status_code == 200
    concern = db.session.scalars(select(Concern)).one()
    assert client.post(f"/concerns/{concern.id}/done", data={"note": ""}).status_code == 422
    assert client.post(f"{path}/read", data={"note": "電話した。"}).status_code == 303
    db.session.expire_all()
    assert (concern.state, concern.note) == (ConcernState.DONE, "電話した。")
    assert client.post(f"/concerns/{concern.id}/done", data={"note": "二度目"}).status_code == 409
    digest = f"/contracts/{contract.id}/digests"
    assert client.post(digest, data={"side": "advisor", "words": "x"}).status_code == 422
    for _twice in range(2):
        said = {"side": "consultant", "words": "見通しを冒頭に書くとよい。"}
        assert client.post(digest, data=said).status_code == 303
    told = select(Message.user_id).where(Message.template == "pulses/digest")
    assert db.session.scalars(told).all() == [pmo.id], "a button pressed twice tells once"
    assert client.get(health).status_code == 200
    client.sign_in(pmo)
    assert "見通しを冒頭に書くとよい。" in client.get(f"/contracts/{contract.id}/pulses").text
    client.sign_in(owner)
    assert "見通しを冒頭に書くとよい。" not in client.get(f"/contracts/{contract.id}/pulses").text
    of_client.state = PulseState.CLOSED
    db.session.commit()
    assert client.get(path).status_code == 200
    assert client.post(path, data=SCORES).status_code == 409
    assert db.session.scalars(select(PulseAnswer)).one().call_me is False
