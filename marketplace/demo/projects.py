"""The demo's project: set up under the oldest running contract, worked on week by week, reported, acknowledged.

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
from marketplace.demo.talk_of_project import add_talk
from marketplace.i18n import in_locale
from marketplace.pipeline.parties import Side, people_of
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
from marketplace.tracker.operations.setting_up import SetUp, begin_project, start_project
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import Cadence, PmoType

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

BUDGET = 48_000_000
WORK = (  # level, name, person in charge, first and last day from the start, hours, yen
    (1, "現状調査", "中村", 0, 28, 120, 3_000_000),
    (2, "関係部署の聞き取り", "中村", 0, 14, 60, 1_500_000),
    (2, "課題の整理", "高橋", 14, 28, 60, 1_500_000),
    (1, "要件定義", "高橋", 28, 75, 320, 12_000_000),
    (2, "業務要件の合意", "高橋", 28, 56, 200, 7_000_000),
    (2, "移行要件の合意", "佐藤", 49, 75, 120, 5_000_000),
    (1, "設計・構築", "ベンダーA", 70, 140, 900, 24_000_000),
    (1, "移行準備", "佐藤", 100, 170, 240, 6_000_000),
)
RISKS = (
    ("主要要員が年末に異動する", "4", "4", "軽減", "引き継ぎ計画を作り、副担当を置く", "中村"),
    ("移行データの品質が想定より低い", "3", "5", "軽減", "月次で検証を行う", "佐藤"),
    ("ベンダーの繁忙期と試験が重なる", "2", "3", "受容", "", "高橋"),
)
ISSUES = (  # title, severity, what is done, person, raised and due in days from the start, closed or none
    ("本番データの移行手順が決まらない", "高", "業務部門と手順を合意する", "佐藤", 40, 62, 66),
    ("検証環境の権限申請が滞留している", "中", "申請の窓口を一本化した", "中村", 45, 59, 55),
    ("受入試験の担当者が未定", "高", "部門長に依頼済み", "高橋", 70, 400, None),
    ("議事録の承認に時間がかかる", "低", "翌営業日の確認に変更", "中村", 20, 40, 33),
)
DECISIONS = (
    ("並行稼働は行わない", "情報システム部長", 48, "費用と要員の負担が大きいため", "一か月の並行稼働"),
    ("受入試験は二回に分ける", "業務改革部長", 72, "繁忙期を避けるため", ""),
)
ACTIONS = (
    ("移行リハーサルの日程案を配る", "佐藤", 60, 58),
    ("役員向け説明資料を作る", "中村", 75, 74),
    ("試験計画の初版を回す", "高橋", 95, None),
)
SUMMARIES = (
    "計画どおり進んでいる。次週は課題の整理に入る。",
    "聞き取りを終えた。業務要件の合意に向けて論点を絞り込んでいる。",
    "移行手順の合意が遅れている。業務部門との打合せを追加した。",
    "遅れは回復しつつある。受入試験の体制を固める必要がある。",
)


def add_project() -> None:
    """Track the oldest running contract's project from its first days until today."""
    contract = db.session.scalars(
        select(Contract).where(Contract.state == ContractState.ACTIVE).order_by(Contract.first_day)
    ).first()
    if contract is None:
        return
    pmo = contract.application.consultant.user
    begun = business_days_after(contract.first_day, 2)
    with in_locale("ja"):
        chosen = SetUp("経営管理指標の整備", PmoType.CONTROLLING, Cadence.WEEKLY, 3, BUDGET)
        with _on(begun):
            project = begin_project(contract, chosen, by=pmo)
            db.session.flush()
            _plan(project, begun, pmo)
        start = business_days_after(begun, 3)
        with _on(start):
            start_project(project, by=pmo)
            db.session.flush()
        _weeks(project, start, pmo)
        add_minutes(project, pmo)
        client = people_of(contract.application, Side.CLIENT)[0]
        add_changes(project, pmo, client)
        add_talk(project, pmo, client)


def _on(day: date, hour: int = 14) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(day, time(hour), tzinfo=TOKYO))


def _write(project: Project, board: str, edits: list[RowEdit], by: User) -> None:
    if edits:
        save_rows(project, BOARDS[board], edits, by=by)
        db.session.flush()


def _day(start: date, days: int) -> str:
    return (start + timedelta(days=days)).isoformat()


def _plan(project: Project, start: date, by: User) -> None:
    work = [
        RowEdit({
            "level": str(level), "name": name, "owner": owner, "starts_on": _day(start, first), "due_on": _day(start, last),
            "effort": str(hours), "cost": str(yen if level > 1 or name in {"設計・構築", "移行準備"} else 0),
        })
        for level, name, owner, first, last, hours, yen in WORK
    ]  # fmt: skip
    _write(project, "work-items", work, by)
    risks = [
        RowEdit(dict(zip(("title", "probability", "impact", "response", "measure", "owner"), each, strict=True)))
        for each in RISKS
    ]
    _write(project, "risks", risks, by)


def _weeks(project: Project, start: date, pmo: User) -> None:
    """Live week after week: what happened goes onto the boards, then the report is written and acknowledged."""
    reader = people_of(project.contract.application, Side.CLIENT)[0]
    since = start
    while (period := next_period(project)) is not None and period[1] < today() - timedelta(days=1):
        due = period[1]
        with _on(due, 10):
            _happened(project, start, since, due, pmo)
        with _on(due, 15):
            report = begin_status(project, by=pmo)
            note_opening(report)
            db.session.flush()
        with clock.at(datetime.combine(due, time(15, 7), tzinfo=TOKYO)):
            summary = SUMMARIES[report.number % len(SUMMARIES)]
            words = {"summary": summary, "next_period": "次の区切りに向けて、担当ごとの残件を確認する。"}
            save_status(report, Written(words), by=pmo)
            submit_status(report, by=pmo)
            db.session.flush()
        with _on(business_days_after(due, 1), 11):
            if business_days_after(due, 1) <= today():
                acknowledge(report, by=reader)
                db.session.flush()
        since = due


def _happened(project: Project, start: date, since: date, until: date, by: User) -> None:
    """Write what has happened between two reports."""

    def fell(days: int | None) -> bool:
        return days is not None and since < start + timedelta(days=days) <= until

    items = rows_of(project, BOARDS["work-items"])
    progress = []
    for row, (*_rest, first, last, hours, _yen) in zip(items, WORK, strict=True):
        share = max(0, min(100, round(100 * ((until - start).days - first) / (last - first))))
        if share != row.percent:
            cells = {"percent": str(share), "spent": str(hours * share // 96), "paid": str(row.cost * share // 98)}
            progress.append(RowEdit(cells, row.id, row.version))
    _write(project, "work-items", progress, by)
    raised = [
        RowEdit({"title": title, "severity": severity, "measure": words, "owner": owner,
                 "raised_on": _day(start, on), "due_on": _day(start, due)})
        for title, severity, words, owner, on, due, _closed in ISSUES if fell(on)
    ]  # fmt: skip
    _write(project, "issues", raised, by)
    closed = {title: _day(start, done) for title, *_rest, done in ISSUES if done is not None and fell(done)}
    _write(project, "issues", [
        RowEdit({"closed_on": closed[row.title]}, row.id, row.version)
        for row in rows_of(project, BOARDS["issues"]) if row.title in closed
    ], by)  # fmt: skip
    _write(project, "decisions", [
        RowEdit({"title": title, "decided_by": who, "decided_on": _day(start, on), "why": why, "alternatives": other})
        for title, who, on, why, other in DECISIONS if fell(on)
    ], by)  # fmt: skip
    _write(project, "actions", [
        RowEdit({"title": title, "owner": owner, "due_on": _day(start, due),
                 "done_on": _day(start, done) if done else ""})
        for title, owner, due, done in ACTIONS if fell(due)
    ], by)  # fmt: skip
    _milestones(project, until, by)


def _milestones(project: Project, until: date, by: User) -> None:
    """Reach milestones five days after they were expected; before that they are expected a little later each time."""
    edits = []
    for row in rows_of(project, MILESTONES):
        if row.actual_on is None and row.forecast_on and row.forecast_on <= until:
            edits.append(RowEdit({"actual_on": until.isoformat()}, row.id, row.version))
        elif row.actual_on is None and row.forecast_on and row.number > 2 and until.day <= 7:
            later = (row.forecast_on + timedelta(days=3)).isoformat()
            edits.append(RowEdit({"forecast_on": later}, row.id, row.version))
    _write(project, "milestones", edits, by)
