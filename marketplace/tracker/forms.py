"""Shapes of the tracker's screens beside the grid."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, ParagraphField, TextField, VersionField, YenField
from marketplace.tracker.labels import CADENCE, PMO_TYPE, WEEKDAY
from marketplace.tracker.operations.setting_up import SetUp
from marketplace.tracker.states import Cadence, PmoType

MOST_BUDGET = 1_000_000_000_000


def weekdays() -> list[tuple[str, str]]:
    """Return the working days to choose from."""
    return [(str(number), str(word)) for number, word in enumerate(WEEKDAY)]


class _Rhythm(Form):
    """What a project is called, how often it reports."""

    name = TextField(_("Name of the project"), required=True, longest=120)
    cadence = ChoiceField(_("A report is due"), CADENCE.items, required=True)
    weekday = ChoiceField(
        _("Weekday of the report"), weekdays, required=True,
        description=_("Where it is a holiday, the business day before."),
    )  # fmt: skip
    budget = YenField(
        _("Budget of the project"), high=MOST_BUDGET,
        description=_("The project's own money, not this contract's fee. Leave it empty where nobody tracks cost."),
    )  # fmt: skip


class RhythmForm(_Rhythm):
    """The same, changed later."""

    version = VersionField()


class SetUpForm(_Rhythm):
    """With what a project begins."""

    pmo_type = ChoiceField(_("Template"), PMO_TYPE.items, required=True)

    def chosen(self) -> SetUp:
        """Return what was chosen."""
        return SetUp(
            self.name.data or "", PmoType(self.pmo_type.data), Cadence(self.cadence.data), int(self.weekday.data),
            self.budget.data,
        )  # fmt: skip


class PasteForm(Form):
    """Rows that were copied from a spreadsheet."""

    pasted = ParagraphField(_("Rows from a spreadsheet"), longest=1_000_000)
