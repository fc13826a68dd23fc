"""Minutes are written, and their lines become rows once."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.minutes.queries import next_meeting
from marketplace.tracker.boards import ACTIONS, DECISIONS
from marketplace.tracker.operations.rows import undo
from marketplace.tracker.operations.setting_up import close_project, let_advisor_in
from marketplace.tracker.queries import last_save, rows_of
from tests.conftest import count_queries
from tests.factories.tracker import begun_project

if TYPE_CHECKING:
    from tests.conftest import PageClient

BODY = "進捗は順調\n【決定】二回に分ける\n【アクション】日程案を配る 担当:佐藤 期限:2026-12-5\nTODO: 後で考える"


def test_a_button_pressed_twice_writes_once(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    values = [{"title": "定例", "held_on": "2026-12-01", "body": body} for body in (BODY, BODY, "別の話")]
    first, again, other = (client.post(f"/projects/{project.id}/minutes/new", data=each).location for each in values)
    assert first == again != other


def test_minutes_of_a_meeting_before_the_project_move_no_series(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    series = project.series[0]["name"]
    first = next_meeting(project, series)
    client.post(f"/projects/{project.id}/minutes/new", data={"title": series, "held_on": "1926-12-01"})
    assert next_meeting(project, series) == first


def test_lines_become_rows_once_and_can_be_undone(client: PageClient) -> None:
    project, pmo, owner, advisor = begun_project()
    client.sign_in(pmo)
    home = f"/projects/{project.id}/minutes"
    series = project.series[0]["name"]
    assert series in client.get(home).text
    page = client.get(f"{home}/new", query_string={"series": series})
    assert f'value="{series}"' in page.text
    assert 'name="version"' not in page.text
    day = next_meeting(project, series)
    assert day is not None
    assert day.isoformat() in page.text
    assert client.post(f"{home}/new", data={"title": "定例", "held_on": "2026-02-30"}).status_code == 422
    done = client.post(f"{home}/new", data={"title": series, "held_on": "2026-12-01", "body": BODY})
    assert done.status_code == 303
    later = next_meeting(project, series)
    assert later is not None
    assert later > date(2026, 12, 1)
    page = client.get(done.location)
    keys = re.findall(r'name="([0-9a-f-]+)\.ticked"', page.text)
    assert len(keys) == 3
    sent = {
        f"{keys[0]}.ticked": "1", f"{keys[0]}.owner": "部長", f"{keys[1]}.ticked": "1", f"{keys[1]}.due": "十二月",
        f"{keys[1]}.title": "日程案を全員に配る",
    }  # fmt: skip
    wrong = client.post(f"{done.location}/rows", data=sent)
    assert wrong.status_code == 422
    assert re.search(r'value="十二月"[^>]*aria-invalid="true"', wrong.text)
    assert rows_of(project, DECISIONS) == [], "all of them or none"
    sent[f"{keys[1]}.due"] = "2026-12-05"
    assert client.post(f"{done.location}/rows", data=sent).status_code == 303
    db.session.expire_all()
    (decision,), (action,) = rows_of(project, DECISIONS), rows_of(project, ACTIONS)
    assert (decision.title, decision.decided_by, decision.decided_on) == ("二回に分ける", "部長", date(2026, 12, 1))
    assert (action.title, action.owner, action.due_on) == ("日程案を全員に配る", "佐藤", date(2026, 12, 5))
    page = client.get(done.location)
    assert re.findall(r'name="([0-9a-f-]+)\.ticked"', page.text) == keys[2:]
    assert "A-1" in page.text
    assert client.post(f"{done.location}/rows", data={}).status_code == 422
    batch = last_save(project, ACTIONS, pmo)
    assert batch is not None
    undo(project, ACTIONS, batch, by=pmo)
    db.session.commit()
    assert len(re.findall(r"\.ticked", client.get(done.location).text)) == 2, "what was undone is offered again"
    client.sign_in(owner)
    page = client.get(done.location)
    assert "進捗は順調" in page.text
    assert ".ticked" not in page.text
    client.sign_in(advisor)
    assert client.get(done.location).status_code == 404
    let_advisor_in(project, invited=True, by=pmo)
    db.session.commit()
    assert client.get(done.location).status_code == 200
    assert client.post(f"{done.location}/rows").status_code == 403


def test_minutes_are_changed_until_the_project_closes(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    home = f"/projects/{project.id}/minutes"
    values = {"title": "定例", "held_on": "2026-12-01", "body": "甲"}
    path = client.post(f"{home}/new", data=values).location
    client.get(home)
    with count_queries() as few:
        client.get(home)
    client.post(f"{home}/new", data=values | {"title": "臨時"})
    with count_queries() as many:
        client.get(home)
    assert len(many) == len(few)
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(f"{path}/edit").text)
    assert version is not None
    changed = values | {"version": version[1], "body": "乙"}
    assert client.post(f"{path}/edit", data=changed).status_code == 303
    lost = client.post(f"{path}/edit", data=changed | {"body": "丙"})
    assert lost.status_code == 409
    assert "丙" in lost.text
    assert "乙" in client.get(path).text
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(f"{home}/new", data=values).status_code == 409
    assert f"{path}/edit" not in client.get(path).text
