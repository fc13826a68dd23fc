"""Which sheet of an application its client may read now, and leaving the trace that it was read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from marketplace.db import trace
from marketplace.profiles.sheet import profile_sheet
from marketplace.sheets.content import document, fingerprint
from marketplace.sheets.operations import note_view
from marketplace.sheets.states import ViewKind

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from marketplace.profiles.models import Consultant
    from marketplace.sheets.content import SheetDocument


def shown_to_client(application: Application, consultant: Consultant) -> SheetDocument:
    """Return what the client reads: the name with a consent in force (R41), the chosen projects alone in full.

    `consultant` is the application's, with all lists loaded.
    """
    named = application.consent is not None
    return document(profile_sheet(consultant, named=named, projects=application.projects))


def leave_trace(application: Application, shown: SheetDocument, kind: ViewKind, *, by: User) -> None:
    """Have a look of the client's noted for the person; others leave none."""
    if by.kind == "client":
        trace(partial(note_view, application, kind, named=shown.named, fingerprint=fingerprint(shown), by=by))


def note_page(application: Application, consultant: Consultant, *, by: User) -> None:
    """Have it noted that the client opened the named sheet on the application's page."""
    if by.kind == "client" and application.consent is not None:
        leave_trace(application, shown_to_client(application, consultant), ViewKind.PAGE, by=by)
