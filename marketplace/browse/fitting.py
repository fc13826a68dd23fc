"""How a posting fits the consultant who reads it: score, reasons for and against, and what would help most."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import url_for

from marketplace.browse.cards import reason_texts
from marketplace.db import trace
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
from marketplace.profiles.sections import BY_NAME
from marketplace.shortlist.advice import advice_of, ask_for_advice, can_be_advised, is_overtaken, often_helpful
from marketplace.shortlist.queries import match_of, own_list_of, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.browse.cards import ReasonText
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant
    from marketplace.shortlist.models import Match

MOST_LOOKS = 10
# code of a change: the section of the profile where it is made, and the field there.
WHERE = {
    "rate": ("wishes", "rate"), "start": ("wishes", "available_from"), "days": ("wishes", "days_max"),
    "fewer_days": ("wishes", "days_min"), "mode": ("wishes", "remote"), "onsite": ("wishes", "onsite_days"),
    "place": ("wishes", "work_prefectures"), "language": ("languages", ""), "tool": ("languages", "tools"),
    "together": ("wishes", ""), "skill": ("skills", ""), "industry": ("strengths", ""), "cert": ("certifications", ""),
}  # fmt: skip

# A condition of one's own: its name, the section where it stands, and the field there.
OWN_TERMS = {
    "start_too_late": (_("Available from"), "wishes", "available_from"),
    "too_few_days": (_("Days a week"), "wishes", "days_max"),
    "rate_too_high": (_("Least rate a month"), "wishes", "rate"),
    "place_impossible": (_("Ways of working and places"), "wishes", "remote"),
    "no_capacity": (_("Days a week still free"), "capacity", "free_days"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One change that would help: the points it brings and the score after it, of 100."""

    text: str
    points: str
    score: int
    enters: bool


@dataclass(frozen=True, slots=True)
class Help(Said):
    """And the section of the profile where it is made, with its address."""

    section: str
    url: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What is known of the pair; `helps` is None while it is being computed, `place` the rank among so many.

    `stale`: score and reasons are from before the person's last change of the profile.
    """

    match: Match | None
    reasons: list[ReasonText]
    helps: list[Help] | None
    place: tuple[int, int] | None
    ranked: bool
    stale: bool
    looks: int

    @property
    def none_enough(self) -> bool:
        """Tell whether the posting stays impossible whichever one change is made."""
        return bool(self.match and not self.match.eligible and self.helps and not any(one.enters for one in self.helps))

    @property
    def waits(self) -> bool:
        """Tell whether a job may be at work on it: a page looks again so often, and then stops."""
        return self.ranked and self.helps is None and self.looks < MOST_LOOKS


def fit_of(consultant: Consultant, engagement: Engagement, *, looks: int = 0) -> Fit:
    """Return the stored match; what has not been computed yet is asked for, and the page does not wait.

    `looks` says how often the same page has looked again: it asks once.
    """
    match = match_of(consultant, engagement)
    ranked = can_be_advised(consultant, engagement)
    stale = ranked and match is not None and is_overtaken(match, consultant)
    found = None if stale else advice_of(match)  # what has been written down is not advised again
    if found is None and ranked and not looks:
        trace(partial(ask_for_advice, consultant.id, engagement.id))
    return Fit(
        match=match,
        reasons=reason_texts(match.reasons) if match else [],
        helps=None if found is None else [_help(each, consultant) for each in found],
        place=place_of(match) if match and match.eligible else None,
        ranked=ranked,
        stale=stale,
        looks=looks,
    )


@dataclass(frozen=True, slots=True)
class Worth:
    """A change that would help on many postings, and where it is made."""

    help: Help
    enters: int
    raises: int
    points: float


def worth_changing(consultant: Consultant) -> list[Worth] | None:
    """Return what would help on most of the person's postings; None: the last change of the profile is not in it."""
    often = often_helpful(consultant)
    if often is None:
        return None
    return [Worth(_help(one.change, consultant), one.enters, one.raises, one.points) for one in often]


@dataclass(frozen=True, slots=True)
class Reached:
    """How many open postings are possible for a person; `more` (condition, where it stands, how many) without one."""

    postings: int
    possible: int
    more: list[tuple[str, str, int]]
    made_at: datetime

    @property
    def others(self) -> int:
        """Count those that letting one condition of one's own go would not make possible."""
        return self.postings - self.possible - sum(many for *_, many in self.more)


def reached_by(consultant: Consultant) -> Reached | None:
    """Return what was counted when the person's list was last made; None before, and after a change of the profile."""
    own = own_list_of(consultant)
    if own is None or not own.reach or own.made_at < consultant.changed_at:
        return None
    more = [
        (str(words), url_for("profiles.edit", section=section, _anchor=field), own.reach["alone"][code])
        for code, (words, section, field) in OWN_TERMS.items()
        if code in own.reach["alone"]
    ]
    more.sort(key=lambda each: -each[2])
    return Reached(own.reach["postings"], own.reach["possible"], more, own.made_at)


def said(change: Mapping[str, Any]) -> Said:
    """Return a stored change in the reader's language."""
    points = f"+{round(100 * change['gain'], 1):g}"
    return Said(change[present_locale()], points, round(change["score"] / 10), change["enters"])


def _help(change: Mapping[str, Any], consultant: Consultant) -> Help:
    section, field = WHERE[change["code"]]
    if change["code"] == "days" and consultant.days_max >= change["fact"]["days"]:
        section, field = "capacity", ""  # other work takes the days
    words = said(change)
    return Help(
        words.text,
        words.points,
        words.score,
        words.enters,
        str(BY_NAME[section].title),
        url_for("profiles.edit", section=section, _anchor=field or None),
    )
