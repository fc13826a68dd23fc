"""A skill sheet as a document: its sections and words in the reader's language, in the order of the trade.

Built from `marketplace.profiles.sheet.Sheet` and from nothing else: what a client may not read is not in there.
The PDF and the Excel file are both set from this.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.formats import date_long, days_a_week, rate
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.money import FULL_DAYS
from marketplace.places import prefecture
from marketplace.profiles.labels import LEVEL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.profiles.sheet import Sheet, SheetCertification, SheetProject, SheetSkill

Facts = tuple[tuple[str, str], ...]
"""Pairs of a label and what it says; nothing in it is empty."""


@dataclass(frozen=True, slots=True)
class Block:
    """One past project; `heading` says when, `facts` its size, `texts` what was done and what came of it."""

    heading: str
    title: str
    subtitle: str
    facts: Facts
    texts: Facts


@dataclass(frozen=True, slots=True)
class SheetDocument:
    """Everything that stands on the paper; an empty section is left out."""

    locale: str
    title: str
    who: str
    named: bool
    issued_on: date
    notes: tuple[str, ...]
    terms: Facts
    summary: tuple[str, str]
    mix: tuple[tuple[str, int], ...]
    strengths: Facts
    skill_columns: tuple[str, str, str, str]
    skills: tuple[tuple[str, str, str, str, str], ...]  # name, own words, level, years, last used
    levels: tuple[str, ...]
    certifications: tuple[tuple[str, str, str], ...]  # name, year, whether it was checked
    projects: tuple[Block, ...]
    self_pr: tuple[str, str]
    headings: dict[str, str]


def document(sheet: Sheet) -> SheetDocument:
    """Put a sheet into words; the reader's language is the present one."""
    return SheetDocument(
        locale=present_locale(),
        title=_("Skill sheet"),
        who=sheet.name if sheet.named else sheet.initials or "—",
        named=sheet.named,
        issued_on=today(),
        notes=_notes(sheet),
        terms=_terms(sheet),
        summary=(_("Career summary"), sheet.summary),
        mix=tuple(zip((_("Strategic"), _("Controlling"), _("Supportive")), sheet.type_mix, strict=True))
        if sum(sheet.type_mix)
        else (),
        strengths=_strengths(sheet),
        skill_columns=(_("Skill"), _("Level"), _("Years"), _("Last used")),
        skills=tuple(_skill(each) for each in sheet.skills),
        levels=tuple(str(each) for each in LEVEL.values()),
        certifications=tuple(_certification(each) for each in sheet.certifications),
        projects=tuple(_project(each) for each in sheet.projects),
        self_pr=(_("What sets the work apart"), sheet.self_pr),
        headings={
            "strengths": _("Strengths"),
            "mix": _("PMO type"),
            "skills": _("Skills"),
            "certifications": _("Certifications"),
            "projects": _("Work history"),
        },
    )


def fingerprint(shown: SheetDocument) -> str:
    """Return the SHA-256 of what was shown, the same for the page, the PDF and the Excel file of one day."""
    words = json.dumps(asdict(shown), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def _joined(words: Sequence[str]) -> str:
    return ("、" if present_locale() == "ja" else ", ").join(words)


def _begun(words: str) -> str:
    """Begin with a capital what stands alone in a table; the vocabulary's English names are written small."""
    return words[:1].upper() + words[1:] if present_locale() == "en" else words


def _said(facts: Sequence[tuple[str, str]]) -> Facts:
    return tuple((name, _begun(words)) for name, words in facts if words)


def _notes(sheet: Sheet) -> tuple[str, ...]:
    notes = [] if sheet.named else [_("Name, employers and contacts are left out until the person consents.")]
    if sheet.identity_verified:
        notes.append(_("The operator has verified the person's identity."))
    if sheet.recommendations:
        notes.append(
            ngettext(
                "%(num)d recommendation checked by the operator.",
                "%(num)d recommendations checked by the operator.",
                sheet.recommendations,
            )
        )
    return tuple(notes)


def _terms(sheet: Sheet) -> Facts:
    wish = rate(sheet.rate) if sheet.rate else sheet.rate_note or _("by agreement")
    if sheet.rate_at_days:
        wish += "\n" + _("%(amount)s at %(days)s", amount=rate(sheet.rate_at_days), days=days_a_week(sheet.days[1]))
    on_site = ngettext("at most %(num)d day a week on site", "at most %(num)d days a week on site", sheet.onsite_days)
    remote = _joined(sheet.remote) + (f"\n{on_site}" if sheet.remote and sheet.onsite_days else "")
    return _said(
        [
            (_("Available from"), date_long(sheet.available_from) if sheet.available_from else _("by agreement")),
            (_("Days a week"), _days(sheet.days)),
            (_("Desired rate"), wish),
            (_("Remote work"), remote),
            (_("Region"), prefecture(sheet.prefecture)),
            (_("About the rate"), sheet.rate_note if sheet.rate else ""),
        ]
    )


def _days(days: tuple[int, int]) -> str:
    low, high = days
    if not low and high == FULL_DAYS:
        return _("by agreement")
    return days_a_week(low or high, high) if high else _("none free now")


def _strengths(sheet: Sheet) -> Facts:
    industries = [
        name + " (" + ngettext("%(num)d year", "%(num)d years", years) + ")" if years else name
        for name, years in sheet.industries
    ]
    return _said(
        [
            (_("Industries"), _joined(industries)),
            (_("Functions"), _joined(sheet.functions)),
            (_("Phases"), _joined(sheet.phases)),
            (_("Languages"), _joined(sheet.languages)),
            (_("Tools"), _joined(sheet.tools)),
        ]
    )


def _skill(skill: SheetSkill) -> tuple[str, str, str, str, str]:
    years = "" if skill.years is None else ngettext("%(num)d year", "%(num)d years", skill.years)
    return _begun(skill.name), skill.note, skill.level, years, str(skill.last_used or "")


def _certification(certification: SheetCertification) -> tuple[str, str, str]:
    year = str(certification.year or "")
    year = f"{year}年" if year and present_locale() == "ja" else year
    return certification.name, year, _("evidence checked") if certification.verified else ""


def _project(project: SheetProject) -> Block:
    if project.brief:
        return Block(project.period, _begun(project.industry) or _("A further project"), "", (), ())
    people = ngettext("%(num)d person", "%(num)d people", project.headcount) if project.headcount else ""
    facts = _said(
        [
            (_("Role"), project.role),
            (_("Project size"), " / ".join(each for each in (people, project.budget, project.sites) if each)),
            (_("Phases"), _joined(project.phases)),
            (_("Environment"), _joined(project.tools)),
        ]
    )
    title = project.title or project.role or project.industry
    subtitle = " / ".join(each for each in (project.employer, project.industry) if each)
    texts = _said([(_("Tasks"), project.tasks), (_("Results"), project.results)])
    return Block(project.period, title, subtitle, facts, texts)
