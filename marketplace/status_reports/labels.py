"""The coded words of status reports."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.status_reports.states import StatusState

STATE = {
    StatusState.DRAFT: _("Being written"),
    StatusState.SUBMITTED: _("Waits for acknowledgement"),
    StatusState.RETURNED: _("Returned"),
    StatusState.ACKNOWLEDGED: _("Acknowledged"),
}
