"""One form per section of the profile: shape of the input only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from marketplace import places, vocabulary
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
    folded,
)
from marketplace.profiles import labels
from marketplace.profiles.fields import (
    LinesField,
    MonthField,
    Rows,
    TermsField,
)
from marketplace.profiles.row_forms import (
    CertificationForm,
    CommitmentForm,
    IndustryForm,
    LanguageForm,
    RecommendationForm,
    SkillForm,
)
from marketplace.profiles.rules import check_registration_number
from marketplace.profiles.states import BusinessForm, InvoiceStatus, Visibility

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from marketplace.profiles.models import Commitment, Consultant, PastProject, Skill


def _concepts(kind: Any) -> Callable[[], tuple[tuple[str, str], ...]]:  # noqa: ANN401 - matching's Kind
    return lambda: vocabulary.choices(kind)


class SectionForm(Form):
    """A section: `show` fills in what columns alone do not say, `values` returns what the operation saves."""

    version = VersionField()
    defaults: tuple[tuple[str, Any], ...] = ()  # what an empty number means

    def show(self, consultant: Consultant) -> None:
        """Fill in the rows; plain fields came with `obj`."""
        del consultant

    def values(self) -> dict[str, Any]:
        """Return columns by name, and lists of rows."""
        values = {name: value for name, value in self.data.items() if name != "version"}
        values |= {field.short_name: field.rows() for field in self if isinstance(field, Rows)}
        for name, default in self.defaults:
            values[name] = default if values[name] is None else values[name]
        return values


class BasicsForm(SectionForm):
    """基本: what only the operator and the person see, but for initials and prefecture."""

    initials = TextField(_("Initials"), longest=12, description=_("Shown instead of your name, for example K.S."))
    name_kana = TextField(_("Name in kana"), longest=80)
    phone = TextField(_("Telephone"), longest=30)
    prefecture = ChoiceField(_("Prefecture"), places.choices)
    city = TextField(_("City or ward"), longest=80)
    nearest_station = TextField(_("Nearest station"), longest=80)
    age_band = TextField(_("Age band"), longest=30, description=_("Only for your own printed sheet; never matched on."))
    background = ParagraphField(
        _("Origin and residence status"),
        longest=500,
        description=_("If you want your advisor to know. Never shown to clients, never matched on."),
    )

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {**values, "initials": values["initials"].upper()}


class SummaryForm(SectionForm):
    """職務要約 and 自己PR."""

    summary = ParagraphField(_("Career summary"), longest=2000)
    self_pr = ParagraphField(_("What sets your work apart"), longest=2000)


class StrengthsForm(SectionForm):
    """得意: type mix, functions, phases, industries."""

    strategic = NumberField(_("Strategic"), low=0, high=100)
    controlling = NumberField(_("Controlling"), low=0, high=100)
    supportive = NumberField(_("Supportive"), low=0, high=100)
    functions = CodesField(_("Functions"), _concepts("function"))
    phases = CodesField(_("Phases"), _concepts("phase"))
    industries = Rows(IndustryForm, _("Industries"))
    defaults = (("strategic", 0), ("controlling", 0), ("supportive", 0))

    def show(self, consultant: Consultant) -> None:
        self.industries.show(consultant.industries)


class SkillsForm(SectionForm):
    """スキル."""

    skills = Rows(SkillForm, _("Skills"))

    def show(self, consultant: Consultant) -> None:
        def fill(form: SkillForm, skill: Skill) -> None:
            form.concept.show(skill.concept)

        self.skills.show(consultant.skills, fill)


class CertificationsForm(SectionForm):
    """資格."""

    certifications = Rows(CertificationForm, _("Certifications"))

    def show(self, consultant: Consultant) -> None:
        self.certifications.show(consultant.certifications)


class LanguagesForm(SectionForm):
    """語学・ツール."""

    languages = Rows(LanguageForm, _("Languages"))
    tools = TermsField(_("Tools"), commas=True, description=_("By their usual names, one a line or parted by commas."))

    def show(self, consultant: Consultant) -> None:
        self.languages.show(consultant.languages)


class WishesForm(SectionForm):
    """希望条件."""

    rate = YenField(
        _("Least rate a month"),
        high=100_000_000,
        description=_("Received by you at 100 % (five days a week), excl. tax"),
    )
    rate_note = TextField(_("About the rate"), longest=120)
    days_min = NumberField(_("Days a week, from"), low=0, high=5)
    days_max = NumberField(_("Days a week, to"), low=0, high=5)
    available_from = DayField(_("Available from"))
    remote = CodesField(_("Ways of working you accept"), labels.choices(labels.REMOTE))
    onsite_days = NumberField(_("At most on site"), low=0, high=5)
    work_prefectures = CodesField(_("Prefectures where you work on site"), places.choices)
    travel = TextField(_("Business trips"), longest=120)
    hours_note = TextField(
        _("About the hours"), longest=200, description=_("For example: not after 18:00, night meetings up to 6 a month")
    )
    no_gos = LinesField(_("What you do not take"), most=20, description=_("One a line. Only advisors read it."))
    defaults = (("days_min", 0), ("days_max", 5), ("onsite_days", 0))

    def values(self) -> dict[str, Any]:
        values = super().values()
        return {
            **values,
            "no_gos": values["no_gos"] or [],
            "onsite_days": values["onsite_days"] if self._on_site() else 0,
        }

    def _on_site(self) -> bool:
        return bool({"hybrid", "onsite"} & set(self.remote.data or ()))


class CapacityForm(SectionForm):
    """並行状況・稼働枠: the person's own entries; what offers made here hold is shown and not typed."""

    held: Sequence[Commitment] = ()
    commitments = Rows(CommitmentForm, _("Other commitments"))
    free_days = NumberField(
        _("Days a week still free"), low=0, high=5, description=_("Empty: what contracts and reservations leave.")
    )

    def show(self, consultant: Consultant) -> None:
        self.held = [each for each in consultant.commitments if each.application_id is not None]
        self.commitments.show(consultant.commitments, but=self.held)


class VisibilityForm(SectionForm):
    """Who can see me, ブロック企業."""

    visibility = ChoiceField(_("Who can see your profile"), labels.choices(labels.VISIBILITY), required=True)
    blocked_companies = LinesField(
        _("Companies that see nothing of you"),
        most=50,
        description=_("One name a line. They do not even find you in counts, and are not told."),
    )

    def show(self, consultant: Consultant) -> None:
        self.blocked_companies.data = [each.name for each in consultant.blocked_companies]

    def values(self) -> dict[str, Any]:
        return {
            "visibility": Visibility(self.visibility.data),
            "blocked_companies": self.blocked_companies.data,
        }


class BusinessDataForm(SectionForm):
    """事業形態, インボイス登録."""

    business_form = ChoiceField(_("Business form"), labels.choices(labels.BUSINESS_FORM))
    invoice_status = ChoiceField(_("Invoice registration"), labels.choices(labels.INVOICE_STATUS))
    invoice_number = StringField(
        _("Registration number"), description=_("T and 13 digits; hyphens and spaces may be there.")
    )
    confirmed = BooleanField(_("My notice shows this number"))
    doubtful = False  # whether the number is to be confirmed: then the page offers the box

    def validate_invoice_number(self, field: StringField) -> None:
        """Keep the normalised number; an individual's doubtful one only when confirmed (R22)."""
        field.data = folded(field.data)
        if not field.data:
            return
        corporation = self.business_form.data in {BusinessForm.COMPANY, BusinessForm.ONE_PERSON_COMPANY}
        checked = check_registration_number(field.data, corporation=corporation)
        if checked.error:
            raise ValidationError(checked.error)
        field.data, self.doubtful = checked.normalised, bool(checked.warning)
        if checked.warning and not self.confirmed.data:
            raise ValidationError(checked.warning)

    def values(self) -> dict[str, Any]:
        form, status = self.business_form.data, self.invoice_status.data
        return {
            "business_form": BusinessForm(form) if form else None,
            "invoice_status": InvoiceStatus(status) if status else None,
            "invoice_number": self.invoice_number.data or "",
        }


class RecommendationsForm(SectionForm):
    """推薦・検証状況."""

    recommendations = Rows(RecommendationForm, _("Recommendations"), spare=1)

    def show(self, consultant: Consultant) -> None:
        self.recommendations.show(consultant.recommendations)


class ProjectForm(SectionForm):
    """職務経歴: one project."""

    title = TextField(
        _("Project title"), required=True, longest=120, description=_("Theme and role, without the employer's name")
    )
    employer = TextField(_("Employer or client"), longest=120, description=_("Never shown to anybody but advisors."))
    employer_mask = TextField(
        _("Shown instead of the employer"), longest=120, description=_("For example: large manufacturer, 5,000 people")
    )
    began = MonthField(_("Start of the project"), description=_("For example 2024-04, or only the year"))
    ended = MonthField(_("End of the project"), description=_("Empty: it goes on"))
    industry = ChoiceField(_("Industry"), _concepts("industry"), kept=lambda: vocabulary.retired_choices("industry"))
    headcount = NumberField(_("Headcount"), low=0, high=1_000_000)
    budget = YenField(_("Budget"), high=10_000_000_000_000)
    sites = TextField(_("Sites"), longest=120)
    role = TextField(_("Your role and the team"), longest=200)
    phases = CodesField(_("Phases"), _concepts("phase"))
    tasks = ParagraphField(_("Tasks"), longest=3000)
    results = ParagraphField(_("Results"), longest=3000, description=_("In figures where you can: from what to what."))
    tools = TermsField(_("Environment"), commas=True, description=_("Tools and products, parted by commas."))

    def show_project(self, project: PastProject) -> None:
        """Say years alone where the months are not known."""
        self.began.years_only = self.ended.years_only = project.years_only

    def values(self) -> dict[str, Any]:
        values = super().values()
        if values["ended"] and self.ended.years_only:
            values["ended"] = values["ended"].replace(month=12)
        return {**values, "years_only": self.began.years_only or self.ended.years_only}


FORMS: dict[str, type[SectionForm]] = {
    "basics": BasicsForm,
    "summary": SummaryForm,
    "strengths": StrengthsForm,
    "skills": SkillsForm,
    "certifications": CertificationsForm,
    "languages": LanguagesForm,
    "wishes": WishesForm,
    "capacity": CapacityForm,
    "visibility": VisibilityForm,
    "business": BusinessDataForm,
    "recommendations": RecommendationsForm,
}
