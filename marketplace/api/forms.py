"""The shape of a token for a program."""

from __future__ import annotations

from marketplace.api.operations import MOST_DAYS, USUAL_DAYS
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, NumberField, TextField

ONE, EVERY = "one", "every"
SCOPES = {ONE: _("This project only"), EVERY: _("All projects that I may see")}


class TokenForm(Form):
    """What it is for, for how long, of how much."""

    name = TextField(_("What the token is for"), longest=80, required=True)
    days = NumberField(_("Days the token is valid"), low=1, high=MOST_DAYS, required=True, default=USUAL_DAYS)
    scope = ChoiceField(_("What it may read"), SCOPES.items, required=True)
