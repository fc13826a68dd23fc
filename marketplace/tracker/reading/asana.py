"""Asana's CSV: parents and dependencies are named by title, and what has a day under Completed At is done."""

from __future__ import annotations

from marketplace.tracker.reading.mapping import NOT_NEEDED
from marketplace.tracker.reading.tables import Tool

ASANA = Tool(
    "asana",
    (frozenset({"task id", "name", "completed at"}),),
    {
        "task id": "key",
        "name": "title",
        "parent task": "parent",
        "assignee": "owner",
        "start date": "start",
        "due date": "due",
        "completed at": "done",
        "created at": "created",
        "last modified": "updated",
        "priority": "priority",
        "notes": "text",
        "blocked by (dependencies)": "before",
        "blocking (dependencies)": "blocks",
        "task progress": "status",
        "type": "kind",
        "assignee email": NOT_NEEDED,
    },
    frozenset({"done", "completed", "完了"}),
    by_title=True,
)
