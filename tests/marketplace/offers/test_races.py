"""Two at once, with real threads on a real database: nobody is given more days than a person has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from marketplace.accounts.models import User
from marketplace.db import begin_writing, db
from marketplace.errors import DomainError
from marketplace.meetings.models import Meeting
from marketplace.meetings.operations import propose_meeting
from marketplace.meetings.plans import Plan
from marketplace.offers.models import Offer
from marketplace.offers.operations import accept_offer, send_offer
from marketplace.offers.states import OfferState
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Commitment, Consultant
from tests.factories.meetings import at, in_talks, make_offer, offered_terms
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask import Flask

ROUNDS = 5
PATIENCE = 20  # seconds, so that a fault fails instead of hanging


def at_once(*works: Callable[[], str]) -> list[str]:
    """Start all of these at the same moment, each in a thread of its own."""
    gate = Barrier(len(works))

    def run(work: Callable[[], str]) -> str:
        gate.wait(PATIENCE)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [each.result(3 * PATIENCE) for each in [pool.submit(run, work) for work in works]]


def tried(app: Flask, work: Callable[[], None]) -> str:
    """Do it in a transaction of its own, as a request does; say how it ended."""
    with app.app_context():
        begin_writing()
        try:
            work()
            db.session.commit()
        except (DomainError, StaleDataError):
            db.session.rollback()
            return "refused"
        return "done"


def taken(app: Flask, consultant_id: UUID) -> int:
    with app.app_context():
        query = select(func.coalesce(func.sum(Commitment.days), 0)).where(Commitment.consultant_id == consultant_id)
        return db.session.scalars(query).one()


def two_applications(app: Flask, *, offered: int = 0) -> tuple[UUID, UUID, list[UUID]]:
    """Make a person with two applications in talks, with a pending offer each where days are given."""
    with app.app_context():
        first, owner, _advisor = in_talks()
        second = make_application(make_posting(), first.consultant, state=ApplicationState.MEETING)
        offers = [make_offer(each, owner, days=offered).id for each in (first, second)] if offered else []
        return first.consultant_id, owner.id, offers or [first.id, second.id]


def test_two_offers_accepted_at_once_do_not_exceed_the_days(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        consultant_id, owner_id, offers = two_applications(own_product, offered=2)
        with own_product.app_context():
            db.session.get_one(Consultant, consultant_id).days_max = 3
            db.session.commit()

        def accept(offer_id: UUID) -> str:
            return tried(
                own_product,
                lambda: accept_offer(db.session.get_one(Offer, offer_id), by=db.session.get_one(User, owner_id)),  # noqa: B023
            )

        ended = at_once(*(lambda each=each: accept(each) for each in offers))
        assert sorted(ended) == ["done", "refused"]
        with own_product.app_context():
            states = sorted(row.state for row in db.session.scalars(select(Offer).where(Offer.id.in_(offers))))
        assert states == [OfferState.ACCEPTED, OfferState.SENT]


def test_two_offers_sent_at_once_do_not_hold_more_days_than_there_are(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        consultant_id, owner_id, applications = two_applications(own_product)

        def send(application_id: UUID) -> str:
            def work() -> None:
                application = db.session.get_one(Application, application_id)
                send_offer(application, offered_terms(days=3), by=db.session.get_one(User, owner_id))  # noqa: B023

            return tried(own_product, work)

        assert sorted(at_once(*(lambda each=each: send(each) for each in applications))) == ["done", "refused"]
        assert taken(own_product, consultant_id) == 3


def test_one_offer_accepted_twice_is_accepted_once(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        consultant_id, owner_id, offers = two_applications(own_product, offered=2)

        def accept() -> str:
            return tried(
                own_product,
                lambda: accept_offer(db.session.get_one(Offer, offers[0]), by=db.session.get_one(User, owner_id)),  # noqa: B023
            )

        assert sorted(at_once(accept, accept, accept)) == ["done", "refused", "refused"]
        assert taken(own_product, consultant_id) == 4


def test_two_proposals_at_once_are_one_meeting(own_product: Flask) -> None:
    for _round in range(ROUNDS):
        _consultant, owner_id, applications = two_applications(own_product)

        def propose() -> str:
            def work() -> None:
                application = db.session.get_one(Application, applications[0])  # noqa: B023
                propose_meeting(application, Plan((at(3),), 60), by=db.session.get_one(User, owner_id))  # noqa: B023

            return tried(own_product, work)

        assert sorted(at_once(propose, propose)) == ["done", "refused"]
        with own_product.app_context():
            count = select(func.count()).select_from(Meeting).where(Meeting.application_id == applications[0])
            assert db.session.scalar(count) == 1
