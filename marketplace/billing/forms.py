"""Shapes of billing's screens."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from wtforms import StringField, validators
from wtforms.widgets import HiddenInput

from marketplace.billing.labels import STATE
from marketplace.billing.queries import OPEN, Wanted
from marketplace.billing.states import MOST_FEE, InvoiceState, NoticeState
from marketplace.engagements.labels import CONTRACT_MODEL
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import (
    ChoiceField,
    DayField,
    Form,
    ParagraphField,
    TextField,
    VersionField,
    YenField,
    as_uuid,
    folded,
)

WRITTEN_MONTH = r"20\d\d-(0[1-9]|1[0-2])\Z"


class MonthField(StringField):
    """A month such as 2026-11."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        said = _("Enter a month, for example 2026-11.")
        checks = [validators.Optional(), validators.Regexp(WRITTEN_MONTH, message=said)]
        super().__init__(label, checks, filters=[folded], **kwargs)


def _states(kind: type[InvoiceState | NoticeState]) -> list[tuple[str, str]]:
    return [(OPEN, _("All that is still to be paid")), *((each.value, STATE[each]) for each in kind)]


class SearchForm(Form):
    """What documents of both kinds are looked for by; whatever is empty does not count."""

    state = ChoiceField(_("State"), lambda: dict([*_states(InvoiceState), *_states(NoticeState)]).items(), default="")
    since = DayField(_("Issued from"))
    until = DayField(_("Issued until"))
    due_since = DayField(_("Due from"))
    due_until = DayField(_("Due until"))
    paid_since = DayField(_("Paid from"))
    paid_until = DayField(_("Paid until"))
    least = YenField(_("Amount from"))
    most = YenField(_("Amount to"))
    party = TextField(_("Counterparty"), longest=100)
    contract = TextField(_("Contract number"), longest=20)
    served_since = MonthField(_("Month of service from"), description=_("For example 2026-11"))
    served_until = MonthField(_("Month of service until"), description=_("For example 2026-11"))
    model = ChoiceField(_("Contract model"), CONTRACT_MODEL.items, default="")
    engagement = StringField(widget=HiddenInput())

    def wanted(self) -> Wanted:
        """Return what was typed; what cannot be read does not count."""
        read = {each.name: each.data for each in self if each.data and not each.errors}
        for name in ("served_since", "served_until"):
            if name in read:
                read[name] = date.fromisoformat(f"{read[name]}-01")
        return Wanted(
            engagement_id=as_uuid(read.pop("engagement", "")),
            **{name: value for name, value in read.items() if name in _NAMES},
        )


_NAMES = frozenset(each.name for each in fields(Wanted))


class InvoiceSearchForm(SearchForm):
    """The same for invoices: their states alone are offered."""

    state = ChoiceField(_("State"), lambda: _states(InvoiceState), default="")


class NoticeSearchForm(SearchForm):
    """The same for payment notices: their states alone are offered."""

    state = ChoiceField(_("State"), lambda: _states(NoticeState), default="")


class DisputeForm(Form):
    """What is not right about a payment notice."""

    words = ParagraphField(_("What is not right"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


class AnswerForm(Form):
    """Why a disputed notice stands."""

    answer = ParagraphField(_("Explanation"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


class AdvanceForm(Form):
    """An advance as it was agreed on in writing."""

    amount = YenField(_("Amount"), required=True)
    written_on = DayField(_("Day of the written agreement"), required=True)
    words = ParagraphField(
        _("What was agreed"), required=True, longest=1000,
        description=_("Between whom, for what, and that it comes off the next payments."),
    )  # fmt: skip


class AdvancePaidForm(Form):
    """When an advance was transferred."""

    on = DayField(_("Transferred on"), required=True)
    version = VersionField(validators=[validators.Optional()])


class AdvanceBackForm(Form):
    """What of an advance has come back from the consultant."""

    amount = YenField(_("Amount received"), required=True)
    on = DayField(_("Day of receipt"), required=True)
    words = TextField(_("How it came back"), required=True, longest=200)
    version = VersionField(validators=[validators.Optional()])


class GivenBackForm(Form):
    """When a consultant's money came back."""

    on = DayField(_("Day of receipt"), required=True)
    version = VersionField(validators=[validators.Optional()])


class ReceiptForm(Form):
    """Money that has arrived for an invoice."""

    amount = YenField(_("Amount received"), required=True)
    on = DayField(_("Day"), required=True)
    source = TextField(_("Where it came from"), required=True, longest=100)
    fee = YenField(
        _("Transfer fee borne"), high=MOST_FEE,
        description=_("What the client took off for its transfer and you bear; then the amount received may be 0."),
    )  # fmt: skip
    version = VersionField(validators=[validators.Optional()])


class MonthForm(Form):
    """Which month is closed."""

    month = StringField(_("Month"), [validators.InputRequired(), validators.Regexp(WRITTEN_MONTH)], filters=[folded])
