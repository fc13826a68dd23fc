r"""Backlog's CSV (ヌーラボ), Japanese and English, CP932 or UTF-8: line breaks arrive as a literal \n, or \\n."""

from __future__ import annotations

import re

from marketplace.tracker.reading.mapping import NOT_NEEDED
from marketplace.tracker.reading.tables import Tool

_BREAK = re.compile(r"\\{1,2}(?:r\\{1,2})?n")


def _text(text: str) -> str:
    return _BREAK.sub("\n", text).strip()


_NOT_NEEDED = (
    "id", "プロジェクトid", "プロジェクト名", "キーid", "種別id", "カテゴリーid", "発生バージョンid", "状態id",
    "優先度id", "マイルストーンid", "完了理由id", "担当者id", "登録者id", "更新者id", "添付", "共有",
    "project id", "project name", "key id", "issue type id", "category id", "version id", "status id", "priority id",
    "milestone id", "resolution id", "assignee id", "create user id", "update user id", "attachment", "shared file",
)  # fmt: skip

BACKLOG = Tool(
    "backlog",
    (
        frozenset({"キー", "件名", "種別", "状態"}),
        frozenset({"key", "subject", "issue type", "status"}),
    ),
    {
        **dict.fromkeys(("キー", "key"), "key"),
        **dict.fromkeys(("親課題キー", "親課題", "parent issue key", "parent issue"), "parent"),
        **dict.fromkeys(("種別", "issue type"), "kind"),
        **dict.fromkeys(("状態", "status"), "status"),
        **dict.fromkeys(("件名", "subject"), "title"),
        **dict.fromkeys(("担当者", "assignee"), "owner"),
        **dict.fromkeys(("開始日", "start date"), "start"),
        **dict.fromkeys(("期限日", "due date"), "due"),
        **dict.fromkeys(("登録日", "created date", "created"), "created"),
        **dict.fromkeys(("更新日", "updated"), "updated"),
        **dict.fromkeys(("優先度", "priority"), "priority"),
        **dict.fromkeys(("予定時間", "estimated hours"), "effort"),
        **dict.fromkeys(("実績時間", "actual hours"), "spent"),
        **dict.fromkeys(("進捗", "進捗率", "progress"), "percent"),
        **dict.fromkeys(("詳細", "description"), "text"),
        **dict.fromkeys((f"コメント{number}" for number in range(1, 101)), "comment"),
        **dict.fromkeys((f"comment{number}" for number in range(1, 101)), "comment"),
        **dict.fromkeys((f"comment {number}" for number in range(1, 101)), "comment"),
        **dict.fromkeys(_NOT_NEEDED, NOT_NEEDED),
    },
    frozenset({"完了", "closed"}),  # 処理済み (Resolved) still waits for the one who asked
    text=_text,
)
