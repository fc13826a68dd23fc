"""The coded words of an application, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.states import ApplicationState, EndReason, Source

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
REASON: Mapping[StrEnum, str] = {
    EndReason.OTHER_WORK: _("Took other work"),
    EndReason.RATE: _("The rate does not fit"),
    EndReason.TIME: _("Days or start do not fit"),
    EndReason.PLACE: _("The place does not fit"),
    EndReason.CONTENT: _("The content does not fit"),
    EndReason.POSTING_CLOSED: _("The posting was closed"),
    EndReason.SKILLS: _("Other skills are needed"),
    EndReason.OTHER: _("Another reason"),
}
WITHDRAWING = (
    EndReason.OTHER_WORK, EndReason.RATE, EndReason.TIME, EndReason.PLACE, EndReason.CONTENT, EndReason.OTHER,
)  # fmt: skip


def withdrawing_choices() -> list[tuple[str, str]]:
    """Return the reasons a consultant may give, in the reader's language."""
    return [(code.value, str(REASON[code])) for code in WITHDRAWING]
