"""States move along edges only, and of two who move at once the second is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.errors import TransitionRefused
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_client
from tests.factories.engagements import make_draft, make_open
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_consultant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import PageClient


@contextmanager
def somebody_faster() -> Iterator[None]:
    """Let another writer change every posting just before the first update of one reaches the database."""
    done: list[bool] = []

    def write(connection: sa.Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE engagement SET") and not done:
            done.append(True)
            connection.exec_driver_sql("UPDATE engagement SET version = version + 1")

    engine = db.engine if isinstance(db.engine, sa.Engine) else db.engine.engine
    sa.event.listen(engine, "before_cursor_execute", write)
    try:
        yield
    finally:
        sa.event.remove(engine, "before_cursor_execute", write)
    assert done


def test_a_state_can_be_given_at_the_start() -> None:
    assert Engagement(state=EngagementState.EXPIRED).state is EngagementState.EXPIRED
    assert Application(state=ApplicationState.MEETING).may_become(ApplicationState.OFFERED)


def test_an_edge_that_is_not_there_is_refused_with_both_its_ends() -> None:
    engagement = Engagement(state=EngagementState.DRAFT)
    with pytest.raises(TransitionRefused) as refusal:
        engagement.state = EngagementState.OPEN
    assert (refusal.value.kind, refusal.value.old, refusal.value.new) == ("Engagement", "draft", "open")
    assert engagement.state is EngagementState.DRAFT


def test_a_state_does_not_follow_itself() -> None:
    engagement = Engagement(state=EngagementState.OPEN)
    assert not engagement.may_become(EngagementState.OPEN)
    with pytest.raises(TransitionRefused):
        engagement.state = EngagementState.OPEN


@pytest.mark.usefixtures("app")
def test_each_change_counts() -> None:
    engagement = make_draft()
    before = engagement.version
    engagement.title = "別の名前"
    db.session.flush()
    assert engagement.version == before + 1


@pytest.mark.usefixtures("app")
def test_the_second_of_two_writers_loses() -> None:
    engagement = make_draft()
    engagement.title = "遅い方"
    with somebody_faster(), pytest.raises(StaleDataError):
        db.session.flush()


def test_who_loses_a_race_is_told_and_changes_nothing(client: PageClient) -> None:
    author = make_client(locale="en")
    engagement = make_open(by=author)
    client.sign_in(author)
    with somebody_faster():
        answer = client.post(f"/engagements/{engagement.id}/pause")
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.text
    db.session.expire_all()
    assert db.session.get_one(Engagement, engagement.id).state is EngagementState.OPEN
    assert client.post(f"/engagements/{engagement.id}/pause").status_code == 303


@pytest.mark.usefixtures("app")
def test_a_mark_does_not_count() -> None:
    application = make_application(make_posting(), make_consultant())
    application.message = "まだ書かれていない"
    application.mark(reminded_at=now())
    before, moment = application.version, application.reminded_at
    db.session.commit()
    assert (application.version, application.reminded_at) == (before, moment)
    assert moment is not None


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "change", [{"version": Application.version + 1}, {"reminded_at": now()}], ids=["changed", "marked"]
)
def test_what_somebody_else_was_faster_with_is_not_marked(change: dict[str, Any]) -> None:
    application = make_application(make_posting(), make_consultant())
    faster = sa.update(Application).values(change)
    db.session.execute(faster, execution_options={"synchronize_session": False})
    with pytest.raises(StaleDataError):
        application.mark(reminded_at=now())


def test_a_row_of_no_session_is_not_marked() -> None:
    with pytest.raises(ValueError, match="of a session"):
        Application(state=ApplicationState.MEETING).mark(reminded_at=now())
