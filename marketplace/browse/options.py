"""The filters as the page offers them: label, count and whether chosen, for every value of every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace import places, vocabulary
from marketplace.browse.filters import LENGTHS, ONSITE, RATES, STARTS
from marketplace.engagements.labels import LAYER, REMOTE
from marketplace.formats import months
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.browse.search import Found


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One group of values; radio groups offer one choice."""

    name: str
    legend: str
    kind: str
    options: list[Option]
    open: bool


def _days(count: int) -> str:
    return ngettext("%(num)d day", "%(num)d days", count)


def _rate(value: int) -> str:
    return _("%(amount)s and more", amount=f"{value}万円" if present_locale() == "ja" else f"¥{value / 100:g}M")


def _start(value: int) -> str:
    return _("at once") if value == 0 else _("within %(length)s", length=months(value))


def groups(found: Found) -> list[Group]:
    """Return all filter groups with the counts of this search."""
    concept = vocabulary.label

    def rows(name: str, values: Any, label: Callable[[Any], str]) -> list[Option]:  # noqa: ANN401 - any sequence
        chosen = getattr(found.filters, name)
        counts = found.counts[name]
        chosen = chosen if isinstance(chosen, tuple) else (chosen,)
        return [
            Option(str(value), str(label(value)), counts.get(value, 0), value in chosen)
            for value in values
            if counts.get(value, 0) or value in chosen or name in {"type", "remote", "layer"}
        ]

    def radio(name: str, values: tuple[int, ...], label: Callable[[int], str], none: int) -> list[Option]:
        return [Option("", _("Any"), None, getattr(found.filters, name) == none), *rows(name, values, label)]

    def group(name: str, legend: str, options: list[Option], kind: str = "checkbox", *, wide: bool = True) -> Group:
        return Group(name, legend, kind, options, open=wide or name in found.filters.active)

    skills = dict.fromkeys([*found.frequent["skill"], *found.filters.skill])
    certifications = dict.fromkeys([*found.frequent["certification"], *found.filters.certification])
    forms = {"individual": _("Individuals accepted"), "company": _("Companies accepted")}
    return [
        group("type", _("PMO type"), rows("type", vocabulary.TYPES, lambda v: concept(f"type.{v}"))),
        group("rate", _("Rate received (at 100 %)"), radio("rate", RATES, _rate, 0), "radio"),
        group("days", _("Days a week"), rows("days", range(1, 6), _days)),
        group("remote", _("Remote work"), rows("remote", list(REMOTE), lambda v: REMOTE[v])),
        group("onsite", _("Days on site, at most"), radio("onsite", ONSITE, str, -1), "radio", wide=False),
        group("prefecture", _("Prefecture"), rows("prefecture", places.PREFECTURES, places.prefecture), wide=False),
        group("layer", _("Contract chain"), rows("layer", list(LAYER), lambda v: LAYER[v])),
        group("industry", _("Industry"), rows("industry", vocabulary.ids("industry"), concept)),
        group("function", _("PMO function"), rows("function", vocabulary.ids("function"), concept)),
        group("length", _("Length, at least"), radio("length", LENGTHS, months, 0), "radio", wide=False),
        group("start", _("Start"), radio("start", STARTS, _start, -1), "radio", wide=False),
        group("skill", _("Skills and tools"), rows("skill", skills, concept), wide=False),
        group("certification", _("Certifications"), rows("certification", certifications, concept), wide=False),
        group("accepts", _("Who may apply"), rows("accepts", forms, lambda v: forms[v]), wide=False),
    ]


LEGENDS: dict[str, Callable[[], str]] = {
    "q": lambda: _("Free text"),
    "type": lambda: _("PMO type"),
    "rate": lambda: _("Rate received"),
    "days": lambda: _("Days a week"),
    "remote": lambda: _("Remote work"),
    "onsite": lambda: _("Days on site"),
    "prefecture": lambda: _("Prefecture"),
    "layer": lambda: _("Contract chain"),
    "industry": lambda: _("Industry"),
    "function": lambda: _("PMO function"),
    "length": lambda: _("Length"),
    "start": lambda: _("Start"),
    "skill": lambda: _("Skills and tools"),
    "certification": lambda: _("Certifications"),
    "accepts": lambda: _("Who may apply"),
}
