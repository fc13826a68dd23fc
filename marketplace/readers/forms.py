"""The shape of a link for an external reader."""

from __future__ import annotations

from marketplace.accounts.forms import EmailField
from marketplace.accounts.labels import LANGUAGES
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, NumberField
from marketplace.readers.operations import MOST_DAYS, USUAL_DAYS


class ShareForm(Form):
    """Who may read, for how long, in which language."""

    email = EmailField()
    days = NumberField(_("Days the link is open"), low=1, high=MOST_DAYS, required=True, default=USUAL_DAYS)
    locale = ChoiceField(_("Language of the mail and the pages"), LANGUAGES.items, required=True)
