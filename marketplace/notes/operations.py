"""Writing and removing notes; nobody is told, and the journal keeps no word of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.db import db
from marketplace.notes.models import Audience, Note

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User


def write_note(words: str, *, by: User, application_id: UUID | None = None, consultant_id: UUID | None = None) -> Note:
    """Keep a note for the writer's own side: staff's for staff, a client's for its company."""
    note = Note(
        audience=Audience.STAFF if by.is_staff else Audience.COMPANY,
        company_id=None if by.is_staff else by.company_id,
        application_id=application_id,
        consultant_id=consultant_id,
        author_id=by.id,
        words=words,
    )
    note.author = by
    db.session.add(note)
    record(by, "note written", note, audience=note.audience.value)
    return note


def remove_note(note: Note, *, by: User) -> None:
    """Take a note away for good."""
    record(by, "note removed", note, audience=note.audience.value)
    db.session.delete(note)
