"""Fields and rows that only a profile's forms have."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, Field, FormField, HiddenField, StringField, validators
from wtforms.widgets import TextArea

from marketplace import vocabulary
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import DayField, Form, RowList, TextField, folded
from marketplace.profiles.periods import parsed_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SPARE_ROWS = 3
MOST_ROWS = 60
LONGEST_TERM = 80


def concept_meant(text: str) -> str | None:
    """Return the concept that a person's words name, or the only one in them (SAP導入PM is SAP implementation)."""
    found = vocabulary.chosen(text)
    if found is None:
        within = vocabulary.concepts_in(text)
        found = within[0] if len(within) == 1 else None
    return found


class MonthField(StringField):  # type: ignore[misc]  # WTForms ships no types
    """A month, typed as 2024年4月 or 2024/4, or a year alone; `years_only` says which."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, [validators.Optional()], **kwargs)
        self.years_only = False

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return str(self.data.year) if self.years_only else f"{self.data:%Y-%m}"

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data, text = None, folded(valuelist[0])
        if not text:
            return
        found = parsed_month(text)
        if found is None:
            raise ValueError(_("Enter a month or a year, for example 2024-04 or 2024."))
        self.data, self.years_only = found


class ExpiryField(DayField):
    """The last day on which something is valid; a month alone means its last day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = folded(valuelist[0]) if valuelist else ""
        month = parsed_month(text)
        if month and not month[1]:
            first = month[0]
            self.data = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
        else:
            super().process_formdata(valuelist)


class LinesField(Field):  # type: ignore[misc]  # WTForms ships no types
    """A list of short texts, one a line (or parted by commas where `commas`)."""

    widget = TextArea()

    def __init__(self, label: object, *, most: int = 30, commas: bool = False, **kwargs: Any) -> None:
        super().__init__(label, [validators.Optional()], **kwargs)
        self.most, self.commas = most, commas

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(self.said(each) for each in self.data or [])

    def said(self, each: str) -> str:
        """Return one entry as the person reads it."""
        return each

    def meant(self, text: str) -> str:
        """Return one entry as it is kept."""
        return text

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].replace("\r", "\n") if valuelist else ""
        parts = re.split(r"[\n,、，]" if self.commas else r"\n", typed)
        words = [re.sub(r"\s+", " ", folded(part)) for part in parts]
        self.data = list(dict.fromkeys(self.meant(word) for word in words if word))
        if len(self.data) > self.most:
            raise ValueError(_("At most %(most)s entries.", most=self.most))
        if any(len(word) > LONGEST_TERM for word in words):
            raise ValueError(_("One entry is longer than %(longest)s characters.", longest=LONGEST_TERM))


class TermsField(LinesField):
    """Tools and the like by their usual names: what the vocabulary knows is kept as its concept, the rest as typed."""

    def said(self, each: str) -> str:
        return vocabulary.label(each)

    def meant(self, text: str) -> str:
        return vocabulary.chosen(text) or text


class ConceptField(TextField):
    """A term of the vocabulary, typed by name in Japanese or English; `concept` is its id, or None when unknown."""

    concept: str | None = None

    def show(self, concept: str) -> None:
        """Fill in a concept by its name in the reader's language."""
        self.data = vocabulary.label(concept) if concept else ""

    def pre_validate(self, form: object) -> None:
        super().pre_validate(form)
        self.concept = concept_meant(self.data) if self.data else None
        if self.data and self.concept is None:
            raise validators.ValidationError(
                _("Choose a term of the vocabulary, or leave this empty and use your own words.")
            )


class RowForm(Form):
    """One row of a list: `key` names the row that is there already."""

    key = HiddenField()
    remove = BooleanField(_("Remove"))

    telling: tuple[str, ...] = ()  # the fields that make a row one

    def is_filled(self) -> bool:
        """Whether anything of the row is to be kept."""
        return not self.remove.data and any(self[name].data for name in self.telling)

    def row(self) -> dict[str, Any]:
        """Return the row's columns."""
        return {name: value for name, value in self.data.items() if name != "remove"}

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own mapping
        """A row that is taken out or left empty cannot be wrong."""
        if self.remove.data or not any(field.raw_data and any(field.raw_data) for field in self._typed()):
            return True
        return bool(super().validate(extra_validators)) and self.says_something()

    def _typed(self) -> Iterator[Field]:
        return (field for field in self if field.short_name not in {"key", "remove"})

    def says_something(self) -> bool:
        """Refuse a row with details of nothing."""
        if self.is_filled():
            return True
        first = self[self.telling[0]]
        first.errors = [*first.errors, str(_("Say what these details are about, or remove the row."))]
        return False


class Rows(RowList):
    """A list of rows, with some empty ones at the end: adding needs no JavaScript."""

    entries: list[Any]

    def __init__(self, form: type[RowForm], label: object = "", *, spare: int = SPARE_ROWS, **kwargs: Any) -> None:
        super().__init__(FormField(form), label, max_entries=MOST_ROWS, **kwargs)
        self.spare = spare

    def show(
        self, rows: Sequence[Any], fill: Callable[[Any, Any], None] | None = None, *, but: Sequence[Any] = ()
    ) -> None:
        """Complete the rows that came with `obj` (`fill` adds what a column alone does not say); add spare ones.

        Rows in `but` are not typed here: they are left out.
        """
        came = [(entry, row) for entry, row in zip(self.entries, rows, strict=False) if row not in but]
        self.entries = [entry for entry, _row in came]
        for entry, row in came:
            entry.form["key"].data = str(row.id)
            if fill:
                fill(entry.form, row)
        for _spare in range(min(self.spare, MOST_ROWS - len(self.entries))):
            self.append_entry()

    def rows(self) -> list[dict[str, Any]]:
        """Return the columns of all filled rows."""
        return [entry.form.row() for entry in self.entries if entry.form.is_filled()]
