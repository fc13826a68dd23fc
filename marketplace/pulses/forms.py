"""Shapes of the pulses' screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, NumberField, ParagraphField
from marketplace.pipeline.parties import Side
from marketplace.pulses.labels import ASKED, SIDE, STEP
from marketplace.pulses.signs import ASKED as ASKED_SIGNS
from marketplace.pulses.states import Question

if TYPE_CHECKING:
    from marketplace.pulses.mixing import Mix
    from marketplace.pulses.models import PulseAnswer
    from marketplace.pulses.signs import Sign

LONGEST = 2000
STEPS = tuple(STEP)


class PulseForm(Form):
    """Four questions with five steps, one free text, and the wish to be called."""

    for each in Question:
        locals()[each.value] = RadioField(
            each.value, validators=[validators.InputRequired(_("Please choose one."))], coerce=int
        )
    del each
    words = ParagraphField(
        _("What should your advisor know?"), longest=LONGEST, description=_("Only the advisors read this.")
    )
    call_me = BooleanField(_("Please call me"))

    @classmethod
    def of(cls, side: Side, answer: PulseAnswer | None = None, *, blank: bool = False) -> PulseForm:
        """Return the form with one side's questions, and what was answered before."""
        given = {**answer.scores, "words": answer.words, "call_me": answer.call_me} if answer else {}
        form = cls(formdata=None, data=given) if blank else cls(data=given)
        for each in Question:
            if each not in ASKED[side]:
                del form[each.value]
                continue
            field = form[each.value]
            field.label.text = ASKED[side][each]
            field.choices = [(step, STEP[step]) for step in STEPS]
        return form

    def scores(self) -> dict[str, int]:
        """Return what was chosen, by question."""
        return {each.value: self[each.value].data for each in Question if each.value in self}


class NoteForm(Form):
    """What an advisor notes; `seen` says of when the newest answer on the page was."""

    seen = HiddenField()
    note = ParagraphField(_("Note for the desk"), longest=LONGEST)


class SettleForm(Form):
    """What was done about a concern."""

    note = ParagraphField(_("What came of it"), required=True, longest=LONGEST)


class DigestForm(Form):
    """What a side is told."""

    side = ChoiceField(_("To whom"), SIDE.items, asked=True)
    words = ParagraphField(
        _("In your own words"), required=True, longest=LONGEST,
        description=_("No single answer and no quotation: it must not be possible to tell who said what."),
    )  # fmt: skip

    def to_side(self) -> Side:
        """Return the side that was chosen."""
        return Side(self.side.data)


class CheckForm(Form):
    """Yes or no to each sign, a word, and the shares of what was really done."""

    for each in ASKED_SIGNS:
        locals()[f"sign_{each.value}"] = RadioField(
            each.value,
            choices=[SelectChoice("no", _("Did not happen")), SelectChoice("yes", _("Happened"))],
            validators=[validators.InputRequired(_("Please choose one."))],
        )  # fmt: skip
    del each
    words = ParagraphField(_("More about it"), longest=LONGEST, description=_("Only the desk reads this."))
    strategic = NumberField(_("Strategic"), low=0, high=100, required=True)
    controlling = NumberField(_("Controlling"), low=0, high=100, required=True)
    supportive = NumberField(_("Supportive"), low=0, high=100, required=True)

    def said(self) -> list[Sign]:
        """Return the signs that were answered with yes."""
        return [each for each in ASKED_SIGNS if self[f"sign_{each.value}"].data == "yes"]

    def mix(self) -> Mix:
        """Return the three shares."""
        return self.strategic.data or 0, self.controlling.data or 0, self.supportive.data or 0
