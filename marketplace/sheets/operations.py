"""Keeping who looked at a skill sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.db import db
from marketplace.sheets.models import DocumentView

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from marketplace.sheets.states import ViewKind


def note_view(application: Application, kind: ViewKind, *, named: bool, fingerprint: str, by: User) -> None:
    """Note that somebody of the client saw the sheet of this application in this form."""
    view = DocumentView(application_id=application.id, user_id=by.id, kind=kind, named=named, sheet_sha256=fingerprint)
    db.session.add(view)
    record(by, "skill sheet seen", application, form=kind.value, named=named)
