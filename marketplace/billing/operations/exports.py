"""A large export of documents: asked for, made by a job, told, kept for a week (R40)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace import files
from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.billing import notices
from marketplace.billing.models import DocumentExport
from marketplace.billing.queries import documents_count, export_keys, exports_ready_before, kept_wanted
from marketplace.billing.states import ExportState
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.queries import Wanted

FOLDER = "exports"
KEPT = timedelta(days=7)
AT_ONCE = 50  # documents that a request may set by itself
MOST = 5000  # that one file holds: a job has ten minutes


def ask_export(wanted: Wanted, *, by: User) -> DocumentExport:
    """Have a job make the file."""
    count = documents_count(by, wanted)
    if not 0 < count <= MOST:
        raise DomainError(_("One file holds 1 to %(most)s documents: please narrow the search.", most=MOST))
    export = DocumentExport(asked_by_id=by.id, wanted=kept_wanted(wanted), documents=count)
    db.session.add(export)
    enqueue("billing.export_documents", key=f"export:{export.id}", export_id=str(export.id))
    record(by, "documents asked for", export, documents=count)
    return export


def keep_export(export: DocumentExport, content: bytes, *, to: User) -> None:
    """Keep the file that a job has made, and tell who asked; done already, it does nothing."""
    if export.state is not ExportState.WAITING:
        return
    export.file_key, export.size, export.ready_at = files.put(content, folder=FOLDER), len(content), now()
    export.state = ExportState.READY
    record(None, "documents ready", export, size=export.size)
    notices.export_ready(export, to=to)


def give_up(export: DocumentExport) -> None:
    """Make no file: whoever asked may not have it any more."""
    if export.state is ExportState.WAITING:
        export.removed_at = now()
        export.state = ExportState.REMOVED
        record(None, "documents refused", export)


def content_of(export: DocumentExport, *, by: User) -> bytes:
    """Return the file, and note who took it."""
    if export.state is not ExportState.READY:
        raise DomainError(_("The file is not there: it is still being made, or its days are over."))
    try:
        content = files.read(export.file_key)
    except FileNotFoundError as gone:
        raise DomainError(_("The file is not there: it is still being made, or its days are over.")) from gone
    record(by, "documents taken", export, size=export.size)
    return content


def sweep_exports() -> int:
    """Take away what is older than a week, and files that no row names; return how many files."""
    for export in exports_ready_before(now() - KEPT):
        export.removed_at = now()
        export.state = ExportState.REMOVED
        record(None, "documents removed", export)
    db.session.flush()
    named = export_keys()
    left = [key for key in files.keys_before(today() - timedelta(days=1), folder=FOLDER) if key not in named]
    for key in left:
        files.delete(key)
    return len(left)
