"""Shapes of the operator's settings."""

from __future__ import annotations

from wtforms import Field, HiddenField, validators

from marketplace.desk.setting_labels import HELP, LABEL
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, NumberField, TextField, VersionField
from marketplace.pipeline.clocks import LONGEST, Term
from marketplace.pipeline.labels import STATE
from marketplace.pipeline.reasons import LONGEST as LONGEST_REASON
from marketplace.pipeline.states import ENDINGS, ApplicationState
from marketplace.settings import BOUNDS, YES_OR_NO, Name


class TermForm(Form):
    """The term of one waiting state."""

    days = NumberField(_("Business days"), low=1, high=LONGEST, required=True)
    remind_before = NumberField(_("Remind before the end (business days; 0 for never)"), low=0, high=LONGEST - 1)
    seen = HiddenField()  # what the page showed

    def term(self) -> Term:
        """Return what was typed."""
        return Term(self.days.data or 0, self.remind_before.data or 0)

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


class SettingForm(Form):
    """One general setting, and what the page showed of it."""

    value: Field
    seen = VersionField(validators=[validators.InputRequired()])

    def wanted(self) -> int:
        """Return what was typed or chosen."""
        return int(self.value.data)


def setting_form(name: Name, present: int, **given: None) -> SettingForm:
    """Return the form of one setting, within its bounds."""
    bounds = BOUNDS[name]
    field = (
        ChoiceField(
            LABEL[name], lambda: [("1", str(_("yes"))), ("0", str(_("no")))], required=True, description=HELP[name]
        )
        if name in YES_OR_NO
        else NumberField(LABEL[name], low=bounds.low, high=bounds.high, required=True, description=HELP[name])
    )
    shape = type("Shape", (SettingForm,), {"value": field})
    shown = str(present) if name in YES_OR_NO else present
    form = shape(prefix=f"{name.value}-", data={"value": shown, "seen": present}, **given)
    assert isinstance(form, SettingForm)  # noqa: S101 - what type() returns is not typed
    return form
