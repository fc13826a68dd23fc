"""A small market in which anybody may try anything: the moves, and what must hold after each of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.operations import close_engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason
from marketplace.errors import DomainError
from marketplace.offers import operations as offers
from marketplace.offers.models import Offer
from marketplace.offers.queries import open_offer_of
from marketplace.offers.states import OfferState
from marketplace.pipeline import moves
from marketplace.pipeline import operations as pipeline
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.models import Application, Consent, Step
from marketplace.pipeline.queries import application_of
from marketplace.pipeline.states import ApplicationState as S
from marketplace.pipeline.states import ConsentState
from marketplace.policy import Can, may
from marketplace.profiles.models import Commitment, Consultant
from marketplace.profiles.operations import save_section
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import CommitmentState
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.meetings import offered_terms
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Callable

    from time_machine import Traveller

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement

FORWARD = [S.PROPOSED, S.CONSENT_ASKED, S.CONSENTED, S.SUBMITTED, S.MEETING, S.OFFERED, S.ACCEPTED]
ENDED = {S.DECLINED, S.WITHDRAWN, S.NOT_SELECTED}
# Written out here once more, apart from the product's own table: a step forward, or an ending from any of them.
ALLOWED = {(FORWARD[at], FORWARD[at + 1]) for at in range(6)} | {(step, end) for step in FORWARD for end in ENDED}
FIRST = {S.PROPOSED, S.CONSENT_ASKED, S.SUBMITTED}
POSTINGS = 3


@dataclass
class Market:
    """One consultant with five days, three companies with a posting each, one advisor."""

    person: Consultant
    postings: list[Engagement]
    owners: list[User]
    advisor: User
    clock: Traveller
    seen: dict[Any, S] = field(default_factory=dict)
    held: int = 0

    def card(self, at: int) -> Application:
        """The person's card for this posting; KeyError where there is none yet."""
        found = application_of(self.person, self.postings[at])
        if found is None:
            raise KeyError(at)
        return found


def make_market(clock: Traveller) -> Market:
    advisor = make_advisor()
    companies = [make_company(advisor=advisor) for _each in range(POSTINGS)]
    return Market(
        person=make_listed_consultant(advisor_id=advisor.id, days_min=1, days_max=5),
        postings=[make_posting(company, deadline=None) for company in companies],
        owners=[make_client(company=company) for company in companies],
        advisor=advisor,
        clock=clock,
    )


def _bid(days: int) -> Bid:
    return Bid("よろしくお願いします。", 1_100_000, days, None, [], "同意します。")


def _step(market: Market, at: int, days: int) -> None:
    """Whatever comes next on this card, by whoever does it."""
    card, owner, advisor, person = market.card(at), market.owners[at], market.advisor, market.person.user
    offer = open_offer_of(card)
    if offer is not None:
        offers.accept_offer(offer, by=person if offer.side == "client" else owner)
        return
    next_steps: dict[S, Callable[[], object]] = {
        S.PROPOSED: lambda: moves.ask_consent(card, by=advisor),
        S.CONSENT_ASKED: lambda: moves.give_consent(card, _bid(days), by=person),
        S.CONSENTED: lambda: moves.submit_to_client(card, by=advisor),
        S.SUBMITTED: lambda: moves.ask_for_meeting(card, by=owner),
        S.MEETING: lambda: offers.send_offer(card, offered_terms(days=days), by=owner),
        S.OFFERED: lambda: offers.send_offer(card, offered_terms(days=days), by=owner),
    }
    if card.state in next_steps:
        next_steps[card.state]()


def _counter(market: Market, at: int, days: int) -> None:
    card = market.card(at)
    offer = open_offer_of(card)
    if offer is not None:
        by = market.person.user if offer.side == "client" else market.owners[at]
        offers.counter_offer(offer, offered_terms(days=days, rate=1_000_000 + offer.number), by=by)


def _decline_offer(market: Market, at: int, _days: int) -> None:
    offer = open_offer_of(market.card(at))
    if offer is not None:
        by_person = offer.side == "client"
        by = market.person.user if by_person else market.owners[at]
        offers.decline_offer(offer, by=by, reason="rate" if by_person else "skills")


def _declare(market: Market, _at: int, days: int) -> None:
    save_section(whole_profile(market.person), "wishes", {"days_min": 1, "days_max": days}, by=market.person.user)


def _time_passes(market: Market, _at: int, days: int) -> None:
    market.clock.shift(timedelta(days=days * days))
    offers.expire_offers()
    pipeline.expire_consents()


def _close(market: Market, at: int, _days: int) -> None:
    close_engagement(with_requirements(market.postings[at]), by=market.owners[at], reason=CloseReason.BUDGET)


MOVES: dict[str, Callable[[Market, int, int], object]] = {
    "step": _step,
    "step again": _step,  # twice in the table: half of what happens in a market is the next step
    "step on": _step,
    "recommend": lambda m, at, _d: moves.recommend(m.postings[at], m.person, by=m.advisor),
    "invite": lambda m, at, _d: moves.invite(m.postings[at], m.person, by=m.owners[at]),
    "apply": lambda m, at, days: pipeline.apply(m.postings[at], m.person, _bid(days), by=m.person.user),
    "counter": _counter,
    "decline offer": _decline_offer,
    "decline": lambda m, at, _d: moves.decline(m.card(at), by=m.person.user, reason="rate"),
    "not select": lambda m, at, _d: moves.not_select(m.card(at), by=m.owners[at], reason="skills"),
    "withdraw": lambda m, at, _d: pipeline.withdraw_application(m.card(at), by=m.person.user, reason="rate"),
    "withdraw consent": lambda m, at, _d: pipeline.withdraw_consent(m.card(at), by=m.person.user),
    "submit": lambda m, at, _d: moves.submit_to_client(m.card(at), by=m.advisor),
    "ask again": lambda m, at, _d: moves.ask_consent(m.card(at), by=m.advisor),
    "declare": _declare,
    "time passes": _time_passes,
    "close": _close,
}


def try_move(market: Market, name: str, at: int, days: int) -> None:
    """Do it as a request does: kept whole, or refused and nothing kept."""
    try:
        MOVES[name](market, at, days)
        db.session.commit()
    except (DomainError, KeyError):
        db.session.rollback()
    for row in (market.person, *market.postings):
        assert object_session(row) is not None
        db.session.refresh(row)


def held_days(person: Consultant) -> int:
    """What offers and acceptances hold of this person's week, as the table says."""
    query = select(func.coalesce(func.sum(Commitment.days), 0))
    return int(db.session.scalar(query.where(Commitment.consultant_id == person.id)) or 0)


def check(market: Market) -> None:
    """No state but along an edge; no day given away twice; an ended card holds nothing and shows nobody."""
    cards = db.session.scalars(select(Application).where(Application.consultant_id == market.person.id)).all()
    assert len({card.engagement_id for card in cards}) == len(cards) <= POSTINGS
    for card in cards:
        _check_history(market, card)
        _check_parts(card)
        if card.state is S.SUBMITTED and card.consent is not None:
            assert may(market.owners[market.postings.index(card.engagement)], Can.SEE_NAMED_PROFILE, card)
    held = held_days(market.person)
    assert held <= max(market.person.days_max, market.held), "more days are held than the person has declared"
    market.held = held


def _check_history(market: Market, card: Application) -> None:
    steps = db.session.scalars(
        select(Step.state).where(Step.application_id == card.id).order_by(Step.at, Step.id)
    ).all()
    assert steps[0] in FIRST
    assert all(pair in ALLOWED for pair in pairwise(steps)), steps
    assert steps[-1] is card.state
    before = market.seen.get(card.id)
    assert before not in ENDED or before is card.state, "what has ended goes on"
    market.seen[card.id] = card.state
    assert (card.ended_at is not None) == (card.state in ENDED) == bool(card.end_reason)


def _check_parts(card: Application) -> None:
    waiting = db.session.scalars(
        select(Offer).where(Offer.application_id == card.id, Offer.state == OfferState.SENT)
    ).all()
    kept = db.session.scalars(select(Commitment).where(Commitment.application_id == card.id)).all()
    given = db.session.scalars(
        select(Consent).where(Consent.application_id == card.id, Consent.state == ConsentState.GIVEN)
    ).all()
    assert len(waiting) <= 1
    assert len(kept) <= 1
    if card.state in ENDED:
        assert not waiting
        assert not kept
        assert not given
    elif card.state is S.ACCEPTED:
        assert [row.state for row in kept] == [CommitmentState.CONTRACTED]
        assert not waiting
    else:
        assert [row.days for row in kept] == [offer.days for offer in waiting]
        assert all(row.state is CommitmentState.TENTATIVE for row in kept)
    assert all(offer.expires_at.date() >= today() - timedelta(days=1) for offer in waiting)
