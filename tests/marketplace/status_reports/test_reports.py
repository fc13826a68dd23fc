"""A report from the boards to the client and back: pre-filled, handed in as an edition, answered, reminded of."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.outbox import Message
from marketplace.status_reports.changes import changes_of, facts_of
from marketplace.status_reports.indicators import indicators_of
from marketplace.status_reports.models import Edition, Receipt, StatusReport
from marketplace.status_reports.operations.answering import acknowledge, note_reading, return_status
from marketplace.status_reports.operations.reminding import alarm_of_silence, remind_writers
from marketplace.status_reports.operations.writing import (
    Written,
    begin_status,
    note_opening,
    save_status,
    submit_status,
)
from marketplace.status_reports.queries import boards_of, history_of, late_since, next_period
from marketplace.status_reports.states import EDGES, StatusState
from marketplace.tracker.boards import ISSUES, MILESTONES, WORK_ITEMS
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import close_project
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import Dimension, Rag
from tests.factories.tracker import begun_project, started_project, written

pytestmark = pytest.mark.usefixtures("session")
SUMMARY = Written({"summary": "計画どおり。", "next_period": "移行手順の合意。", "help_needed": "権限の付与。"})


def _told(event: str) -> int:
    query = select(func.count(Message.id)).where(Message.template == f"status_reports/{event}")
    return db.session.scalar(query) or 0


def test_the_edges_are_the_glossarys() -> None:
    moves = {(old.value, new.value) for old, news in EDGES.items() for new in news}
    assert moves == {
        ("draft", "submitted"), ("submitted", "returned"), ("submitted", "acknowledged"), ("returned", "submitted"),
    }  # fmt: skip


def test_a_report_is_begun_once_for_its_period_and_not_before_the_start() -> None:
    project, pmo, *_rest = begun_project()
    with pytest.raises(DomainError):
        begin_status(project, by=pmo)
    project, pmo, *_rest = started_project()
    report = begin_status(project, by=pmo)
    db.session.commit()
    assert begin_status(project, by=pmo).id == report.id
    assert report.first_day < report.due_on
    assert report.due_on.weekday() <= 3
    close_project(project, by=pmo)
    save_status(report, SUMMARY, by=pmo)
    submit_status(report, by=pmo)
    db.session.commit()
    with pytest.raises(DomainError):
        begin_status(project, by=pmo)


def test_what_changed_on_the_boards_stands_in_it() -> None:
    project, pmo, *_rest = started_project()
    report = begin_status(project, by=pmo)
    db.session.commit()
    with time_machine.travel(now() - timedelta(days=18), tick=False):
        written(project, "issues", pmo, {"title": "権限不足", "severity": "高", "due_on": str(today())})
        written(project, "work-items", pmo, {"name": "移行計画", "percent": "40"})
        written(project, "actions", pmo, {"title": "会議室の手配", "owner": "山田", "due_on": str(today())})
        written(
            project, "decisions", pmo, {"title": "並行稼働はしない", "decided_by": "部長", "decided_on": str(today())}
        )
    item, milestone = rows_of(project, WORK_ITEMS)[0], rows_of(project, MILESTONES)[0]
    later = milestone.forecast_on + timedelta(days=12)
    save_rows(project, WORK_ITEMS, [RowEdit({"percent": "100"}, item.id, item.version)], by=pmo)
    save_rows(project, MILESTONES, [RowEdit({"forecast_on": str(later)}, milestone.id, milestone.version)], by=pmo)
    db.session.commit()
    changes = changes_of(boards_of(report), report.first_day, today())
    assert [each.code for each in changes.done] == ["W-1"]
    assert [(each.code, each.day) for each in changes.slipped] == [("M-1", later.isoformat())]
    assert [each.code for each in changes.new_red] == ["I-1"]
    assert [each.code for each in changes.red] == ["I-1"]
    assert [each.code for each in changes.decided] == ["D-1"]
    assert [each.code for each in changes.overdue] == ["A-1"]


def test_an_edition_keeps_what_was_handed_in_and_red_is_carried() -> None:
    project, pmo, owner, _advisor = started_project()
    written(project, "issues", pmo, {"title": "権限不足", "severity": "高"})
    report = begin_status(project, by=pmo)
    note_opening(report)
    save_status(report, SUMMARY, by=pmo)
    first = submit_status(report, by=pmo)
    db.session.commit()
    assert (report.state, report.edition, report.seconds) == (StatusState.SUBMITTED, 1, 0)
    assert first.content["ratings"]["quality"] == {"rag": "amber", "proposed": "amber", "word": ""}
    assert _told("submitted") == 1
    with pytest.raises(DomainError):
        save_status(report, SUMMARY, by=pmo)
    return_status(report, "移行の見通しがない。", by=owner)
    db.session.commit()
    save_status(report, Written({"summary": "移行は12月中旬。"}), by=pmo)
    second = submit_status(report, by=pmo)
    acknowledge(report, by=owner)
    db.session.commit()
    assert db.session.get_one(Edition, first.id).content["words"]["summary"] == "計画どおり。"
    assert (second.number, second.content["words"]["summary"]) == (2, "移行は12月中旬。")
    assert (_told("returned"), _told("acknowledged")) == (1, 1)
    with pytest.raises(TransitionRefused):
        acknowledge(report, by=owner)
    db.session.rollback()
    assert [each.number for _report, each in history_of(project)] == [2]
    after = begin_status(project, by=pmo)
    db.session.commit()
    assert (after.number, after.first_day) == (2, report.due_on + timedelta(days=1))
    with time_machine.travel(now() + timedelta(days=7), tick=False):
        red = changes_of(boards_of(after), after.first_day, today()).red
    since = second.content["changes"]["red"][0]["was"]
    assert [each.was for each in red if each.code == "I-1"] == [since]
    issue = rows_of(project, ISSUES)[0]
    save_rows(project, ISSUES, [RowEdit({"closed_on": str(today())}, issue.id, issue.version)], by=pmo)
    db.session.commit()
    red = changes_of(boards_of(after), after.first_day, today()).red
    assert "I-1" not in {each.code for each in red}


def test_another_colour_needs_a_word_and_a_summary_is_needed() -> None:
    project, pmo, *_rest = started_project()
    report = begin_status(project, by=pmo)
    save_status(report, Written({}, {Dimension.RISK: (Rag.RED, "")}), by=pmo)
    with pytest.raises(Invalid) as refused:
        submit_status(report, by=pmo)
    assert set(refused.value.errors) == {"summary", "word-risk"}
    save_status(report, Written({"summary": "要注意。"}, {Dimension.RISK: (Rag.RED, "主要要員の退職")}), by=pmo)
    edition = submit_status(report, by=pmo)
    assert edition.content["ratings"]["risk"] == {"rag": "red", "proposed": "green", "word": "主要要員の退職"}


def test_the_expected_cost_is_the_one_of_the_indicators_page_and_counts_no_summary_twice() -> None:
    project, pmo, *_rest = started_project(budget=1_200_000)
    days = {"starts_on": str(today() - timedelta(days=9)), "due_on": str(today())}
    written(
        project, "work-items", pmo, {"name": "移行", "cost": "1000000", **days},
        {"name": "計画", "level": "2", "cost": "400000", "paid": "500000", "percent": "100", **days},
        {"name": "実施", "level": "2", "cost": "600000", **days},
    )  # fmt: skip
    report = begin_status(project, by=pmo)
    facts = facts_of(boards_of(report), project.budget, today())
    value = indicators_of(project, [], today()).value
    assert (value.bac, value.ev, value.ac) == (1_000_000, 400_000, 500_000)
    assert facts.expected_cost == value.eac == 1_250_000
    item = rows_of(project, WORK_ITEMS)[1]
    save_rows(project, WORK_ITEMS, [RowEdit({"percent": "0"}, item.id)], by=pmo)
    facts = facts_of(boards_of(report), project.budget, today())
    assert facts.expected_cost == 1_500_000, "nothing is earned yet: the rest as planned"
    save_rows(project, WORK_ITEMS, [RowEdit({"paid": "0"}, item.id)], by=pmo)
    assert facts_of(boards_of(report), project.budget, today()).expected_cost is None


def test_a_reader_leaves_one_receipt_an_edition() -> None:
    project, pmo, owner, _advisor = started_project()
    report = begin_status(project, by=pmo)
    save_status(report, SUMMARY, by=pmo)
    submit_status(report, by=pmo)
    note_reading(report, by=owner)
    db.session.commit()
    note_reading(report, by=owner)
    db.session.commit()
    assert db.session.scalar(select(func.count(Receipt.id))) == 1


def test_the_calendar_reminds_on_the_day_and_alarms_of_silence_once() -> None:
    project, _pmo, *_rest = started_project(weeks=1)
    _first, due = next_period(project) or (today(), today())
    on_the_day = datetime.combine(due, time(9), tzinfo=TOKYO)
    with time_machine.travel(on_the_day - timedelta(days=1), tick=False):
        remind_writers()
        assert _told("due") == 0
    with time_machine.travel(on_the_day, tick=False):
        remind_writers()
        db.session.commit()
        remind_writers()
        alarm_of_silence()
        db.session.commit()
    report = db.session.scalars(select(StatusReport)).one()
    assert (report.project_id, report.due_on) == (project.id, due)
    assert (_told("due"), _told("silence")) == (1, 0)
    with time_machine.travel(on_the_day + timedelta(days=9), tick=False):
        alarm_of_silence()
        db.session.commit()
        alarm_of_silence()
        db.session.commit()
    assert (_told("overdue"), _told("silence")) == (1, 1)


def test_a_worker_that_was_away_on_the_due_day_does_not_hide_the_silence() -> None:
    project, pmo, owner, _advisor = started_project(weeks=1)
    _first, due = next_period(project) or (today(), today())
    with time_machine.travel(datetime.combine(business_days_after(due, 3), time(9), tzinfo=TOKYO), tick=False):
        remind_writers()
        alarm_of_silence()
        db.session.commit()
        assert (_told("due"), _told("silence"), late_since(project)) == (1, 1, due)
        report = begin_status(project, by=pmo)
        report.alarmed_on = None
        save_status(report, SUMMARY, by=pmo)
        submit_status(report, by=pmo)
        return_status(report, "見通しがない。", by=owner)
        db.session.commit()
        alarm_of_silence()
        assert _told("silence") == 1, "a report that was returned did come"
