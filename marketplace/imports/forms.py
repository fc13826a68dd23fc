"""The upload, and one small form a proposal: the fields of the profile's own forms, filled with what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from marketplace import vocabulary
from marketplace.i18n import lazy_gettext as _
from marketplace.imports.operations import Decided
from marketplace.imports.states import Decision
from marketplace.inputs import Form, TextField
from marketplace.profiles import forms as profile_forms
from marketplace.profiles import row_forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ACCEPT, SKIP = "accept", "skip"


class UploadForm(Form):
    """One document."""

    document = FileField(
        _("Résumé or skill sheet"), description=_("Word (.docx), Excel (.xlsx), PDF or text, up to 10 MB and 60 pages.")
    )


class DecisionForm(Form):
    """What to do with one proposal."""

    decision = RadioField(
        _("Decision"), [Optional()], choices=[SelectChoice(ACCEPT, _("Take over")), SelectChoice(SKIP, _("Leave out"))]
    )


class ToolForm(Form):
    """A tool by its usual name."""

    term = TextField(_("Tool"), required=True, longest=80)


FORMS: Mapping[str, type[Any]] = {
    "basics": profile_forms.BasicsForm,
    "summary": profile_forms.SummaryForm,
    "self_pr": profile_forms.SummaryForm,
    "mix": profile_forms.StrengthsForm,
    "functions": profile_forms.StrengthsForm,
    "phases": profile_forms.StrengthsForm,
    "wishes": profile_forms.WishesForm,
    "skill": row_forms.SkillForm,
    "certification": row_forms.CertificationForm,
    "industry": row_forms.IndustryForm,
    "language": row_forms.LanguageForm,
    "tool": ToolForm,
    "project": profile_forms.ProjectForm,
    "blocked": profile_forms.VisibilityForm,
}
ROWS = frozenset({"skill", "certification", "industry", "language"})
DATES = frozenset({"began", "ended", "available_from"})
HIDDEN = frozenset({"key", "remove", "version"})
OFFERED = {"skill": ("note",), "project": ("employer_mask",)}  # empty fields that a person may want to fill


@dataclass(slots=True)
class Item:
    """A proposal on the page: what was read, its fields, its decision."""

    proposal: dict[str, Any]
    form: Any
    choice: DecisionForm

    @property
    def shown(self) -> list[Any]:
        return [field for field in self.form if field.short_name not in HIDDEN]

    @property
    def wrong(self) -> bool:
        return bool(self.form.errors or getattr(self.form, "form_errors", ()))

    def decided(self) -> Decided | None:
        """Return the decision, None while it is open; whether the form is valid is asked before."""
        number, chosen = self.proposal["id"], self.choice.decision.data
        if chosen == SKIP:
            return Decided(number, Decision.SKIPPED, {})
        if chosen != ACCEPT:
            return None
        changed = _said(self.form) != _said(_filled(self.proposal, typed=False))
        return Decided(number, Decision.CORRECTED if changed else Decision.ACCEPTED, self._values(self.form))

    def _values(self, form: Any) -> dict[str, Any]:  # noqa: ANN401 - one of FORMS
        kind = self.proposal["kind"]
        if kind in ROWS:
            values = {**form.row(), "key": self.proposal["values"].get("key", "")}  # the row it is about, if any
        elif kind == "project":
            values = form.values()
        elif kind == "tool":
            values = {"term": vocabulary.named(form.term.data) or form.term.data}
        else:
            values = {name: value for name, value in form.data.items() if name not in HIDDEN}
            values |= {name: empty for name, empty in form.defaults if name in values and values[name] is None}
        return {name: "" if value is None and name in _TEXTS else value for name, value in values.items()}


def _said(form: Any) -> dict[str, Any]:  # noqa: ANN401 - one of FORMS
    """What the fields hold, nothing being nothing in whatever form."""
    return {name: value or None for name, value in form.data.items() if name not in HIDDEN}


_TEXTS = frozenset({"note", "sites", "role", "employer", "employer_mask", "industry", "tasks", "results"})


def items_of(proposals: Sequence[dict[str, Any]], *, typed: bool) -> list[Item]:
    """Return the open proposals with their forms, by kind in the order of the profile; `typed`: as posted."""
    order = list(FORMS)
    waiting = sorted((each for each in proposals if not each["decision"]), key=lambda each: order.index(each["kind"]))
    return [Item(each, _filled(each, typed=typed), _choice(each, typed=typed)) for each in waiting]


def valid(items: Sequence[Item]) -> bool:
    """Check every accepted proposal's form, so that all messages are there at once."""
    checked = [item.form.validate() for item in items if item.choice.decision.data == ACCEPT]
    return all(checked)


def _choice(proposal: dict[str, Any], *, typed: bool) -> DecisionForm:
    more = {} if typed else {"formdata": None}
    return DecisionForm(prefix=f"p{proposal['id']}-", **more)


def _filled(proposal: dict[str, Any], *, typed: bool) -> Any:  # noqa: ANN401 - one of FORMS
    """Build a proposal's form, of a section's form only the fields it is about."""
    kind, values = proposal["kind"], dict(proposal["values"])
    years_only = values.pop("years_only", False)
    for name in DATES & values.keys():
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    if kind == "skill":
        values["concept"] = vocabulary.label(values["concept"])
    elif kind == "tool":
        values["term"] = vocabulary.label(values["term"])
    more = {} if typed else {"formdata": None}
    form = FORMS[kind](prefix=f"p{proposal['id']}-", data=values, **more)
    if kind == "project" and not form.is_submitted():
        form.began.years_only = form.ended.years_only = years_only
    for name in [field.short_name for field in form]:
        if name not in values and name not in HIDDEN and name not in OFFERED.get(kind, ()) and kind not in ROWS:
            del form[name]
        elif name in {"number", "expires_on", "last_used"} and not values.get("key"):
            form[name].data = form[name].data if typed else None
    return form
