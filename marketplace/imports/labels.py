"""Why a file was not read, and what a proposal is about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.formats import date_long, days_a_week, rate
from marketplace.i18n import lazy_gettext as _
from marketplace.imports.states import Refusal
from marketplace.places import prefecture
from marketplace.profiles.labels import REMOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.profiles.models import Consultant

REFUSAL: Mapping[str, str] = {
    Refusal.EMPTY: _("The file is empty."),
    Refusal.TOO_LARGE: _("The file is larger than 10 MB."),
    Refusal.KIND: _("This is no Word, Excel, PDF or text file that can be read here. Use .docx, .xlsx, .pdf or .txt."),
    Refusal.LEGACY: _("This is a file of an old Word or Excel. Save it as .docx or .xlsx and choose it again."),
    Refusal.DISGUISED: _(
        "The content of the file is not what its name says. Save it anew from the program it is from."
    ),
    Refusal.ENCRYPTED: _("The file is protected by a password. Save it without protection and choose it again."),
    Refusal.MACROS: _("The file contains macros. Save it as .docx or .xlsx without macros."),
    Refusal.BOMB: _("Unpacked, the file is far too large; it was not opened."),
    Refusal.ENTITIES: _("The file contains declarations that documents do not need; it was not opened."),
    Refusal.BROKEN: _("The file cannot be read; it may be damaged. Save it anew and choose it again."),
    Refusal.NO_TEXT: _("No text was found, only pictures perhaps (a scan). Use the file the document was made from."),
    Refusal.TOO_LONG: _("The document is too long: at most 60 pages or 3,000 lines."),
    Refusal.TOO_SLOW: _("Reading the file took too long, so it was given up. Save it in a simpler form."),
}

KIND: Mapping[str, str] = {
    "basics": _("Basics"),
    "summary": _("Career summary"),
    "self_pr": _("What sets your work apart"),
    "mix": _("PMO type"),
    "wishes": _("Wishes"),
    "skill": _("Skill"),
    "certification": _("Certification"),
    "industry": _("Industry"),
    "language": _("Language"),
    "tool": _("Tool"),
    "phases": _("Phases"),
    "project": _("Past project"),
}


def present(consultant: Consultant, kind: str, values: Mapping[str, Any]) -> str:
    """Say what the profile holds where this proposal would replace it; empty where it would only add."""
    if kind not in {"basics", "wishes", "summary", "self_pr", "mix"}:
        return ""
    if "days_min" in values:
        return days_a_week(consultant.days_min, consultant.days_max) if consultant.days_min else ""
    said = (_said(name, getattr(consultant, name)) for name in values)
    return " / ".join(each for each in said if each)


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a column
    if not value:
        return ""
    if name == "rate":
        return rate(value)
    if name == "available_from":
        return date_long(value)
    if name == "prefecture":
        return prefecture(value)
    return "、".join(str(REMOTE[each]) for each in value) if name == "remote" else str(value)
