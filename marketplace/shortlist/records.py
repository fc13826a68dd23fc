"""What matching may know of a posting and a profile: nothing that names a person, no age, origin or address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.profiles.redaction import redact
from marketplace.profiles.states import BusinessForm, CommitmentState
from matching.records import (
    Brief,
    Candidate,
    Certification,
    PastProject,
    Requirement,
    Skill,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant, IndustryExperience
    from marketplace.profiles.models import PastProject as ProjectRow
    from matching.records import Language

JLPT = {"N1": "C1", "N2": "B2", "N3": "B1", "N4": "A2", "N5": "A1"}
LEVELS = ("native", "C2", "C1", "B2", "B1", "A2", "A1")
FULL = 5


def brief_of(engagement: Engagement) -> Brief:
    """Return the posting as matching knows it; its requirements must be loaded."""
    low, high = engagement.received_rate_min, engagement.received_rate_max
    return Brief(
        id=str(engagement.id),
        title=engagement.title,
        text=f"{engagement.background}\n{engagement.duties}",
        type_mix=engagement.type_mix,
        functions=tuple(engagement.functions),
        phases=tuple(engagement.phases),
        industry=engagement.industry or None,
        requirements=tuple(
            Requirement(
                text=each.text,
                concepts=tuple(each.concepts),
                required=each.required,
                years=each.years,
                where="必須" if each.required else "尚可",
            )
            for each in engagement.requirements
        ),
        tools=tuple(engagement.tools),
        rate_min=low,
        rate_max=high,
        days_min=engagement.days_min,
        days_max=engagement.days_max,
        start=engagement.start_on,
        months=engagement.months,
        remote=engagement.remote.value,
        onsite_days=engagement.onsite_days,
        prefecture=engagement.prefecture or None,
        accepts_individual=engagement.accepts_individual,
        accepts_company=engagement.accepts_company,
        languages=_asked_languages(engagement),
        company=str(engagement.company_id),
    )


def _asked_languages(engagement: Engagement) -> tuple[Language, ...]:
    """Read CEFR or JLPT levels out of the two language fields; words without a level ask for nothing."""
    asked: list[Language] = []
    for code, words in (("ja", engagement.japanese_level), ("en", engagement.english_level)):
        plain = words.upper().replace("ネイティブ", "NATIVE")
        level = next((each for each in LEVELS if each.upper() in plain), None)
        level = level or next((JLPT[each] for each in JLPT if each in plain), None)
        if level:
            asked.append((code, level))
    return tuple(asked)


def candidate_of(consultant: Consultant, companies: Mapping[str, str] | None = None) -> Candidate:
    """Return the profile as matching knows it; all its lists must be loaded. `companies`: ids by folded name.

    Its prose is redacted: reasons and evidence quote it to clients who may not know the name.
    """
    known = companies or {}
    blocked = {
        str(each.company_id) if each.company_id else known.get(each.name.strip().casefold(), "")
        for each in consultant.blocked_companies
    }
    taken = sum(
        each.days
        for each in consultant.commitments
        if each.state in {CommitmentState.CONTRACTED, CommitmentState.TENTATIVE}
    )
    held = sum(each.days for each in consultant.commitments if each.application_id is not None)
    free = max(0, consultant.free_days - held if consultant.free_days is not None else FULL - taken)
    return Candidate(
        id=str(consultant.id),
        text=redact(f"{consultant.summary}\n{consultant.self_pr}", consultant),
        type_mix=consultant.type_mix,
        functions=tuple(consultant.functions),
        phases=tuple(consultant.phases),
        industries=tuple((each.industry, _years_in(each, consultant.projects)) for each in consultant.industries),
        skills=tuple(
            Skill(each.concept, each.level.value, each.years, each.last_used, where="スキル")
            for each in consultant.skills
        ),
        certifications=tuple(
            Certification(each.concept, each.obtained_year, each.expires_on, where="資格")
            for each in consultant.certifications
            if each.concept
        ),
        tools=tuple(consultant.tools),
        languages=tuple((each.language, _level(each.level)) for each in consultant.languages if _level(each.level)),
        rate=consultant.rate,
        days_min=consultant.days_min,
        days_max=consultant.days_max,
        days_free=free,
        available_from=consultant.available_from,
        remote=frozenset(each.value for each in consultant.accepted_remote) or frozenset({"full", "hybrid", "onsite"}),
        max_onsite_days=consultant.onsite_days if consultant.remote else FULL,
        prefectures=frozenset(consultant.work_prefectures),
        business_form="individual" if consultant.business_form in {None, BusinessForm.INDIVIDUAL} else "company",
        projects=tuple(_project(each, consultant) for each in consultant.projects),
        blocked=frozenset(blocked - {""}),
        completeness=consultant.completeness / 100,
    )


def titles_of(consultant: Consultant, *, hidden_beside: Collection[str]) -> set[str]:
    """Return the titles, as reasons name them, of the projects that are not among these: the hidden ones."""
    return {redact(each.title, consultant) for each in consultant.projects if str(each.id) not in hidden_beside}


def _years_in(row: IndustryExperience, projects: Sequence[ProjectRow]) -> float:
    """Return the declared years in an industry, else what the dated projects in it add up to; never a guess."""
    if row.years is not None:
        return float(row.years)
    months = sum(
        max(0, (end.year - each.began.year) * 12 + end.month - each.began.month)
        for each in projects
        if each.industry == row.industry and each.began
        for end in (each.ended or today(),)
    )
    return float(months // 12)


def _level(level: str) -> str:
    plain = level.strip().upper()
    return "native" if plain == "NATIVE" else JLPT.get(plain, plain if plain in LEVELS else "")


def _project(row: ProjectRow, consultant: Consultant) -> PastProject:
    return PastProject(
        text=redact("\n".join(part for part in (row.title, row.tasks, row.results) if part), consultant),
        industry=row.industry or None,
        role=redact(row.role, consultant),
        phases=tuple(row.phases),
        headcount=row.headcount,
        budget=row.budget,
        ended=row.ended,
        where=redact(row.title, consultant),
    )
