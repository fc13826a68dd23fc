"""Response clocks: terms in business days, reminders before, escalation after, medians of what was really answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.browse.queries import cards
from marketplace.clock import TOKYO, now
from marketplace.engagements.models import Engagement
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline import chasing, moves, operations
from marketplace.pipeline.clocks import OWNER, SHIPPED, Term, save_term, terms
from marketplace.pipeline.states import ApplicationState, ConsentState
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.pipeline.models import Application

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState
WEDNESDAY = datetime(2026, 11, 18, 1, tzinfo=UTC)  # 10 o'clock in Tokyo; Monday the 23rd is a holiday


def at(day: int, hour: int, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=TOKYO)


def mails(session: Session, template: str) -> list[str]:
    session.flush()
    found = session.scalars(select(Message).where(Message.template == f"pipeline/{template}").order_by(Message.id))
    return [row.to_email for row in found]


@pytest.fixture
def card(session: Session) -> Application:
    """A card that waits for the consultant since Wednesday, 18 November 2026, 10 o'clock."""
    del session
    advisor = make_advisor()
    with time_machine.travel(WEDNESDAY, tick=False):
        card = moves.recommend(make_posting(), make_listed_consultant(advisor_id=advisor.id), by=advisor)
        moves.ask_consent(card, by=advisor)
    return card


def test_every_waiting_state_has_an_owner_and_a_term() -> None:
    assert (
        set(SHIPPED) == set(OWNER) == set(ApplicationState) - {_S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN, _S.NOT_SELECTED}
    )


def test_terms_end_at_the_close_of_a_business_day(card: Application) -> None:
    assert card.due_at == at(24, 18)  # 19, 20, then a weekend and a holiday, 24


def test_a_submission_waits_as_long_as_the_posting_promises(session: Session) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        card = make_application(make_posting(answer_days=2), make_listed_consultant(), state=_S.CONSENTED)
        moves.submit_to_client(card, by=make_advisor())
    assert card.due_at == at(20, 18)
    del session


def test_reminded_once_before_the_end_and_escalated_once_after(session: Session, card: Application) -> None:
    advisor = card.consultant.advisor_id
    told = []
    for moment, expected in (
        (at(19, 10), (0, 0)),
        (at(20, 8), (0, 0)),  # the day before the last, but before opening
        (at(20, 9), (1, 0)),
        (at(20, 15), (0, 0)),
        (at(23, 12), (0, 0)),  # a holiday
        (at(24, 17), (0, 0)),
        (at(24, 20), (0, 0)),  # over, but nobody is chased in the evening
        (at(25, 9), (0, 1)),
        (at(25, 10), (0, 0)),
    ):
        with time_machine.travel(moment, tick=False):
            told.append((chasing.chase(), expected))
    assert [got for got, _expected in told] == [expected for _got, expected in told]
    assert mails(session, "reminder") == [card.consultant.user.email]
    overdue = mails(session, "overdue")
    assert card.consultant.user.email in overdue
    assert len(overdue) == 2
    assert advisor is not None
    events = [row.event for row in session.scalars(select(AuditEntry).where(AuditEntry.subject_id == card.id))]
    assert events[-2:] == ["waiting reminded", "waiting escalated"]


def test_a_move_starts_a_new_clock(session: Session, card: Application) -> None:
    with time_machine.travel(at(25, 9), tick=False):
        chasing.chase()
        moves.decline(card, by=card.consultant.user, reason="time")
    with time_machine.travel(at(4, 10, month=12), tick=False):
        assert chasing.chase() == (0, 0)
    assert card.due_at is None
    del session


def test_an_advisors_own_delay_goes_to_the_operator(session: Session) -> None:
    operator, advisor = make_operator(), make_advisor()
    with time_machine.travel(WEDNESDAY, tick=False):
        moves.recommend(make_posting(), make_listed_consultant(advisor_id=advisor.id), by=advisor)
    with time_machine.travel(at(20, 9), tick=False):
        assert chasing.chase() == (0, 1)
    assert set(mails(session, "overdue")) == {operator.email, advisor.email}


def test_a_client_is_reminded_without_a_name(session: Session) -> None:
    posting = make_posting(answer_days=2)
    client = make_client(company=posting.company)
    with time_machine.travel(WEDNESDAY, tick=False):
        card = make_application(posting, make_listed_consultant(), state=_S.CONSENTED)
        moves.submit_to_client(card, by=make_advisor())
    with time_machine.travel(at(19, 9), tick=False):
        assert chasing.chase() == (1, 0)
    (message,) = session.scalars(select(Message).where(Message.template == "pipeline/reminder"))
    assert message.to_email == client.email
    assert card.consultant.user.name not in str(message.facts)


def test_the_operators_terms_hold_for_cards_that_move_from_then_on(session: Session, card: Application) -> None:
    operator = make_operator()
    before = card.due_at
    save_term(_S.CONSENT_ASKED, Term(10, 2), by=operator)
    assert terms()[_S.CONSENT_ASKED] == Term(10, 2)
    assert terms()[_S.SUBMITTED] == SHIPPED[_S.SUBMITTED]
    session.commit()
    assert card.due_at == before
    with time_machine.travel(WEDNESDAY, tick=False):
        other = moves.recommend(card.engagement, make_listed_consultant(), by=operator)
        moves.ask_consent(other, by=operator)
    assert other.due_at == at(3, 18, month=12)


@pytest.mark.parametrize(
    ("state", "term"),
    [(_S.SUBMITTED, Term(0, 0)), (_S.SUBMITTED, Term(31, 1)), (_S.SUBMITTED, Term(2, 2)), (_S.SUBMITTED, Term(2, -1)),
     (_S.ACCEPTED, Term(2, 1))],
)  # fmt: skip
def test_impossible_terms_are_refused(session: Session, state: ApplicationState, term: Term) -> None:
    del session
    with pytest.raises(DomainError):
        save_term(state, term, by=make_operator())


def test_a_consent_runs_out(session: Session) -> None:
    card = make_application(make_posting(), make_listed_consultant())
    (consent,) = card.consents
    assert operations.expire_consents() == 0
    with time_machine.travel(consent.until + timedelta(seconds=1), tick=False):
        assert operations.expire_consents() == 1
        assert operations.expire_consents() == 0
        assert card.consent is None
    assert (consent.state, consent.ended_at is not None) == (ConsentState.EXPIRED, True)
    assert mails(session, "consent_expired") == [card.consultant.user.email]


def test_the_median_is_of_what_was_answered_in_business_days(session: Session) -> None:
    company, few = make_company(), make_company()
    friday = datetime(2026, 11, 13, 3, tzinfo=UTC)
    for days in (0, 1, 4):  # the same day; Saturday: no business day; Tuesday: two
        make_application(
            make_posting(company), make_listed_consultant(), submitted_at=friday,
            first_answered_at=friday + timedelta(days=days),
        )  # fmt: skip
    make_application(make_posting(company), make_listed_consultant(), submitted_at=friday)  # not answered yet
    make_application(make_posting(few), make_listed_consultant(), submitted_at=friday, first_answered_at=friday)
    with time_machine.travel(datetime(2026, 11, 22, tzinfo=UTC), tick=False):
        assert chasing.measure_answer_times() == 1
    session.commit()
    session.expire_all()
    assert (company.answer_median, company.answers) == (0, 3)
    newest = session.scalars(select(Engagement).where(Engagement.company_id == company.id)).first()
    assert newest is not None
    (card,) = cards([newest.id])
    assert (card.answer_median, card.answers) == (0, 3)
    assert (few.answer_median, few.answers) == (None, 0)
    with time_machine.travel(now() + timedelta(days=400), tick=False):
        assert chasing.measure_answer_times() == 0
    session.expire_all()
    assert company.answer_median is None
