"""Reads of notes: always for one reader, so that no page can show another side's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, select

from marketplace.db import db
from marketplace.notes.models import Audience, Note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from marketplace.accounts.models import User

MOST = 200


def notes_on_application(application_id: UUID, *, reader: User) -> Sequence[Note]:
    """The reader's side's notes on an application, the newest first."""
    return _read(Note.application_id == application_id, reader)


def notes_on_consultant(consultant_id: UUID, *, reader: User) -> Sequence[Note]:
    """The reader's side's notes about a person, the newest first; only staff keeps any."""
    return _read(Note.consultant_id == consultant_id, reader)


def _read(subject: ColumnElement[bool], reader: User) -> Sequence[Note]:
    query = select(Note).where(subject, _for(reader)).order_by(Note.at.desc(), Note.id.desc()).limit(MOST)
    return db.session.scalars(query).all()


def _for(reader: User) -> ColumnElement[bool]:
    if reader.is_staff:
        return Note.audience == Audience.STAFF
    if reader.company_id is None:
        return false()
    return (Note.audience == Audience.COMPANY) & (Note.company_id == reader.company_id)
