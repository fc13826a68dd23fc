"""Form fields that take Japanese input as people type it: full-width digits, commas, 万, spaces, half-width kana."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from marketplace.clock import FIRST_DAY, LAST_DAY
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.states import Stateful

MAN = 10_000
_NEEDED, _TOO_LONG = _("This is needed."), _("At most %(max)d characters.")
_NUMBER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,8})?)(万?)", re.ASCII)
_MINUS = str.maketrans("−▲△", "---")  # as accountants and Japanese keyboards write it
Choices = Callable[[], Iterable[tuple[str, str]]]


def folded(text: str | None) -> str:
    """Return the text NFKC-folded (full-width digits and letters become plain) and trimmed."""
    return unicodedata.normalize("NFKC", _CONTROL.sub("", text or "")).strip()


def as_uuid(text: str) -> UUID | None:
    """Return the id written in a form's field, or None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def stale(record: Stateful) -> bool:
    """Tell whether the page that sent this form showed an older state of the record; without a version it says no."""
    seen = request.form.get("version", type=int)
    return seen is not None and seen != record.version


class Form(FlaskForm):
    """A form whose own messages and WTForms' come in the page's language (CSRF is checked for the whole app)."""

    class Meta:
        csrf = False

        def get_translations(self, form: object) -> Any:  # noqa: ANN401 - WTForms' own catalogues
            from wtforms.i18n import get_translations  # noqa: PLC0415

            from marketplace.i18n import present_locale  # noqa: PLC0415

            del form
            return get_translations([present_locale()])


class _ReadFirst:
    """What cannot be read is said once: no bound is asked of it as well."""

    process_errors: Sequence[str]

    def pre_validate(self, form: object) -> None:
        del form
        if self.process_errors:
            raise validators.StopValidation


class NumberField(_ReadFirst, IntegerField):
    """A whole number within bounds; empty is None unless required."""

    def __init__(self, label: object, *, low: int, high: int, required: bool = False, **kwargs: Any) -> None:
        checks = [validators.InputRequired(_NEEDED)] if required else [validators.Optional()]
        bounds = validators.NumberRange(low, high, _("Enter a number from %(min)s to %(max)s."))
        super().__init__(label, [*checks, bounds], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        text = folded(valuelist[0]).translate(_MINUS).replace(",", "").replace(" ", "")
        self.data = None
        if not text:
            return
        if not _NUMBER.fullmatch(text):
            raise ValueError(_("Enter a whole number."))
        self.data = int(text)


class VersionField(IntegerField):
    """Which version of a record the page showed, so that nobody overwrites what was saved in the meantime."""

    widget = HiddenInput()


class YenField(_ReadFirst, Field):
    """Yen, typed as 1,200,000 or 120万 or 1200000円; kept as an integer. A `low` below nothing allows ▲120万 too."""

    widget = StringField.widget

    def __init__(
        self, label: object, *, required: bool = False, low: int = 0, high: int = 100_000_000_000, **kwargs: Any
    ) -> None:
        checks = [validators.InputRequired(_NEEDED)] if required else [validators.Optional()]
        bounds = validators.NumberRange(low, high, _("Enter %(most)s yen at most.", most=f"{high:,}"))
        super().__init__(label, [*checks, bounds], **kwargs)
        self.raw, self.signed = "", low < 0

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:,}"

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        text = re.sub(r"[,\s円¥\\]", "", folded(valuelist[0]))
        if not text:
            return
        minus = self.signed and text.translate(_MINUS).startswith("-")
        amount = _AMOUNT.fullmatch(text[1:] if minus else text.removeprefix("+") if self.signed else text)
        if amount is None:
            raise ValueError(_("Enter an amount in yen, for example 1,200,000 or 120万."))
        yen = Decimal(amount[1]) * (MAN if amount[2] else 1)
        if yen != yen.to_integral_value():
            raise ValueError(_("Enter whole yen."))
        self.data = int(-yen if minus else yen)


class DayField(DateField):
    """A day, from a date box or typed as 2026/11/1 or 2026年11月1日."""

    def __init__(self, label: object, *, required: bool = False, **kwargs: Any) -> None:
        checks = [validators.InputRequired(_NEEDED)] if required else [validators.Optional()]
        super().__init__(label, checks, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = None
        text = folded(valuelist[0])
        if not text:
            return
        parts = re.fullmatch(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?", text)
        try:
            self.data = date(*(int(part) for part in parts.groups())) if parts else date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("Enter a day, for example 2026-11-01.")) from None
        if not FIRST_DAY <= self.data <= LAST_DAY:
            self.data = None
            raise ValueError(
                _("Enter a day of the years %(first)s to %(last)s.", first=FIRST_DAY.year, last=LAST_DAY.year)
            )


class TextField(StringField):
    """One line of text, trimmed; half-width kana become full-width."""

    def __init__(self, label: object, *, required: bool = False, longest: int = 200, **kwargs: Any) -> None:
        checks = (
            [validators.InputRequired(_NEEDED), validators.DataRequired(_NEEDED)]
            if required
            else [validators.Optional()]
        )
        super().__init__(
            label, [*checks, validators.Length(max=longest, message=_TOO_LONG)], filters=[_one_line], **kwargs
        )


class ParagraphField(TextAreaField):
    """Some paragraphs of text."""

    def __init__(self, label: object, *, required: bool = False, longest: int = 4000, **kwargs: Any) -> None:
        checks = (
            [validators.InputRequired(_NEEDED), validators.DataRequired(_NEEDED)]
            if required
            else [validators.Optional()]
        )
        super().__init__(
            label, [*checks, validators.Length(max=longest, message=_TOO_LONG)], filters=[_paragraphs], **kwargs
        )


class ChoiceField(SelectField):
    """One of a list; the choices are asked for anew with each form, in the reader's language.

    What is among `kept` is offered only where the record holds it. `asked`: nothing is chosen beforehand, for a list
    whose first entry nobody should say by silence.
    """

    def __init__(
        self, label: object, choices: Choices, *, required: bool = False, asked: bool = False,
        kept: Choices | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        checks = [validators.InputRequired(_("Please choose one."))] if asked else []
        super().__init__(label, checks, choices=None, validate_choice=True, **kwargs)
        self.kept, self.asked, self.required = kept, asked, required
        self.offer(choices())

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these, after an empty one where the list may stay or must become chosen."""
        empty = [("", _("Please choose"))] if self.asked else [] if self.required else [("", "—")]
        self.choices = [*empty, *((str(value), text) for value, text in choices)]

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.kept is not None:
            self.choices = [*self.choices, *_held(self.kept, [self.data])]

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            self.data = valuelist[0]


class CodesField(SelectMultipleField):
    """Any number of a list, as checkboxes; what is among `kept` is offered only where the record holds it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: object, choices: Choices, *, kept: Choices | None = None, **kwargs: Any) -> None:
        super().__init__(label, choices=None, validate_choice=True, **kwargs)
        self.kept = kept
        self.choices = [(str(value), text) for value, text in choices()]

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        if self.kept is not None:
            self.choices = [*self.choices, *_held(self.kept, self.data or [])]


def _held(kept: Choices, held: Iterable[Any]) -> list[tuple[str, str]]:
    values = {str(each) for each in held}
    return [pair for pair in kept() if pair[0] in values]


class RowList(FieldList):
    """A list of forms, numbered in their names."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """Only plain digits are an index: "²" is a digit, but no number."""
        start = len(prefix) + 1
        for name in formdata:
            index = name[start:].partition("-")[0]
            if name.startswith(f"{prefix}-") and index.isascii() and index.isdecimal() and len(index) < 4:  # noqa: PLR2004
                yield int(index)


# Control characters have no place in a text, and PostgreSQL takes no NUL at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", _CONTROL.sub("", text))).strip() if text else ""


def _paragraphs(text: str | None) -> str:
    """Keep the writer's characters (①, ～), unify line ends."""
    return re.sub(r"\r\n?", "\n", _CONTROL.sub("", text)).strip() if text else ""
