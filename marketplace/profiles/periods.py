"""How long a past project lasted, as it is said and typed: to the month, or to the year where that is all one knows."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from marketplace.formats import month_of
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale

if TYPE_CHECKING:
    from marketplace.profiles.models import PastProject

_TYPED = re.compile(r"((?:19|20)\d\d)(?:\s*[-/.年]\s*(\d{1,2})?\s*月?)?")


def period(project: PastProject) -> str:
    """Say when: 2024年4月〜2026年7月, 2014年〜2022年, 2024年4月〜現在; empty while nothing is known."""
    if project.began is None and project.ended is None:
        return ""
    dash = "〜" if present_locale() == "ja" else " – "
    began = _said(project.began, years_only=project.years_only) if project.began else ""
    ended = _said(project.ended, years_only=project.years_only) if project.ended else _("present")
    return f"{began}{dash}{ended}"


def _said(day: date, *, years_only: bool) -> str:
    if not years_only:
        return month_of(day)
    return f"{day.year}年" if present_locale() == "ja" else str(day.year)


def parsed_month(text: str) -> tuple[date, bool] | None:
    """Read 2024年4月, 2024/4, 2024-04 or 2024 (NFKC-folded): the first of the month, and whether only a year was given.

    None when it is neither.
    """
    found = _TYPED.fullmatch(text)
    if not found or (month := int(found[2] or 1)) not in range(1, 13):
        return None
    return date(int(found[1]), month, 1), found[2] is None
