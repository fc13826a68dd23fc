"""The fact behind each reason: what the posting says, what the profile says, and where it stands.

Each function gets a `Case` and the sign, and returns (code, fact, where), or None where there is nothing to name: a
reason without a fact is not given. A fact holds ids, numbers and quoted lines; `sentences` puts it into words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from matching.columns import LEVELS
from matching.evidence import Evidence, concept_of, quote
from matching.records import Brief, Candidate, PastProject
from matching.vocabulary import Vocabulary

Fact = dict[str, str | int | float]
Found = tuple[str, Fact, str]

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One posting and one profile, with the profile's evidence and its most similar past project."""

    brief: Brief
    candidate: Candidate
    vocabulary: Vocabulary
    evidence: Mapping[str, list[Evidence]]
    project: PastProject | None
    as_of: date


def evidence_fact(one: Evidence) -> Fact:
    fact: Fact = {"concept": one.named, "source": one.source}
    optional = {"level": one.level, "years": one.years, "line": one.line, "last_used": one.last_used}
    return fact | {name: value for name, value in optional.items() if value}


def type_mix(case: Case, sign: int) -> Found | None:
    if not sum(case.candidate.type_mix):
        return None
    names = ("strategic", "controlling", "supportive")
    wanted = {f"wanted_{name}": share for name, share in zip(names, case.brief.type_mix, strict=True)}
    held = {f"held_{name}": share for name, share in zip(names, case.candidate.type_mix, strict=True)}
    return _coded("type_mix", sign), {**wanted, **held}, ""


def work(case: Case, sign: int) -> Found | None:
    def concepts(brief: bool) -> set[str]:  # noqa: FBT001 - local
        record = case.brief if brief else case.candidate
        return {concept_of("phase", one) for one in record.phases} | {
            concept_of("function", one) for one in record.functions
        }

    wanted, held = concepts(brief=True), concepts(brief=False)
    named = wanted & held if sign > 0 else wanted - held
    return (_coded("work", sign), {"concepts": _listed(named)}, "") if named else None


def industry(case: Case, sign: int) -> Found | None:
    wanted = concept_of("industry", case.brief.industry or "")
    if sign < 0:
        return "industry_against", {"industry": wanted}, ""
    found = case.evidence.get(wanted)
    if found:
        longest = max(found, key=lambda one: one.years or 0)
        return "industry_for", {"industry": wanted} | evidence_fact(longest), longest.where
    near = [case.evidence[one][0] for one in case.vocabulary.neighbours(wanted) if one in case.evidence]
    if not near:
        return None
    best = max(near, key=lambda one: one.rank)
    return "industry_near", {"industry": wanted, "near": best.named} | evidence_fact(best), best.where


def languages(case: Case, sign: int) -> Found | None:
    held = dict(case.candidate.languages)
    for language, level in case.brief.languages:
        mine = held.get(language)
        enough = mine is not None and LEVELS[mine] >= LEVELS[level]
        if sign < 0 and not enough:
            return "languages_against", {"language": language, "asked": level, "held": mine or ""}, ""
    return None


def rate(case: Case, sign: int) -> Found | None:
    asked, most = case.candidate.rate, case.brief.rate_max
    if asked is None or most is None or (sign < 0) != (asked > most):
        return None
    return _coded("rate", sign), {"rate": asked, "rate_max": most}, ""


def start(case: Case, sign: int) -> Found | None:
    available, wanted = case.candidate.available_from, max(case.brief.start or case.as_of, case.as_of)
    if sign > 0 or available is None or available <= wanted:
        return None
    return "start_against", {"available": available.isoformat(), "start": wanted.isoformat()}, ""


def days(case: Case, sign: int) -> Found | None:
    brief, candidate = case.brief, case.candidate
    most = min(candidate.days_max, candidate.days_free)
    if sign > 0:
        return ("days_for", {"days": most, "wanted": brief.days_min}, "") if most >= brief.days_min > 0 else None
    if most < brief.days_min:
        return "days_short", {"days": most, "wanted": brief.days_min}, ""
    if candidate.days_min > brief.days_max:
        return "days_over", {"days": candidate.days_min, "wanted": brief.days_max}, ""
    taken = candidate.days_max - candidate.days_free
    return ("days_load", {"days": taken}, "") if taken > 0 else None


def place(case: Case, sign: int) -> Found | None:
    brief, candidate = case.brief, case.candidate
    if sign > 0:
        here = brief.remote == "full" or not brief.prefecture or brief.prefecture in candidate.prefectures
        fits = here and brief.remote in candidate.remote
        return ("place_for", {"mode": brief.remote, "prefecture": brief.prefecture or ""}, "") if fits else None
    if brief.remote not in candidate.remote:
        return "place_mode", {"mode": brief.remote}, ""
    if brief.remote == "full":
        return None
    if candidate.max_onsite_days < brief.onsite_days:
        return "place_onsite", {"days": candidate.max_onsite_days, "wanted": brief.onsite_days}, ""
    if brief.prefecture and brief.prefecture not in candidate.prefectures:
        return "place_away", {"prefecture": brief.prefecture}, ""
    return None


def project(case: Case, sign: int) -> Found | None:
    if sign < 0 or case.project is None or not case.project.text:
        return None
    return "project_for", {"line": quote(case.project.text)}, case.project.where


def text(case: Case, sign: int) -> Found | None:
    told = {one.concept for one in case.candidate.skills} | set(case.vocabulary.concepts_in(case.candidate.text))
    asked = case.vocabulary.concepts_in(f"{case.brief.title}\n{case.brief.text}")
    shared = [one for one in asked if one in told]
    return ("text_for", {"concepts": " ".join(shared[:_MOST_NAMED])}, "") if sign > 0 and shared else None


def certifications(case: Case, sign: int) -> Found | None:
    wanted = {one for one in _wanted(case) if one.startswith("cert.")}
    if sign < 0:
        missing = wanted - set(case.evidence)
        return ("certifications_against", {"concepts": _listed(missing)}, "") if missing else None
    held = [one for one in case.candidate.certifications if one.concept in case.vocabulary]
    named = [one for one in held if one.concept in wanted] or held
    if not named:
        return None
    concepts = " ".join(one.concept for one in named[:_MOST_NAMED])
    return "certifications_for", {"concepts": concepts}, named[0].where


def tools(case: Case, sign: int) -> Found | None:
    wanted = {*case.brief.tools, *(one for one in _wanted(case) if one.startswith("tool."))}
    named = wanted & set(case.evidence) if sign > 0 else wanted - set(case.evidence)
    return (_coded("tools", sign), {"concepts": _listed(named)}, "") if named else None


def review(case: Case, sign: int) -> Found | None:
    mean, count = case.candidate.review_mean, case.candidate.review_count
    return None if mean is None or not count else (_coded("review", sign), {"mean": round(mean, 1), "count": count}, "")


def record(case: Case, sign: int) -> Found | None:
    fact: Fact = {"finished": case.candidate.finished, "renewed": case.candidate.renewed}
    return ("record_for", fact, "") if sign > 0 and case.candidate.finished else None


def answers(case: Case, sign: int) -> Found | None:
    share = case.candidate.answered_share
    return None if share is None else (_coded("answers", sign), {"percent": round(100 * share)}, "")


def completeness(case: Case, sign: int) -> Found | None:
    return None if sign > 0 else ("completeness_against", {"percent": round(100 * case.candidate.completeness)}, "")


FACTS: Mapping[str, Callable[[Case, int], Found | None]] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            type_mix, work, industry, languages, rate, start, days, place, project, text, certifications, tools,
            review, record, answers, completeness,
        )
    }
)  # fmt: skip


def _wanted(case: Case) -> set[str]:
    found: set[str] = set()
    for one in case.brief.requirements:
        found.update(one.concepts or case.vocabulary.concepts_in(one.text))
    return found


def _coded(name: str, sign: int) -> str:
    return f"{name}_{'for' if sign > 0 else 'against'}"


def _listed(concepts: set[str]) -> str:
    return " ".join(sorted(concepts)[:_MOST_NAMED])
