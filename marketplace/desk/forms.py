"""Shapes of the operator's settings."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, NumberField, TextField
from marketplace.pipeline.clocks import LONGEST
from marketplace.pipeline.labels import STATE
from marketplace.pipeline.reasons import LONGEST as LONGEST_REASON
from marketplace.pipeline.states import ENDINGS, ApplicationState


class TermForm(Form):
    """The term of one waiting state."""

    days = NumberField(_("Business days"), low=1, high=LONGEST, required=True)
    remind_before = NumberField(_("Remind before the end (business days; 0 for never)"), low=0, high=LONGEST - 1)

    def validate(self, extra_validators: object = None) -> bool:
        """Also refuse a reminder that would come before the term has begun."""
        del extra_validators
        if not super().validate():
            return False
        if (self.remind_before.data or 0) >= (self.days.data or 0):
            self.remind_before.errors = [_("The reminder must come after the beginning of the term.")]
            return False
        return True


class ReasonForm(Form):
    """One reason of an ending, in both languages."""

    ending = ChoiceField(
        _("Ending"), lambda: [(s.value, str(STATE[s])) for s in ApplicationState if s in ENDINGS], required=True
    )
    code = TextField(_("Code"), required=True, longest=32, description=_("Small letters, digits, underscores"))
    ja = TextField(_("In Japanese"), required=True, longest=LONGEST_REASON)
    en = TextField(_("In English"), required=True, longest=LONGEST_REASON)
    position = NumberField(_("Place in the list"), low=0, high=99)
