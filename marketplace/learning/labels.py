"""The words of models, refusals, groups and signals, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
from matching.catalogue import AT, FEATURES

if TYPE_CHECKING:
    from collections.abc import Mapping

STATE: Mapping[str, tuple[str, str]] = {  # words, tone
    "current": (_("Ranks now"), "positive"),
    "waiting": (_("Waits for an operator"), "info"),
    "superseded": (_("Superseded"), "neutral"),
    "withdrawn": (_("Withdrawn"), "warning"),
    "refused": (_("Model not taken"), "neutral"),
}
KIND: Mapping[str, str] = {
    "hand": _("Hand weights"),
    "linear": _("Linear weights, learned around the hand weights"),
    "trees": _("Monotone trees on the linear score"),
}
REFUSED: Mapping[str, str] = {
    "not_better": _("Not surely better than the ranker in force on later postings"),
    "hand_stands": _("Too little to learn from: the hand weights stand"),
    "newcomers_below_floor": _("Newcomers would be shown too rarely"),
    "parts_do_not_sum": _("Its reasons do not sum to its score"),
    "more_ranks_lower": _("Somebody who shows more would rank lower"),
    "reason_makes_no_difference": _("Its strongest reason makes no difference"),
    "newer_one_came": _("Passed, but a newer one came before an operator had taken it"),
    "measured_against_another": _("Passed against a ranker that is not in force any more"),
}
UNREADABLE: Mapping[str, str] = {
    "missing": _("its file is not there, or cannot be opened"),
    "changed": _("its file is not the one that was written"),
    "foreign": _("it was made with other versions of the libraries or other features; train again"),
    "damaged": _("its file is damaged"),
}
BAND: Mapping[str, str] = {"high": _("High"), "middle": _("Middle"), "low": _("Low")}
GROUP: Mapping[str, str] = {
    "newcomers": _("Newcomers"),
    "established": _("Established"),
    "kanto": _("Kanto"),
    "elsewhere": _("Elsewhere"),
    "part_time": _("Up to 3 days a week"),
    "full_time": _("More than 3 days a week"),
    "english": _("With English"),
    "japanese_only": _("Without English"),
}
SIGNAL: Mapping[str, str] = {
    "renewed": _("Contracts renewed"),
    "finished_well": _("Contracts finished with a good review"),
    "contracted": _("Contracts concluded"),
    "offered": _("Offers made"),
    "met": _("Meetings that took place"),
    "shortlisted": _("Put forward by an advisor"),
    "invitation_accepted": _("Invitations accepted"),
    "applied": _("Applications made"),
    "saved": _("Postings put aside"),
    "read": _("Read for longer than a glance"),
    "shown": _("Shown"),
    "rejected": _("Turned down"),
}


def feature(name: str) -> str:
    """Return the words of a feature, in the reader's language; a former one keeps its code."""
    if name not in AT:
        return name
    found = FEATURES[AT[name]]
    return found.ja if present_locale() == "ja" else found.en.capitalize()
