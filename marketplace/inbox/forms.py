"""What a person chooses about mails."""

from __future__ import annotations

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

from marketplace.i18n import lazy_gettext as _
from marketplace.inbox.labels import RHYTHM
from marketplace.inbox.states import Rhythm
from marketplace.inbox.timing import HOURS, Wish
from marketplace.inputs import ChoiceField, Form


def _hours() -> list[tuple[str, str]]:
    return [(str(hour), f"{hour}:00") for hour in range(HOURS)]


class PreferenceForm(Form):
    """Rhythm and quiet hours."""

    rhythm = RadioField(_("Mails"), choices=[SelectChoice(each.value, text) for each, text in RHYTHM.items()])
    hour = ChoiceField(
        _("Time of the summary"),
        _hours,
        required=True,
        description=_("Where this lies in your quiet hours, it comes at their end."),
    )
    quiet = BooleanField(_("No mails in quiet hours"))
    quiet_from = ChoiceField(_("Quiet from"), _hours, required=True)
    quiet_until = ChoiceField(_("Quiet until"), _hours, required=True)

    def validate(self, extra_validators: object = None) -> bool:
        """Also refuse quiet hours that never end."""
        del extra_validators
        if not super().validate():
            return False
        if self.quiet.data and self.quiet_from.data == self.quiet_until.data:
            self.quiet_until.errors = [_("Choose an end that differs from the beginning.")]
            return False
        return True

    def wish(self, before: Wish) -> Wish:
        """Return what was chosen; hours that could not hold are left as they were while they are switched off."""
        hours = int(self.quiet_from.data), int(self.quiet_until.data)
        if hours[0] == hours[1]:
            hours = before.quiet_from, before.quiet_until
        return Wish(Rhythm(self.rhythm.data), int(self.hour.data), bool(self.quiet.data), *hours)
