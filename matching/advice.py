"""What would raise a candidate's score for a brief, computed by trying it: each change is applied and scored anew.

A skill or a certificate is named only because the posting asks for it and the profile does not show it: whoever has it
should write it down. Nothing is proposed that a person cannot decide or show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from matching.changes import PARTS, Change, apply_change
from matching.columns import LEVELS
from matching.constraints import screen
from matching.evidence import Evidence, concept_of, evidence_of
from matching.features import pair_features
from matching.index import CandidateIndex, build_index
from matching.prior import PriorRanker
from matching.records import Brief, Candidate
from matching.requirements import demand_of, weigh
from matching.scorer import Scorer
from matching.vocabulary import Vocabulary, default_vocabulary

FEWEST_POINTS = 0.005
"""A gain below half a point of a hundred is not worth a word."""
_USUAL_YEARS = 3.0
_SHOWN = ("skill", "cert", "tool", "industry")
_WITH_YEARS = ("skill", "industry")

# What each condition that keeps somebody out asks to be changed.
_LETS_IN: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rate_too_high": ("rate",),
        "start_too_late": ("start",),
        "too_few_days": ("days",),
        "no_capacity": ("days",),
        "place_impossible": ("mode", "onsite", "place"),
    }
)


def advise(
    candidate: Candidate,
    brief: Brief,
    *,
    as_of: date,
    like: CandidateIndex | None = None,
    most: int = 3,
    ranker: Scorer | None = None,
) -> list[Change]:
    """Return the changes that help most, what makes the posting possible first; none where the two are kept apart."""
    return advise_on([brief], candidate, as_of=as_of, like=like, most=most, ranker=ranker)[brief.id]


def advise_on(
    briefs: Sequence[Brief],
    candidate: Candidate,
    *,
    as_of: date,
    like: CandidateIndex | None = None,
    most: int = 3,
    ranker: Scorer | None = None,
) -> dict[str, list[Change]]:
    """Return `advise` for each brief by its id; each change is tried once for all of them, which costs far less."""
    ranker = ranker or PriorRanker.by_hand()
    vocabulary = like.vocabulary if like else default_vocabulary()
    evidence = evidence_of(candidate, vocabulary, as_of)
    alone = build_index([candidate], as_of=as_of, like=like)
    proposed = {
        brief.id: [
            *_changes(candidate, brief, vocabulary, evidence, as_of),
            *_together(candidate, brief, screen(brief, alone, as_of, fewest=0).codes(0), as_of),
        ]
        for brief in briefs
    }
    row_of: dict[str, int] = {}
    tried = [candidate]
    for change in (each for changes in proposed.values() for each in changes):
        if row_of.setdefault(_key(change), len(tried)) == len(tried):
            tried.append(replace(apply_change(candidate, change), id=f"{candidate.id} {len(tried)}"))
    index = build_index(tried, as_of=as_of, like=like)
    found: dict[str, list[Change]] = {}
    for brief in briefs:
        changes = proposed[brief.id]
        rows = [0, *(row_of[_key(change)] for change in changes)]
        screening = screen(brief, index, as_of, fewest=0)
        if screening.failed["blocked"][0] or not changes:
            found[brief.id] = []
            continue
        scores = ranker.predict(pair_features(brief, index, as_of).matrix[rows]).tolist()
        # What an advisor has rejected stays so, whatever the person changes.
        possible = (screening.eligible[rows] & ~screening.failed["rejected"][0]).tolist()
        found[brief.id] = _helpful(changes, scores, possible)[:most]
    return found


def _key(change: Change) -> str:
    return f"{change.code} {sorted(change.fact.items())}"


def _helpful(changes: Iterable[Change], scores: Sequence[float], possible: Sequence[bool]) -> list[Change]:
    """Return the changes that help with what they do, the best first; scores and eligibility begin with the present."""
    now, entered = scores[0], possible[0]
    done = [
        replace(change, score=score, gain=score - now, enters=then and not entered)
        for change, score, then in zip(changes, scores[1:], possible[1:], strict=True)
    ]
    enough = any(one.enters and one.code != "together" for one in done)
    helpful = [
        one
        for one in done
        if (one.enters and not enough if one.code == "together" else one.gain >= FEWEST_POINTS or one.enters)
    ]
    return sorted(helpful, key=lambda one: (not one.enters, -one.gain, one.code))


def _changes(
    candidate: Candidate, brief: Brief, vocabulary: Vocabulary, evidence: Mapping[str, list[Evidence]], as_of: date
) -> Iterator[Change]:
    yield from _conditions(candidate, brief, as_of)
    held = dict(candidate.languages)
    for language, level in brief.languages:
        if language not in held or LEVELS[held[language]] < LEVELS[level]:
            yield Change("language", {"language": language, "level": level})
    for concept, years in _not_shown(candidate, brief, vocabulary, evidence).items():
        kind = concept.partition(".")[0]
        yield Change(kind, {"concept": concept, "years": years} if kind in _WITH_YEARS else {"concept": concept})


def _not_shown(
    candidate: Candidate, brief: Brief, vocabulary: Vocabulary, evidence: Mapping[str, list[Evidence]]
) -> dict[str, float]:
    """Return each concept that would meet a requirement, with the most years that any of them asks for."""
    asked: dict[str, float] = {}
    for requirement in brief.requirements:
        if weigh(requirement, evidence, candidate, vocabulary)[0] == "met":
            continue
        demand = demand_of(requirement, vocabulary)
        for concept in demand.concepts:
            if concept.partition(".")[0] in _SHOWN:
                held = max((line.years or 0.0 for line in evidence.get(concept, ())), default=0.0)
                asked[concept] = max(demand.years or _USUAL_YEARS, held, asked.get(concept, 0.0))
    industry = concept_of("industry", brief.industry or "")
    if brief.industry and industry.startswith("industry.") and industry not in evidence:
        asked.setdefault(industry, _USUAL_YEARS)
    return asked


def _together(candidate: Candidate, brief: Brief, failed: Sequence[str], as_of: date) -> Iterator[Change]:
    """Propose in one what the conditions that keep the person out ask for, where that is more than one change."""
    asked = {code for one in failed for code in _LETS_IN.get(one, ())}
    needed = {
        one.code: one.fact[PARTS[one.code][0]] for one in _conditions(candidate, brief, as_of) if one.code in asked
    }
    if len(needed) > 1:
        yield Change("together", needed)


def _conditions(candidate: Candidate, brief: Brief, as_of: date) -> Iterator[Change]:
    if brief.rate_max is not None and candidate.rate is not None and candidate.rate > brief.rate_max:
        yield Change("rate", {"rate": brief.rate_max})
    start = max(brief.start or as_of, as_of)
    if candidate.available_from is not None and candidate.available_from > start:
        yield Change("start", {"start": start.isoformat()})
    if min(candidate.days_max, candidate.days_free) < brief.days_min:
        yield Change("days", {"days": brief.days_min})
    if candidate.days_min > brief.days_max > 0:
        yield Change("fewer_days", {"days": brief.days_max})
    if candidate.remote and brief.remote not in candidate.remote:
        yield Change("mode", {"mode": brief.remote})
    if brief.remote != "full":
        if candidate.max_onsite_days < brief.onsite_days:
            yield Change("onsite", {"days": brief.onsite_days})
        if brief.prefecture and candidate.prefectures and brief.prefecture not in candidate.prefectures:
            yield Change("place", {"prefecture": brief.prefecture})
