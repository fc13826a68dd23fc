"""Projects with everything on their boards and reports handed in."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import time_machine

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.status_reports.operations.writing import Written, begin_status, save_status, submit_status
from marketplace.tracker.boards import ACTIONS, DECISIONS
from marketplace.tracker.queries import rows_of
from marketplace.tracker.states import Dimension, Rag
from tests.factories.tracker import plain_minutes, started_project, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.status_reports.models import StatusReport
    from marketplace.tracker.models import Minutes, Project


NO_WORDS: Mapping[str, str] = MappingProxyType({})


def handed_in(project: Project, by: User, words: Mapping[str, str] = NO_WORDS, *, days_ago: int = 0) -> StatusReport:
    """Write and hand in the next report, so many days ago."""
    said = {"summary": "順調です。", "next_period": "試験の準備を進めます。"} | dict(words)
    with time_machine.travel(now() - timedelta(days=days_ago), tick=False):
        report = begin_status(project, by=by)
        rated = dict.fromkeys(Dimension, (Rag.AMBER, "慎重に見ています。"))
        save_status(report, Written(said, rated, ("本文", "", "")), by=by)
        submit_status(report, by=by)
        db.session.commit()
    return report


def day(offset: int) -> str:
    """Say a day so many days from today."""
    return (today() + timedelta(days=offset)).isoformat()


def told_project(**words: str) -> tuple[Project, User, User, User, StatusReport]:
    """Begin a project five weeks ago with work, risks, issues, decisions and actions; hand in two reports."""
    project, pmo, owner, advisor = started_project(weeks=5)
    done = {"percent": "80", "cost": "1000000", "paid": "900000"}
    written(project, "work-items", pmo, {"name": "設計", "starts_on": day(-30), "due_on": day(-5), **done},
            {"name": "構築", "starts_on": day(-5), "due_on": day(30), "cost": "2000000"})  # fmt: skip
    wild = {"title": '=HYPERLINK("http://x")', "probability": "5", "impact": "4", "owner": "+81"}
    written(project, "risks", pmo, wild, {"title": "要員の異動", "probability": "2", "impact": "2"})
    written(project, "issues", pmo, {"title": "@SUM(A1)", "severity": "高", "raised_on": day(-20), "due_on": day(-3)})
    written(project, "decisions", pmo, {"title": "受入試験の回数", "due_on": day(7)})
    written(project, "actions", pmo, {"title": "日程案を配る", "owner": "佐藤", "due_on": day(-2)})
    handed_in(project, pmo, days_ago=7)
    return project, pmo, owner, advisor, handed_in(project, pmo, words)


LONG = "販売管理・在庫管理・会計の三つの領域にまたがる移行対象データの洗い出しと、移行リハーサルの日程の合意"
PASSED = ("結合試験の完了", "移行リハーサルの完了", "受入試験の完了", "利用者教育の完了", "本番移行", LONG[:40])
WORK = (("現状調査", 0, 100), ("要件定義", 20, 90), ("設計・構築", 45, 40), (LONG, 70, 0))
RISKS = ("主要要員が年末に異動する", LONG, "移行データの品質が想定より低い", "=1+1", "法改正", "契約更新")
ISSUES = (("試験環境が足りない", "高"), (LONG, "中"), ("帳票の仕様が決まらない", "低"))
WORDS = {
    "summary": f"全体は予定より五日の遅れです。{LONG}に時間を要しています。\n来週までに回復の案を示します。",
    "decisions_asked": "受入試験の回数を決めてください。",
    "help_needed": "業務部門の参加者を二名増やしてください。",
}


def full_project() -> tuple[Project, User, User, Minutes, StatusReport]:
    """Fill a project as ten weeks do: long words, many milestones, five reports, minutes; not closed yet."""
    project, pmo, owner, _advisor = started_project(weeks=10)
    passed = [
        {"name": name, "forecast_on": day(at * 12), "baseline_on": day(at * 9), "owner": "高橋"}
        for at, name in enumerate(PASSED)
    ]
    spent = {"cost": "6000000", "owner": "中村"}
    work = [
        {"name": name, "starts_on": day(at - 65), "due_on": day(at - 40), "percent": str(done),
         "paid": str(done * 65_000), **spent}
        for name, at, done in WORK
    ]  # fmt: skip
    risks = [
        {"title": title, "probability": str(5 - at % 4), "impact": str(5 - at % 3), "owner": "佐藤", "due_on": day(at)}
        for at, title in enumerate(RISKS)
    ]
    issues = [
        {"title": title, "severity": word, "raised_on": day(at - 30), "due_on": day(at - 5), "owner": "田中"}
        for at, (title, word) in enumerate(ISSUES)
    ]
    decisions = [{"title": "受入試験の回数", "due_on": day(7)}, {"title": LONG, "due_on": day(9)}]
    actions = [{"title": "日程案を配る", "owner": "佐藤", "due_on": day(-2)}, {"title": LONG}]
    boards = {"milestones": passed, "work-items": work, "risks": risks, "issues": issues, "decisions": decisions}
    for board, cells in (boards | {"actions": actions}).items():
        written(project, board, pmo, *cells)
    reports = [handed_in(project, pmo, WORDS, days_ago=ago) for ago in (56, 42, 28, 14, 0)]
    return project, pmo, owner, _full_minutes(project), reports[-1]


def _full_minutes(project: Project) -> Minutes:
    """Keep minutes of which the decisions and actions were made."""
    minutes = plain_minutes(project)
    db.session.flush()
    minutes.attendees, minutes.place = "高橋（PMO）、佐藤、中村、業務部 田中", "本社 8階 会議室"
    minutes.body = f"決定: 受入試験は二回とする\nTODO: 日程案を配る（佐藤）\n\n{LONG}について意見を交わした。\n"
    for board in (DECISIONS, ACTIONS):
        for row in rows_of(project, board):
            row.minutes_id = minutes.id
    db.session.commit()
    return minutes
