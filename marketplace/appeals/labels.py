"""Appeals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.appeals.states import AppealState, Ground, Outcome
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

GROUND: Mapping[Ground, str] = {
    Ground.FACT: _("A fact is wrong or out of date"),
    Ground.EVIDENCE: _("Something my profile shows was overlooked"),
    Ground.CONDITION: _("A condition was read wrongly"),
    Ground.OTHER: _("Something else"),
}
STATE: Mapping[AppealState, str] = {
    AppealState.OPEN: _("With the advisor"),
    AppealState.ANSWERED: _("Answered"),
    AppealState.WITHDRAWN: _("Withdrawn"),
}
OUTCOME: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: _("Taken up"),
    Outcome.DECLINED: _("Stays as it is"),
}
CHOICE: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: _("Take it up: say below what will be done"),
    Outcome.DECLINED: _("Leave it as it is: say below why"),
}
