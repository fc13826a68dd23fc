"""Lines about work that ends, people and clients not heard of, and today's meetings before the rest of today."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplace.accounts.models import BrowserSession
from marketplace.clock import now, today
from marketplace.desk.lines import Item
from marketplace.desk.queue import queue_for
from marketplace.pipeline.clocks import Owner
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.profiles.models import Commitment
from marketplace.profiles.states import CommitmentState, ProfileState
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_company
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.profiles.models import Consultant

    Session = sa.orm.scoped_session[sa.orm.Session]

DAY = timedelta(days=1)


def person(**values: Any) -> Consultant:
    return make_listed_consultant(identity_verified_at=now(), **values)


def card(session: Session, consultant: Consultant, state: ApplicationState, **values: Any) -> Application:
    row = Application(
        engagement_id=make_posting(values.pop("company", None)).id, consultant_id=consultant.id,
        source=Source.APPLIED, state=state, **values,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def accepted(session: Session, ends_in: int) -> Application:
    """Add accepted work that holds its person until a day."""
    consultant = person()
    row = card(session, consultant, ApplicationState.ACCEPTED)
    session.add(Commitment(
        consultant_id=consultant.id, label="案件", state=CommitmentState.CONTRACTED, days=5, application_id=row.id,
        until=today() + ends_in * DAY,
    ))  # fmt: skip
    session.commit()
    return row


def lines(kind: str) -> list[Item]:
    return queue_for(make_advisor(), mine=False, kinds=(kind,))


def test_work_that_ends_within_45_days_is_a_line(session: Session) -> None:
    later, sooner = accepted(session, 45), accepted(session, 3)
    accepted(session, 46)
    accepted(session, -1)
    assert [item.arguments["application_id"] for item in lines("ending")] == [sooner.id, later.id]


def test_people_who_were_not_here_for_long(session: Session) -> None:
    long_ago, lately = now() - 61 * DAY, now() - 15 * DAY
    silent = person(listed_at=long_ago, changed_at=long_ago)
    came = person(listed_at=long_ago, changed_at=long_ago)
    session.add(BrowserSession(user_id=came.user_id, started_at=now() - DAY))
    person(listed_at=lately, changed_at=lately)  # nothing runs: two months are fine
    running = person(listed_at=lately, changed_at=lately)
    card(session, running, ApplicationState.CONSENT_ASKED)
    person(listed_at=long_ago, changed_at=now())
    person(listed_at=long_ago, changed_at=long_ago, state=ProfileState.CLOSED)
    session.commit()
    assert {item.consultant_id for item in lines("quiet")} == {silent.id, running.id}


def test_a_client_beyond_its_clock_is_one_line(session: Session) -> None:
    company = make_company()
    for days in (9, 8):
        card(session, person(), ApplicationState.SUBMITTED, company=company, due_at=now() - days * DAY)
    card(session, person(), ApplicationState.SUBMITTED, company=make_company(), due_at=now() - 2 * DAY)
    session.commit()
    (line,) = lines("quiet")
    assert (line.company_id, line.owner) == (company.id, Owner.CLIENT)


def test_only_ones_own_where_asked(session: Session) -> None:
    own, other = make_advisor(), make_advisor()
    long_ago = now() - 61 * DAY
    mine = person(listed_at=long_ago, changed_at=long_ago, advisor_id=own.id)
    person(listed_at=long_ago, changed_at=long_ago, advisor_id=other.id)
    session.commit()
    assert [item.consultant_id for item in queue_for(own, mine=True)] == [mine.id]


def test_meetings_of_today_come_first_within_today() -> None:
    def line(kind: str, due_in: timedelta, state: str = "fixed") -> Item:
        return Item(kind, now() + due_in, kind, "", state, Owner.ADVISOR, "x", {})

    with_travel = [line("reply", timedelta(minutes=1)), line("meeting", timedelta(minutes=2)), line("reply", -DAY)]
    assert [item.kind for item in sorted(with_travel, key=lambda item: item.urgency)] == ["reply", "meeting", "reply"]
    assert line("meeting", timedelta(seconds=-30)).when == "today"
    assert line("meeting", timedelta(seconds=-30), "proposed").when == "overdue"


def test_more_lines_ask_no_more_questions(session: Session) -> None:
    advisor, long_ago = make_advisor(), now() - 61 * DAY

    def asked() -> int:
        session.expunge_all()
        with count_queries() as seen:
            queue_for(session.merge(advisor), mine=False, kinds=("ending", "quiet"))
        return len(seen)

    accepted(session, 5)
    person(listed_at=long_ago, changed_at=long_ago)
    session.commit()
    few = asked()
    for _nth in range(4):
        accepted(session, 5)
        person(listed_at=long_ago, changed_at=long_ago)
    session.commit()
    assert asked() == few
