"""Why a file was not read, and what a proposal is about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace import vocabulary
from marketplace.formats import date_long, days_a_week, rate
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.imports.states import Refusal
from marketplace.places import prefecture
from marketplace.profiles.labels import LEVEL, REMOTE
from marketplace.profiles.models import Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    "functions": _("Functions"),
    "phases": _("Phases"),
    "project": _("Past project"),
    "blocked": _("Companies that see nothing"),
}
LISTED = {"functions": "functions", "phases": "phases", "blocked": "blocked_companies"}  # kinds that add to a list


SHARES: Mapping[str, str] = {
    "strategic": _("Strategic"),
    "controlling": _("Controlling"),
    "supportive": _("Supportive"),
}


def present(consultant: Consultant, kind: str, values: Mapping[str, Any]) -> str:
    """Say what the profile holds where this proposal would replace it, or adds to a list; else nothing."""
    if kind in LISTED:
        held = getattr(consultant, LISTED[kind])
        return _list(each if isinstance(each, str) else each.name for each in held)
    if values.get("key"):
        return _row(consultant, kind, str(values["key"]))
    if kind not in {"basics", "wishes", "summary", "self_pr", "mix"}:
        return ""
    if "days_min" in values:
        return days_a_week(consultant.days_min, consultant.days_max) if consultant.days_min else ""
    said = (_said(name, getattr(consultant, name)) for name in values)
    return " / ".join(each for each in said if each)


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a column
    if not value:
        return ""
    if name in _SAID:
        return _SAID[name](value)
    if name in SHARES:
        return f"{SHARES[name]} {value}%"
    return _list(value) if isinstance(value, list) else str(value)


_SAID: Mapping[str, Callable[[Any], str]] = {
    "rate": rate,
    "available_from": date_long,
    "prefecture": prefecture,
    "remote": lambda modes: _list(str(REMOTE[each]) for each in modes),
    "work_prefectures": lambda codes: _list(prefecture(each) for each in codes),
}


def _list(each: Iterable[str]) -> str:
    """Say a list of concepts, or of own words."""
    return ("、" if present_locale() == "ja" else ", ").join(vocabulary.label(one) for one in each)


def _row(consultant: Consultant, kind: str, key: str) -> str:
    """Say the skill or the industry that a proposal is about, as the profile has it."""
    rows = consultant.skills if kind == "skill" else consultant.industries
    row = next((row for row in rows if str(row.id) == key), None)
    if row is None:
        return ""
    years = ngettext("%(num)d year", "%(num)d years", row.years) if row.years is not None else ""
    return _list(each for each in (str(LEVEL[row.level]) if isinstance(row, Skill) else "", years) if each)
