"""The coded words of an application, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import Owner
from marketplace.pipeline.states import ApplicationState, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

STATE: Mapping[StrEnum, str] = {
    ApplicationState.PROPOSED: _("Proposed"),
    ApplicationState.CONSENT_ASKED: _("Consent asked"),
    ApplicationState.CONSENTED: _("Consented"),
    ApplicationState.SUBMITTED: _("Submitted to the client"),
    ApplicationState.MEETING: _("Meeting"),
    ApplicationState.OFFERED: _("Offered"),
    ApplicationState.ACCEPTED: _("Accepted"),
    ApplicationState.DECLINED: _("Declined"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
    ApplicationState.NOT_SELECTED: _("Not selected"),
}
SOURCE: Mapping[StrEnum, str] = {
    Source.APPLIED: _("Applied"),
    Source.RECOMMENDED: _("Recommended by the advisor"),
    Source.INVITED: _("Invited by the client"),
    Source.RANKED: _("From the ranked list"),
}
OWNER: Mapping[StrEnum, str] = {
    Owner.ADVISOR: _("the advisor"),
    Owner.CONSULTANT: _("the consultant"),
    Owner.CLIENT: _("the client"),
}
