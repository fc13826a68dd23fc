"""The rows of a profile's lists, as they are typed."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from marketplace import vocabulary
from marketplace.clock import today
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, DayField, NumberField, ParagraphField, TextField
from marketplace.profiles import labels
from marketplace.profiles.fields import ConceptField, ExpiryField, RowForm, concept_meant
from marketplace.profiles.states import CommitmentState, SkillLevel

FIRST_YEAR = 1960


class YearField(NumberField):
    """A year that has begun."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, low=FIRST_YEAR, high=today().year, **kwargs)


class IndustryForm(RowForm):
    """得意業界."""

    industry = ChoiceField(
        _("Industry"), lambda: vocabulary.choices("industry"), kept=lambda: vocabulary.retired_choices("industry")
    )
    years = NumberField(_("Years"), low=0, high=50)
    telling = ("industry",)


class SkillForm(RowForm):
    """スキル: a term of the vocabulary, or own words, with a level."""

    concept = ConceptField(_("Skill"), longest=80)
    note = TextField(_("In your own words"), longest=120)
    level = ChoiceField(_("Level"), labels.choices(labels.LEVEL))
    years = NumberField(_("Years"), low=0, high=50)
    last_used = YearField(_("Last used"))
    telling = ("concept", "note")

    def validate_level(self, field: ChoiceField) -> None:
        """A skill without a level says little."""
        if not field.data and self.is_filled():
            raise ValidationError(_("Choose a level."))

    def row(self) -> dict[str, Any]:
        """Words that only contain a term are kept beside it; own words alone are looked up too."""
        typed, note = self.concept.data or "", self.note.data or ""
        concept = self.concept.concept or ""
        if concept and not note and vocabulary.chosen(typed) != concept:
            note = typed
        return {
            **super().row(),
            "concept": concept or concept_meant(note) or "",
            "note": note,
            "level": SkillLevel(self.level.data),
        }


class CertificationForm(RowForm):
    """資格."""

    name = TextField(_("Certification"), longest=120)
    number = TextField(_("Number"), longest=60)
    obtained_year = YearField(_("Year obtained"))
    obtained_month = NumberField(_("Month"), low=1, high=12)
    expires_on = ExpiryField(_("Valid until"))
    telling = ("name",)

    def row(self) -> dict[str, Any]:
        meant = concept_meant(self.name.data or "") or ""
        return {**super().row(), "concept": meant if meant.startswith("cert.") else ""}


class LanguageForm(RowForm):
    """語学."""

    language = ChoiceField(_("Language"), labels.choices(labels.LANGUAGE))
    level = ChoiceField(_("Level"), labels.choices(labels.LANGUAGE_LEVEL))
    note = TextField(_("Remark"), longest=120)
    telling = ("language",)

    def validate_level(self, field: ChoiceField) -> None:
        if not field.data and self.is_filled():
            raise ValidationError(_("Choose a level."))


class CommitmentForm(RowForm):
    """並行状況."""

    label = TextField(_("Commitment"), longest=120)
    state = ChoiceField(_("State"), labels.choices(labels.COMMITMENT))
    days = NumberField(_("Days a week"), low=0, high=5)
    until = DayField(_("Until"))
    telling = ("label",)

    def validate_state(self, field: ChoiceField) -> None:
        if not field.data and self.is_filled():
            raise ValidationError(_("Choose a state."))

    def row(self) -> dict[str, Any]:
        return {**super().row(), "days": self.days.data or 0, "state": CommitmentState(self.state.data)}


class RecommendationForm(RowForm):
    """推薦."""

    by = TextField(_("Recommended by"), longest=120)
    language = ChoiceField(_("Language"), labels.choices(labels.LANGUAGE))
    text = ParagraphField(_("What was said"), longest=1500)
    telling = ("by", "text")

    def row(self) -> dict[str, Any]:
        return {**super().row(), "language": self.language.data or "ja"}
