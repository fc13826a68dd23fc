"""Who did what is on record, why not is said in the reader's language, and a last day is a day to apply on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace import events
from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline import moves
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.operations import (
    answer_everybody,
    apply,
    expire_consents,
    withdraw_application,
    withdraw_consent,
)
from marketplace.pipeline.queries import steps_of
from marketplace.pipeline.states import ApplicationState, EndReason
from tests.factories.accounts import make_advisor, make_client, make_consultant_user
from tests.factories.doubles import make_twice
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from marketplace.profiles.models import Consultant

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def consultant(session: Session) -> Consultant:
    del session
    return make_listed_consultant()


def bid() -> Bid:
    return Bid("SAPの切替を支えます。", 1_150_000, 5, today(), [], "同意します。")


def journal(session: Session) -> list[tuple[Any, str, dict[str, Any]]]:
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [(row.actor_id, row.event, row.facts) for row in rows]


def test_applying_and_withdrawing_are_the_consultants_own_acts(session: Session, consultant: Consultant) -> None:
    me = consultant.user
    application = apply(make_posting(), consultant, bid(), by=me)
    withdraw_application(application, by=me, reason=EndReason.TIME)
    session.commit()
    session.expire_all()
    assert application.message == "SAPの切替を支えます。"
    assert application.end_words == ""
    assert [(step.actor_id, step.words) for step in steps_of(application)] == [(me.id, ""), (me.id, "")]
    assert journal(session) == [
        (me.id, "application submitted", {}),
        (me.id, "consent given", {}),
        (me.id, "consent withdrawn", {}),
        (me.id, "application withdrawn", {"reason": "time"}),
    ]


def test_withdrawing_a_consent_is_the_consultants_own_act(session: Session, consultant: Consultant) -> None:
    withdraw_consent(make_application(make_posting(), consultant), by=consultant.user)
    session.commit()
    assert journal(session) == [(consultant.user_id, "consent withdrawn", {})]


def test_what_ends_by_itself_was_done_by_nobody(session: Session, consultant: Consultant) -> None:
    posting = make_posting()
    application = make_application(posting, consultant)
    answer_everybody(posting, by=None, reason=CloseReason.BUDGET)
    session.commit()
    last = steps_of(application)[-1]
    assert (last.state, last.actor_id) == (ApplicationState.NOT_SELECTED, None)
    assert journal(session) == [
        (None, "consent withdrawn", {}),
        (None, "application answered by closing", {"reason": "budget"}),
    ]


def test_who_closes_a_posting_is_on_record(session: Session, consultant: Consultant) -> None:
    posting, somebody = make_posting(), make_consultant_user()
    make_application(posting, consultant)
    answer_everybody(posting, by=somebody, reason=CloseReason.NO_FIT)
    session.commit()
    assert {actor for actor, _event, _facts in journal(session)} == {somebody.id}


def test_every_move_is_on_record_with_its_actor_and_words(session: Session, consultant: Consultant) -> None:
    posting, advisor, me = make_posting(), make_advisor(), consultant.user
    client = make_client(company=posting.company)
    shown = [str(consultant.projects[0].id)]
    card = moves.recommend(posting, consultant, by=advisor, words="切替の経験")
    moves.ask_consent(card, by=advisor, words="ご関心は？")
    consent = moves.give_consent(card, replace(bid(), projects=shown), by=me)
    moves.submit_to_client(card, by=advisor, words="推薦します")
    moves.ask_for_meeting(card, by=client, words="来週どうぞ")
    moves.not_select(card, by=client, reason="other_candidate", words="僅差でした。")
    session.commit()
    assert consent.scope == {"named": True, "projects": shown}
    assert [(step.actor_id, step.words) for step in steps_of(card)] == [
        (advisor.id, "切替の経験"), (advisor.id, "ご関心は？"), (me.id, ""), (advisor.id, "推薦します"),
        (client.id, "来週どうぞ"), (client.id, "僅差でした。"),
    ]  # fmt: skip
    assert journal(session) == [
        (advisor.id, "consultant recommended", {"source": "recommended"}),
        (advisor.id, "consent asked", {}),
        (me.id, "consent given", {}),
        (advisor.id, "application submitted", {}),
        (client.id, "meeting wanted", {}),
        (client.id, "consent withdrawn", {}),
        (client.id, "application not selected", {"reason": "other_candidate"}),
    ]
    said = {row.template.removeprefix("pipeline/"): row.facts for row in session.scalars(select(Message))}
    assert said["consent_asked"]["words"] == "ご関心は？"
    assert (said["not_selected"]["reason"], said["not_selected"]["words"]) == ("other_candidate", "僅差でした。")


def test_an_invitation_and_its_no_are_on_record(session: Session, consultant: Consultant) -> None:
    posting, me = make_posting(), consultant.user
    client = make_client(company=posting.company)
    card = moves.invite(posting, consultant, by=client, words="お話ししたいです。")
    moves.decline(card, by=me, reason="time", words="来年なら。")
    session.commit()
    assert [(step.actor_id, step.words) for step in steps_of(card)] == [
        (client.id, "お話ししたいです。"),
        (me.id, "来年なら。"),
    ]
    assert journal(session) == [
        (client.id, "consultant invited", {}),
        (me.id, "application declined", {"reason": "time"}),
    ]
    asked = session.scalars(select(Message).where(Message.template == "pipeline/consent_asked")).one()
    assert asked.facts["words"] == "お話ししたいです。"


def test_who_accepts_an_invitation_is_shown_by_its_own_act(session: Session, consultant: Consultant) -> None:
    posting, me = make_posting(), consultant.user
    client = make_client(company=posting.company)
    card = moves.invite(posting, consultant, by=client)
    moves.give_consent(card, bid(), by=me)
    session.commit()
    assert [step.actor_id for step in steps_of(card)] == [client.id, me.id, me.id]
    assert [(actor, event) for actor, event, _facts in journal(session)][1:] == [
        (me.id, "consent given"),
        (me.id, "application submitted"),
    ]


def test_a_no_before_the_client_knows_is_no_answer_of_the_client(session: Session, consultant: Consultant) -> None:
    advisor = make_advisor()
    planned = moves.recommend(make_posting(), consultant, by=advisor)
    shown = make_application(make_posting(), consultant)
    for card in (planned, shown):
        moves.not_select(card, by=advisor, reason="skills")
    session.commit()
    assert planned.first_answered_at is None
    assert shown.first_answered_at is not None


def test_an_ending_is_told_to_the_other_parts_with_its_actor(session: Session, consultant: Consultant) -> None:
    told: list[tuple[object, object]] = []

    def note(sender: Application, by: User | None) -> None:
        told.append((sender, by))

    card, me = make_application(make_posting(), consultant), consultant.user
    make_client(company=card.engagement.company)
    with events.application_ended.connected_to(note):
        moves.ask_for_meeting(card, by=me)
        assert told == []
        moves.decline(card, by=me, reason="time", words="")
    assert told == [(card, me)]
    session.flush()
    said = session.scalars(select(Message).where(Message.template == "pipeline/withdrawn")).all()
    assert {row.facts["reason"] for row in said} == {"time"}


def test_a_possible_double_who_accepts_an_invitation_is_not_held_up(session: Session) -> None:
    consultant, _other = make_twice()
    posting = make_posting()
    card = moves.invite(posting, consultant, by=make_client(company=posting.company))
    moves.give_consent(card, bid(), by=consultant.user)
    assert card.state is ApplicationState.SUBMITTED
    session.rollback()


def test_a_consent_runs_out_at_its_moment_by_nobodys_act(session: Session, consultant: Consultant) -> None:
    (consent,) = make_application(make_posting(), consultant).consents
    with time_machine.travel(consent.until, tick=False):
        assert expire_consents() == 1
    session.commit()
    assert journal(session) == [(None, "consent expired", {})]


def test_who_says_nothing_is_quoted_with_nothing(session: Session) -> None:
    posting, advisor = make_posting(), make_advisor()
    client = make_client(company=posting.company)
    recommended, invited, declining = (make_listed_consultant() for _each in range(3))
    card = moves.recommend(posting, recommended, by=advisor)
    moves.ask_consent(card, by=advisor)
    moves.give_consent(card, bid(), by=recommended.user)
    moves.submit_to_client(card, by=advisor)
    moves.ask_for_meeting(card, by=client)
    moves.not_select(card, by=client, reason="skills")
    no = moves.invite(posting, declining, by=client)
    moves.decline(no, by=declining.user, reason="time")
    cards = [card, moves.invite(posting, invited, by=client), no]
    session.commit()
    assert {step.words for each in cards for step in steps_of(each)} == {""}


def test_who_was_only_planned_for_is_told_of_a_closing_in_other_words(session: Session) -> None:
    posting = make_posting()
    people = {state: make_listed_consultant() for state in (ApplicationState.PROPOSED, ApplicationState.SUBMITTED)}
    for state, person in people.items():
        make_application(posting, person, state=state)
    answer_everybody(posting, by=None, reason=CloseReason.BUDGET)
    session.flush()
    told = select(Message).where(Message.template == "pipeline/not_selected")
    asked = {row.to_email: (row.facts["asked"], row.facts["reason"]) for row in session.scalars(told)}
    assert asked == {
        people[ApplicationState.PROPOSED].user.email: (0, "budget"),
        people[ApplicationState.SUBMITTED].user.email: (1, "budget"),
    }


@pytest.mark.parametrize(("days", "taken"), [(-1, False), (0, True), (1, True)])
def test_one_applies_until_the_last_day(session: Session, consultant: Consultant, days: int, taken: bool) -> None:  # noqa: FBT001 - a case
    posting = make_posting(deadline=today() + timedelta(days=days))
    if taken:
        assert apply(posting, consultant, bid(), by=consultant.user).state is ApplicationState.SUBMITTED
    else:
        with pytest.raises(DomainError):
            apply(posting, consultant, bid(), by=consultant.user)
    session.rollback()


def test_each_refusal_says_why(session: Session, consultant: Consultant) -> None:
    posting, me = make_posting(), consultant.user
    nobody = make_listed_consultant(make_consultant_user(confirmed_at=None))

    def refusal(act: Any, *args: Any, **named: Any) -> str:  # noqa: ANN401 - any verb
        with pytest.raises(DomainError) as caught:
            act(*args, **named)
        return str(caught.value.message)

    unreached = "先にメールアドレスを確認してください。クライアントの回答をお送りする宛先です。"
    assert refusal(apply, posting, nobody, bid(), by=nobody.user) == unreached
    paused = make_posting(state=EngagementState.PAUSED)
    assert refusal(apply, paused, consultant, bid(), by=me) == "この案件は現在応募を受け付けていません。"
    assert refusal(moves.recommend, make_posting(state=EngagementState.CLOSED), consultant, by=me) == (
        "この案件は現在応募を受け付けていません。"
    )
    application = apply(posting, consultant, bid(), by=me)
    assert application.consents[0].profile_version == consultant.version
    assert refusal(apply, posting, consultant, bid(), by=me) == "この案件にはすでに応募・選考中です。"
    withdraw_consent(application, by=me)
    assert refusal(withdraw_consent, application, by=me) == "有効な同意がありません。"
    session.rollback()
