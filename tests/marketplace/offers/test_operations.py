"""Offers: sent, countered, accepted, declined, expired, and the days they hold while they wait."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.offers import operations
from marketplace.offers.queries import offers_of, open_offer_of, waiting_for_company, waiting_for_consultant
from marketplace.offers.states import OfferState
from marketplace.offers.terms import changes, last_day
from marketplace.outbox import Message
from marketplace.pipeline.clocks import end_of
from marketplace.pipeline.moves import not_select
from marketplace.pipeline.operations import over_capacity, withdraw_application
from marketplace.pipeline.parties import Side
from marketplace.pipeline.queries import days_left
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Commitment
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import CommitmentState
from tests.factories.meetings import in_talks, make_offer, offered_terms
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

pytestmark = pytest.mark.usefixtures("session")


def holds(application: Application) -> list[tuple[int, CommitmentState]]:
    db.session.flush()
    rows = db.session.scalars(select(Commitment).where(Commitment.application_id == application.id))
    return [(row.days, row.state) for row in rows]


def told(template: str) -> set[str]:
    return set(db.session.scalars(select(Message.to_email).where(Message.template == f"offers/{template}")))


def addresses(*users: User) -> set[str]:
    return {user.email for user in users}


def test_a_client_sends_an_offer_and_the_days_are_held() -> None:
    application, owner, advisor = in_talks()
    offer = operations.send_offer(application, offered_terms(days=3), by=owner)
    assert application.state is ApplicationState.OFFERED
    assert (offer.number, offer.side, offer.state) == (1, Side.CLIENT, OfferState.SENT)
    assert offer.expires_at == end_of(business_days_after(today(), 5)) == application.due_at
    assert holds(application) == [(3, CommitmentState.TENTATIVE)]
    assert days_left(application.consultant) == 2
    assert told("sent") == addresses(application.consultant.user, advisor)
    assert list(waiting_for_consultant(application.consultant)) == [offer]
    assert list(waiting_for_company(application.engagement.company)) == []


def test_staff_sends_for_the_client() -> None:
    application, _owner, advisor = in_talks()
    assert operations.send_offer(application, offered_terms(), by=advisor).side is Side.CLIENT


@pytest.mark.parametrize("state", sorted(set(ApplicationState) - {"meeting", "offered"}))
def test_offers_are_for_talks(state: ApplicationState) -> None:
    application, owner, _advisor = in_talks(state=state)
    with pytest.raises(DomainError):
        operations.send_offer(application, offered_terms(), by=owner)


def test_one_version_waits_at_a_time() -> None:
    application, owner, _advisor = in_talks()
    make_offer(application, owner)
    with pytest.raises(DomainError):
        operations.send_offer(application, offered_terms(rate=1), by=owner)


def test_a_counter_offer_goes_back_and_forth() -> None:
    application, owner, advisor = in_talks()
    person = application.consultant.user
    first = make_offer(application, owner, days=5, rate=1_100_000)
    second = operations.counter_offer(first, offered_terms(days=4, rate=1_200_000), by=person)
    assert (first.state, second.number, second.side) == (OfferState.COUNTERED, 2, Side.CONSULTANT)
    assert application.state is ApplicationState.OFFERED
    assert application.due_at is None  # it is the client's turn, and the offer has a clock of its own
    assert holds(application) == [(4, CommitmentState.TENTATIVE)]
    assert told("countered") == addresses(owner, advisor)
    assert list(waiting_for_company(application.engagement.company)) == [second]
    third = operations.counter_offer(second, offered_terms(days=4, rate=1_150_000), by=owner)
    assert (third.number, third.side) == (3, Side.CLIENT)
    assert application.due_at == third.expires_at
    assert [sorted(changed) for _offer, changed in changes(offers_of(application))] == [[], ["days", "rate"], ["rate"]]
    with pytest.raises(DomainError):
        operations.counter_offer(second, offered_terms(), by=owner)
    with pytest.raises(Invalid):
        operations.counter_offer(third, offered_terms(days=4, rate=1_150_000), by=person)


def test_accepting_takes_the_days_for_good() -> None:
    application, owner, advisor = in_talks()
    offer = make_offer(application, owner, days=3, start_on=today() + timedelta(days=3), months=6)
    operations.accept_offer(offer, by=application.consultant.user)
    assert (offer.state, application.state) == (OfferState.ACCEPTED, ApplicationState.ACCEPTED)
    assert holds(application) == [(3, CommitmentState.CONTRACTED)]
    assert application.consultant.commitments[0].until == last_day(offer.start_on, 6)
    assert told("accepted") == addresses(application.consultant.user, owner, advisor)
    events = set(db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == offer.id)))
    assert events == {"offer sent", "offer accepted"}
    with pytest.raises(DomainError):
        operations.accept_offer(offer, by=application.consultant.user)


def test_a_client_accepts_a_counter_offer() -> None:
    application, owner, _advisor = in_talks()
    make_offer(application, owner)
    countered = make_offer(application, application.consultant.user, rate=1_300_000)
    operations.accept_offer(countered, by=owner)
    assert application.state is ApplicationState.ACCEPTED


def test_each_side_declines_in_its_own_way() -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    operations.decline_offer(offer, by=application.consultant.user, reason="rate", words="単価が合いません。")
    assert (offer.state, application.state) == (OfferState.DECLINED, ApplicationState.DECLINED)
    assert (application.end_reason, holds(application)) == ("rate", [])

    other, owner, _advisor = in_talks()
    make_offer(other, owner)
    countered = make_offer(other, other.consultant.user, rate=2_000_000)
    operations.decline_offer(countered, by=owner, reason="rate")
    assert (countered.state, other.state) == (OfferState.DECLINED, ApplicationState.NOT_SELECTED)
    assert holds(other) == []


def test_a_reason_must_be_of_the_list() -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    with pytest.raises(DomainError):
        operations.decline_offer(offer, by=application.consultant.user, reason="skills")


def test_an_end_of_the_application_ends_the_offer_and_frees_the_days() -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    not_select(application, by=owner, reason="skills")
    assert (offer.state, holds(application)) == (OfferState.DECLINED, [])

    accepted, owner, _advisor = in_talks()
    operations.accept_offer(make_offer(accepted, owner), by=accepted.consultant.user)
    withdraw_application(accepted, by=accepted.consultant.user, reason="other_work")
    assert holds(accepted) == []


def test_an_offer_that_nobody_answers_expires_and_a_new_version_may_follow() -> None:
    application, owner, advisor = in_talks()
    offer = make_offer(application, owner)
    with time_machine.travel(offer.expires_at - timedelta(seconds=1), tick=False):
        assert operations.expire_offers() == 0
    with time_machine.travel(offer.expires_at, tick=False):
        with pytest.raises(DomainError):
            operations.accept_offer(offer, by=application.consultant.user)
        assert operations.expire_offers() == 1
        assert (offer.state, application.state) == (OfferState.EXPIRED, ApplicationState.OFFERED)
        assert (holds(application), application.due_at) == ([], None)
        assert told("expired") == addresses(owner, advisor, application.consultant.user)
        assert open_offer_of(application) is None
        assert operations.send_offer(application, offered_terms(), by=owner).number == 2


def test_a_client_is_reminded_of_a_counter_offer_on_the_business_day_before() -> None:
    application, owner, _advisor = in_talks()
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=TOKYO), tick=False):
        make_offer(application, owner)
        assert make_offer(application, application.consultant.user, days=4).expires_at == end_of(date(2026, 12, 1))
    for moment, sent in (
        (datetime(2026, 11, 27, 10, tzinfo=TOKYO), 0),
        (datetime(2026, 11, 30, 8, tzinfo=TOKYO), 0),
        (datetime(2026, 11, 30, 9, tzinfo=TOKYO), 1),
        (datetime(2026, 11, 30, 10, tzinfo=TOKYO), 0),
    ):
        with time_machine.travel(moment, tick=False):
            assert operations.remind() == sent, moment
    assert told("reminder") == {owner.email}


# capacity


def test_no_more_days_are_offered_than_are_free() -> None:
    application, owner, _advisor = in_talks()
    application.consultant.days_max = 3
    with pytest.raises(Invalid) as refused:
        operations.send_offer(application, offered_terms(days=4), by=owner)
    assert set(refused.value.errors) == {"days"}
    assert "3" in str(refused.value.message)
    assert application.state is ApplicationState.MEETING
    operations.send_offer(application, offered_terms(days=3), by=owner)


def test_pending_offers_hold_days_against_each_other() -> None:
    application, owner, _advisor = in_talks()
    other = make_application(make_posting(), application.consultant, state=ApplicationState.MEETING)
    make_offer(application, owner, days=3)
    with pytest.raises(Invalid):
        operations.send_offer(other, offered_terms(days=3), by=owner)
    operations.send_offer(other, offered_terms(days=2), by=owner)
    assert over_capacity(application.consultant, 1) == 1


def test_a_counter_offer_may_ask_for_its_own_days_again_but_not_for_more_than_are_free() -> None:
    application, owner, _advisor = in_talks()
    application.consultant.days_max = 4
    offer = make_offer(application, owner, days=4)
    with pytest.raises(Invalid):
        operations.counter_offer(offer, offered_terms(days=5), by=application.consultant.user)
    operations.counter_offer(offer, offered_terms(days=4, rate=1), by=application.consultant.user)


def test_days_declared_meanwhile_stop_an_acceptance_until_they_are_raised() -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner, days=5)
    application.consultant.free_days = 2
    db.session.flush()
    with pytest.raises(Invalid) as refused:
        operations.accept_offer(offer, by=application.consultant.user)
    assert set(refused.value.errors) == {"days"}
    assert (offer.state, application.state) == (OfferState.SENT, ApplicationState.OFFERED)
    application.consultant.free_days = 5
    db.session.flush()
    operations.accept_offer(offer, by=application.consultant.user)


def test_other_pending_offers_do_not_stop_an_acceptance() -> None:
    application, owner, _advisor = in_talks()
    other = make_application(make_posting(), application.consultant, state=ApplicationState.MEETING)
    first, second = make_offer(application, owner, days=3), make_offer(other, owner, days=2)
    application.consultant.days_max = 3
    db.session.flush()
    operations.accept_offer(first, by=application.consultant.user)
    with pytest.raises(Invalid):
        operations.accept_offer(second, by=application.consultant.user)


@pytest.mark.parametrize(
    ("free", "own", "held", "left"),
    [
        (None, [], [], 4),
        (None, [(2, "contracted")], [(1, "tentative")], 1),
        (None, [(2, "screening"), (3, "proposed")], [], 4),
        (None, [(2, "tentative")], [(3, "contracted")], -1),
        (3, [(2, "contracted")], [], 3),
        (3, [(2, "contracted")], [(2, "tentative")], 1),
        (0, [], [(1, "contracted")], -1),
    ],
)
def test_days_left(free: int | None, own: list[tuple[int, str]], held: list[tuple[int, str]], left: int) -> None:
    application, _owner, _advisor = in_talks()
    consultant = whole_profile(application.consultant)
    consultant.free_days, consultant.days_max = free, 4
    consultant.commitments = [
        Commitment(label="案件", days=days, state=CommitmentState(state)) for days, state in own
    ] + [
        Commitment(label="案件", days=days, state=CommitmentState(state), application_id=application.id)
        for days, state in held
    ]
    assert days_left(consultant) == left
    assert over_capacity(consultant, 2) == max(0, 2 - left)
    assert days_left(consultant, but_for=application) == left + sum(days for days, _state in held)
    firm = sum(days for days, state in held if state == "tentative")
    assert days_left(consultant, firm=True) == left + firm
