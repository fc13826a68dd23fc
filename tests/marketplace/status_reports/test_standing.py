"""A project's first page says how it stands: health over the weeks, what is red, what falls due, what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.db import db
from marketplace.tracker.boards import MILESTONES
from marketplace.tracker.operations.setting_up import close_project
from marketplace.tracker.queries import rows_of
from tests.conftest import count_queries
from tests.factories.tracker import plain_status, started_project, written

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_the_first_page_names_what_is_red_and_due(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(weeks=0)
    for milestone in rows_of(project, MILESTONES):
        milestone.forecast_on = today()
    db.session.commit()
    home = f"/projects/{project.id}"
    client.sign_in(pmo)
    page = client.get(home).text
    assert "赤の項目はありません" in page
    assert "期限の近いアクションはありません" in page
    day = today()
    written(project, "issues", pmo, {"title": "試験担当が未定", "severity": "high"})
    soon, late, far = (day + timedelta(days=days) for days in (3, -2, 30))
    written(
        project, "actions", pmo, {"title": "日程を配る", "due_on": soon.isoformat()},
        {"title": "初版を回す", "due_on": late.isoformat()}, {"title": "遠い先の作業", "due_on": far.isoformat()},
    )  # fmt: skip
    page = client.get(home).text
    assert "前回報告後に赤" not in page, "there was no report"
    for words in ("試験担当が未定", "日程を配る", "初版を回す", f"{home}/comments/A-2"):
        assert words in page
    assert "遠い先の作業" not in page
    assert f'action="{home}/status-reports"' in page, "the next step is at hand"
    report = client.post(f"{home}/status-reports").location
    typed = {f"rag_{each}": "green" for each in ("schedule", "scope", "cost", "risk")}
    typed |= {"version": "1", "summary": "順調。", "rag_quality": "amber", "then": "submit"}
    shown = client.post(report, data=typed).location
    page = client.get(home).text
    assert "から赤" in page, "the report has said it"
    assert shown in page
    written(project, "issues", pmo, {"title": "会場が未定", "severity": "high"})
    assert "前回報告後に赤" in client.get(home).text
    client.sign_in(owner)
    page = client.get(home).text
    assert "第1回報告を読んで回答する" in page
    assert f'action="{home}/status-reports"' not in page
    assert client.post(f"{shown}/acknowledge").status_code == 303
    assert "最新の報告" in client.get(home).text


def test_it_asks_the_database_no_more_for_more_rows(client: PageClient) -> None:
    project, pmo, _owner, _advisor = started_project(weeks=1)
    client.sign_in(pmo)
    plain_status(project, pmo)
    db.session.commit()
    home = f"/projects/{project.id}"
    client.get(home)
    with count_queries() as few:
        client.get(home)
    written(project, "issues", pmo, *({"title": f"課題{n}", "severity": "high"} for n in range(20)))
    written(project, "actions", pmo, *({"title": f"対応{n}", "due_on": today().isoformat()} for n in range(20)))
    with count_queries() as many:
        client.get(home)
    assert len(many) <= len(few)


def test_a_closed_project_leads_to_its_downloads(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(weeks=1)
    close_project(project, by=pmo)
    db.session.commit()
    for reader in (pmo, owner):
        client.sign_in(reader)
        page = client.get(f"/projects/{project.id}").text
        assert "プロジェクトは終了しました" in page
        assert "期限の近いアクション" not in page
