"""Saves of a board: all or nothing, numbered, journalled, undone; nobody writes over somebody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.status_reports.indicators import works_of
from marketplace.tracker.boards import DECISIONS, ISSUES, MILESTONES, RISKS, WORK_ITEMS
from marketplace.tracker.models import Issue, Milestone, MilestoneForecast, Risk, RowChange
from marketplace.tracker.operations.rows import RowEdit, save_rows, undo
from marketplace.tracker.operations.setting_up import agree_baseline, begin_project, close_project, start_project
from marketplace.tracker.queries import counts_of, last_save, rows_of
from marketplace.tracker.states import ProjectState
from tests.factories.contracts import ready_contract
from tests.factories.tracker import SET_UP, begun_project, written

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

pytestmark = pytest.mark.usefixtures("session")


def _forecast(milestone: Milestone) -> date | None:
    query = select(MilestoneForecast.forecast_on).where(MilestoneForecast.milestone_id == milestone.id)
    return db.session.scalars(query).one_or_none()


def test_a_project_begins_with_its_template_once_and_only_under_a_signed_contract() -> None:
    project, pmo, _owner, _advisor = begun_project()
    names = [row.name for row in rows_of(project, MILESTONES)]
    assert (project.state, len(names)) == (ProjectState.SET_UP, len(set(names)))
    assert all(row.forecast_on and row.forecast_on <= project.contract.last_day for row in rows_of(project, MILESTONES))
    with pytest.raises(DomainError, match="すでに"):
        begin_project(project.contract, SET_UP, by=pmo)
    drafted, _owner, advisor = ready_contract()
    with pytest.raises(DomainError, match="締結"):
        begin_project(drafted, SET_UP, by=advisor)


def test_starting_makes_the_plan_the_baseline_and_closing_is_the_end() -> None:
    project, pmo, *_rest = begun_project()
    start = str(today())
    planned = {"name": "移行計画", "starts_on": start, "due_on": start, "cost": "38億", "effort": "8"}
    written(project, "work-items", pmo, planned)
    start_project(project, by=pmo)
    milestone, item = rows_of(project, MILESTONES)[0], rows_of(project, WORK_ITEMS)[0]
    assert (milestone.baseline_on, item.baseline_due_on) == (milestone.forecast_on, today())
    save_rows(project, WORK_ITEMS, [RowEdit({"cost": "900", "effort": "80"}, item.id)], by=pmo)
    (work,) = works_of([item])
    assert (work.cost, work.effort) == (3_800_000_000, 480), "what was agreed, not what was corrected since"
    db.session.commit()
    assert _forecast(milestone) == milestone.forecast_on
    with pytest.raises(TransitionRefused):
        start_project(project, by=pmo)
    close_project(project, by=pmo)
    db.session.commit()
    with pytest.raises(DomainError):
        written(project, "risks", pmo, {"title": "遅れ"})
    with pytest.raises(DomainError):
        agree_baseline(project, by=pmo)


def test_new_rows_are_numbered_and_a_number_is_never_given_twice() -> None:
    project, pmo, *_rest = begun_project()
    written(project, "risks", pmo, {"title": "要員不足", "probability": "4", "impact": "5"}, {"title": "仕様変更"})
    first, second = rows_of(project, RISKS)
    assert (first.number, first.probability, second.number, second.impact) == (1, 4, 2, 3)
    save_rows(project, RISKS, [RowEdit(row_id=second.id, seen=second.version, removes=True)], by=pmo)
    db.session.commit()
    written(project, "risks", pmo, {"title": "円安"})
    assert [row.number for row in rows_of(project, RISKS)] == [1, 3]
    assert counts_of(project)["risks"] == (2, 2)


def test_work_done_and_assumptions_answered_count_as_no_longer_open() -> None:
    project, pmo, _owner, _advisor = begun_project()
    written(project, "work-items", pmo, {"name": "設計", "percent": "100"}, {"name": "構築", "percent": "99"})
    written(project, "assumptions", pmo, {"title": "要員の確保", "held": "held"}, {"title": "円安の継続"})
    counts = counts_of(project)
    assert (counts["work-items"], counts["assumptions"]) == ((1, 2), (1, 2))


def test_all_cells_are_told_and_nothing_is_saved() -> None:
    project, pmo, *_rest = begun_project()
    wrong = [
        RowEdit({"title": "一つ目"}),
        RowEdit({"title": "", "probability": "6", "due_on": "いつか"}),
    ]
    with pytest.raises(Invalid) as refused:
        save_rows(project, RISKS, wrong, by=pmo)
    assert set(refused.value.errors) == {"1-title", "1-probability", "1-due_on"}
    db.session.rollback()
    assert db.session.scalar(select(func.count(Risk.id))) == 0


def test_a_cell_is_held_against_the_cells_of_its_row_that_stay() -> None:
    project, pmo, *_rest = begun_project()
    written(project, "work-items", pmo, {"name": "移行", "starts_on": "2026-12-10", "due_on": "2026-12-20"})
    written(project, "decisions", pmo, {"title": "並行稼働はしない"})
    item, decision = rows_of(project, WORK_ITEMS)[0], rows_of(project, DECISIONS)[0]
    for board, row, cells, wrong in (
        (WORK_ITEMS, item, {"due_on": "2026-12-09"}, "0-due_on"),
        (WORK_ITEMS, item, {"starts_on": "2026-12-21"}, "0-due_on"),
        (DECISIONS, decision, {"decided_on": "2026-12-01"}, "0-decided_by"),
    ):
        with pytest.raises(Invalid) as refused:
            save_rows(project, board, [RowEdit(cells, row.id)], by=pmo)
        assert set(refused.value.errors) == {wrong}
        db.session.rollback()


def test_a_row_that_somebody_else_saved_is_not_written_over() -> None:
    project, pmo, *_rest = begun_project()
    written(project, "issues", pmo, {"title": "権限不足"})
    issue = rows_of(project, ISSUES)[0]
    seen = issue.version
    save_rows(project, ISSUES, [RowEdit({"owner": "山田"}, issue.id, seen)], by=pmo)
    db.session.commit()
    with pytest.raises(DomainError, match="I-1"):
        save_rows(project, ISSUES, [RowEdit({"owner": "佐藤"}, issue.id, seen)], by=pmo)
    db.session.rollback()
    assert db.session.scalars(select(Issue.owner)).one() == "山田"


def test_another_projects_row_is_no_row_of_this_board() -> None:
    project, pmo, *_rest = begun_project()
    written(project, "issues", pmo, {"title": "権限不足"})
    other, other_pmo, *_others = begun_project()
    with pytest.raises(DomainError):
        save_rows(other, ISSUES, [RowEdit({"owner": "佐藤"}, rows_of(project, ISSUES)[0].id, 1)], by=other_pmo)


def test_a_save_is_undone_whole_unless_a_row_was_changed_again() -> None:
    project, pmo, *_rest = begun_project()
    batch = written(project, "issues", pmo, {"title": "権限不足", "severity": "高"}, {"title": "環境未整備"})
    first, second = rows_of(project, ISSUES)
    edits = [
        RowEdit({"owner": "山田", "due_on": "2026-12-01", "severity": "低"}, first.id, first.version),
        RowEdit(row_id=second.id, seen=second.version, removes=True),
    ]
    later = save_rows(project, ISSUES, edits, by=pmo)
    db.session.commit()
    with pytest.raises(DomainError):
        undo(project, ISSUES, batch, by=pmo)
    undo(project, ISSUES, later, by=pmo)
    db.session.commit()
    first, second = rows_of(project, ISSUES)
    assert (first.owner, first.due_on, first.severity.value, second.title) == ("", None, "high", "環境未整備")
    undo(project, ISSUES, batch, by=pmo)
    db.session.commit()
    assert rows_of(project, ISSUES) == []
    with pytest.raises(DomainError):
        undo(project, ISSUES, batch, by=pmo)
    kept = select(func.count(RowChange.id)).where(RowChange.undone_at.is_not(None))
    assert db.session.scalar(kept) == 4
    saves = select(func.count(AuditEntry.id)).where(AuditEntry.event == "board save undone")
    assert db.session.scalar(saves) == 2


def test_what_other_rows_need_by_now_is_not_undone() -> None:
    project, pmo, *_rest = begun_project()
    batch = written(project, "work-items", pmo, {"name": "移行"})
    written(project, "work-items", pmo, {"name": "試験", "after": "1"})
    with pytest.raises(DomainError, match="W-2"):
        undo(project, WORK_ITEMS, batch, by=pmo)
    db.session.rollback()
    assert [row.name for row in rows_of(project, WORK_ITEMS)] == ["移行", "試験"]


def test_what_was_agreed_since_is_not_undone() -> None:
    project, pmo, *_rest = begun_project()
    milestone = rows_of(project, MILESTONES)[0]
    agreed = today() + timedelta(days=40)
    batch = save_rows(project, MILESTONES, [RowEdit({"forecast_on": str(agreed)}, milestone.id)], by=pmo)
    agree_baseline(project, by=pmo)
    db.session.commit()
    with pytest.raises(DomainError):
        undo(project, MILESTONES, batch, by=pmo)
    db.session.rollback()
    assert (milestone.baseline_on, milestone.forecast_on) == (agreed, agreed)


def test_levels_and_predecessors_are_checked_over_the_whole_board() -> None:
    project, pmo, *_rest = begun_project()
    with pytest.raises(Invalid):
        written(project, "work-items", pmo, {"name": "移行", "level": "1"}, {"name": "試験", "level": "3"})
    db.session.rollback()
    with pytest.raises(Invalid):
        written(project, "work-items", pmo, {"name": "移行", "after": "2"}, {"name": "試験", "after": "1"})
    db.session.rollback()
    written(project, "work-items", pmo, {"name": "移行"}, {"name": "試験", "level": "2", "after": "1FS+2d"})
    assert [row.level for row in rows_of(project, WORK_ITEMS)] == [1, 2]


def test_a_milestones_forecast_is_kept_once_a_day() -> None:
    project, pmo, *_rest = begun_project()
    milestone = rows_of(project, MILESTONES)[0]
    for later in (7, 14):
        day = today() + timedelta(days=later)
        save_rows(project, MILESTONES, [RowEdit({"forecast_on": str(day)}, milestone.id, milestone.version)], by=pmo)
        db.session.commit()
    assert _forecast(milestone) == today() + timedelta(days=14)
    for expected in (today() + timedelta(days=7), None):
        batch = last_save(project, MILESTONES, pmo)
        assert batch is not None
        undo(project, MILESTONES, batch, by=pmo)
        if expected is None:
            save_rows(project, MILESTONES, [RowEdit({"forecast_on": ""}, milestone.id)], by=pmo)
        db.session.commit()
        assert _forecast(milestone) == expected


def test_removed_rows_make_room_for_new_ones_up_to_a_limit_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    project, pmo, *_rest = begun_project()
    monkeypatch.setattr("marketplace.tracker.operations.rows.MOST_ROWS", 1)
    monkeypatch.setattr("marketplace.tracker.operations.rows.MOST_KEPT", 2)
    written(project, "risks", pmo, {"title": "一"})
    with pytest.raises(DomainError):
        written(project, "risks", pmo, {"title": "二"})
    _remove_all(project, pmo)
    written(project, "risks", pmo, {"title": "二"})
    _remove_all(project, pmo)
    with pytest.raises(DomainError):
        written(project, "risks", pmo, {"title": "三"})


def _remove_all(project: Project, pmo: User) -> None:
    save_rows(project, RISKS, [RowEdit({}, each.id, removes=True) for each in rows_of(project, RISKS)], by=pmo)
