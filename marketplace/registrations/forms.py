"""Shape of what a look-up showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, DayField, Form, TextField
from marketplace.registrations.labels import RESULT, SOURCE
from marketplace.registrations.operations import Shown
from marketplace.registrations.states import Result, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.errors import Invalid


def _results() -> Iterable[tuple[str, str]]:
    return [(code.value, str(RESULT[code])) for code in Result]


def _sources() -> Iterable[tuple[str, str]]:
    return [(code.value, str(SOURCE[code])) for code in Source]


class LookUpForm(Form):
    """What the source showed."""

    result = ChoiceField(_("What it showed"), _results, required=True, asked=True)
    name = TextField(_("Name as published"))
    registered_on = DayField(_("Day of registration"))
    ends_on = DayField(_("Does not count from"), description=_("Revoked or expired: the day that is shown"))
    source = ChoiceField(_("Looked up at"), _sources, required=True)
    looked_up_on = DayField(_("Looked up on"), required=True, default=today)

    def shown(self) -> Shown:
        """Return what was typed; to be asked after a successful validation."""
        return Shown(
            source=Source(self.source.data), result=Result(self.result.data),
            looked_up_on=self.looked_up_on.data or today(), name=self.name.data or "",
            registered_on=self.registered_on.data, ends_on=self.ends_on.data,
        )  # fmt: skip

    def refuse(self, refused: Invalid) -> None:
        """Put each message beside its field."""
        for name, message in refused.errors.items():
            self[name].errors = [*self[name].errors, message]
