"""Words for what came of a night's learning."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.rate_guidance.states import Outcome

OUTCOME = {
    Outcome.LEARNED: _("Shown"),
    Outcome.TOO_FEW: _("Not shown: too few postings"),
    Outcome.DOES_NOT_HOLD: _("Not shown: too far off"),
}
