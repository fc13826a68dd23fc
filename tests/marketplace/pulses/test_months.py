"""The monthly check: signs of 偽装請負 reach the desk alone; what was done is measured, weighted by days."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.clock import TOKYO, now, today
from marketplace.comments.operations import delete_comment, write_comment
from marketplace.comments.queries import Subject
from marketplace.db import db
from marketplace.engagements.states import Settlement
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.pulses.jobs import ask_checks
from marketplace.pulses.mixing import Month, in_steps, measured, proposed_mix
from marketplace.pulses.models import Concern, MeasuredMix, MonthCheck
from marketplace.pulses.months import measured_mix_of, signs_found
from marketplace.pulses.operations.checking import answer_check, days_in
from marketplace.pulses.signs import ASKED, Sign, found_in
from marketplace.pulses.states import Cause, CheckState
from tests.factories.contracts import running_contract
from tests.factories.tracker import started_project, written

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from tests.conftest import PageClient

CALM = {f"sign_{each.value}": "no" for each in ASKED}


def version(settlement: Settlement = Settlement.SPLIT, high: int = 180, days: int = 5) -> SimpleNamespace:
    return SimpleNamespace(received_settlement=settlement, received_low=140, received_high=high, days=days)


@pytest.mark.parametrize(
    ("terms", "texts", "months", "signs"),
    [
        (version(), ["定例会議", "移行計画"], 3, []),
        (version(), ["明日は残業してください"], 3, [Sign.WORDS]),
        (version(), ["Overtime was ordered"], 3, [Sign.WORDS]),
        (version(high=140), [], 3, [Sign.NO_RANGE]),
        (version(Settlement.FIXED, high=140), [], 3, []),
        (version(), [], 12, [Sign.LONG_SOLE]),
        (version(days=3), [], 24, []),
        (None, [], 24, []),
    ],
)
def test_what_the_data_shows(terms: SimpleNamespace, texts: list[str], months: int, signs: list[Sign]) -> None:
    assert found_in(terms, texts, months) == signs  # type: ignore[arg-type]


def test_shares_in_steps_of_five_and_their_mean_by_days() -> None:
    assert in_steps((1, 1, 1)) in {(35, 35, 30), (35, 30, 35), (30, 35, 35)}
    assert in_steps((0, 7, 0)) == (0, 100, 0)
    assert proposed_mix({"decisions": 2, "work-items": 5, "issues": 1, "minutes": 2}, (100, 0, 0)) == (20, 60, 20)
    assert proposed_mix({}, (70, 30, 0)) == (70, 30, 0)
    assert proposed_mix({}, (0, 0, 0)) == (0, 100, 0)
    assert measured([Month((100, 0, 0), 30), Month((0, 50, 50), 10)]) == (75, 12, 13)
    assert measured([]) is None


def twentieth() -> datetime:
    """The 20th of a month in which a contract of today's first day runs long enough."""
    day = (today() + timedelta(days=15)).replace(day=20)
    day = day if day > today() else (day + timedelta(days=31)).replace(day=20)
    return now().astimezone(TOKYO).replace(year=day.year, month=day.month, day=20, hour=10)


def test_a_comment_that_speaks_of_attendance_is_a_sign_until_it_is_deleted(session: Session) -> None:
    project, pmo, _owner, _advisor = started_project(weeks=0)
    comment = write_comment(project, Subject("M-1", "", ""), "明日は残業してください", by=pmo)
    assert signs_found(project.contract) == [Sign.WORDS]
    delete_comment(comment, by=pmo)
    session.flush()
    assert signs_found(project.contract) == []


def test_a_month_is_asked_about_once_and_a_yes_reaches_the_desk_alone(session: Session) -> None:
    project, pmo, _owner, advisor = started_project(weeks=2)
    contract = project.contract
    consultant = contract.application.consultant
    written(project, "issues", pmo, {"title": "残業の指示が口頭で来る"})
    with time_machine.travel(twentieth().replace(day=19), tick=False):
        ask_checks()
        assert session.scalar(select(MonthCheck)) is None
    with time_machine.travel(twentieth(), tick=False):
        ask_checks()
        ask_checks()
        check = session.scalars(select(MonthCheck)).one()
        assert check.month == today().replace(day=1)
        assert check.days == days_in(contract, check.month) >= 10
        assert signs_found(contract) == [Sign.WORDS]
        assert session.scalars(select(Concern.cause)).all() == [Cause.SIGN_FOUND]
        for wrong in ((50, 40, 0), (33, 33, 34)):
            with pytest.raises(Invalid):
                answer_check(check, [], "", wrong, by=pmo)
        answer_check(check, [Sign.HOURS, Sign.ATTENDANCE], "朝9時の出社を求められた", (0, 60, 40), by=pmo)
        causes = session.scalars(select(Concern.cause).order_by(Concern.cause)).all()
        assert causes == [Cause.SIGN_FOUND, Cause.SIGN_SAID]
        told = session.scalars(select(Message).where(Message.template.startswith("pulses/sign"))).all()
        assert {each.user_id for each in told} == {advisor.id}
        assert not any("9時" in str(each.facts) for each in told)
        with pytest.raises(DomainError):
            answer_check(check, [], "", (0, 100, 0), by=pmo)
        mix = measured_mix_of(consultant)
        assert mix is not None
        assert (mix.strategic, mix.controlling, mix.supportive) == (0, 60, 40)
        assert (mix.engagements, mix.months, mix.shared) == (1, 1, False)
    with time_machine.travel(twentieth() + timedelta(days=31), tick=False):
        ask_checks()
        states = session.scalars(select(MonthCheck.state).order_by(MonthCheck.month)).all()
        assert states == [CheckState.ANSWERED, CheckState.ASKED]
    with time_machine.travel(twentieth() + timedelta(days=45), tick=False):
        ask_checks()
        states = session.scalars(select(MonthCheck.state).order_by(MonthCheck.month)).all()
        assert states == [CheckState.ANSWERED, CheckState.LAPSED]


def test_days_of_a_month_under_a_contract() -> None:
    contract = SimpleNamespace(first_day=date(2026, 11, 16), last_day=date(2027, 1, 10))
    months = [date(2026, month, 1) for month in (10, 11, 12)] + [date(2027, 1, 1)]
    assert [days_in(contract, each) for each in months] == [0, 15, 31, 10]  # type: ignore[arg-type]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_pages_of_the_month(client: PageClient, locale: str) -> None:
    contract, owner, advisor = running_contract()
    pmo = contract.application.consultant.user
    check = MonthCheck(contract_id=contract.id, month=today().replace(day=1), asked_on=today(), days=30)
    db.session.add(check)
    db.session.commit()
    path = f"/month-checks/{check.id}"
    client.set_cookie("locale", locale)
    client.sign_in(pmo)
    assert path in client.get("/").text
    assert client.get(path).status_code == 200
    mix = {"strategic": "5", "controlling": "60", "supportive": "35"}
    assert client.post(path, data=CALM | mix | {"supportive": "40"}).status_code == 422
    assert client.post(path, data=CALM | mix | {"supportive": "x"}).status_code == 422
    assert client.post("/profile/measured-mix", data={"shared": "yes"}).status_code == 409
    sent = client.post(path, data=CALM | mix | {"sign_hours": "yes", "words": "朝9時の出社を求められた"})
    assert sent.status_code == 303
    assert client.get(path).status_code == 200
    assert client.post(path, data=CALM | mix).status_code == 409
    assert "/profile/measured-mix" in client.get("/profile").text
    client.sign_in(owner)
    card = f"/applications/{contract.application_id}"
    guidance = client.get(f"/contracts/{contract.id}/independence")
    assert guidance.status_code == 200
    heading = "実績から見た型" if locale == "ja" else "Measured from the work done here"
    assert heading not in client.get(card).text
    client.sign_in(pmo)
    assert client.post("/profile/measured-mix", data={"shared": "yes"}).status_code == 303
    assert db.session.scalars(select(MeasuredMix.shared)).one() is True
    client.sign_in(owner)
    assert heading in client.get(card).text
    client.sign_in(advisor)
    health = f"/contracts/{contract.id}/health"
    assert "朝9時の出社を求められた" in client.get(health).text
    assert client.post(f"/contracts/{contract.id}/guidance").status_code == 303
    told = db.session.scalars(select(Message).where(Message.template == "pulses/guidance")).all()
    assert {each.user_id for each in told} == {pmo.id, owner.id}
    client.sign_in(owner)
    again = client.get(f"/contracts/{contract.id}/independence").text
    assert (
        again.partition("<main")[2].partition("</main>")[0]
        == guidance.text.partition("<main")[2].partition("</main>")[0]
    ), "the same words whatever was said"
