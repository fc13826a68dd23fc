"""The demo's projects: set up under its running contracts, worked on week by week, reported, acknowledged.

As with the months, each step is the product's own operation at its own moment of the past. The report that is due
next is still to be written.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import clock
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.demo.changes_of_project import add_changes
from marketplace.demo.meetings_of_project import add_minutes
from marketplace.demo.stories import MAIN, SECOND
from marketplace.demo.talk_of_project import add_talk
from marketplace.demo.tokens_of_project import add_tokens
from marketplace.i18n import in_locale
from marketplace.pipeline.parties import Side, people_of
from marketplace.pulses.labels import ASKED
from marketplace.pulses.operations.asking import answer_pulse
from marketplace.pulses.queries import pulses_of
from marketplace.pulses.states import PulseState
from marketplace.reviews.operations import open_rounds
from marketplace.status_reports.operations.answering import acknowledge
from marketplace.status_reports.operations.writing import (
    Written,
    begin_status,
    note_opening,
    save_status,
    submit_status,
)
from marketplace.status_reports.queries import next_period
from marketplace.tracker.boards import BOARDS, MILESTONES
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import begin_project, let_advisor_in, start_project
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.demo.stories import Story
    from marketplace.tracker.models import Project


def add_project() -> None:
    """Track the oldest running contract's project from its first days until today; all its pages show something."""
    contract = next(iter(_running()), None)
    if contract is None:
        return
    pmo, client = contract.application.consultant.user, people_of(contract.application, Side.CLIENT)[0]
    with in_locale("ja"):
        project = live(contract, MAIN)
        add_minutes(project, pmo)
        add_changes(project, pmo, client)
        add_talk(project, pmo, client)
        add_tokens(project, pmo, client)


def add_second_project() -> None:
    """Track the project of the contract that began last; the desk was let in, a review and a concern wait."""
    contract = next(iter(_running()[1:]), None)
    if contract is None:
        return
    pmo = contract.application.consultant.user
    with in_locale("ja"):
        let_advisor_in(live(contract, SECOND), invited=True, by=pmo)
    with on(today() - timedelta(days=1), 9):
        open_rounds()
        db.session.flush()
        waiting = [each for each in pulses_of(contract, Side.CONSULTANT) if each.state is PulseState.OPEN]
        for pulse in waiting:
            scores = {each.value: step for each, step in zip(ASKED[pulse.side], (4, 4, 2, 4), strict=True)}
            answer_pulse(pulse, scores, "部品番号の対応表が決まらず、集計が止まっています。", call_me=False, by=pmo)
        db.session.flush()


def _running() -> Sequence[Contract]:
    query = select(Contract).where(Contract.state == ContractState.ACTIVE)
    return db.session.scalars(query.order_by(Contract.first_day, Contract.id)).all()


def live(contract: Contract, story: Story) -> Project:
    """Live a project from its contract's first days until today, or until the contract's last day."""
    pmo = contract.application.consultant.user
    begun = business_days_after(contract.first_day, 2)
    with on(begun):
        project = begin_project(contract, story.set_up, by=pmo)
        db.session.flush()
        _plan(project, story, begun, pmo)
    start = business_days_after(begun, 3)
    with on(start):
        start_project(project, by=pmo)
        db.session.flush()
    _weeks(project, story, start, pmo)
    return project


def on(day: date, hour: int = 14) -> AbstractContextManager[None]:
    """Set the clock to an hour of a day."""
    return clock.at(datetime.combine(day, time(hour), tzinfo=TOKYO))


def _write(project: Project, board: str, edits: list[RowEdit], by: User) -> None:
    if edits:
        save_rows(project, BOARDS[board], edits, by=by)
        db.session.flush()


def _day(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


def _plan(project: Project, story: Story, start: date, by: User) -> None:
    after = [*(level for level, *_rest in story.work[1:]), 1]
    work = [
        RowEdit({
            "level": str(level), "name": name, "owner": owner, "starts_on": _day(start, first), "due_on": _day(start, last),
            "effort": str(hours), "cost": str(0 if below > level else yen),
        })
        for (level, name, owner, first, last, hours, yen), below in zip(story.work, after, strict=True)
    ]  # fmt: skip
    _write(project, "work-items", work, by)
    risks = [
        RowEdit(dict(zip(("title", "probability", "impact", "response", "measure", "owner"), each, strict=True)))
        for each in story.risks
    ]
    _write(project, "risks", risks, by)
    needs = [RowEdit({"title": what, "on_whom": whom, "due_on": _day(start, days)}) for what, whom, days in story.needs]
    _write(project, "dependencies", needs, by)


def _weeks(project: Project, story: Story, start: date, pmo: User) -> None:
    """Live week after week: what happened goes onto the boards, then the report is written and acknowledged."""
    reader = people_of(project.contract.application, Side.CLIENT)[0]
    since, end = start, min(today() - timedelta(days=1), project.contract.last_day + timedelta(days=1))
    while (period := next_period(project)) is not None and period[1] < end:
        due = period[1]
        with on(due, 10):
            _happened(project, story, start, since, due, pmo)
        with on(due, 15):
            report = begin_status(project, by=pmo)
            note_opening(report)
            db.session.flush()
        with clock.at(datetime.combine(due, time(15, 7), tzinfo=TOKYO)):
            summary = story.summaries[report.number % len(story.summaries)]
            words = {"summary": summary, "next_period": "次の区切りに向けて、担当ごとの残件を確認する。"}
            save_status(report, Written(words), by=pmo)
            submit_status(report, by=pmo)
            db.session.flush()
        with on(business_days_after(due, 1), 11):
            if business_days_after(due, 1) <= today():
                acknowledge(report, by=reader)
                db.session.flush()
        since = due


def _happened(project: Project, story: Story, start: date, since: date, until: date, by: User) -> None:
    """Write what has happened between two reports."""

    def fell(days: int | None) -> bool:
        return days is not None and since < start + timedelta(days=days) <= until

    items = rows_of(project, BOARDS["work-items"])
    progress = []
    for row, (*_rest, first, last, hours, _yen) in zip(items, story.work, strict=True):
        share = max(0, min(100, round(100 * ((until - start).days - first) / (last - first))))
        if share != row.percent:
            cells = {"percent": str(share), "spent": str(hours * share // 96), "paid": str(row.cost * share // 98)}
            progress.append(RowEdit(cells, row.id, row.version))
    _write(project, "work-items", progress, by)
    raised = [
        RowEdit({"title": title, "severity": severity, "measure": words, "owner": owner,
                 "raised_on": _day(start, on), "due_on": _day(start, due)})
        for title, severity, words, owner, on, due, _closed in story.issues if fell(on)
    ]  # fmt: skip
    _write(project, "issues", raised, by)
    closed = {title: _day(start, done) for title, *_rest, done in story.issues if done is not None and fell(done)}
    _write(project, "issues", [
        RowEdit({"closed_on": closed[row.title]}, row.id, row.version)
        for row in rows_of(project, BOARDS["issues"]) if row.title in closed
    ], by)  # fmt: skip
    _write(project, "decisions", [
        RowEdit({"title": title, "decided_by": who, "decided_on": _day(start, on), "why": why, "alternatives": other})
        for title, who, on, why, other in story.decisions if fell(on)
    ], by)  # fmt: skip
    _write(project, "actions", [
        RowEdit({"title": title, "owner": owner, "due_on": _day(start, due),
                 "done_on": _day(start, done) if done else ""})
        for title, owner, due, done in story.actions if fell(due)
    ], by)  # fmt: skip
    _milestones(project, story, until, by)


def _milestones(project: Project, story: Story, until: date, by: User) -> None:
    """Reach milestones some days after they were expected; before that they are expected a little later each time."""
    edits = []
    for row in rows_of(project, MILESTONES):
        if row.actual_on is None and row.forecast_on and row.forecast_on <= until:
            reached = row.forecast_on if story.punctual else until
            edits.append(RowEdit({"actual_on": reached.isoformat()}, row.id, row.version))
        elif row.actual_on is None and row.forecast_on and row.number > 2 and until.day <= 7:
            later = (row.forecast_on + timedelta(days=3)).isoformat()
            edits.append(RowEdit({"forecast_on": later}, row.id, row.version))
    _write(project, "milestones", edits, by)
