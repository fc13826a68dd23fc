"""A client's invitation beside what the advisors prepare: nothing of theirs shows, and a no is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline import moves
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.queries import application_of, card_shown, steps_of
from marketplace.pipeline.states import ApplicationState as S
from marketplace.pipeline.states import Source
from tests.factories.accounts import make_advisor, make_client
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

BID = Bid("", 1_100_000, 5, None, [], "同意します。")


@pytest.fixture
def posting(session: Session) -> Engagement:
    del session
    return make_posting()


@pytest.fixture
def person(session: Session) -> Consultant:
    del session
    return make_listed_consultant()


@pytest.fixture
def owner(posting: Engagement) -> User:
    return make_client(company=posting.company)


def test_an_invitation_takes_over_the_card_that_an_advisor_has_begun(
    session: Session, posting: Engagement, person: Consultant, owner: User
) -> None:
    card = moves.recommend(posting, person, by=make_advisor())
    session.commit()
    assert card_shown(person, posting, to_client=True) is None
    assert moves.invite(posting, person, by=owner, words="お話ししたいです。") is card
    session.commit()
    assert (card.state, card.source) == (S.CONSENT_ASKED, Source.INVITED)
    assert card_shown(person, posting, to_client=True) is card
    asked = session.scalars(select(Message).where(Message.template == "pipeline/consent_asked")).all()
    assert [message.to_email for message in asked] == [person.user.email]
    moves.give_consent(card, BID, by=person.user)
    assert card.state is S.SUBMITTED


def test_who_has_been_asked_already_is_not_asked_twice(
    session: Session, posting: Engagement, person: Consultant, owner: User
) -> None:
    advisor = make_advisor()
    card = moves.recommend(posting, person, by=advisor)
    moves.ask_consent(card, by=advisor)
    moves.invite(posting, person, by=owner)
    session.commit()
    assert [step.state for step in steps_of(card)] == [S.PROPOSED, S.CONSENT_ASKED]
    asked = session.scalars(select(Message).where(Message.template == "pipeline/consent_asked")).all()
    assert len(asked) == 1


def test_who_has_said_no_to_the_advisor_is_only_said_not_to_be_available(
    session: Session, posting: Engagement, person: Consultant, owner: User
) -> None:
    advisor = make_advisor()
    card = moves.recommend(posting, person, by=advisor)
    moves.ask_consent(card, by=advisor)
    moves.decline(card, by=person.user, reason="rate")
    session.commit()
    with pytest.raises(DomainError, match="この方はこの案件にはご案内できません。"):
        moves.invite(posting, person, by=owner)
    assert card.source is Source.RECOMMENDED


def test_the_client_learns_the_no_of_whom_it_has_invited_without_a_name(
    session: Session, posting: Engagement, person: Consultant, owner: User
) -> None:
    card = moves.invite(posting, person, by=owner)
    moves.decline(card, by=person.user, reason="rate")
    session.commit()
    told = session.scalars(select(Message).where(Message.to_email == owner.email)).one()
    assert told.template == "pipeline/invitation_declined"
    assert told.facts == {"title": posting.title, "initials": person.initials}
    assert told.link == f"/engagements/{posting.id}/pipeline"


def test_of_a_no_to_the_advisor_the_client_learns_nothing(
    session: Session, posting: Engagement, person: Consultant, owner: User
) -> None:
    advisor = make_advisor()
    moves.ask_consent(moves.recommend(posting, person, by=advisor), by=advisor)
    card = application_of(person, posting)
    assert card is not None
    moves.decline(card, by=person.user, reason="rate")
    session.commit()
    assert session.scalars(select(Message).where(Message.to_email == owner.email)).all() == []
