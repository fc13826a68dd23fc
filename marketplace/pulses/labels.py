"""The coded words of pulses, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.parties import Side
from marketplace.pulses.health import Part
from marketplace.pulses.states import Cause, Question

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED: Mapping[Side, Mapping[Question, str]] = {
    Side.CONSULTANT: {
        Question.FIT: _("The work is what was agreed: role, scope, days."),
        Question.TOGETHER: _("Working with the client goes well."),
        Question.INFORMED: _("I get the information and the decisions I need in time."),
        Question.LOAD: _("The load is one that I can keep up."),
    },
    Side.CLIENT: {
        Question.DONE: _("What was agreed is being done."),
        Question.WITH_PMO: _("Working with the PMO goes well."),
        Question.VISIBLE: _("We see how the project really stands."),
        Question.AGAIN: _("We would ask for this PMO again."),
    },
}
QUESTION: Mapping[Question, str] = {name: words for each in ASKED.values() for name, words in each.items()}
STEP: Mapping[int, str] = {
    1: _("Not at all"),
    2: _("Rather not"),
    3: _("Neither"),
    4: _("Rather yes"),
    5: _("Fully"),
}
SIDE: Mapping[Side, str] = {
    Side.CONSULTANT: _("PMO"),
    Side.CLIENT: _("Client"),
}
CAUSE: Mapping[Cause, str] = {
    Cause.LOW_PULSE: _("A low answer in a pulse"),
    Cause.CALL_ME: _("Wishes a call"),
    Cause.HEALTH_FELL: _("The health has fallen"),
    Cause.SIGN_SAID: _("The PMO reports a sign of disguised employment"),
    Cause.SIGN_FOUND: _("The data shows a sign of disguised employment"),
}
PART: Mapping[Part, str] = {
    Part.PUNCTUALITY: _("Reports in time"),
    Part.COLOURS: _("Colours of the report"),
    Part.DECISIONS: _("Decisions in time"),
    Part.SILENCE: _("Signs of life"),
    Part.PULSE: _("Pulse of both sides"),
}
LEVEL: Mapping[str, str] = {
    "good": _("healthy"),
    "watch": _("worth a look"),
    "trouble": _("in trouble"),
    "": _("nothing known yet"),
}
