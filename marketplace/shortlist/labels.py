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


def place(where: str) -> str:
    """Return where a reason's line stands, in the reader's language."""
    return place_name(where, present_locale())


def condition_label(code: str) -> str:
    """Return the words of a condition's code."""
    return str(CONDITION.get(code, code))
