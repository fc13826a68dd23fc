"""What upper features do when a lower one tells of an event, each wired once however often the product is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace import events, receivers
from marketplace.background import Job
from marketplace.engagements.states import CloseReason
from marketplace.outbox import Message
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Consultant
from tests.factories.accounts import make_client, make_consultant_user
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture(autouse=True)
def _wired_again(session: Session) -> None:
    del session
    receivers.connect()


def jobs(session: Session) -> list[tuple[str, dict[str, str]]]:
    return [(row.name, row.arguments) for row in session.scalars(select(Job)) if row.name.startswith("shortlist.")]


def test_a_changed_posting_is_ranked(session: Session) -> None:
    posting = make_posting()
    events.engagement_changed.send(posting)
    assert jobs(session) == [("shortlist.rank_engagement", {"engagement_id": str(posting.id)})]


def test_a_changed_profile_is_ranked(session: Session) -> None:
    consultant = make_listed_consultant()
    events.consultant_changed.send(consultant)
    assert jobs(session) == [("shortlist.rank_consultant", {"consultant_id": str(consultant.id)})]


def test_a_closed_posting_answers_everybody_once(session: Session) -> None:
    posting = make_posting(close_words="予算が凍結されました。")
    make_application(posting, make_listed_consultant())
    events.engagement_closed.send(posting, by=make_client(), reason=CloseReason.BUDGET)
    session.commit()
    assert session.scalars(select(Application.state)).all() == [ApplicationState.NOT_SELECTED]
    assert session.scalars(select(Message.template)).all() == ["pipeline/not_selected"]


def test_a_consultant_who_signs_up_has_a_profile_and_a_client_has_none(session: Session) -> None:
    user = make_consultant_user()
    events.user_signed_up.send(user)
    events.user_signed_up.send(make_client())
    session.commit()
    assert session.scalars(select(Consultant.user_id)).all() == [user.id]
