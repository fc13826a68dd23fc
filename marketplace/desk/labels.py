"""The coded words of the advisor's queue, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

KIND: Mapping[str, str] = {
    "care": _("Contracts to look after"),
    "reply": _("Answers in applications"),
    "appeal": _("Matches to look at again"),
    "meeting": _("Meetings today, dates to choose"),
    "offer": _("Offers waiting"),
    "contract": _("Contracts to send or sign"),
    "talk": _("Price talks to answer"),
    "paper": _("Order terms to send on paper"),
    "registration": _("Registration numbers to look up"),
    "review": _("Postings to review"),
    "silent": _("Silent postings"),
    "intake": _("New consultants to check"),
    "ending": _("Work that ends soon"),
    "quiet": _("Silent people and clients"),
}
DUE: Mapping[str, str] = {
    "overdue": _("Overdue"),
    "today": _("Today or overdue"),
    "week": _("Within seven days"),
}
PMO_TYPE: Mapping[str, str] = {
    "strategic": _("Strategic"),
    "controlling": _("Controlling"),
    "supportive": _("Supportive"),
}
VERDICT: Mapping[str, str] = {
    "waiting": _("Waiting"),
    "verified": _("Verified"),
    "refused": _("Refused"),
}
STEP: Mapping[str, str] = {
    "registered": _("Registered"),
    "complete": _("Complete"),
    "listed": _("Listed"),
    "begun": _("Proposed or applied"),
    "submitted": _("Submitted to the client"),
    "meeting": _("Meeting"),
    "offered": _("Offered"),
    "accepted": _("Accepted"),
}
