"""Shapes of change requests."""

from __future__ import annotations

from marketplace.change_requests.labels import PART
from marketplace.change_requests.operations import Proposal
from marketplace.change_requests.wording import PARTS, Charter
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, NumberField, ParagraphField, TextField, VersionField, YenField

MOST_YEN, MOST_DAYS = 10_000_000_000, 3650


class ChangeForm(Form):
    """A change, and the role charter as it shall be: left alone, it stays. `follows` is the version on the screen."""

    follows = VersionField()
    title = TextField(_("What changes, in a line"), required=True, longest=160)
    why = ParagraphField(_("Why it is needed"), required=True)
    scope = ParagraphField(_("What the project does more, less or otherwise"))
    cost = YenField(
        _("Cost, more or less"), low=-MOST_YEN, high=MOST_YEN,
        description=_("For the project, with a minus where it costs less. Empty: no change."),
    )  # fmt: skip
    days = NumberField(
        _("Time, later or earlier"), low=-MOST_DAYS, high=MOST_DAYS,
        description=_("Calendar days, with a minus where it ends earlier. Empty: no change."),
    )  # fmt: skip
    does = ParagraphField(PART["does"], longest=20_000)
    decides = ParagraphField(PART["decides"])
    escalates = ParagraphField(PART["escalates"])

    def proposal(self) -> Proposal:
        """Return what was typed."""
        charter = Charter(*(self[part].data or "" for part in PARTS))
        return Proposal(
            self.title.data or "", self.why.data or "", self.scope.data or "", self.cost.data or 0,
            self.days.data or 0, charter, self.follows.data,
        )  # fmt: skip


class DeclineForm(Form):
    """Why a change is declined."""

    version = VersionField()
    words = ParagraphField(_("Why you decline it"), required=True, longest=2000)
