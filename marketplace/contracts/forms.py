"""Shapes of the contracts' screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from wtforms import BooleanField, RadioField, StringField, validators

from marketplace.accounts.proving import ProofForm
from marketplace.contracts.labels import END, WITHHOLDING, hours
from marketplace.contracts.operations.ending import WITHOUT_NOTICE
from marketplace.contracts.states import EndKind
from marketplace.contracts.terms import NAMES, OF_THE_CLIENT, Terms
from marketplace.engagements.labels import SETTLEMENT
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import (
    ChoiceField,
    DayField,
    Form,
    NumberField,
    ParagraphField,
    TextField,
    VersionField,
    YenField,
)
from marketplace.trade.refusal import Refusal
from marketplace.trade.settlement import minutes_of
from marketplace.trade.taxes import Withholding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.contracts.models import Party
    from marketplace.errors import Invalid

MOST_HOURS = 300
MOST_PRICE = 100_000_000


class HoursField(StringField):
    """Hours a month, typed as 140 or 73.5 or 73:30; kept as minutes."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, [validators.Optional()], **kwargs)

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return "" if self.data is None else hours(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        if not valuelist[0].strip():
            self.data = 0
            return
        try:
            self.data = minutes_of(valuelist[0], grain=30, most=MOST_HOURS * 60)
        except Refusal as refused:
            raise ValueError(str(refused.message)) from None


def _settlements() -> Iterable[tuple[str, str]]:
    return [(code.value, str(SETTLEMENT[code])) for code in Settlement]


def _withholdings() -> Iterable[tuple[str, str]]:
    return [(code.value, str(WITHHOLDING[code])) for code in Withholding]


def _grains() -> Iterable[tuple[str, str]]:
    return [("15", str(_("15 minutes"))), ("30", str(_("30 minutes")))]


def _cuts() -> Iterable[tuple[str, str]]:
    return [("10", str(_("below 10 yen"))), ("1", str(_("below 1 yen")))]


class TermsForm(Form):
    """The terms of a version: what both sides agree on, then each side's money."""

    first_day = DayField(_("First day"), required=True)
    last_day = DayField(_("Last day"), required=True)
    days = NumberField(_("Days a week"), low=1, high=5, required=True)
    work = ParagraphField(_("Work"), required=True, longest=4000, description=_("What is done; results, if any"))
    place = TextField(_("Place"), required=True, longest=200, description=_("Remote work: say so"))
    order_price = YenField(_("Price a month, without tax"), high=MOST_PRICE)
    order_settlement = ChoiceField(_("Settlement of hours"), _settlements, required=True)
    order_low = HoursField(_("Hours a month, from"))
    order_high = HoursField(_("Hours a month, to"))
    order_cut = ChoiceField(_("Unit prices are cut"), _cuts, required=True)
    order_term = TextField(_("Due date"), description=_("For example 毎月末日締め翌月末日払い"))
    received_price = YenField(_("Fee a month, without tax"), required=True, high=MOST_PRICE)
    received_settlement = ChoiceField(_("Settlement of hours"), _settlements, required=True)
    received_low = HoursField(_("Hours a month, from"))
    received_high = HoursField(_("Hours a month, to"))
    received_cut = ChoiceField(_("Unit prices are cut"), _cuts, required=True)
    received_term = TextField(_("Due date"), required=True, description=_("For example 毎月末日締め翌月末日払い"))
    utilisation = NumberField(
        _("Utilisation"), low=1, high=100, default=100,
        description=_("100: prices and hours are as agreed. Less, for days that change: they are those of full time."),
    )  # fmt: skip
    grain = ChoiceField(_("Hours are counted in"), _grains, required=True)
    calendar_pro_rata = BooleanField(_("A month begun or ended in its middle counts by calendar days"))
    monthly_closing = BooleanField(_("Services are closed by the month (the 60 days then read as two months)"))
    shift_agreed = BooleanField(_("A due date on a bank holiday moves to the next business day (agreed in writing)"))
    reentrusted = BooleanField(_("The fee is due within 30 days after the client's due date (re-entrusted work)"))
    inspection_days = NumberField(
        _("The work is checked by"), low=0, high=20, required=True,
        description=_("Business days after the end of the month; payment does not depend on it"),
    )  # fmt: skip
    deemed_approval_days = NumberField(
        _("Deemed approval of work reports"), low=0, high=20, required=True,
        description=_("Business days of silence after it was handed in; 0: never"),
    )  # fmt: skip
    deemed_confirmation_days = NumberField(
        _("A payment notice counts as confirmed"), low=3, high=30, required=True,
        description=_("Days of silence after it was sent"),
    )  # fmt: skip
    notice_days = NumberField(_("Notice before an early end"), low=30, high=180, required=True)
    expenses = ParagraphField(_("Expenses"), longest=1000, description=_("Which ones the orderer bears; nothing: none"))
    rights = ParagraphField(_("Rights"), longest=1000, description=_("Scope of assigned or licensed rights in results"))
    withholding = ChoiceField(
        _("Withholding tax"), _withholdings, description=_("For individuals. Nobody decides this by silence.")
    )
    withholding_reason = TextField(_("Reason of the decision"), longest=300)
    version = VersionField(validators=[validators.Optional()])

    def between(self, model: ContractModel) -> Self:
        """Leave out what a contract of this model does not have; return the form."""
        if model is ContractModel.DIRECT:
            for name in (*OF_THE_CLIENT, "reentrusted"):
                del self[name]
        return self

    def begin(self, terms: Terms) -> TermsForm:
        """Show the terms as they stand."""
        for name in self._names():
            value = getattr(terms, name)
            self[name].data = str(value) if name in {"grain", "order_cut", "received_cut"} else value
        return self

    def _names(self) -> list[str]:
        return [name for name in NAMES if name in self]

    def terms(self, before: Terms) -> Terms:
        """Return what was typed, the rest as it was before; to be asked after a successful validation."""
        values: dict[str, Any] = before.values() | {name: self[name].data for name in self._names()}
        for name in ("grain", "order_cut", "received_cut"):
            values[name] = int(values[name])
        for name in ("order_settlement", "received_settlement"):
            values[name] = Settlement(values[name])
        for side in ("order", "received"):
            fixed = values[f"{side}_settlement"] is Settlement.FIXED
            for end in ("low", "high"):
                values[f"{side}_{end}"] = 0 if fixed else values[f"{side}_{end}"] or 0
        values["utilisation"] = values["utilisation"] or before.utilisation
        values["withholding"] = Withholding(values["withholding"]) if values["withholding"] else None
        for name in ("expenses", "rights", "order_term", "withholding_reason"):
            values[name] = values[name] or ""
        return Terms(**values)


class AmendmentForm(TermsForm):
    """The terms of the next version, and why they change."""

    reason = ParagraphField(_("Reason of the change"), required=True, longest=1000)


class SignForm(ProofForm):
    """A signature: what was read, the name, and who it is."""

    seen = StringField(_("Text"), [validators.InputRequired()])
    name = TextField(_("Your name"), required=True, longest=100)
    read = BooleanField(_("I have read this text and agree to it"), [validators.InputRequired()])


class WordsForm(Form):
    """A step that both sides read a reason for."""

    words = ParagraphField(_("Reason"), required=True, longest=1000, description=_("Both sides read it."))
    version = VersionField(validators=[validators.Optional()])


def _exceptions() -> Iterable[tuple[str, str]]:
    return [(kind.value, str(END[kind])) for kind in EndKind if kind in WITHOUT_NOTICE]


class NoticeForm(WordsForm):
    """The end of a contract, told before."""

    ends_on = DayField(_("Last day"), required=True)
    exception = ChoiceField(_("Exception from the 30 days"), _exceptions)


class EndForm(WordsForm):
    """The end of a contract at once."""

    kind = ChoiceField(_("Why it ends at once"), _exceptions, asked=True)


def _wishes() -> Iterable[tuple[str, str]]:
    return [("yes", str(_("It should go on"))), ("no", str(_("It should end on its last day")))]


class RenewalForm(Form):
    """What a side says when it is asked whether the contract should go on."""

    goes_on = RadioField(_("Shall it go on?"), choices=_wishes, validators=[validators.InputRequired()])
    words = ParagraphField(
        _("In your words"), longest=1000, description=_("For how long, on which terms; or why it should end"),
    )  # fmt: skip


def _employees() -> Iterable[tuple[str, str]]:
    return [("no", str(_("No employees"))), ("yes", str(_("One or more")))]


PEOPLE = _("People who work 20 hours a week or more and are expected for 31 days or more")


class PartyForm(Form):
    """What a party says of itself."""

    legal_name = TextField(_("Name on contracts"), required=True, longest=200, description=_("The registered one"))
    representative = TextField(_("Representative"), longest=100, description=_("Of a company"))
    address = TextField(_("Address"), required=True, longest=300, description=_("To building, floor and room"))
    domestic = BooleanField(_("Resident or registered in Japan"), default=True)
    has_employees = ChoiceField(_("Employees"), _employees, default="")  # a company's page does not ask it
    officers = NumberField(_("Officers"), low=0, high=1000, description=_("Of a company, the representative included"))
    declared = BooleanField(
        _("I declare to be no anti-social force (暴力団等) and to have no ties to one, now or later"),
        [validators.InputRequired(_("Without this declaration there is no contract."))],
    )

    def begin(self, party: Party) -> PartyForm:
        """Show what is known."""
        for name in ("legal_name", "representative", "address", "domestic", "officers"):
            self[name].data = getattr(party, name)
        if party.company and not party.legal_name:
            self.legal_name.data, self.address.data = party.company.name, party.company.address
        self.has_employees.data = "" if party.has_employees is None else ("yes" if party.has_employees else "no")
        return self

    def values(self) -> dict[str, object]:
        """Return what was typed."""
        answer = self.has_employees.data
        return {
            "legal_name": self.legal_name.data or "", "representative": self.representative.data or "",
            "address": self.address.data or "", "domestic": bool(self.domestic.data), "officers": self.officers.data,
            "has_employees": None if not answer else answer == "yes",
        }  # fmt: skip


class PersonForm(PartyForm):
    """The same of a person, who has to say whether there are employees: the Freelance Act asks it of each order."""

    has_employees = ChoiceField(_("Employees"), _employees, asked=True, description=PEOPLE)


def _results() -> Iterable[tuple[str, str]]:
    return [("clear", str(_("Nothing found"))), ("hit", str(_("Something found: no contract")))]


class ScreeningForm(Form):
    """The check of a party against anti-social forces."""

    method = TextField(_("How it was checked"), required=True, longest=200)
    result = ChoiceField(_("Result"), _results, asked=True)


class TalkForm(Form):
    """A request for talks on the fee."""

    wish = YenField(_("Fee a month that you wish for"), high=MOST_PRICE, description=_("Without tax; may stay empty"))
    words = ParagraphField(_("What has changed"), required=True, longest=2000)


def _answers() -> Iterable[tuple[str, str]]:
    return [("yes", str(_("The fee changes; an amendment follows"))), ("no", str(_("The fee stays")))]


class AnswerForm(Form):
    """The answer to it, with its explanation."""

    raised = ChoiceField(_("Result"), _answers, asked=True)
    answer = ParagraphField(_("Explanation"), required=True, longest=2000)


def refuse(form: Form, refused: Invalid) -> None:
    """Put each message beside its field."""
    for name, message in refused.errors.items():
        form[name].errors = [*form[name].errors, message]
