"""The tracker's coded words as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import gettext
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.states import (
    Cadence,
    ChangeState,
    Dimension,
    Held,
    PmoType,
    ProjectState,
    Rag,
    Response,
    Severity,
)

if TYPE_CHECKING:
    from marketplace.tracker.models import Project
    from marketplace.tracker.templates import Template

STATE = {
    ProjectState.SET_UP: _("Being set up"),
    ProjectState.RUNNING: _("Running"),
    ProjectState.CLOSED: _("Closed"),
}
CHANGE_STATE = {
    ChangeState.PROPOSED: _("Proposed"),
    ChangeState.AGREED: _("Agreed"),
    ChangeState.DECLINED: _("Declined"),
    ChangeState.WITHDRAWN: _("Withdrawn"),
}
PMO_TYPE = {
    PmoType.STRATEGIC: _("Strategic"),
    PmoType.CONTROLLING: _("Controlling"),
    PmoType.SUPPORTIVE: _("Supportive"),
}
CADENCE = {
    Cadence.WEEKLY: _("Every week"),
    Cadence.BIWEEKLY: _("Every other week"),
    Cadence.MONTHLY: _("Every month"),
}
DIMENSION = {
    Dimension.SCHEDULE: _("Schedule"),
    Dimension.SCOPE: _("Scope"),
    Dimension.COST: _("Cost"),
    Dimension.QUALITY: _("Quality"),
    Dimension.RISK: _("Risk"),
}
RAG = {Rag.GREEN: _("Green"), Rag.AMBER: _("Amber"), Rag.RED: _("Red")}
RESPONSE = {
    Response.AVOID: _("Avoid"),
    Response.MITIGATE: _("Mitigate"),
    Response.TRANSFER: _("Transfer"),
    Response.ACCEPT: _("Accept the risk"),
}
SEVERITY = {Severity.HIGH: _("High"), Severity.MEDIUM: _("Medium"), Severity.LOW: _("Low")}
HELD = {Held.OPEN: _("Not known yet"), Held.HELD: _("Holds"), Held.BROKEN: _("Does not hold")}
WEEKDAY = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))


def rhythm(kept: Project | Template) -> str:
    """Return how often and when a report is due: every week on Thursday."""
    weekday = WEEKDAY[kept.weekday]
    if kept.cadence is Cadence.MONTHLY:
        return gettext("the last %(weekday)s of the month", weekday=weekday)
    return gettext("%(cadence)s on %(weekday)s", cadence=CADENCE[kept.cadence], weekday=weekday)
