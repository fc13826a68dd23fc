"""The skill sheet as others read it: built without a name, or with the name once the person has consented.

Neither view holds a telephone number, an address, an age, an origin, a real employer, another commitment or a
blocked company: what is not copied here cannot be shown by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import gettext as _
from marketplace.money import FULL_DAYS, Yen, at_days
from marketplace.profiles.amounts import budget
from marketplace.profiles.labels import LANGUAGE, LANGUAGE_LEVEL, REMOTE
from marketplace.profiles.periods import period
from marketplace.profiles.redaction import redact
from marketplace.vocabulary import label, own_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from marketplace.profiles.models import Consultant, LanguageSkill, PastProject, Skill


@dataclass(frozen=True, slots=True)
class SheetSkill:
    """One skill: the vocabulary's name, the person's own words, level A to C."""

    name: str
    note: str
    level: str
    years: int | None
    last_used: int | None


@dataclass(frozen=True, slots=True)
class SheetCertification:
    """One certification; its number is never shown."""

    name: str
    year: int | None
    verified: bool


@dataclass(frozen=True, slots=True)
class SheetProject:
    """One past project; in brief it has only a period and an industry."""

    brief: bool
    period: str
    industry: str
    title: str = ""
    employer: str = ""
    headcount: int | None = None
    budget: str = ""
    sites: str = ""
    role: str = ""
    phases: tuple[str, ...] = ()
    tasks: str = ""
    results: str = ""
    tools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a client may read of a person; all words are in the reader's language or the person's own."""

    named: bool
    initials: str
    name: str
    type_mix: tuple[int, int, int]
    functions: tuple[str, ...]
    phases: tuple[str, ...]
    industries: tuple[tuple[str, int | None], ...]
    summary: str
    self_pr: str
    skills: tuple[SheetSkill, ...]
    certifications: tuple[SheetCertification, ...]
    languages: tuple[str, ...]
    tools: tuple[str, ...]
    projects: tuple[SheetProject, ...]
    rate: int | None
    rate_at_days: int | None
    rate_note: str
    days: tuple[int, int]
    available_from: date | None
    remote: tuple[str, ...]
    onsite_days: int
    prefecture: str
    identity_verified: bool
    recommendations: int  # checked by staff


def profile_sheet(consultant: Consultant, *, named: bool, projects: Sequence[str] | None = None) -> Sheet:
    """Return the sheet of a profile whose lists are all loaded.

    `projects`: ids of the past projects shown in full; None shows all of them.
    """

    def plain(text: str) -> str:
        return redact(text, consultant)

    days = _days(consultant)
    return Sheet(
        named=named,
        initials=plain(consultant.initials),
        name=consultant.user.name if named else "",
        type_mix=consultant.type_mix,
        functions=tuple(label(each) for each in consultant.functions),
        phases=tuple(label(each) for each in consultant.phases),
        industries=tuple((label(each.industry), each.years) for each in consultant.industries),
        summary=plain(consultant.summary),
        self_pr=plain(consultant.self_pr),
        skills=tuple(_skill(each, plain) for each in consultant.skills),
        certifications=tuple(
            SheetCertification(plain(each.name), each.obtained_year, each.verified_at is not None)
            for each in consultant.certifications
        ),
        languages=tuple(_language(each, plain) for each in consultant.languages),
        tools=tuple(plain(label(each)) for each in consultant.tools),
        projects=tuple(
            _project(each, plain) if projects is None or str(each.id) in projects else _in_brief(each)
            for each in consultant.projects
        ),
        rate=consultant.rate,
        rate_at_days=at_days(Yen(consultant.rate), days[1]) if consultant.rate and 0 < days[1] < FULL_DAYS else None,
        rate_note=plain(consultant.rate_note),
        days=days,
        available_from=consultant.available_from,
        remote=tuple(str(REMOTE[each]) for each in consultant.remote if each in REMOTE),
        onsite_days=consultant.onsite_days,
        prefecture=consultant.prefecture,
        identity_verified=consultant.identity_verified_at is not None,
        recommendations=sum(1 for each in consultant.recommendations if each.verified_at),
    )


def _days(consultant: Consultant) -> tuple[int, int]:
    """Days a week wished for, as far as they are free."""
    most = consultant.days_max if consultant.free_days is None else min(consultant.days_max, consultant.free_days)
    return min(consultant.days_min, most), most


def _skill(skill: Skill, plain: Callable[[str], str]) -> SheetSkill:
    name = label(skill.concept) if skill.concept else ""
    note = plain(own_words(skill.note, skill.concept) if name else skill.note)
    return SheetSkill(name or note, note if name else "", skill.level.value, skill.years, skill.last_used)


def _language(row: LanguageSkill, plain: Callable[[str], str]) -> str:
    words = f"{LANGUAGE.get(row.language, row.language)} {LANGUAGE_LEVEL.get(row.level, row.level)}"
    return f"{words} ({plain(row.note)})" if row.note else words


def _in_brief(project: PastProject) -> SheetProject:
    return SheetProject(
        brief=True, period=period(project), industry=label(project.industry) if project.industry else ""
    )


def _project(project: PastProject, plain: Callable[[str], str]) -> SheetProject:
    industry = label(project.industry) if project.industry else ""
    return SheetProject(
        brief=False,
        period=period(project),
        industry=industry,
        title=plain(project.title),
        employer=plain(project.employer_mask) or _("Employer not shown"),
        headcount=project.headcount,
        budget=budget(project.budget),
        sites=plain(project.sites),
        role=plain(project.role),
        phases=tuple(label(each) for each in project.phases),
        tasks=plain(project.tasks),
        results=plain(project.results),
        tools=tuple(plain(label(each)) for each in project.tools),
    )
