"""The conditions of matching, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale
from matching.requirements import place_name

if TYPE_CHECKING:
    from collections.abc import Mapping

CONDITION: Mapping[str, str] = {
    "start_too_late": _("available too late"),
    "too_few_days": _("too few days a week"),
    "rate_too_high": _("rate above the range"),
    "place_impossible": _("place or days on site impossible"),
    "licence_missing": _("a required licence is missing"),
    "blocked": _("blocked by one side"),
    "no_capacity": _("no capacity left"),
    "rejected": _("rejected by the advisor"),
    "business_form_refused": _("business form not accepted"),
}
ASKED: Mapping[str, str] = {
    "start_too_late": _("Start"),
    "too_few_days": _("Days a week"),
    "rate_too_high": _("Upper limit of the rate"),
    "place_impossible": _("Place and days on site"),
    "business_form_refused": _("Business form"),
}


def place(where: str) -> str:
    """Return where a reason's line stands, in the reader's language."""
    return place_name(where, present_locale())


def asked_label(code: str) -> str:
    """Return the words of what a posting asks where a condition fails: what could be dropped."""
    return str(ASKED.get(code) or CONDITION.get(code, code))


def condition_label(code: str) -> str:
    """Return the words of a condition's code."""
    return str(CONDITION.get(code, code))
