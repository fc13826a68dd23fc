"""Rhythms, and what a summary's notices are about, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.inbox.states import Rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping

RHYTHM: Mapping[Rhythm, str] = {
    Rhythm.AT_ONCE: _("Each at once"),
    Rhythm.DAILY: _("One summary a day"),
    Rhythm.WEEKLY: _("One summary a week, on Monday"),
}
# By the first word of an event's name; in this order in a summary.
ABOUT: Mapping[str, str] = {
    "billing": _("Billing"),
    "payouts": _("Payments"),
    "checkouts": _("Collecting"),
    "connect": _("Payments"),
    "contracts": _("Contracts"),
    "status_reports": _("Status reports"),
    "exports": _("Closed projects"),
    "project_summaries": _("Signed summaries"),
    "change_requests": _("Change requests"),
    "comments": _("Comments on projects"),
    "readers": _("External readers"),
    "pulses": _("Pulses"),
    "reviews": _("Reviews"),
    "work_reports": _("Work reports"),
    "registrations": _("Registration numbers"),
    "offers": _("Offers"),
    "meetings": _("Meetings"),
    "pipeline": _("Applications"),
    "threads": _("Messages"),
    "appeals": _("Another look at a match"),
    "engagements": _("Postings"),
    "profiles": _("Profiles"),
    "intake": _("Registration interview"),
    "accounts": _("Accounts and companies"),
    "desk": _("Handed over by colleagues"),
    "learning": _("Matching"),
}
REST = _("Others")
