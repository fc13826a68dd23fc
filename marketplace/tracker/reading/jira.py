"""Jira Cloud's CSV, "all fields" or the filtered ones: headings repeat, days read 22/Sep/26, times are seconds."""

from __future__ import annotations

from marketplace.tracker.reading.dates import day_text
from marketplace.tracker.reading.mapping import NOT_NEEDED
from marketplace.tracker.reading.records import Comment
from marketplace.tracker.reading.tables import Tool

_PARTS = 3


def _comment(text: str) -> Comment:
    """Read "9/Sep/26 10:00 AM;account;words", the words with any semicolons."""
    parts = text.split(";", 2)
    day = day_text(parts[0])
    if len(parts) == _PARTS and day != parts[0]:
        return Comment(day, parts[1], parts[2])
    return Comment("", "", text)


_NOT_NEEDED = (
    "project key", "project name", "project type", "project lead", "project lead id", "project description",
    "assignee id", "reporter id", "creator id", "watchers id", "last viewed", "votes", "work ratio",
    "σ original estimate", "σ remaining estimate", "σ time spent", "remaining estimate", "status category changed",
    "parent summary", "custom field (rank)", "プロジェクトキー", "プロジェクト名", "プロジェクトタイプ",
)  # fmt: skip

JIRA = Tool(
    "jira",
    (
        frozenset({"summary", "issue key", "issue type"}),
        frozenset({"summary", "work item key"}),
        frozenset({"summary", "key", "issue type"}),
        frozenset({"要約", "課題キー"}),
    ),
    {
        **dict.fromkeys(("issue key", "work item key", "key", "課題キー", "作業項目キー"), "key"),
        **dict.fromkeys(("issue id", "work item id", "課題 id", "課題id"), "alias"),
        **dict.fromkeys(("parent key", "parent", "parent id", "親", "親キー"), "parent"),
        **dict.fromkeys(("issue type", "work type", "課題タイプ", "課題の種類"), "kind"),
        **dict.fromkeys(("status", "status category", "ステータス", "ステータスカテゴリ"), "status"),
        **dict.fromkeys(("summary", "要約"), "title"),
        **dict.fromkeys(("assignee", "担当者"), "owner"),
        **dict.fromkeys(("custom field (start date)", "start date", "開始日"), "start"),
        **dict.fromkeys(("due date", "due", "期日", "期限"), "due"),
        **dict.fromkeys(("resolved", "解決済み", "解決日"), "done"),
        **dict.fromkeys(("created", "作成日"), "created"),
        **dict.fromkeys(("updated", "更新日"), "updated"),
        **dict.fromkeys(("priority", "優先度"), "priority"),
        **dict.fromkeys(("original estimate", "初期見積り", "初期見積もり"), "effort_seconds"),
        **dict.fromkeys(("time spent", "消費時間"), "spent_seconds"),
        **dict.fromkeys(("description", "説明"), "text"),
        **dict.fromkeys(("comment", "コメント"), "comment"),
        "inward issue link (blocks)": "before",
        "outward issue link (blocks)": "blocks",
        **dict.fromkeys(_NOT_NEEDED, NOT_NEEDED),
    },
    frozenset({"done", "closed", "resolved", "完了", "クローズ", "解決済み"}),
    comment=_comment,
)
