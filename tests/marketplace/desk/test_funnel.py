"""The funnel: how far people and cards of one month came, the days between, and what each advisor carries."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from marketplace.clock import TOKYO, now, today
from marketplace.desk.funnel import Load, Row, cards_funnel, loads, months, people_funnel
from marketplace.pipeline.models import Application, Step
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
MARCH = date(2026, 3, 1)
BEGAN = datetime(2026, 3, 1, 0, 0, tzinfo=TOKYO)  # the month's first moment in Japan, still February in UTC
DAY = timedelta(days=1)


def card(session: Session, *days: float, source: Source = Source.APPLIED, began: datetime = BEGAN) -> Application:
    """Add a card that reached submitted, meeting, offered, accepted these many days after its beginning."""
    stages = (_S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED)
    row = Application(
        engagement_id=make_posting().id, consultant_id=make_listed_consultant().id, source=source, created_at=began,
        state=stages[len(days) - 1] if days else _S.PROPOSED,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for state, after in zip(stages, days, strict=False):
        session.add(Step(application_id=row.id, state=state, at=began + after * DAY))
    session.commit()
    return row


def test_months_go_back_over_the_new_year() -> None:
    found = months()
    assert found[0] == today().replace(day=1)
    assert len({*found}) == 12
    assert all(later > earlier and later - earlier <= timedelta(days=31) for later, earlier in pairwise(found))


def test_cards(session: Session) -> None:
    card(session, 0, 4, 10, 11)
    card(session, 2, 8)
    card(session, source=Source.RANKED)
    card(session, 1, began=datetime(2026, 4, 1, tzinfo=TOKYO))  # the next month's
    card(session, 1, began=BEGAN - timedelta(seconds=1))
    assert cards_funnel(MARCH, None) == [
        Row("begun", 3, 100, None), Row("submitted", 2, 67, 1.0), Row("meeting", 2, 67, 5.0),
        Row("offered", 1, 33, 6.0), Row("accepted", 1, 33, 1.0),
    ]  # fmt: skip
    assert [row.count for row in cards_funnel(MARCH, Source.RANKED)] == [1, 0, 0, 0, 0]
    assert cards_funnel(date(2026, 12, 1), None)[0] == Row("begun", 0, None, None)


def test_people(session: Session) -> None:
    make_consultant(make_consultant_user(created_at=BEGAN))
    full = make_listed_consultant(make_consultant_user(created_at=BEGAN), listed_at=BEGAN + 3 * DAY)
    make_listed_consultant(make_consultant_user(created_at=BEGAN - DAY))
    session.commit()
    assert full.completeness >= 80
    assert people_funnel(MARCH) == [
        Row("registered", 2, 100, None), Row("complete", 1, 50, None), Row("listed", 1, 50, 3.0),
    ]  # fmt: skip


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
    assert loads() == [Load(busy.name, 2, 1, 1, 1), Load(idle.name, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("locale", "words"), [("ja", "アドバイザーごとの担当状況"), ("en", "What each advisor looks after now")]
)
def test_the_operators_page(client: PageClient, session: Session, locale: str, words: str) -> None:
    card(session, 1, 2, began=now() - timedelta(minutes=1))
    client.sign_in(make_operator(locale=locale))
    page = client.get("/operation/funnel")
    assert page.status_code == 200
    assert words in page.text
    assert "/operation/funnel" in client.get("/").text
    for query in ("month=2020-01&source=nobody", f"month={months()[3]:%Y-%m}&source=ranked", "month=x"):
        assert client.get(f"/operation/funnel?{query}").status_code == 200


def test_nobody_else_opens_it(client: PageClient) -> None:
    for user in (make_advisor(), make_client(), make_consultant_user()):
        client.sign_in(user)
        assert client.get("/operation/funnel").status_code == 403
