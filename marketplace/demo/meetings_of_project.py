"""The demo's minutes: two meetings of the project, of which one has become rows already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.db import db
from marketplace.minutes.lines import found_lines
from marketplace.minutes.operations import Made, Written, make_rows, write_minutes

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

BEFORE = """1. 進捗
要件定義は予定どおり。移行要件の確認に一週間の余裕を見込む。
【決定】移行リハーサルは二回行う（情報システム部長）
【アクション】移行リハーサルの環境を手配する 担当:佐藤 期限:{due}
2. 課題
受入試験の担当者は部門長が来週までに決める。"""
LAST = """1. 進捗
設計・構築を開始した。ベンダーの体制は計画どおり。
決定: 週次の品質確認を設計工程から始める
AI: 品質確認の観点表を作る @高橋さん ～{due}まで
TODO: 役員会の資料案を回覧する 担当:中村
2. その他
次回は移行データの検証結果を確認する。"""


def add_minutes(project: Project, pmo: User) -> None:
    """Write the minutes of the last two weeks' meetings."""
    people = "情報システム部長、高橋、佐藤、中村（PMO）"
    name = project.series[0]["name"]
    for weeks, body in ((2, BEFORE), (1, LAST)):
        day = today() - timedelta(weeks=weeks)
        due = day + timedelta(days=9)
        written = Written(name, day, "オンライン", people, body.format(due=f"{due.month}/{due.day}"))
        minutes = write_minutes(project, written, by=pmo)
        db.session.flush()
        if weeks > 1:
            found = found_lines(minutes.body, day)
            made = [
                Made(
                    each.key, each.kind, each.title, each.owner or name, each.due_on.isoformat() if each.due_on else ""
                )
                for each in found
            ]
            make_rows(minutes, made, by=pmo)
            db.session.flush()
