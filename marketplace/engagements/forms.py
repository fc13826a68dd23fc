"""The posting's form: shape of the input only, in the sections of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, FieldList, FormField

from marketplace import places, vocabulary
from marketplace.engagements import labels
from marketplace.engagements.states import (
    CloseReason,
    ContractModel,
    ContractType,
    Layer,
    Settlement,
    Side,
)
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import (
    ChoiceField,
    CodesField,
    DayField,
    Form,
    NumberField,
    ParagraphField,
    TextField,
    VersionField,
    YenField,
)
from marketplace.profiles.states import Remote

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum

    from marketplace.engagements.models import Engagement

ENUMS: dict[str, type[StrEnum]] = {
    "side": Side,
    "settlement": Settlement,
    "remote": Remote,
    "layer": Layer,
    "contract_type": ContractType,
    "contract_model": ContractModel,
}
ROWS = 5
NO_COLUMNS = frozenset({"required", "preferred", "version"})
MOST_A_MONTH = 100_000_000  # yen; more is a slip of the keyboard


def _concepts(kind: Any) -> Callable[[], tuple[tuple[str, str], ...]]:  # noqa: ANN401 - matching's Kind
    return lambda: vocabulary.choices(kind)


class NeedForm(Form):
    """A need in three sentences: enough for a draft."""

    title = TextField(_("Title"), required=True, longest=120)
    need = ParagraphField(
        _("What do you need, in about three sentences?"),
        required=True,
        longest=1500,
        description=_("The situation, what the PMO should do, and when. We draft the posting from it."),
    )


class RequirementForm(Form):
    """One requirement in the client's words, with years where they matter."""

    text = TextField(_("Requirement"), longest=120)
    years = NumberField(_("Years"), low=0, high=40)


class EngagementForm(Form):
    """All fields of a posting; none is required before the review."""

    version = VersionField()
    title = TextField(_("Title"), longest=120)
    industry = ChoiceField(_("Industry"), _concepts("industry"), kept=lambda: vocabulary.retired_choices("industry"))
    client_size = TextField(_("Size of the company"), description=_("Sales, headcount, sites"))
    background = ParagraphField(_("Background"), longest=2000)
    duties = ParagraphField(_("Duties"), longest=4000, description=_("What the PMO does. One duty a line."))
    strategic = NumberField(_("Strategic"), low=0, high=100, default=0)
    controlling = NumberField(_("Controlling"), low=0, high=100, default=0)
    supportive = NumberField(_("Supportive"), low=0, high=100, default=0)
    side = ChoiceField(_("Side"), labels.choices(labels.SIDE), required=True)
    functions = CodesField(_("Functions"), _concepts("function"))
    phases = CodesField(_("Phases"), _concepts("phase"))
    tools = CodesField(_("Tools"), _concepts("tool"), kept=lambda: vocabulary.retired_choices("tool"))
    team = TextField(_("Team"), description=_("For example: 1 PM, 3 PMO, about 120 from vendors"))
    reports_to = TextField(_("Reports to"))
    predecessor = TextField(_("Predecessor"), description=_("Whether somebody hands the work over"))

    required = FieldList(FormField(RequirementForm), min_entries=ROWS, max_entries=ROWS)
    preferred = FieldList(FormField(RequirementForm), min_entries=ROWS, max_entries=ROWS)
    japanese_level = TextField(_("Japanese level"), longest=80)
    english_level = TextField(_("English level"), longest=80)

    order_rate_min = YenField(_("Order price, from"), high=MOST_A_MONTH)
    order_rate_max = YenField(_("Order price, to"), high=MOST_A_MONTH)
    received_rate_min = YenField(_("Received by the consultant, from"), high=MOST_A_MONTH)
    received_rate_max = YenField(_("Received by the consultant, to"), high=MOST_A_MONTH)
    days_min = NumberField(_("Days a week, from"), low=1, high=5, default=5)
    days_max = NumberField(_("Days a week, to"), low=1, high=5, default=5)
    days_note = TextField(_("About the days"))
    settlement = ChoiceField(_("Settlement of hours"), labels.choices(labels.SETTLEMENT), required=True)
    hours_min = NumberField(_("Hours range, from"), low=0, high=300)
    hours_max = NumberField(_("Hours range, to"), low=0, high=300)
    unit_step = ChoiceField(
        _("Unit price cut below"), lambda: [("10", _("10 yen")), ("1", _("1 yen"))], required=True, default="10"
    )
    hours_note = TextField(_("About the hours"), description=_("Meeting hours; never fixed attendance"))
    payment_terms = TextField(
        _("Payment terms"), description=_("For example: month-end closing, paid at the end of the following month")
    )

    start_on = DayField(_("Start"), description=_("Empty: at once"))
    ends_on = DayField(_("End"))
    months = NumberField(_("Length in months"), low=1, high=60)
    renewal_note = TextField(_("Renewal"))
    remote = ChoiceField(_("Remote work"), labels.choices(labels.REMOTE), required=True)
    onsite_days = NumberField(_("Days a week on site"), low=0, high=5, default=0)
    prefecture = ChoiceField(_("Prefecture"), places.choices)
    place = TextField(_("Place of work"))
    place_note = TextField(_("About the place"))
    travel = TextField(_("Business trips"))
    expenses = TextField(_("Expenses"))

    layer = ChoiceField(_("Contract chain"), labels.choices(labels.LAYER), required=True)
    layer_note = TextField(_("About the contract chain"))
    accepts_individual = BooleanField(_("Individuals accepted"), default=True)
    accepts_company = BooleanField(_("Companies accepted"), default=True)
    reentrust = BooleanField(_("Re-entrustment allowed"))
    contract_type = ChoiceField(_("Type of contract"), labels.choices(labels.CONTRACT_TYPE), required=True)
    contract_model = ChoiceField(_("Contracting party"), labels.choices(labels.CONTRACT_MODEL), required=True)
    meetings = NumberField(_("Meetings"), low=0, high=5, default=1)
    meeting_note = TextField(_("About the meetings"))
    answer_days = NumberField(_("You answer within (business days)"), low=1, high=20, default=5)
    notice_days = NumberField(_("Notice of termination (days)"), low=0, high=180, default=30)
    termination_note = TextField(_("About termination and non-renewal"))
    conflict_note = TextField(_("About other clients at the same time"))

    dress = TextField(_("Dress"), longest=80)
    equipment = TextField(_("PC and environment"))
    care_note = TextField(_("Childcare and care"))
    recruiter_name = TextField(_("Your company's name"))
    recruiter_address = TextField(_("Your address, to building and room"))
    recruiter_contact = TextField(_("Contact"))
    client_hidden = BooleanField(_("Hide the company's name until a meeting"))
    openings = NumberField(_("Openings"), low=1, high=50, default=1)
    deadline = DayField(_("Deadline"))

    def show(self, engagement: Engagement) -> EngagementForm:
        """Fill the requirement rows from the posting; the plain fields came with `obj`."""
        for rows, needed in ((self.required, True), (self.preferred, False)):
            given = [each for each in engagement.requirements if each.required is needed]
            for row, requirement in zip(rows, given, strict=False):
                row.form.text.data, row.form.years.data = requirement.text, requirement.years
        return self

    def values(self) -> dict[str, Any]:
        """Return the posting's columns as typed; a number left empty keeps its default."""
        values = {name: value for name, value in self.data.items() if name not in NO_COLUMNS}
        for name, kind in ENUMS.items():
            values[name] = kind(values[name])
        values["unit_step"] = int(values["unit_step"])
        for name in ("strategic", "controlling", "supportive", "onsite_days"):
            values[name] = values[name] or 0
        for name, default in (("days_min", 5), ("days_max", 5), ("openings", 1), ("answer_days", 5), ("meetings", 1)):
            values[name] = default if values[name] is None else values[name]
        values["notice_days"] = 30 if values["notice_days"] is None else values["notice_days"]
        return values

    def requirements(self) -> list[tuple[bool, str, int | None]]:
        """Return (required?, words, years) of the rows that were filled."""
        return [
            (needed, row["text"], row["years"])
            for rows, needed in ((self.required.data, True), (self.preferred.data, False))
            for row in rows
            if row["text"]
        ]


class ReturnForm(Form):
    """What the client should mend."""

    note = ParagraphField(_("What should be changed?"), required=True, longest=1000)


class CloseForm(Form):
    """Why the posting ends; every applicant is told."""

    reason = ChoiceField(_("Reason"), labels.choices(labels.CHOSEN_REASON), asked=True)
    words = ParagraphField(_("A word to the applicants"), longest=500)

    def reason_code(self) -> CloseReason:
        """Return the chosen reason."""
        return CloseReason(self.reason.data)
