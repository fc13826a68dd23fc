"""A card's way before the offer: who moves it, what is kept, who is told, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import now, today
from marketplace.errors import DomainError, TransitionRefused
from marketplace.i18n import in_locale
from marketplace.inbox.wording import word
from marketplace.outbox import Message
from marketplace.pipeline import moves
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.models import Application
from marketplace.pipeline.queries import steps_of
from marketplace.pipeline.states import ApplicationState, ConsentState, Source
from marketplace.profiles.models import BlockedCompany
from marketplace.profiles.states import ProfileState, Visibility
from tests.factories.accounts import make_advisor, make_client
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa
    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState
BID = Bid(
    "移行の経験を活かします。", 1_100_000, 4, today() + timedelta(days=30), [], "顧客が氏名とスキルシートを見ます。"
)


@pytest.fixture
def posting(session: Session) -> Engagement:
    del session
    return make_posting()


@pytest.fixture
def advisor(session: Session) -> User:
    del session
    return make_advisor()


@pytest.fixture
def consultant(session: Session, advisor: User) -> Consultant:
    del session
    return make_listed_consultant(advisor_id=advisor.id)


def told(session: Session, template: str) -> list[str]:
    session.flush()
    return [row.to_email for row in session.scalars(select(Message).where(Message.template == f"pipeline/{template}"))]


def test_from_a_recommendation_to_talks(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    card = moves.recommend(posting, consultant, by=advisor, words="切替の経験が近い")
    assert (card.state, card.source, card.submitted_at) == (_S.PROPOSED, Source.RECOMMENDED, None)
    assert told(session, "consent_asked") == []
    moves.ask_consent(card, by=advisor, words="ご関心はありますか。")
    assert told(session, "consent_asked") == [consultant.user.email]
    consent = moves.give_consent(card, BID, by=consultant.user)
    assert (card.state, card.rate, card.days, card.message) == (_S.CONSENTED, 1_100_000, 4, BID.message)
    assert (consent.words, consent.profile_version) == (BID.consent_words, consultant.version)
    assert card.consent is consent
    assert told(session, "consented") == [advisor.email]
    moves.submit_to_client(card, by=advisor)
    assert card.submitted_at is not None
    assert consultant.user.email in told(session, "submitted_consultant")
    client = make_client(company=posting.company)
    moves.ask_for_meeting(card, by=client)
    session.commit()
    assert (card.state, card.first_answered_at is not None) == (_S.MEETING, True)
    assert told(session, "meeting_wanted") == [consultant.user.email]
    assert [(step.state, step.actor_id) for step in steps_of(card)] == [
        (_S.PROPOSED, advisor.id), (_S.CONSENT_ASKED, advisor.id), (_S.CONSENTED, consultant.user_id),
        (_S.SUBMITTED, advisor.id), (_S.MEETING, client.id),
    ]  # fmt: skip
    assert {row.event for row in session.scalars(select(AuditEntry).where(AuditEntry.subject_id == card.id))} == {
        "consultant recommended", "consent asked", "application submitted", "meeting wanted"
    }  # fmt: skip


def test_an_invited_person_who_says_yes_reaches_the_client_at_once(
    session: Session, posting: Engagement, consultant: Consultant
) -> None:
    client = make_client(company=posting.company)
    card = moves.invite(posting, consultant, by=client, words="お話ししたいです。")
    assert (card.state, card.source) == (_S.CONSENT_ASKED, Source.INVITED)
    assert told(session, "invited")
    moves.give_consent(card, BID, by=consultant.user)
    assert card.state is _S.SUBMITTED
    assert [step.state for step in steps_of(card)] == [_S.CONSENT_ASKED, _S.CONSENTED, _S.SUBMITTED]


def test_one_card_a_pair_whatever_the_source(posting: Engagement, consultant: Consultant, advisor: User) -> None:
    make_application(posting, consultant, state=_S.NOT_SELECTED, end_reason="skills")
    with pytest.raises(DomainError, match="この方はすでにこの案件の選考に入っています。"):
        moves.recommend(posting, consultant, by=advisor)
    with pytest.raises(DomainError, match="この方はすでにこの案件の選考に入っています。"):
        moves.invite(posting, consultant, by=make_client(company=posting.company))


def test_who_is_hidden_or_blocks_the_company_is_not_brought_in(posting: Engagement, advisor: User) -> None:
    client = make_client(company=posting.company)
    hidden = make_listed_consultant(state=ProfileState.HIDDEN)
    by_id = make_listed_consultant(blocked_companies=[BlockedCompany(name="x", company_id=posting.company_id)])
    by_name = make_listed_consultant(blocked_companies=[BlockedCompany(name=posting.company.name)])
    for person in (hidden, by_id, by_name):
        with pytest.raises(DomainError, match="この方はこの案件にはご案内できません。"):
            moves.recommend(posting, person, by=advisor)
    to_advisors = make_listed_consultant(visibility=Visibility.ADVISORS)
    with pytest.raises(DomainError, match="この方は現在、クライアントからの招待を受け付けていません。"):
        moves.invite(posting, to_advisors, by=client)
    assert moves.recommend(posting, to_advisors, by=advisor).state is _S.PROPOSED


def test_nothing_is_submitted_without_a_consent_in_force(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    card = moves.recommend(posting, consultant, by=advisor)
    moves.ask_consent(card, by=advisor)
    with pytest.raises(DomainError, match="有効な同意がありません。"):
        moves.submit_to_client(card, by=advisor)
    consent = moves.give_consent(card, BID, by=consultant.user)
    consent.until = now() - timedelta(seconds=1)
    with pytest.raises(DomainError, match="有効な同意がありません。"):
        moves.submit_to_client(card, by=advisor)
    assert (card.state, card.submitted_at) == (_S.CONSENTED, None)
    del session


def test_steps_are_not_skipped(posting: Engagement, consultant: Consultant, advisor: User) -> None:
    card = moves.recommend(posting, consultant, by=advisor)
    with pytest.raises(TransitionRefused):
        moves.ask_for_meeting(card, by=advisor)
    with pytest.raises(TransitionRefused):
        moves.give_consent(card, BID, by=consultant.user)


def test_a_no_needs_a_reason_of_the_list_and_ends_the_consent(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    card = make_application(posting, consultant)
    with pytest.raises(DomainError, match="理由を一覧から選んでください。"):
        moves.not_select(card, by=advisor, reason="mood")
    assert (card.state, card.end_reason) == (_S.SUBMITTED, None)
    moves.not_select(card, by=advisor, reason="other_candidate", words="僅差でした。")
    session.commit()
    assert (card.state, card.end_reason, card.end_words, card.due_at) == (
        _S.NOT_SELECTED, "other_candidate", "僅差でした。", None,
    )  # fmt: skip
    assert [each.state for each in card.consents] == [ConsentState.WITHDRAWN]
    assert told(session, "not_selected") == [consultant.user.email]


def test_who_was_never_asked_is_not_told_of_the_advisors_second_thoughts(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    card = moves.recommend(posting, consultant, by=advisor)
    moves.not_select(card, by=advisor, reason="skills")
    assert card.state is _S.NOT_SELECTED
    assert told(session, "not_selected") == []


def test_a_person_says_no_before_the_client_knows(
    session: Session, posting: Engagement, consultant: Consultant, advisor: User
) -> None:
    client = make_client(company=posting.company)
    card = moves.recommend(posting, consultant, by=advisor)
    moves.ask_consent(card, by=advisor)
    moves.decline(card, by=consultant.user, reason="rate", words="120万円から伺います。")
    assert (card.state, card.end_reason) == (_S.DECLINED, "rate")
    assert advisor.email in told(session, "withdrawn")
    assert client.email not in told(session, "withdrawn")


def test_each_state_has_an_owner_and_a_due_time(posting: Engagement, consultant: Consultant, advisor: User) -> None:
    card = moves.recommend(posting, consultant, by=advisor)
    first = card.due_at
    assert first is not None
    assert first > now()
    card.reminded_at = now()
    moves.ask_consent(card, by=advisor)
    assert card.due_at is not None
    assert card.due_at > first
    assert not card.reminded_at
    moves.decline(card, by=consultant.user, reason="other")
    assert card.due_at is None


def test_all_cards_are_cards_of_this_posting(session: Session, posting: Engagement, advisor: User) -> None:
    for _person in range(3):
        moves.recommend(posting, make_listed_consultant(), by=advisor, source=Source.RANKED)
    session.commit()
    assert {row.source for row in session.scalars(select(Application))} == {Source.RANKED}


CLIENT_READS = {
    Source.RECOMMENDED: "アドバイザーから候補者のご提案があります",
    Source.RANKED: "アドバイザーから候補者のご提案があります",
    Source.INVITED: "招待したコンサルタントが同意しました",
}


@pytest.mark.parametrize("source", CLIENT_READS)
def test_who_was_brought_together_by_others_is_not_said_to_have_applied(
    app: Flask, session: Session, posting: Engagement, consultant: Consultant, advisor: User, source: Source
) -> None:
    make_client(company=posting.company)
    card = moves.recommend(posting, consultant, by=advisor, source=source)
    moves.ask_consent(card, by=advisor)
    moves.give_consent(card, BID, by=consultant.user)
    if source is not Source.INVITED:
        moves.submit_to_client(card, by=advisor)
    session.flush()
    said = {}
    for row in session.scalars(select(Message)):
        with in_locale("ja"):
            said[row.template] = word(row, app.jinja_env, app.config["PRODUCT"]).subject
    assert said["pipeline/submitted_client"] == CLIENT_READS[source]
    assert said["pipeline/submitted_consultant"] == "スキルシートをクライアントに提出しました"
