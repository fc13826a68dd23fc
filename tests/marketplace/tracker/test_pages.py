"""The tracker's pages: setting up, the grid with what was typed and pasted, what each reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.db import db
from marketplace.tracker.boards import BOARDS, ISSUES
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import close_project, let_advisor_in
from marketplace.tracker.queries import rows_of
from tests.conftest import count_queries
from tests.factories.accounts import make_consultant_user, make_operator
from tests.factories.contracts import running_contract
from tests.factories.tracker import begun_project, written

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_a_project_is_set_up_from_the_contract(client: PageClient) -> None:
    contract, owner, _advisor = running_contract()
    pmo = contract.application.consultant.user
    client.sign_in(pmo)
    path = f"/contracts/{contract.id}/project"
    assert path in client.get("/projects").text
    page = client.get(path)
    assert "推進型" in page.text
    assert 'name="version"' not in page.text, "an empty one would be refused without a word"
    wrong = client.post(path, data={"name": "", "pmo_type": "controlling", "cadence": "weekly", "weekday": "9"})
    assert wrong.status_code == 422
    done = client.post(path, data={"name": "基幹刷新", "pmo_type": "supportive", "cadence": "monthly", "weekday": "4"})
    assert done.status_code == 303
    assert client.get(path).location == done.location
    page = client.get(done.location)
    assert "基幹刷新" in page.text
    assert "毎月" in page.text
    assert client.post(f"{done.location}/start").status_code == 303
    assert f"{done.location}/start" not in client.get(done.location).text
    client.sign_in(owner)
    assert "基幹刷新" in client.get("/projects").text
    assert client.get(done.location).status_code == 200


def test_the_grid_keeps_what_was_typed_and_pasted(client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    written(project, "issues", pmo, {"title": "権限不足"})
    row = rows_of(project, ISSUES)[0]
    path = f"/projects/{project.id}/issues"
    client.sign_in(pmo)
    assert f'name="{row.id}.title"' in client.get(path).text
    typed = {
        f"{row.id}.seen": str(row.version), f"{row.id}.title": "権限不足（本番）", f"{row.id}.owner": "山田",
        "new-0.title": "環境未整備", "new-0.severity": "high", "new-2.title": "", "pasted": "三つ目\n四つ目",
    }  # fmt: skip
    assert client.post(path, data=typed).status_code == 303
    db.session.expire_all()
    rows = rows_of(project, ISSUES)
    assert [each.title for each in rows] == ["権限不足（本番）", "環境未整備", "三つ目", "四つ目"]
    assert (rows[0].owner, rows[1].severity.value) == ("山田", "high")
    lost = client.post(
        path, data={f"{row.id}.seen": typed[f"{row.id}.seen"], f"{row.id}.owner": "佐藤", "pasted": "五つ目"}
    )
    assert lost.status_code == 409
    assert "入力した内容：佐藤" in lost.text
    assert f'name="{row.id}.seen" value="{rows[0].version}"' in lost.text, "the next save goes through"
    assert lost.text.count("五つ目") == 1, "what was pasted is not saved twice"
    assert client.post(f"{path}/undo").status_code == 303
    db.session.expire_all()
    assert [each.title for each in rows_of(project, ISSUES)] == ["権限不足"]
    save_rows(project, ISSUES, [RowEdit(row_id=row.id, removes=True)], by=pmo)
    db.session.commit()
    untouched = {f"{row.id}.seen": str(row.version - 1), f"{row.id}.title": "権限不足"}
    assert client.post(path, data=untouched).status_code == 303, "it is gone, and nobody typed over it"
    lost = client.post(path, data=untouched | {f"{row.id}.owner": "佐藤"})
    assert lost.status_code == 409
    assert "この行は他の人が削除しました" in lost.text
    assert 'name="new-0.owner" value="佐藤"' in re.sub(r"\s+", " ", lost.text)
    assert client.post(path, data={"new-0.title": "権限不足", "new-0.owner": "佐藤"}).status_code == 303
    client.sign_in(owner)
    page = client.get(path)
    assert "権限不足" in page.text
    assert 'name="new-0.title"' not in page.text


def test_a_wrong_cell_is_told_beside_it_and_what_was_typed_stays(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    path = f"/projects/{project.id}/risks"
    page = client.post(path, data={"new-0.title": "遅れ", "new-0.probability": "9", "pasted": "別の一つ"})
    assert page.status_code == 422
    assert re.search(r'value="9"[^>]*aria-invalid="true"', page.text)
    assert "別の一つ" in page.text
    assert rows_of(project, BOARDS["risks"]) == []
    wide = client.post(path, data={"pasted": "\t".join("123456789")})
    assert wide.status_code == 422
    circle = client.post(f"/projects/{project.id}/work-items", data={"new-0.name": "甲", "new-0.after": "7"})
    assert circle.status_code == 422
    assert "行 7" in circle.text


@pytest.mark.parametrize("board", sorted(BOARDS))
def test_every_board_opens_empty_and_closed(client: PageClient, board: str) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    assert client.get(f"/projects/{project.id}/{board}").status_code == 200
    close_project(project, by=pmo)
    db.session.commit()
    assert (
        client.post(f"/projects/{project.id}/{board}", data={"new-0.title": "x", "new-0.name": "x"}).status_code == 409
    )
    assert client.get(f"/projects/{project.id}/nothing").status_code == 404


def test_an_advisor_reads_the_boards_only_when_let_in(client: PageClient) -> None:
    project, pmo, _owner, advisor = begun_project()
    client.sign_in(advisor)
    assert client.get(f"/projects/{project.id}").status_code == 404
    assert project.name in client.get("/projects").text
    let_advisor_in(project, invited=True, by=pmo)
    db.session.commit()
    assert client.get(f"/projects/{project.id}/risks").status_code == 200
    assert client.post(f"/projects/{project.id}/risks", data={}).status_code == 403


def test_the_list_of_projects_is_turned_page_by_page(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.tracker.routes.PER_PAGE", 1)
    begun_project(name="先の案件")
    begun_project(name="後の案件")
    client.sign_in(make_operator())
    first, second = client.get("/projects").text, client.get("/projects?page=2").text
    assert ("後の案件" in first, "先の案件" in first) == (True, False), "the newest first"
    assert ("後の案件" in second, "先の案件" in second) == (False, True)
    assert "page=2" in first


def test_the_settings_are_changed_and_a_lost_race_is_told(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    path = f"/projects/{project.id}/settings"
    values = {
        "version": str(project.version),
        "name": "新名称",
        "cadence": "biweekly",
        "weekday": "0",
        "budget": "3000万",
    }
    assert client.post(path, data=values).status_code == 303
    db.session.refresh(project)
    assert (project.name, project.budget, project.weekday) == ("新名称", 30_000_000, 0)
    kept = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.event == "project changed")).one()
    assert kept == {"name": "新名称", "cadence": "biweekly", "weekday": 0, "budget": 30_000_000}
    assert client.post(path, data=values).status_code == 409
    assert client.post(path, data=values | {"name": ""}).status_code == 422
    close_project(project, by=pmo)
    db.session.commit()
    assert client.post(path, data=values | {"version": str(project.version)}).status_code == 409


def test_a_board_asks_the_database_as_often_for_many_rows(client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    path = f"/projects/{project.id}/risks"
    written(project, "risks", pmo, {"title": "一つ目"})
    client.get(path)
    with count_queries() as few:
        client.get(path)
    save_rows(project, BOARDS["risks"], [RowEdit({"title": f"{each}"}) for each in range(30)], by=pmo)
    db.session.commit()
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)


def test_a_refused_board_says_on_top_that_nothing_is_saved(client: PageClient) -> None:
    project, pmo, _owner, _advisor = begun_project()
    written(project, "issues", pmo, *({"title": f"課題{n}"} for n in range(20)))
    path = f"/projects/{project.id}/issues"
    client.sign_in(pmo)
    assert "data-sticky" in client.get(path).text, "headings stay while a long board scrolls"
    wrong = client.post(path, data={"new-0.title": "期限の誤り", "new-0.due_on": "2026/2/30"})
    assert wrong.status_code == 422
    assert "まだ保存していません。1行に修正が必要です。" in wrong.text
    assert "その日付は存在しません。" in wrong.text


def test_who_has_no_project_is_told_of_projects_not_of_a_career(client: PageClient) -> None:
    client.sign_in(make_consultant_user())
    assert "プロジェクトはまだありません" in client.get("/projects").text
