"""The queue's filters: what they keep, what is saved under a name, and with which of them the desk opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now
from marketplace.desk.filters import MOST, Filter, save_filter, saved_filters
from marketplace.desk.models import SavedFilter
from marketplace.errors import Invalid
from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_advisor, make_company
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

pytestmark = pytest.mark.usefixtures("session")
DUE_IN_HOURS = {"とうに過ぎた案件": -48, "今日までの案件": 0, "今週の案件": 72, "来月の案件": 24 * 30}


@pytest.fixture
def advisor(session: Session) -> User:
    del session
    user = make_advisor()
    company = make_company(advisor=user)
    end_of_today = now().replace(hour=14, minute=59, second=0)  # UTC: 23:59 in Japan, or the evening before
    for title, hours in DUE_IN_HOURS.items():
        due = max(end_of_today, now() + timedelta(seconds=30)) if hours == 0 else now() + timedelta(hours=hours)
        person = make_listed_consultant(advisor_id=user.id, identity_verified_at=now(), city=title)
        make_application(make_posting(company, title=title), person, state=ApplicationState.SUBMITTED, due_at=due)
    return user


def titles(shown: Filter, user: User) -> list[str]:
    return [item.title for item in shown.lines(user) if item.kind == "reply"]


def test_due_keeps_what_is_due_by_then(advisor: User) -> None:
    late, today_, week, all_ = (titles(Filter(mine=True, due=due), advisor) for due in ("overdue", "today", "week", ""))
    assert late == ["とうに過ぎた案件"]
    assert set(late) < set(week)
    assert set(today_) <= set(week)
    assert set(week) == {"とうに過ぎた案件", "今日までの案件", "今週の案件"}
    assert set(all_) == set(DUE_IN_HOURS)


@pytest.mark.parametrize(
    ("words", "found"), [("今週", 1), ("案件 今週", 1), ("今週　案件", 1), ("無い言葉", 0), ("", 4)]
)
def test_all_words_must_be_said(advisor: User, words: str, found: int) -> None:
    shown = Filter.of({"q": words}, advisor)
    assert len(titles(shown, advisor)) == found


def test_an_address_says_the_whole_filter_and_nothing_unknown(advisor: User) -> None:
    given = {"of": "all", "kind": "reply", "due": "week", "q": "SAP", "snoozed": "1"}
    assert Filter.of(given, advisor).address() == given
    assert Filter.of({"kind": "x", "due": "x", "q": " " * 9, "snoozed": "x"}, advisor).address() == {"of": "mine"}


def test_a_filter_is_saved_and_the_desk_opens_with_it(client: PageClient, session: Session, advisor: User) -> None:
    client.sign_in(advisor)
    answer = client.post("/desk/filters?of=mine&kind=reply&due=week&q=今週", data={"name": "　今週　", "opens": "1"})
    assert answer.status_code == 303
    kept = session.scalars(select(SavedFilter)).one()
    assert (kept.name, kept.opens) == ("今週", True)
    assert kept.asked == {"of": "mine", "kind": "reply", "due": "week", "q": "今週"}
    opened = client.get("/desk", follow_redirects=True).text
    assert "今週の案件" in opened
    assert "来月の案件" not in opened.split("<table", 2)[1]
    assert client.get("/desk?of=mine").status_code == 200
    assert client.post(f"/desk/filters/{kept.id}/remove").status_code == 303
    assert client.get("/desk").status_code == 200
    assert session.scalars(select(SavedFilter)).all() == []


def test_the_same_name_is_changed_and_one_alone_opens_the_desk(session: Session, advisor: User) -> None:
    save_filter("朝", Filter(mine=True), opens=True, by=advisor)
    session.commit()
    save_filter("夕", Filter(mine=False), opens=True, by=advisor)
    session.commit()
    save_filter("朝", Filter(mine=True, kind="offer"), opens=False, by=advisor)
    session.commit()
    assert [(row.name, row.opens) for row in saved_filters(advisor)] == [("夕", True), ("朝", False)]
    assert saved_filters(advisor)[1].asked == {"of": "mine", "kind": "offer"}


def test_what_a_name_may_be(client: PageClient, session: Session, advisor: User) -> None:
    client.sign_in(advisor)
    for name in ("", "   ", "長" * 41):
        refused = client.post("/desk/filters?of=mine&due=week", data={"name": name})
        assert refused.status_code == 422
        assert "名前を40文字以内で入力してください。" in refused.text
    for number in range(MOST):
        save_filter(f"条件{number}", Filter(mine=True), opens=False, by=advisor)
        session.flush()
    with pytest.raises(Invalid):
        save_filter("もう一つ", Filter(mine=True), opens=False, by=advisor)


def test_nobody_sees_anothers(client: PageClient, session: Session, advisor: User) -> None:
    save_filter("内緒の条件", Filter(mine=True), opens=True, by=advisor)
    session.commit()
    client.sign_in(make_advisor())
    assert "内緒の条件" not in client.get("/desk").text


def test_what_is_done_in_a_filtered_queue_comes_back_to_it(client: PageClient, advisor: User) -> None:
    client.sign_in(advisor)
    page = client.get("/desk?of=mine&due=overdue").text
    line = page.split('name="application" value="')[1].split('"')[0]
    answer = client.post("/desk/remind?of=mine&due=overdue", data={"application": line})
    assert answer.headers["Location"].endswith("/desk?of=mine&due=overdue")
