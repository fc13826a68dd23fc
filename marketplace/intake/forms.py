"""The interview's questions: the profile's and the company's own fields where they fill those, and further ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import HiddenField

from marketplace.accounts.forms import CompanyForm
from marketplace.formats import date_long, yen
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
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
from marketplace.intake import labels
from marketplace.intake.states import InterviewKind
from marketplace.intake.terms import LONGEST
from marketplace.profiles.fields import LinesField, RowForm, Rows
from marketplace.profiles.forms import StrengthsForm, VisibilityForm, WishesForm
from marketplace.profiles.labels import LEVEL, choices
from marketplace.profiles.row_forms import IndustryForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

LONG = 2000


class PromiseForm(Form):
    """The term of one promise to newcomers."""

    days = NumberField(_("Business days"), low=1, high=LONGEST, required=True)
    seen = HiddenField()  # what the page showed


class SkillRow(RowForm):
    """A skill as it is said; what it is called in the profile is decided afterwards."""

    skill = TextField(_("Skill"), longest=80)
    level = ChoiceField(_("Level"), choices(LEVEL))
    years = NumberField(_("Years"), low=0, high=50)
    telling = ("skill",)


class QuestionForm(Form):
    """Questions that may all be left open; `spare` gives lists their empty rows."""

    version = VersionField()

    def spare(self) -> None:
        """Add empty rows: adding one needs no JavaScript."""
        for field in self:
            if isinstance(field, Rows):
                for _row in range(field.spare):
                    field.append_entry()


class ConsultantForm(QuestionForm):
    """What a consultant is asked, and may answer beforehand."""

    strategic = StrengthsForm.strategic
    controlling = StrengthsForm.controlling
    supportive = StrengthsForm.supportive
    strategic_decisions = ParagraphField(
        _("Which decisions of executives have you prepared, and what came of them?"), longest=LONG
    )
    strategic_setup = ParagraphField(_("Which programme or PMO have you set up, and how was it steered?"), longest=LONG)
    controlling_delay = ParagraphField(_("Tell of a delay: how you saw it, what you did, how it ended."), longest=LONG)
    controlling_vendors = ParagraphField(
        _("How many teams and vendors have you steered, and in which rhythm?"), longest=LONG
    )
    supportive_volume = ParagraphField(
        _("Minutes, issues, plans: how many a week, and with which tools?"), longest=LONG
    )
    supportive_lighter = ParagraphField(_("What have you made lighter for the people around you?"), longest=LONG)
    functions = StrengthsForm.functions
    phases = StrengthsForm.phases
    industries = Rows(IndustryForm, _("Strongest industries"), spare=2)
    skills = Rows(SkillRow, _("Strongest skills"), spare=5)
    rate = WishesForm.rate
    rate_note = WishesForm.rate_note
    days_min = WishesForm.days_min
    days_max = WishesForm.days_max
    available_from = WishesForm.available_from
    remote = WishesForm.remote
    onsite_days = WishesForm.onsite_days
    work_prefectures = WishesForm.work_prefectures
    travel = WishesForm.travel
    hours_note = WishesForm.hours_note
    no_gos = LinesField(_("What you do not take"), most=20, description=_("One a line. Only advisors read it."))
    employer_rule = ChoiceField(_("Employer and work on the side"), choices(labels.EMPLOYER_RULE))
    employer_note = TextField(_("What the employer's rules say"), longest=200)
    conditions = ParagraphField(_("Other conditions: contract, payment, equipment"), longest=LONG)
    blocked_companies = VisibilityForm.blocked_companies
    reach_by = CodesField(_("How to reach you"), choices(labels.CHANNEL))
    reach_when = TextField(_("When you can be reached"), longest=200)


class ConsultantTalk(ConsultantForm):
    """The same while talking, with what the advisor alone fills in."""

    held_on = DayField(_("Held on"))
    evidence = CodesField(_("Evidence asked for"), choices(labels.EVIDENCE))
    impression = ChoiceField(_("Impression"), choices(labels.IMPRESSION))
    remarks = ParagraphField(_("Remarks of the advisor"), longest=LONG)


class ClientForm(QuestionForm):
    """What a company is asked, and may answer beforehand."""

    business = ParagraphField(_("What does the company do?"), longest=LONG)
    industry = CompanyForm.industry
    size = CompanyForm.size
    prefecture = CompanyForm.prefecture
    address = CompanyForm.address
    contact = CompanyForm.contact
    corporate_number = CompanyForm.corporate_number
    projects = ParagraphField(_("Which projects run now, and which come next?"), longest=LONG)
    pmo_use = ParagraphField(_("How are PMOs used today?"), longest=LONG)
    trouble = ParagraphField(_("What went wrong before?"), longest=LONG)
    deciders = ParagraphField(_("Who decides?"), longest=LONG)
    steps = ParagraphField(_("Which steps lead to a decision?"), longest=LONG)
    answer_days = NumberField(_("Business days until an answer"), low=1, high=LONGEST)
    budget_low = YenField(_("Budget a month and person, from"), high=100_000_000)
    budget_high = YenField(_("Budget a month and person, to"), high=100_000_000)
    ways = CodesField(_("How you usually contract"), choices(labels.WAY))
    settlement = TextField(_("Range of hours settled"), longest=120, description=_("For example: 140 to 180 hours"))
    payment = TextField(
        _("Payment terms"), longest=120, description=_("For example: end of month, paid within 30 days")
    )
    security = ParagraphField(_("Rules for people from outside: devices, premises, checks"), longest=LONG)
    validate_corporate_number = CompanyForm.validate_corporate_number


class ClientTalk(ClientForm):
    """The same while talking, with what the advisor alone fills in."""

    held_on = DayField(_("Held on"))
    impression = ChoiceField(_("Impression"), choices(labels.IMPRESSION))
    remarks = ParagraphField(_("Remarks of the advisor"), longest=LONG)


OWN: Mapping[InterviewKind, type[QuestionForm]] = {
    InterviewKind.CONSULTANT: ConsultantForm,
    InterviewKind.CLIENT: ClientForm,
}
TALK: Mapping[InterviewKind, type[QuestionForm]] = {
    InterviewKind.CONSULTANT: ConsultantTalk,
    InterviewKind.CLIENT: ClientTalk,
}
NO_ANSWERS = frozenset({"version", "held_on"})


def answers_in(form: QuestionForm) -> dict[str, Any]:
    """Return what was answered, as it is stored: codes, numbers, days as text, rows as dicts; nothing for nothing."""
    found = {field.short_name: _plain(field) for field in form if field.short_name not in NO_ANSWERS}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _plain(field: Any) -> Any:  # noqa: ANN401 - a field's data
    if isinstance(field, Rows):
        return [{name: value for name, value in row.items() if name != "key"} for row in field.rows()]
    return field.data.isoformat() if isinstance(field, DayField) and field.data else field.data


def told_of(form: QuestionForm, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the answered ones of these questions with their answers in words."""
    found = [(form[name].label.text, said(form[name])) for name in names if name in form]
    return [(question, answer) for question, answer in found if answer]


def said(field: Any) -> str:  # noqa: ANN401 - any field
    """Say what a field holds as its reader reads it; nothing where it holds nothing."""
    if field.data in (None, "", []):
        return ""
    if isinstance(field, Rows):
        return _comma(_row_said(entry.form) for entry in field.entries if entry.form.is_filled())
    if isinstance(field, ChoiceField | CodesField):
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return _comma(str(text) for value, text in field.choices if value and value in chosen)
    for kind, worded in _WORDED:
        if isinstance(field, kind):
            return worded(field.data)
    return str(field.data)


def _row_said(form: RowForm) -> str:
    first, *others = [said(field) for field in form if field.short_name not in {"key", "remove"}]
    others = [each for each in others if each]
    return f"{first} ({_comma(others)})" if others else first


def _comma(words: Iterable[str]) -> str:
    return ("、" if present_locale() == "ja" else ", ").join(words)


_WORDED: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
    (YenField, yen),
    (DayField, date_long),
    (LinesField, _comma),
)
