"""The funnel: how far people and cards of one month came, the days between, and what each advisor carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.clock import TOKYO, now, today
from marketplace.desk.funnel import Cut, Row, cards_funnel, months, people_funnel
from marketplace.desk.loads import Load, loads
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.profiles.states import ProfileState
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState
MARCH = Cut(date(2026, 3, 1), date(2026, 3, 1))
BEGAN = datetime(2026, 3, 1, 0, 0, tzinfo=TOKYO)  # the month's first moment in Japan, still February in UTC; a Sunday
DAY = timedelta(days=1)


def card(session: Session, *days: float, source: Source = Source.APPLIED, **given: Any) -> Application:
    """Add a card that reached submitted, meeting, offered, accepted these many days after its beginning."""
    stages = (_S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED)
    began, posting = given.get("began", BEGAN), given.get("posting") or make_posting()
    row = Application(
        engagement_id=posting.id, consultant_id=(given.get("consultant") or make_listed_consultant()).id,
        source=source, created_at=began, state=stages[len(days) - 1] if days else _S.PROPOSED,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for state, after in zip(stages, days, strict=False):
        if after >= 0:  # a negative day: this stage was left out
            session.add(Step(application_id=row.id, state=state, at=began + after * DAY))
    session.commit()
    return row


def test_months_go_back_over_the_new_year() -> None:
    found = months()
    assert found[0] == today().replace(day=1)
    assert len({*found}) == 24
    assert all(later > earlier and later - earlier <= timedelta(days=31) for later, earlier in pairwise(found))


def test_cards(session: Session) -> None:
    card(session, 0, 4, 10, 11)  # Sunday 1, Thursday 5, Wednesday 11, Thursday 12
    card(session, 2, 8)  # Tuesday 3, Monday 9
    card(session, source=Source.RANKED)
    card(session, 1, began=datetime(2026, 4, 1, tzinfo=TOKYO))  # the next month's
    card(session, 1, began=BEGAN - timedelta(seconds=1))
    assert cards_funnel(MARCH) == [
        Row("begun", 3, 100, None, None, None, 0), Row("submitted", 2, 67, 67, 1.0, 2, 2),
        Row("meeting", 2, 67, 100, 4.0, 4, 2), Row("offered", 1, 33, 50, 4.0, 4, 1),
        Row("accepted", 1, 33, 100, 1, 1, 1),
    ]  # fmt: skip
    assert [row.count for row in cards_funnel(replace(MARCH, source=Source.RANKED))] == [1, 0, 0, 0, 0]
    assert [row.count for row in cards_funnel(replace(MARCH, last=date(2026, 4, 1)))][:2] == [4, 3]
    december = cards_funnel(Cut(date(2026, 12, 1), date(2026, 12, 1)))
    assert december[0] == Row("begun", 0, None, None, None, None, 0)


def test_a_stage_left_out_counts_as_passed_and_the_time_is_taken_from_the_one_before(session: Session) -> None:
    card(session, 1, -1, 8)
    _begun, submitted, meeting, offered, accepted = cards_funnel(MARCH)
    assert (submitted.count, meeting.count, offered.count, accepted.count) == (1, 1, 1, 0)
    assert (meeting.timed, offered.median) == (0, 5)  # from Monday to Monday


def test_nine_of_ten_took_no_longer(session: Session) -> None:
    for days in (1, 1, 1, 1, 1, 1, 1, 1, 2, 12):  # nine within two business days, one in ten
        card(session, days)
    row = cards_funnel(MARCH)[1]
    assert (row.median, row.most, row.timed) == (1, 2, 10)


def test_a_cut_keeps_its_own(session: Session) -> None:
    advisor, company = make_advisor(), make_company()
    card(session, 1, consultant=make_listed_consultant(advisor_id=advisor.id))
    card(session, 1, 2, posting=make_posting(company=company, strategic=0, controlling=20, supportive=80))
    card(session, 1, posting=make_posting(strategic=50, controlling=50, supportive=0))

    def begun(**cut: Any) -> int:
        return cards_funnel(replace(MARCH, **cut))[0].count

    assert begun(advisor_id=advisor.id) == 1
    assert begun(company_id=company.id) == 1
    assert begun(pmo_type="supportive") == 1
    assert begun(pmo_type="strategic") == 1  # the first of two equal shares
    assert begun(pmo_type="supportive", advisor_id=advisor.id) == 0


def test_people_go_on_to_their_first_card(session: Session) -> None:
    make_consultant(make_consultant_user(created_at=BEGAN))
    full = make_listed_consultant(make_consultant_user(created_at=BEGAN), completed_at=BEGAN + 3 * DAY)
    make_listed_consultant(make_consultant_user(created_at=BEGAN - DAY))
    for began in (BEGAN + 9 * DAY, BEGAN + 5 * DAY):
        card(session, 1, began=began, consultant=full)
    assert people_funnel(MARCH)[:4] == [
        Row("registered", 2, 100, None, None, None, 0), Row("complete", 1, 50, 50, 3, 3, 1),
        Row("begun", 1, 50, 100, 2, 2, 1), Row("submitted", 1, 50, 100, 0, 0, 1),
    ]  # fmt: skip
    assert people_funnel(replace(MARCH, source=Source.INVITED))[2].count == 0


def test_loads(session: Session) -> None:
    busy, idle = make_advisor(name="一之瀬"), make_advisor(name="二宮")
    make_advisor(name="去った人", active=False)
    make_company(advisor=busy)
    consultant = make_listed_consultant(advisor_id=busy.id)
    make_listed_consultant(advisor_id=busy.id, state=ProfileState.CLOSED)
    for state, due in (
        (_S.SUBMITTED, now() - DAY),
        (_S.MEETING, now() + DAY),
        (_S.ACCEPTED, None),
        (_S.WITHDRAWN, None),
    ):
        session.add(Application(
            engagement_id=make_posting().id, consultant_id=consultant.id, source=Source.APPLIED, state=state,
            due_at=due, ended_at=now() if state is _S.WITHDRAWN else None,
        ))  # fmt: skip
    session.commit()
    first = session.scalars(select(Application).order_by(Application.created_at)).first()
    assert first is not None
    for starts_at in (now(), now() + 8 * DAY, now() - 8 * DAY):
        session.add(Meeting(
            application_id=first.id, state=MeetingState.FIXED, proposed_by=Side.CLIENT, minutes=60, starts_at=starts_at
        ))  # fmt: skip
    session.commit()
    assert loads() == [Load(busy.id, busy.name, 2, 1, 1, 1, 1), Load(idle.id, idle.name, 0, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("locale", "words"), [("ja", "アドバイザーごとの担当状況"), ("en", "What each advisor looks after now")]
)
def test_the_operators_page(client: PageClient, session: Session, locale: str, words: str) -> None:
    card(session, 1, 2, began=now() - timedelta(minutes=1))
    client.sign_in(make_operator(locale=locale))
    page = client.get("/operation/funnel")
    assert page.status_code == 200
    assert words in page.text
    assert page.text.count("<svg") >= 4  # two funnels, each wide and narrow
    assert "/operation/funnel" in client.get("/").text
    for query in ("from=2020-01&source=nobody&type=x&advisor=x&company=1", f"from={months()[3]:%Y-%m}&source=ranked"):
        assert client.get(f"/operation/funnel?{query}").status_code == 200


def test_an_empty_period_says_so(client: PageClient) -> None:
    client.sign_in(make_operator())
    month = f"{months()[-1]:%Y-%m}"
    page = client.get(f"/operation/funnel?from={month}&until={month}").text
    assert "この期間に始まったものはありません" in page
    assert "<svg" not in page.partition("<main")[2].partition("</main>")[0]


def test_nobody_else_opens_it(client: PageClient) -> None:
    for user in (make_advisor(), make_client(), make_consultant_user()):
        client.sign_in(user)
        assert client.get("/operation/funnel").status_code == 403
