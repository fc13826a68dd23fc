"""Shapes of the work reports' screens: a month with a row a day, an expense, a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf.file import FileField
from wtforms import BooleanField, FormField, validators

from marketplace.formats import date_short
from marketplace.i18n import lazy_gettext as _
from marketplace.imports.rows import RefusedError
from marketplace.inputs import (
    ChoiceField,
    DayField,
    Form,
    NumberField,
    ParagraphField,
    RowList,
    TextField,
    VersionField,
    YenField,
)
from marketplace.threads.labels import REFUSAL
from marketplace.threads.uploads import Upload, uploads
from marketplace.trade.refusal import Refusal
from marketplace.trade.settlement import HOUR, minutes_of
from marketplace.work_reports.entries import DayEntry, ExpenseEntry, entry_of
from marketplace.work_reports.labels import EXPENSE
from marketplace.work_reports.states import ExpenseKind
from marketplace.work_reports.wording import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtforms import Field

    from marketplace.work_reports.models import WorkDay, WorkReport

DAYS_OF_A_MONTH = 31
LATEST = 48 * HOUR  # work past midnight ends after 24:00
MOST_YEN = 10_000_000


class DayForm(Form):
    """One day."""

    hours = TextField(_("Hours"), longest=20)
    content = TextField(_("What was done"), longest=300)
    remote = BooleanField(_("Remote"))

    def show(self, row: WorkDay) -> None:
        """Begin with what is kept."""
        self.hours.data = clock(row.minutes) if row.minutes else ""
        self.content.data, self.remote.data = row.content, row.remote

    def entry(self, before: DayEntry, *, grain: int) -> DayEntry:
        """Return what was typed, over what is kept of it; what cannot be read is said beside its field."""
        return replace(
            before,
            minutes=_minutes(self.hours, grain=grain) or 0,
            content=self.content.data or "",
            remote=bool(self.remote.data),
        )


class DetailedDayForm(DayForm):
    """One day with its times and its place, for whoever wants to note them."""

    starts = TextField(_("Began"), longest=20)
    ends = TextField(_("Ended"), longest=20)
    pause = TextField(_("Break"), longest=20)
    place = TextField(_("Where"), longest=100)

    def show(self, row: WorkDay) -> None:
        super().show(row)
        for name in ("starts", "ends", "pause"):
            kept = getattr(row, name)
            self[name].data = "" if kept is None else clock(kept)
        self.place.data = row.place

    def entry(self, before: DayEntry, *, grain: int) -> DayEntry:
        starts, ends = (_minutes(field, grain=1, most=LATEST) for field in (self.starts, self.ends))
        pause = _minutes(self.pause, grain=1)
        entry = super().entry(before, grain=grain)
        return replace(entry, starts=starts, ends=ends, pause=pause, place=self.place.data or "")


def _minutes(field: Field, *, grain: int, most: int = 24 * HOUR) -> int | None:
    """Read a field's hours; a refusal is said beside it."""
    if not field.data or field.errors:
        return None
    try:
        return minutes_of(field.data, grain=grain, most=most)
    except Refusal as refused:
        field.errors = [*field.errors, refused.message]
    return None


class DayList(RowList):
    """The rows of a month: a row's number is its day's place among the month's days, whichever rows were sent."""

    def _compact_indices(self) -> None:
        """Leave the numbers as they were sent."""


class MonthForm(Form):
    """A month, a row for each day that the contract covers, in their order."""

    days = DayList(FormField(DayForm), _("Each day"), max_entries=DAYS_OF_A_MONTH)
    issues = ParagraphField(_("Remarks"), longest=4000, description=_("Issues, risks, what the client should know"))
    version = VersionField(validators=[validators.Optional()])

    def show(self, report: WorkReport, days: Sequence[date]) -> None:
        """Begin with what is kept."""
        rows = {row.day: row for row in report.days}
        for day in days:
            self.days.append_entry()
            if day in rows:
                self.days.entries[-1].form.show(rows[day])
        self.issues.data, self.version.data = report.issues, report.version

    def rows(self, days: Sequence[date]) -> list[tuple[date, Any]]:
        """Return each day with its form, as far as they were sent."""
        numbered = [(int(row.name.rpartition("-")[2]), row.form) for row in self.days.entries]
        rows = [(days[at], form) for at, form in numbered if at < len(days)]
        for day, form in rows:
            for each in form:
                each.label.text = date_short(day)  # what the summary of errors calls it
        return rows

    def entries(self, report: WorkReport, days: Sequence[date], *, grain: int) -> dict[date, DayEntry] | None:
        """Return what was typed for each day; None where something cannot be read."""
        kept = {row.day: entry_of(row) for row in report.days}
        read = {day: form.entry(kept.get(day, DayEntry()), grain=grain) for day, form in self.rows(days)}
        wrong = [form for _day, form in self.rows(days) if form.errors]
        if wrong:
            self._mark()
            return None
        return read

    def refuse(self, errors: Mapping[str, object], days: Sequence[date]) -> None:
        """Show what a rule said beside the field it speaks of."""
        rows = {day.isoformat(): form for day, form in self.rows(days)}
        for name, message in errors.items():
            form = rows.get(name)
            field = self.issues if form is None else form.hours if form.content.data else form.content
            field.errors = [*field.errors, message]
        if any(name in rows for name in errors):
            self._mark()

    def _mark(self) -> None:
        """The summary on top looks into a list only when the list itself is wrong."""
        self.days.errors = [_("Please check what you entered")]


class DetailedMonthForm(MonthForm):
    """The same with times and places."""

    days = DayList(FormField(DetailedDayForm), _("Each day"), max_entries=DAYS_OF_A_MONTH)


class ExpenseForm(Form):
    """Money laid out for the work."""

    day = DayField(_("Day"), required=True)
    kind = ChoiceField(_("Kind"), EXPENSE.items, required=True)
    words = TextField(_("What for"), required=True, longest=200, description=_("For a journey: from where to where"))
    amount = YenField(_("Amount, with tax"), required=True, high=MOST_YEN)
    paid_to_carrier = BooleanField(_("The operator pays it to the carrier or the hotel directly"))
    receipt = FileField(_("Receipt"), description=_("PDF, PNG or JPEG, up to 10 MB"))
    upload: Upload | None = None

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own signature
        """Check the shape and the file: its bytes are read here, once."""
        if not super().validate(extra_validators):
            return False
        try:
            sent = uploads([self.receipt.data] if self.receipt.data else [])
        except RefusedError as refused:
            self.receipt.errors = [REFUSAL[refused.code]]
            return False
        if sent and sent[0].media_type not in {"application/pdf", "image/png", "image/jpeg"}:
            self.receipt.errors = [_("A receipt is a PDF, a PNG or a JPEG.")]
            return False
        self.upload = sent[0] if sent else None
        return True

    def entry(self) -> ExpenseEntry:
        """Return what was typed."""
        return ExpenseEntry(
            self.day.data or date.min, ExpenseKind(self.kind.data), self.words.data or "", self.amount.data or 0,
            bool(self.paid_to_carrier.data),
        )  # fmt: skip


class ReturnForm(Form):
    """Why a report is given back."""

    reason = ParagraphField(_("What is to be mended"), required=True, longest=2000)
    version = VersionField(validators=[validators.Optional()])


class CorrectionForm(Form):
    """Why a settled report is corrected."""

    reason = ParagraphField(_("What is corrected, and why"), required=True, longest=2000)


class BeginForm(Form):
    """Which month is begun."""

    year = NumberField(_("Year"), low=2000, high=2100, required=True)
    month = NumberField(_("Month"), low=1, high=12, required=True)

    def first_day(self) -> date:
        """Return the month's first day."""
        return date(self.year.data or 2000, self.month.data or 1, 1)
