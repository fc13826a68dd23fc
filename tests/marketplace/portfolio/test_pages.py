"""The portfolio's page, for each reader."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.db import db
from marketplace.status_reports.queries import editions_of
from marketplace.tracker.operations.setting_up import close_project, let_advisor_in
from tests.conftest import count_queries
from tests.factories.accounts import make_operator
from tests.factories.tracker import plain_status, started_project, written

if TYPE_CHECKING:
    import pytest

    from tests.conftest import PageClient

LATE = (today() - timedelta(days=3)).isoformat()


def test_a_client_sees_its_own_projects_alone_with_what_wants_its_eye(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(weeks=3, name="甲の計画")
    _other, _pmo, stranger, _a = started_project(weeks=1, name="乙の計画")
    written(project, "risks", pmo, {"title": "主要要員の退職", "probability": "4", "impact": "5"})
    written(project, "work-items", pmo, {"name": "移行設計", "due_on": LATE})
    written(project, "milestones", pmo, {"name": "本番切替", "forecast_on": LATE})
    report = plain_status(project, pmo)
    db.session.flush()
    edition = report.edition
    assert edition == 1
    db.session.commit()
    client.sign_in(owner)
    page = client.get("/portfolio").text
    for words in ("甲の計画", "主要要員の退職", "本番切替", pmo.name, "週"):
        assert words in page
    assert "乙の計画" not in page
    client.sign_in(stranger)
    page = client.get("/portfolio").text
    assert "乙の計画" in page
    assert "主要要員の退職" not in page


def test_staff_see_colours_of_all_and_rows_where_they_were_let_in(client: PageClient) -> None:
    project, pmo, _owner, _advisor = started_project(name="甲の計画")
    other, other_pmo, *_rest = started_project(name="乙の計画")
    for each, by, title in ((project, pmo, "甲のリスク"), (other, other_pmo, "乙のリスク")):
        written(each, "risks", by, {"title": title, "probability": "5", "impact": "5"})
    let_advisor_in(other, invited=True, by=other_pmo)
    db.session.commit()
    client.sign_in(make_operator())
    page = client.get("/portfolio").text
    assert "甲の計画" in page
    assert f"/projects/{project.id}" not in page
    assert "甲のリスク" not in page
    assert "乙のリスク" in page
    company = project.contract.application.engagement.company
    one = client.get(f"/portfolio?company={company.id}&state=nonsense&type=nonsense&colour=nonsense").text
    assert "甲の計画" in one
    assert "乙の計画" not in one
    assert "条件に合うプロジェクトはありません" in client.get("/portfolio?colour=red").text
    client.set_cookie("locale", "en")
    close_project(other, by=other_pmo)
    db.session.commit()
    closed = client.get("/portfolio?state=closed").text
    assert "乙の計画" in closed
    assert "甲の計画" not in closed


def test_what_a_project_costs_is_shown_to_its_sides_the_operator_and_advisors_who_were_let_in(
    client: PageClient,
) -> None:
    project, pmo, owner, advisor = started_project(name="甲の計画", budget=31_400_000)
    report = plain_status(project, pmo)
    db.session.flush()
    content = editions_of(report)[0].content
    editions_of(report)[0].content = content | {"facts": {"expected_cost": 27_180_000}}
    db.session.commit()
    client.set_cookie("locale", "en")
    for user, told in ((owner, True), (make_operator(), True), (advisor, False)):
        client.sign_in(user)
        page = client.get("/portfolio").text
        assert "甲の計画" in page
        assert [sum_ in page for sum_ in ("31,400,000", "27,180,000", "CPI")] == [told] * 3, user.kind
    let_advisor_in(project, invited=True, by=pmo)
    db.session.commit()
    assert "31,400,000" in client.get("/portfolio").text


def test_the_portfolio_says_how_many_projects_it_leaves_out(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("一つ目", "二つ目", "三つ目"):
        started_project(name=name)
    client.sign_in(make_operator())
    client.set_cookie("locale", "en")
    assert "left out" not in client.get("/portfolio").text
    monkeypatch.setattr("marketplace.portfolio.gathering.MOST", 1)
    page = client.get("/portfolio").text
    assert "2 older ones are left out" in page
    assert "一つ目" not in page


def test_the_page_costs_the_same_however_many_projects_there_are(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(name="一つ目")
    company = project.contract.application.engagement.company_id
    client.sign_in(owner)
    client.get("/portfolio")
    with count_queries() as one:
        client.get("/portfolio")
    for name in ("二つ目", "三つ目"):
        more, by, *_rest = started_project(name=name)
        more.contract.application.engagement.company_id = company
        written(more, "risks", by, {"title": "遅れ"})
    db.session.commit()
    with count_queries() as three:
        page = client.get("/portfolio").text
    assert "三つ目" in page
    assert len(three) == len(one)
    assert pmo.name in page
