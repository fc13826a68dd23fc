"""What is proposed for a meeting, and the rules it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from marketplace.clock import now
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from datetime import datetime

MOST_SLOTS = 5
SHORTEST, LONGEST = 15, 240  # minutes
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Plan:
    """One to five starts, a length, and where."""

    starts: tuple[datetime, ...]
    minutes: int
    place: str = ""
    link: str = ""
    words: str = ""


def errors_in(plan: Plan) -> dict[str, str]:
    """Return what is wrong, by field; a slot's field is `slots-<n>`, counted from 0 in the order given."""
    errors: dict[str, str] = {}
    if not 1 <= len(plan.starts) <= MOST_SLOTS:
        errors["slots-0"] = _("Propose one to five dates.")
    if not SHORTEST <= plan.minutes <= LONGEST:
        errors["minutes"] = _("A meeting lasts 15 to 240 minutes.")
    if plan.link and not is_web_link(plan.link):
        errors["link"] = _("A link begins with https:// or http://.")
    for at, start in enumerate(plan.starts):
        if wrong := _wrong_start(start, plan.starts[:at], timedelta(minutes=plan.minutes)):
            errors[f"slots-{at}"] = wrong
    return errors


def _wrong_start(start: datetime, before: tuple[datetime, ...], length: timedelta) -> str:
    if start <= now():
        return _("This time has passed.")
    if start > now() + FARTHEST:
        return _("This is more than a year ahead.")
    if any(abs(start - other) < length for other in before):
        return _("This overlaps with another date above.")
    return ""


def is_web_link(text: str) -> bool:
    """Tell whether a text is an address that a browser opens as a page, and nothing that runs."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not set(text) & set(' "<>\\')
