"""Shapes of the meetings' screens."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING

from wtforms import Field, FormField, HiddenField, StringField, validators
from wtforms.validators import ValidationError

from marketplace.clock import TOKYO
from marketplace.i18n import lazy_gettext as _
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
    folded,
)  # fmt: skip
from marketplace.meetings.operations import Notes
from marketplace.meetings.plans import LONGEST, MOST_SLOTS, SHORTEST, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.meetings.models import Debrief, Meeting

MOST_RATE = 100_000_000  # yen a month, far above any: a slip of the finger
_TIME = re.compile(r"(\d{1,2})[:時.]?(\d{2})?分?", re.ASCII)
INTEREST = (
    ("5", _("5: very much")),
    ("4", _("4: rather yes")),
    ("3", _("3: open")),
    ("2", _("2: rather not")),
    ("1", _("1: no")),
)


class TimeField(Field):
    """A time of day, from a time box or typed as 10:00, 10時 or 1030."""

    widget = StringField.widget

    def _value(self) -> str:
        if self.raw_data and self.data is None:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        text = folded(valuelist[0]) if valuelist else ""
        if not text:
            return
        parts = _TIME.fullmatch(text)
        try:
            self.data = time(int(parts[1]), int(parts[2] or 0)) if parts else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("Enter a time, for example 10:00."))


class SlotForm(Form):
    """A day and a time in Japan; both, or neither."""

    day = DayField(_("Day"))
    at = TimeField(_("Time (in Japan)"))

    def validate_at(self, field: TimeField) -> None:
        if (self.day.data is None) != (field.data is None) and not (self.day.errors or field.errors):
            raise ValidationError(_("Enter a day and a time."))

    @property
    def start(self) -> datetime | None:
        """The instant, where both are given."""
        if self.day.data is None or self.at.data is None:
            return None
        return datetime.combine(self.day.data, self.at.data, tzinfo=TOKYO)


class PlanForm(Form):
    """One to five slots, the length, where, and words."""

    slots = RowList(FormField(SlotForm), _("Dates"), min_entries=MOST_SLOTS, max_entries=MOST_SLOTS)
    minutes = NumberField(_("Length in minutes"), low=SHORTEST, high=LONGEST, required=True, default=60)
    place = TextField(_("Where you meet"), description=_("If not online"))
    link = TextField(_("Link"), longest=500, description=_("The address of the online meeting"))
    words = ParagraphField(_("A word to the other side"), longest=1000)
    version = VersionField(validators=[validators.Optional()])

    def plan(self) -> Plan:
        """Return what was typed; empty slots are left out."""
        return Plan(
            tuple(start for _at, start in self._filled()), self.minutes.data or 0, self.place.data or "",
            self.link.data or "", self.words.data or "",
        )  # fmt: skip

    def _filled(self) -> list[tuple[int, datetime]]:
        starts = [(at, entry.form.start) for at, entry in enumerate(self.slots)]
        return [(at, start) for at, start in starts if start is not None]

    def refuse(self, errors: Mapping[str, object]) -> None:
        """Show what a rule said beside the field it speaks of."""
        filled = [at for at, _start in self._filled()] or [0]
        for name, message in errors.items():
            kind, _dash, number = name.partition("-")
            field = self.slots[filled[int(number)]].form.at if kind == "slots" else self[kind]
            field.errors = [*field.errors, message]
            if kind == "slots":  # the summary on top looks into a list only when the list itself is wrong
                self.slots.errors = [*self.slots.errors, message]

    def show(self, meeting: Meeting) -> None:
        """Begin with the length and place that were agreed on; the dates are new."""
        self.minutes.data, self.place.data, self.link.data = meeting.minutes, meeting.place, meeting.link
        self.version.data = meeting.version


class CancelForm(Form):
    """Why a meeting is called off."""

    words = ParagraphField(_("Why"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


class DebriefForm(Form):
    """What one's own side made of the meeting."""

    agreed = ParagraphField(_("What was agreed"), longest=2000)
    questions = ParagraphField(_("Open questions"), longest=2000)
    interest = ChoiceField(_("Interest"), lambda: INTEREST, asked=True)
    rate = YenField(
        _("Rate talked of"),
        high=MOST_RATE,
        description=_("Received a month at 100 % (five days a week), excluding tax"),
    )
    seen = HiddenField()  # when the notes were written that this page showed; empty for none

    def show(self, debrief: Debrief | None) -> None:
        """Begin with what this side wrote before."""
        if debrief is not None:
            self.agreed.data, self.questions.data, self.rate.data = debrief.agreed, debrief.questions, debrief.rate
            self.interest.data = str(debrief.interest)
            self.look_at(debrief)

    def look_at(self, debrief: Debrief | None) -> None:
        """Note which notes the page shows, so that nobody overwrites others unseen."""
        self.seen.raw_data, self.seen.data = None, debrief.at.isoformat() if debrief else ""

    def notes(self) -> Notes:
        """Return what was typed."""
        return Notes(self.agreed.data or "", self.questions.data or "", int(self.interest.data), self.rate.data)

    @property
    def seen_at(self) -> datetime | None:
        """When the notes were written that the page showed."""
        try:
            return datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None
