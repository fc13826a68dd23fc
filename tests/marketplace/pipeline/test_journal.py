"""Who did what is on record, why not is said in the reader's language, and a last day is a day to apply on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.errors import DomainError
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.operations import answer_everybody, apply, withdraw_application, withdraw_consent
from marketplace.pipeline.queries import steps_of
from marketplace.pipeline.states import ApplicationState, EndReason
from tests.factories.accounts import make_consultant_user
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

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
    application = apply(posting, consultant, bid(), by=me)
    assert refusal(apply, posting, consultant, bid(), by=me) == "この案件にはすでに応募・選考中です。"
    withdraw_consent(application, by=me)
    assert refusal(withdraw_consent, application, by=me) == "有効な同意がありません。"
    session.rollback()
