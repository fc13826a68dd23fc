"""Taking away from a profile what a reason for it names, wherever the profile shows it."""

from collections.abc import Callable
from dataclasses import replace

from matching.evidence import evidence_of
from matching.facts import evidence_fact
from matching.records import Brief, Candidate, Reason
from matching.requirements import weigh
from matching.vocabulary import default_vocabulary

WORDS = default_vocabulary()
EVIDENCE = ("requirement_met", "requirement_unclear", "industry_for", "industry_near")


def without(candidate: Candidate, reason: Reason, brief: Brief) -> Candidate:
    """Return the candidate as it would be without the fact; raises `KeyError` for a code that names no fact of it."""
    if reason.code not in EVIDENCE:
        return _REMOVALS[reason.code](candidate, reason, brief)
    left = _without_evidence(candidate, reason)
    asked = next((one for one in brief.requirements if one.text == reason.fact.get("requirement")), None)
    while asked is not None:  # what shows it as well in another line
        verdict, line = weigh(asked, evidence_of(left, WORDS, None), left, WORDS)
        if verdict != "met" or line is None:
            break
        left = _without_evidence(left, Reason("", 0.0, 1, evidence_fact(line), line.where or "-"))
    return left


def _without_evidence(candidate: Candidate, reason: Reason) -> Candidate:
    concept = str(reason.fact.get("concept", ""))
    if not concept:
        return without_words(candidate, str(reason.fact["line"]))
    return without_concept(candidate, concept, reason)


def without_concept(candidate: Candidate, concept: str, reason: Reason) -> Candidate:
    """Take a concept out of every list, and the texts that tell of it."""
    words = WORDS

    def tells(text: str) -> bool:
        return concept in words.concepts_in(text)

    left = replace(
        candidate,
        text="" if tells(candidate.text) else candidate.text,
        skills=tuple(one for one in candidate.skills if one.concept != concept),
        certifications=tuple(one for one in candidate.certifications if one.concept != concept),
        tools=tuple(one for one in candidate.tools if one != concept),
        industries=tuple(one for one in candidate.industries if one[0] not in (concept, concept.partition(".")[2])),
        languages=tuple(one for one in candidate.languages if one[0] != "en" or reason.fact["source"] != "language"),
        projects=tuple(
            one
            for one in candidate.projects
            if one.where != reason.where and not tells(f"{one.text}\n{one.role}") and one.industry != concept
        ),
    )
    assert not any(line.named == concept for line in evidence_of(left, words).get(concept, ())), concept
    return left


def without_words(candidate: Candidate, line: str) -> Candidate:
    told = line.removesuffix("…")
    return replace(
        candidate,
        text="" if told in " ".join(candidate.text.split()) else candidate.text,
        projects=tuple(one for one in candidate.projects if told not in " ".join(one.text.split())),
    )


def _without_certificates(one: Candidate, why: Reason, brief: Brief) -> Candidate:
    del brief
    named = str(why.fact["concepts"]).split()
    return replace(one, certifications=tuple(held for held in one.certifications if held.concept not in named))


def _without_tools(one: Candidate, why: Reason, brief: Brief) -> Candidate:
    del brief
    left = one
    for named in str(why.fact["concepts"]).split():
        left = without_concept(left, named, Reason("tools_for", 1.0, 1, {"source": "tool"}, where="-"))
    return left


def _elsewhere(one: Candidate, why: Reason, brief: Brief) -> Candidate:
    del why
    away = frozenset({"01" if brief.prefecture != "01" else "47"})
    modes = frozenset({"full", "hybrid", "onsite"} - {brief.remote})
    return replace(one, remote=modes, prefectures=away)  # type: ignore[arg-type]


_REMOVALS: dict[str, Callable[[Candidate, Reason, Brief], Candidate]] = {
    "type_mix_for": lambda one, _, __: replace(one, type_mix=(0, 0, 0)),
    "work_for": lambda one, _, __: replace(one, phases=(), functions=()),
    "days_for": lambda one, _, __: replace(one, days_min=0.5, days_free=0.5),
    "rate_for": lambda one, _, brief: replace(one, rate=2 * (brief.rate_max or 0)),
    "place_for": _elsewhere,
    "project_for": lambda one, why, _: replace(one, projects=tuple(x for x in one.projects if x.where != why.where)),
    "text_for": lambda one, _, __: replace(one, text="", projects=()),
    "certifications_for": _without_certificates,
    "tools_for": _without_tools,
    "review_for": lambda one, _, __: replace(one, review_mean=None, review_count=0),
    "record_for": lambda one, _, __: replace(one, finished=0, renewed=0),
    "answers_for": lambda one, _, __: replace(one, answered_share=0.0),
}
