"""How healthy a contract is, 0 to 100, part by part with a sentence. Pure.

Each part gives 0 to 100 points and has a weight. A part of which nothing is known is left out, and the others' weights
are stretched to the whole: a new contract is not ill because it has no history. The rules are shown beside the score.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FULL = 100
ALARM = 60  # below: the advisor is alarmed, once
RECOVERED = 65  # from here on a new fall alarms again
WATCH = 75  # below: worth a look
LATEST = 6  # reports that punctuality looks at
COLOUR = {"green": 100, "amber": 60, "red": 20}
TREND = 15  # points more or less where the colours have become better or worse
DECISION = 25  # points an overdue decision costs
CALL = 40  # the most that a pulse gives in which somebody wishes a call
FIVE = 5


class Part(StrEnum):
    """What the score is made of."""

    PUNCTUALITY = "punctuality"
    COLOURS = "colours"
    DECISIONS = "decisions"
    SILENCE = "silence"
    PULSE = "pulse"


WEIGHT: Mapping[Part, int] = {Part.PUNCTUALITY: 25, Part.COLOURS: 25, Part.DECISIONS: 15, Part.SILENCE: 15,
                              Part.PULSE: 20}  # fmt: skip
RULES: Mapping[Part, str] = {
    Part.PUNCTUALITY: lazy_gettext("The share of the last six due reports that came on their day or before it."),
    Part.COLOURS: lazy_gettext(
        "The colours of the newest report: green 100, amber 60, red 20, on average; 15 more or less where they are "
        "better or worse than in the report before."
    ),
    Part.DECISIONS: lazy_gettext("100, and 25 less for each decision that is overdue."),
    Part.SILENCE: lazy_gettext(
        "100 where something was reported or changed within one reporting period, 60 within one and a half, 30 within "
        "two, else 0."
    ),
    Part.PULSE: lazy_gettext(
        "The newest answers of both sides, from 1 (0 points) to 5 (100), on average; 40 at most where somebody "
        "wishes a call."
    ),
}


@dataclass(frozen=True, slots=True)
class Fares:
    """What is known of one contract on a day; None and empty mean that nothing is known."""

    due: int = 0  # of the last reports, how many were due
    on_time: int = 0
    colours: tuple[str, ...] = ()  # of the newest report
    colours_before: tuple[str, ...] = ()
    decisions: int | None = None  # asked for or taken so far
    overdue_decisions: int = 0
    quiet_days: int | None = None
    period: int = 7  # days between reports
    pulse: tuple[float, ...] = ()  # each side's newest answers, on average, 1 to 5
    call_me: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """One part: its points, and why."""

    part: Part
    points: int
    sentence: str

    @property
    def rule(self) -> str:
        """Return how the points are found."""
        return RULES[self.part]


@dataclass(frozen=True, slots=True)
class Health:
    """The score with its parts; None where nothing is known."""

    score: int | None
    parts: tuple[Points, ...] = ()
    unknown: tuple[Part, ...] = ()
    shares: Mapping[Part, int] = field(default_factory=dict)  # percent of the score, of the parts that are known

    @property
    def level(self) -> str:
        """Return good, watch, trouble, or nothing."""
        if self.score is None:
            return ""
        return "trouble" if self.score < ALARM else "watch" if self.score < WATCH else "good"

    @property
    def worst(self) -> Points | None:
        """Return the part that costs most."""
        lost = [each for each in self.parts if each.points < FULL]
        return max(lost, key=lambda each: (FULL - each.points) * WEIGHT[each.part], default=None)


def _punctuality(fares: Fares) -> Points | None:
    if not fares.due:
        return None
    words = _("%(kept)s of the last %(due)s due reports came in time.", kept=fares.on_time, due=fares.due)
    return Points(Part.PUNCTUALITY, round(FULL * fares.on_time / fares.due), words)


def _mean(colours: tuple[str, ...]) -> float:
    return sum(COLOUR.get(each, COLOUR["amber"]) for each in colours) / len(colours)


def _colours(fares: Fares) -> Points | None:
    if not fares.colours:
        return None
    count = fares.colours.count
    words = _("%(green)s green, %(amber)s amber, %(red)s red.", green=count("green"), amber=count("amber"),
              red=count("red"))  # fmt: skip
    points, trend = _mean(fares.colours), 0
    if fares.colours_before:
        before = _mean(fares.colours_before)
        trend = TREND * ((points > before) - (points < before))
    if trend:
        words += " " + (_("Better than in the report before.") if trend > 0 else _("Worse than in the report before."))
    return Points(Part.COLOURS, max(0, min(FULL, round(points) + trend)), words)


def _decisions(fares: Fares) -> Points | None:
    if not fares.decisions:
        return None
    late = fares.overdue_decisions
    words = ngettext("%(num)d decision is overdue.", "%(num)d decisions are overdue.", late) if late else _(
        "No decision is overdue.")  # fmt: skip
    return Points(Part.DECISIONS, max(0, FULL - DECISION * late), words)


def _silence(fares: Fares) -> Points | None:
    if fares.quiet_days is None:
        return None
    ratio = fares.quiet_days / fares.period
    points = 100 if ratio <= 1 else 60 if ratio <= 1.5 else 30 if ratio <= 2 else 0  # noqa: PLR2004 - as RULES say
    words = ngettext(
        "The last entry is %(num)d day old.", "The last entry is %(num)d days old.", fares.quiet_days
    ) if fares.quiet_days else _("The last entry is of today.")  # fmt: skip
    return Points(Part.SILENCE, points, words)


def _pulse(fares: Fares) -> Points | None:
    if not fares.pulse:
        return None
    mean = sum(fares.pulse) / len(fares.pulse)
    points = round(FULL * (mean - 1) / (FIVE - 1))
    words = _("The newest pulse is %(mean)s of 5 on average.", mean=f"{mean:.1f}")
    if fares.call_me:
        points, words = min(points, CALL), words + " " + _("Somebody wishes a call.")
    return Points(Part.PULSE, points, words)


_BY: Mapping[Part, Callable[[Fares], Points | None]] = {
    Part.PUNCTUALITY: _punctuality,
    Part.COLOURS: _colours,
    Part.DECISIONS: _decisions,
    Part.SILENCE: _silence,
    Part.PULSE: _pulse,
}


def health_of(fares: Fares) -> Health:
    """Return the score of what is known, in the reader's language."""
    parts = tuple(points for each in Part if (points := _BY[each](fares)) is not None)
    known = {each.part for each in parts}
    unknown = tuple(each for each in Part if each not in known)
    whole = sum(WEIGHT[each] for each in known)
    if not whole:
        return Health(None, unknown=unknown)
    score = round(sum(each.points * WEIGHT[each.part] for each in parts) / whole)
    return Health(score, parts, unknown, {each: round(FULL * WEIGHT[each] / whole) for each in Part if each in known})
