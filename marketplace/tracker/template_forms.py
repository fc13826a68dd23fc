"""The shape of a project template: names in both languages, row by row; an empty row is none."""

from __future__ import annotations

from typing import Any

from wtforms import FormField

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, CodesField, Form, NumberField, RowList, TextField, VersionField
from marketplace.tracker.forms import weekdays
from marketplace.tracker.labels import CADENCE, DIMENSION

SPARE, MOST = 2, 20
LONGEST, LAST_DAY = 80, 730


class NamedRow(Form):
    """A name in both languages."""

    ja = TextField(_("In Japanese"), longest=LONGEST)
    en = TextField(_("In English"), longest=LONGEST)

    @property
    def said(self) -> bool:
        """Whether the row says anything."""
        return bool(self.ja.data or self.en.data)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own signature
        """A name is needed in both languages: projects begin in either."""
        valid = bool(super().validate(extra_validators))
        for name in (self.ja, self.en):
            if self.said and not name.data:
                name.errors = [_("This is needed.")]
                valid = False
        return valid


class SeriesRow(NamedRow):
    """A meeting that comes again."""

    cadence = ChoiceField(_("How often"), CADENCE.items, required=True)
    weekday = ChoiceField(_("Day of the week"), weekdays, required=True)


class MilestoneRow(NamedRow):
    """A milestone, so many days after the contract's first."""

    days = NumberField(_("Days from the start"), low=0, high=LAST_DAY)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own signature
        """A milestone needs its day."""
        valid = bool(super().validate(extra_validators))
        if self.said and self.days.data is None and not self.days.errors:
            self.days.errors = [_("This is needed.")]
            valid = False
        return valid


class TemplateForm(Form):
    """A template; `seen` is its edition on the screen."""

    seen = VersionField()
    cadence = ChoiceField(_("A report is due"), CADENCE.items, required=True)
    weekday = ChoiceField(_("Weekday of the report"), weekdays, required=True)
    dimensions = CodesField(_("What a report rates"), lambda: [(each.value, word) for each, word in DIMENSION.items()])
    milestones = RowList(FormField(MilestoneRow), _("Milestones"), max_entries=MOST)
    sections = RowList(FormField(NamedRow), _("Sections of the report"), max_entries=MOST)
    series = RowList(FormField(SeriesRow), _("Meeting series"), max_entries=MOST)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own signature
        """A report rates something."""
        valid = bool(super().validate(extra_validators))
        if not self.dimensions.data:
            self.dimensions.errors = [_("Choose at least one.")]
            return False
        return valid

    def content(self) -> dict[str, Any]:
        """Return the template as it is kept, milestones in the order of their days."""
        rated = set(self.dimensions.data or ())
        milestones = [{"ja": row.ja.data, "en": row.en.data, "days": row.days.data} for row in _rows(self.milestones)]
        return {
            "cadence": self.cadence.data,
            "weekday": int(self.weekday.data),
            "dimensions": [each.value for each in DIMENSION if each.value in rated],
            "sections": [{"ja": row.ja.data, "en": row.en.data} for row in _rows(self.sections)],
            "series": [
                {"ja": row.ja.data, "en": row.en.data, "cadence": row.cadence.data, "weekday": int(row.weekday.data)}
                for row in _rows(self.series)
            ],
            "milestones": sorted(milestones, key=lambda each: each["days"]),
        }

    def spare(self) -> TemplateForm:
        """Add empty rows to write into."""
        for rows in (self.milestones, self.sections, self.series):
            for _each in range(min(SPARE, MOST - len(rows.entries))):
                rows.append_entry()
        return self


def _rows(rows: RowList) -> list[Any]:
    return [entry.form for entry in rows.entries if entry.form.said]


def form_of(content: dict[str, Any], seen: int) -> TemplateForm:
    """Return the form of a template as it stands."""
    values = content | {"weekday": str(content["weekday"]), "seen": seen}
    values["series"] = [each | {"weekday": str(each["weekday"])} for each in content["series"]]
    return TemplateForm(formdata=None, data=values).spare()
