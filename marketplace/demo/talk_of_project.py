"""The demo's comments, a short talk about an issue that waits, and somebody outside who may read the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.comments.operations import write_comment
from marketplace.comments.queries import subject_of
from marketplace.db import db
from marketplace.readers.operations import share_project
from marketplace.threads.uploads import Upload
from marketplace.tracker.boards import ISSUES, code
from marketplace.tracker.queries import rows_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

CRITERIA = "受入試験の担当者に求めること\n1. 現行業務を三年以上担当している\n2. 週に一日を充てられる\n".encode()


def add_talk(project: Project, pmo: User, client: User) -> None:
    """Ask about the issue that is open, and answer; let the auditor read."""
    waiting = next((row for row in rows_of(project, ISSUES) if row.closed_on is None), None)
    subject = subject_of(project, code(ISSUES, waiting)) if waiting is not None else None
    if subject is None:
        return
    asked = f"@{client.name} 担当者に求めることをまとめました。部門長への依頼をお願いします。"
    file = Upload("受入試験_担当者の要件.txt", "text/plain", CRITERIA)
    write_comment(project, subject, asked, by=pmo, uploads=[file])
    write_comment(project, subject, "依頼しました。今週中に回答があります。", by=client, named={pmo.id})
    share_project(project, email="kansa@demo.example.jp", locale="ja", days=30, by=client)
    db.session.flush()
