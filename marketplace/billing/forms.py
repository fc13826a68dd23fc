"""Shapes of billing's screens."""

from __future__ import annotations

from wtforms import StringField, validators

from marketplace.billing.queries import Wanted
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import DayField, Form, ParagraphField, TextField, VersionField, YenField


class SearchForm(Form):
    """What documents are looked for by; whatever is empty does not count."""

    since = DayField(_("Issued from"))
    until = DayField(_("Issued until"))
    least = YenField(_("Amount from"))
    most = YenField(_("Amount to"))
    party = TextField(_("Counterparty"), longest=100)

    def wanted(self) -> Wanted:
        """Return what was typed; what cannot be read does not count."""
        return Wanted(
            since=None if self.since.errors else self.since.data,
            until=None if self.until.errors else self.until.data,
            least=None if self.least.errors else self.least.data,
            most=None if self.most.errors else self.most.data,
            party=self.party.data or "",
        )


class DisputeForm(Form):
    """What is not right about a payment notice."""

    words = ParagraphField(_("What is not right"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


class AnswerForm(Form):
    """Why a disputed notice stands."""

    answer = ParagraphField(_("Explanation"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


class ReceiptForm(Form):
    """Money that has arrived for an invoice."""

    amount = YenField(_("Amount received"), required=True)
    on = DayField(_("Day"), required=True)
    source = TextField(_("Where it came from"), required=True, longest=100)
    version = VersionField(validators=[validators.Optional()])


class MonthForm(Form):
    """Which month is closed."""

    month = StringField(_("Month"), [validators.InputRequired(), validators.Regexp(r"\d{4}-(0[1-9]|1[0-2])")])
