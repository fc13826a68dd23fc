"""The headings people write over their own lists, in Japanese and English, and which board each belongs to."""

from __future__ import annotations

from functools import cache

from marketplace.i18n import LOCALES, in_locale
from marketplace.tracker.boards import (
    ACTIONS,
    ASSUMPTIONS,
    BOARDS,
    DECISIONS,
    DEPENDENCIES,
    ISSUES,
    MILESTONES,
    RISKS,
    WORK_ITEMS,
)
from marketplace.tracker.reading.mapping import bare
from marketplace.tracker.reading.placing import column_of
from marketplace.tracker.reading.tables import Tool

LEVELS = ("level1", "level2", "level3")
GENERIC = {"件名", "タイトル", "内容", "概要", "subject", "summary", "title", "name", "名称"}
# Words in a sheet's name or above its headings; in this order where two boards fit alike.
HINTS: dict[str, tuple[str, ...]] = {
    ISSUES.name: ("課題", "issue"),
    WORK_ITEMS.name: ("wbs", "作業", "タスク", "task", "スケジュール", "工程"),
    RISKS.name: ("リスク", "risk"),
    ACTIONS.name: ("アクション", "action", "todo", "宿題"),
    DECISIONS.name: ("決定", "decision"),
    MILESTONES.name: ("マイルストーン", "milestone"),
    ASSUMPTIONS.name: ("前提", "assumption"),
    DEPENDENCIES.name: ("依存", "dependenc"),
}
_USUAL = {
    "key": ("no", "no.", "№", "#", "id", "番号", "項番", "管理番号", "管理no", "管理no.", "課題番号", "課題no",
            "課題no.", "課題id", "リスク番号", "リスクno", "リスクno.", "リスクid", "タスクid", "タスク番号", "wbs番号",
            "wbs no.", "wbs", "wbs id", "key", "number"),
    "status": ("状態", "状況", "ステータス", "進捗状況", "status", "state"),
    "comment": ("備考", "コメント", "メモ", "経緯", "対応経緯", "経過", "対応履歴", "notes", "note", "remarks",
                "comment", "comments"),
    "text": ("詳細", "課題詳細", "リスク詳細", "説明", "description", "details"),
    "updated": ("更新日", "最終更新日", "updated", "last updated"),
    "created": ("作成日", "起票", "発見日", "raised on", "raised", "created on", "date raised"),
    "priority": ("緊急度", "優先順位", "優先度", "重要度", "priority", "severity"),
    "owner": ("担当者名", "主担当", "主担当者", "対応者", "オーナー", "owner", "assigned to", "responsible"),
    "start": ("着手日", "着手予定日", "開始予定", "start", "planned start"),
    "due": ("完了予定日", "完了予定", "終了予定日", "終了予定", "対応予定日", "完了期限", "回答期限", "due", "end",
            "finish", "end date", "finish date", "planned end", "target date"),
    "done": ("対応完了日", "完了実績日", "完了実績", "終了実績", "closed", "closed on", "close date", "resolved",
             "done"),
    "percent": ("進捗%", "完了率", "% complete", "percent complete", "done %"),
    "before": ("先行作業", "前提タスク", "依存タスク", "predecessor", "depends on"),
}  # fmt: skip
_WORK = {
    "due": ("終了日", "終了", "完了日", "完了"),
    "level1": ("大項目", "大分類", "フェーズ", "工程", "phase", "level 1"),
    "level2": ("中項目", "中分類", "level 2"),
    "level3": ("小項目", "小分類", "level 3"),
}
REGISTER = Tool(
    "register",
    (),
    {},
    frozenset(
        {"完了", "クローズ", "済", "済み", "対応済", "対応済み", "解決", "解決済", "解決済み", "終了", "完", "done",
         "closed", "completed", "complete", "resolved", "close"}
    ),
    by_title=True,
)  # fmt: skip


@cache
def known_headings(board_name: str) -> dict[str, str]:
    """Return what each heading means on a board: the board's own first, in both languages, then usual ones."""
    board = BOARDS[board_name]
    known: dict[str, str] = {}
    for column in board.columns:
        meaning = "before" if column.name == "after" else column.name
        for heading in (column.name.replace("_", " "), *column.headings):
            known.setdefault(bare(heading), meaning)
        for locale in LOCALES:
            with in_locale(locale):
                known.setdefault(bare(str(column.label)), meaning)
    for usual in (_WORK if board is WORK_ITEMS else {}, _USUAL):
        for meaning, headings in usual.items():
            column_there = column_of(board, meaning)
            for heading in headings:
                known.setdefault(bare(heading), column_there.name if column_there else meaning)
    return known
