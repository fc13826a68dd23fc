"""The coded words of imports."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.project_imports.states import ProjectImportState

STATE = {
    ProjectImportState.READ: _("Waits for your decision"),
    ProjectImportState.APPLIED: _("Taken over"),
    ProjectImportState.DISCARDED: _("Discarded"),
}
TOOL = {
    "mspdi": "Microsoft Project",
    "jira": "Jira",
    "backlog": "Backlog",
    "asana": "Asana",
    "register": _("List in Excel or CSV"),
}
