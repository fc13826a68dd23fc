"""A decision of an operator holds: after a going back no night takes a model by itself, until an operator takes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select, update

from marketplace.audit import AuditEntry
from marketplace.background import Job, run_due
from marketplace.clock import today
from marketplace.db import db
from marketplace.formats import date_long
from marketplace.i18n import in_locale
from marketplace.learning.operations import Overtaken, roll_back, store_model, take
from marketplace.learning.queries import gone_back_at, waiting_model
from marketplace.outbox import Message
from marketplace.shortlist.current import BY_HAND, current_model, in_force
from marketplace.shortlist.models import RankingModel
from marketplace.shortlist.states import ModelState
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.learning import judged_market, make_model
from tests.marketplace.learning.test_life import later_than, once

if TYPE_CHECKING:
    import sqlalchemy as sa
    from flask import Flask

    from marketplace.accounts.models import User
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

MODELS = "/operation/ranking-models"


def gone_back_from(by: User | None = None) -> RankingModel:
    """Return a model that was taken and gone back from: the hand weights rank."""
    row = store_model(once(), by=None)
    roll_back(None, by=by, seen=row.name)
    db.session.commit()
    return row


def waits(*, against: str = BY_HAND, data: str = "1" * 64) -> RankingModel:
    row = store_model(later_than(once(), against=against, data=data), by=None)
    db.session.commit()
    return row


def told() -> list[str]:
    return list(db.session.scalars(select(Message.to_email).where(Message.template == "learning/model_waits")))


def test_after_a_going_back_what_passes_is_kept_with_its_figures_and_waits(session: Session) -> None:
    operator = make_operator()
    withdrawn = gone_back_from(operator)
    session.execute(delete(Job))
    row = waits()
    assert (row.state, row.refused_because) == (ModelState.WAITING, [])
    assert row.metrics["difference"]["low"] > 0
    assert row.file
    assert (in_force().name, withdrawn.state) == (BY_HAND, ModelState.WITHDRAWN)
    assert "shortlist.rank_everything" not in set(session.scalars(select(Job.name)))
    assert told() == [operator.email]
    entries = select(AuditEntry.facts).where(
        AuditEntry.event == "ranking model trained", AuditEntry.subject_id == row.id
    )
    assert session.scalars(entries).all() == [{"taken": False}]


def test_a_newer_one_that_passes_waits_instead_and_nobody_is_told_again(session: Session) -> None:
    make_operator()
    gone_back_from()
    earlier, later = waits(), waits(data="2" * 64)
    assert (earlier.state, earlier.refused_because, earlier.file) == (ModelState.REFUSED, ["newer_one_came"], "")
    assert waiting_model() is later
    assert len(told()) == 1
    refused = later_than(once(), against=BY_HAND, data="3" * 64)
    object.__setattr__(refused, "refused_because", ("not_better",))
    store_model(refused, by=None)
    session.commit()
    assert waiting_model() is later


def test_once_an_operator_has_taken_one_nights_take_on_their_own_again(session: Session) -> None:
    operator = make_operator()
    gone_back_from()
    row = waits()
    take(row, by=operator, seen=BY_HAND)
    session.commit()
    assert (row.state, in_force().name, gone_back_at(current_model())) == (ModelState.CURRENT, row.name, None)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "ranking model taken")).one()
    assert (entry.actor_id, entry.subject_id, entry.facts) == (operator.id, row.id, {"former": BY_HAND})
    assert waits(against=row.name, data="2" * 64).state is ModelState.CURRENT
    assert row.state is ModelState.SUPERSEDED


def test_whoever_undoes_a_going_back_lets_nights_take_on_and_whoever_goes_further_back_does_not(
    session: Session,
) -> None:
    first = store_model(once(), by=None)
    second = waits(against=first.name)
    assert second.state is ModelState.CURRENT
    roll_back(first, by=None, seen=second.name)
    session.commit()
    assert gone_back_at(current_model()) == second.withdrawn_at is not None
    roll_back(second, by=None, seen=first.name)
    session.commit()
    assert gone_back_at(current_model()) is None


def test_what_waits_was_measured_against_another_once_another_is_in_force(session: Session) -> None:
    withdrawn = gone_back_from()
    row = waits()
    with pytest.raises(Overtaken):
        take(row, by=None, seen=withdrawn.name)
    with pytest.raises(Overtaken):
        roll_back(row, by=None, seen=BY_HAND)
    operator = make_operator()
    roll_back(withdrawn, by=operator, seen=BY_HAND)
    session.commit()
    assert (row.state, row.refused_because) == (ModelState.REFUSED, ["measured_against_another"])
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "ranking model waits no more")).one()
    assert (entry.actor_id, entry.facts) == (operator.id, {"because": "measured_against_another"})
    with pytest.raises(Overtaken):
        take(row, by=None, seen=withdrawn.name)


def test_a_model_is_judged_by_what_it_is_once_it_is_locked(session: Session) -> None:
    gone_back_from()
    row = waits()
    elsewhere = update(RankingModel).values(state=ModelState.REFUSED, refused_because=["newer_one_came"])
    session.execute(elsewhere.where(RankingModel.id == row.id).execution_options(synchronize_session=False))
    assert row.state is ModelState.WAITING  # as it was read
    with pytest.raises(Overtaken):
        take(row, by=None, seen=BY_HAND)
    assert in_force().name == BY_HAND


@pytest.mark.parametrize("state", [ModelState.REFUSED, ModelState.CURRENT, ModelState.WAITING])
def test_only_what_was_in_force_before_can_be_gone_back_to(session: Session, state: ModelState) -> None:
    current = store_model(once(), by=None)
    untold = {} if state is ModelState.REFUSED else {"refused_because": [], "file": "ranking-models/7", "sha256": "0"}
    row = current if state is ModelState.CURRENT else make_model(7, state, **untold)
    session.commit()
    with pytest.raises(Overtaken):
        roll_back(row, by=None, seen=current.name)
    assert (row.state, current.state, current.withdrawn_at) == (state, ModelState.CURRENT, None)


def test_one_that_is_told_to_be_taken_is_taken_and_ends_the_waiting(session: Session) -> None:
    gone_back_from()
    waited = waits()
    row = store_model(later_than(once(), against=BY_HAND, data="2" * 64), by=None, taken=True)
    session.commit()
    assert (row.state, waited.state, in_force().name) == (ModelState.CURRENT, ModelState.REFUSED, row.name)
    assert gone_back_at(row) is None


def test_an_operator_takes_it_with_one_press(client: PageClient) -> None:
    operator, advisor = make_operator(), make_advisor()
    client.sign_in(operator)
    gone_back_from()
    with in_locale("ja"):
        day = date_long(today())
    assert "モデルは自動では採用されません" in client.get(MODELS).text
    row = waits()
    page = client.get(MODELS).text
    assert f"合格済み。{day}に以前の順位付けへ戻したため" in page
    assert f"{MODELS}/take" in page
    assert f"{MODELS}/take" in client.get(f"{MODELS}/{row.id}").text
    asked = {"number": str(row.number), "seen": BY_HAND}
    client.sign_in(advisor)
    assert client.post(f"{MODELS}/take", data=asked).status_code == 403
    client.sign_in(operator)
    assert client.post(f"{MODELS}/take", data=asked | {"seen": "linear-1"}).status_code == 409
    assert client.post(f"{MODELS}/take", data=asked | {"number": "99"}).status_code == 422
    assert client.post(f"{MODELS}/take", data={"number": str(row.number)}).status_code == 409
    assert in_force().name == BY_HAND
    assert client.post(f"{MODELS}/take", data=asked).status_code == 303
    assert in_force().name == row.name
    assert client.post(f"{MODELS}/take", data=asked).status_code == 409
    assert f"{MODELS}/take" not in client.get(MODELS).text


def test_a_refused_model_is_not_taken(client: PageClient) -> None:
    operator = make_operator()
    make_model(1)
    db.session.commit()
    client.sign_in(operator)
    assert client.post(f"{MODELS}/take", data={"number": "1", "seen": BY_HAND}).status_code == 409
    assert in_force().name == BY_HAND


def test_a_night_s_training_waits_and_the_command_takes_where_it_is_told_to(app: Flask) -> None:
    judged_market()
    make_model(1, ModelState.CURRENT, refused_because=[], file="ranking-models/gone", sha256="0")
    db.session.commit()
    roll_back(None, by=None)
    db.session.add(Job(name="learning.train", arguments={"by_id": None}))
    db.session.commit()
    run_due()
    row = waiting_model()
    assert row is not None
    runner = app.test_cli_runner()
    told = runner.invoke(args=["matching", "train"])
    assert told.exit_code == 0
    assert ": waiting" in told.output
    assert f"waits for an operator, because of the going back on {today():%Y-%m-%d}" in told.output
    assert in_force().name == BY_HAND
    told = runner.invoke(args=["matching", "train", "--take"])
    assert ": current" in told.output
    assert in_force().name != BY_HAND
