"""Two at once, with real threads on a real database: one application of a pair, and none left behind by a closing."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import TYPE_CHECKING, TypeVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.models import User
from marketplace.clock import today
from marketplace.db import begin_writing, db
from marketplace.engagements.models import Engagement
from marketplace.engagements.operations import close_engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason
from marketplace.errors import DomainError
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.models import Application
from marketplace.pipeline.operations import apply
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Consultant
from tests.factories.accounts import make_client
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Flask
    from werkzeug.test import TestResponse

T = TypeVar("T")
ROUNDS = 6
PATIENCE = 20  # seconds, so that a fault fails instead of hanging
BID = Bid("よろしくお願いします。", 1_150_000, 5, today(), [], "同意します。")
FORM = {"message": "よろしくお願いします。", "rate": "115万", "days": "5", "start_on": "2026-12-01", "consent": "y"}


def at_once(*works: Callable[[], T]) -> list[T]:
    """Start all of these at the same moment, each in a thread of its own."""
    gate = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        gate.wait(PATIENCE)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(3 * PATIENCE) for each in [pool.submit(run, work) for work in works]]


def ids(app: Flask) -> tuple[UUID, UUID, UUID, str]:
    """Make a posting with its owner and a consultant; return their ids and the consultant's sign-in."""
    with app.app_context():
        owner = make_client()
        assert owner.membership is not None
        posting = make_posting(owner.membership.company)
        consultant = make_listed_consultant()
        return posting.id, owner.id, consultant.id, consultant.user.fs_uniquifier


def test_two_clicks_make_one_application(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        posting_id, _owner, consultant_id, cookie = ids(own_product)

        def click() -> TestResponse:
            client = FlaskClient(own_product, own_product.response_class)
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = cookie, True  # noqa: B023 - called in this round
            return client.post(f"/engagements/{posting_id}/apply", data=FORM)  # noqa: B023

        answers = at_once(click, click, click)
        with own_product.app_context():
            (application,) = db.session.scalars(select(Application).where(Application.consultant_id == consultant_id))
            there = f"/applications/{application.id}"
        # Who comes a moment later is led to the application or told of it above the form; who was half-way through
        # lost the race at the commit. Nobody meets a fault, and nobody is told of a second application.
        told = [(each.status_code, each.location) for each in answers]
        assert all(status in {409, 422} or location == there for status, location in told), told
        assert any(each.status_code == 303 for each in answers)


def test_the_database_itself_refuses_a_second_application(own_product: Flask) -> None:
    """Both have seen that there is none; the operation's own check has come too early to help."""
    posting_id, _owner, consultant_id, _cookie = ids(own_product)

    def row() -> Application:
        return Application(
            engagement_id=posting_id, consultant_id=consultant_id, source="applied", state=ApplicationState.PROPOSED
        )

    with own_product.app_context():
        db.session.add(row())
        db.session.commit()
        db.session.add(row())
        with pytest.raises(IntegrityError):
            db.session.commit()
        db.session.rollback()


def test_a_lost_race_is_a_conflict_not_a_fault(own_product: Flask) -> None:
    """The check of the second one is made before the first one commits, wherever the engine lets both begin."""
    if not own_product.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        pytest.skip("SQLite lets one writer begin at a time: there the second one meets the operation's own check")
    posting_id, _owner, consultant_id, _cookie = ids(own_product)
    written = Event()

    def run(*, first: bool) -> str:
        with own_product.app_context():
            consultant = db.session.get_one(Consultant, consultant_id)
            if not first:
                written.wait(PATIENCE)
            try:
                apply(db.session.get_one(Engagement, posting_id), consultant, BID, by=consultant.user)
                if first:
                    db.session.flush()
                    written.set()
                    time.sleep(0.5)  # the other one sees no application yet, and then waits for this one's row
                db.session.commit()
            except IntegrityError:
                db.session.rollback()
                return "refused by the database"
            return "applied"

    assert at_once(lambda: run(first=True), lambda: run(first=False)) == ["applied", "refused by the database"]


def test_nobody_applies_to_a_posting_that_closes_and_stays_unanswered(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        posting_id, owner_id, consultant_id, _cookie = ids(own_product)

        def close() -> str:
            with own_product.app_context():
                begin_writing()
                posting = with_requirements(db.session.get_one(Engagement, posting_id))  # noqa: B023
                close_engagement(posting, by=db.session.get_one(User, owner_id), reason=CloseReason.BUDGET)  # noqa: B023
                db.session.commit()
                return "closed"

        def submit() -> str:
            with own_product.app_context():
                begin_writing()
                consultant = db.session.get_one(Consultant, consultant_id)  # noqa: B023
                try:
                    apply(db.session.get_one(Engagement, posting_id), consultant, BID, by=consultant.user)  # noqa: B023
                except DomainError:
                    db.session.rollback()
                    return "refused"
                db.session.commit()
                return "applied"

        _closed, applied = at_once(close, submit)
        with own_product.app_context():
            rows = db.session.scalars(select(Application).where(Application.engagement_id == posting_id)).all()
            states = [row.state for row in rows]
        assert states == ([] if applied == "refused" else [ApplicationState.NOT_SELECTED])
