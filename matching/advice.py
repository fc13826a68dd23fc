"""What would raise a candidate's score for a brief, computed by trying it: each change is applied and scored anew.

A skill or a certificate is named only because the posting asks for it and the profile does not show it: whoever has it
should write it down. Nothing is proposed that a person cannot decide or show.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from matching.batch import rank_briefs
from matching.evidence import concept_of, evidence_of
from matching.index import CandidateIndex
from matching.prior import PriorRanker
from matching.records import Brief, Candidate, Certification, Reason, Record, Skill
from matching.requirements import demand_of, weigh
from matching.sentences import facts_in_words
from matching.vocabulary import Vocabulary, default_vocabulary

FEWEST_POINTS = 0.005
"""A gain below half a point of a hundred is not worth a word."""
_USUAL_YEARS = 3.0
_KINDS = ("skill", "cert", "tool", "industry")

# code: (Japanese, English), what somebody would do; names in braces are facts in words.
ADVICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rate": ("希望単価を{rate}まで下げる", "ask for {rate} at most"),
        "start": ("{start}から稼働できるようにする", "are free from {start}"),
        "days": ("週{days}日まで稼働できるようにする", "are free {days} a week"),
        "mode": ("{mode}に対応する", "work {mode}"),
        "onsite": ("週{days}日の出社に対応する", "come on site {days} a week"),
        "place": ("{prefecture}での勤務に対応する", "work in {prefecture}"),
        "shown": ("{concepts}の経験をプロフィールで示せる", "can show {concepts} in the profile"),
    }
)


@dataclass(frozen=True, slots=True)
class Change(Record):
    """One change and what it does: `score` after it, `gain` over the present score, both of 0 to 1.

    `enters` says that the posting is not possible now and would be. `fact` holds what `apply_change` reads.
    """

    code: str
    fact: Mapping[str, str | int | float] = field(default_factory=dict)
    score: float = 0.0
    gain: float = 0.0
    enters: bool = False


def advise(
    candidate: Candidate,
    brief: Brief,
    *,
    as_of: date,
    like: CandidateIndex | None = None,
    most: int = 3,
    ranker: PriorRanker | None = None,
) -> list[Change]:
    """Return the changes that help most, what makes the posting possible first; none where the two are kept apart."""
    vocabulary = like.vocabulary if like else default_vocabulary()

    def scored(one: Candidate) -> tuple[float, bool] | None:
        found = rank_briefs(one, [brief], as_of=as_of, like=like, also={brief.id}, ranker=ranker)
        return (found[0][1].score, found[0][1].eligible) if found else None

    now = scored(candidate)
    if now is None:
        return []
    helpful = []
    for change in _changes(candidate, brief, vocabulary, as_of):
        after = scored(apply_change(candidate, change))
        if after is None:
            continue
        gain, enters = after[0] - now[0], after[1] and not now[1]
        if gain >= FEWEST_POINTS or enters:
            helpful.append(replace(change, score=after[0], gain=gain, enters=enters))
    helpful.sort(key=lambda one: (not one.enters, -one.gain, one.code))
    return helpful[:most]


def apply_change(candidate: Candidate, change: Change) -> Candidate:
    """Return the candidate as it would be; raises `KeyError` for a code that is none of ours."""
    return _APPLY[change.code](candidate, change.fact)


def advice(change: Change, locale: str = "ja", vocabulary: Vocabulary | None = None) -> str:
    """Say a change and what it does, in points of a hundred; `locale` is "ja" or anything else for English."""
    ja = locale == "ja"
    does = ADVICE[change.code][0 if ja else 1]
    fact = {"concepts": change.fact["concept"]} if change.code == "shown" else change.fact
    words = facts_in_words(Reason(change.code, change.gain, 1, fact), vocabulary or default_vocabulary(), locale)
    told, points = does.format_map(words), round(100 * change.gain, 1)
    if change.enters:
        score = round(100 * change.score)
        return (
            f"{told}と、条件を満たし、適合度は{score}になります"
            if ja
            else f"If you {told}, you meet the conditions: {score}"
        )
    return (
        f"{told}と、適合度が{points:g}ポイント上がります"
        if ja
        else f"If you {told}, the fit rises by {points:g} points"
    )


def _changes(candidate: Candidate, brief: Brief, vocabulary: Vocabulary, as_of: date) -> Iterator[Change]:
    yield from _conditions(candidate, brief, as_of)
    for concept, years in _not_shown(candidate, brief, vocabulary, as_of).items():
        yield Change("shown", {"concept": concept, "years": years, "used": as_of.year})


def _not_shown(candidate: Candidate, brief: Brief, vocabulary: Vocabulary, as_of: date) -> dict[str, float]:
    """Return each concept that would meet a requirement, with the most years that any of them asks for."""
    evidence = evidence_of(candidate, vocabulary, as_of)
    asked: dict[str, float] = {}
    for requirement in brief.requirements:
        if weigh(requirement, evidence, candidate, vocabulary)[0] == "met":
            continue
        demand = demand_of(requirement, vocabulary)
        for concept in demand.concepts:
            if concept.partition(".")[0] in _KINDS:
                held = max((line.years or 0.0 for line in evidence.get(concept, ())), default=0.0)
                asked[concept] = max(demand.years or _USUAL_YEARS, held, asked.get(concept, 0.0))
    if brief.industry and (industry := concept_of("industry", brief.industry)) not in evidence:
        asked.setdefault(industry, _USUAL_YEARS)
    return asked


def _conditions(candidate: Candidate, brief: Brief, as_of: date) -> Iterator[Change]:
    if brief.rate_max is not None and candidate.rate is not None and candidate.rate > brief.rate_max:
        yield Change("rate", {"rate": brief.rate_max})
    start = max(brief.start or as_of, as_of)
    if candidate.available_from is not None and candidate.available_from > start:
        yield Change("start", {"start": start.isoformat()})
    if min(candidate.days_max, candidate.days_free) < brief.days_min:
        yield Change("days", {"days": brief.days_min})
    if candidate.remote and brief.remote not in candidate.remote:
        yield Change("mode", {"mode": brief.remote})
    if brief.remote != "full":
        if candidate.max_onsite_days < brief.onsite_days:
            yield Change("onsite", {"days": brief.onsite_days})
        if brief.prefecture and candidate.prefectures and brief.prefecture not in candidate.prefectures:
            yield Change("place", {"prefecture": brief.prefecture})


def _days(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    days = float(fact["days"])
    return replace(candidate, days_max=max(candidate.days_max, days), days_free=max(candidate.days_free, days))


def _shown(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    concept, years, used = str(fact["concept"]), float(fact["years"]), int(fact["used"])
    match concept.partition(".")[0]:
        case "skill":
            return replace(candidate, skills=(*candidate.skills, Skill(concept, "B", years, used)))
        case "cert":
            return replace(candidate, certifications=(*candidate.certifications, Certification(concept)))
        case "tool":
            return replace(candidate, tools=(*candidate.tools, concept))
        case _:
            return replace(candidate, industries=(*candidate.industries, (concept, years)))


_Apply = Callable[[Candidate, Mapping[str, str | int | float]], Candidate]
_APPLY: Mapping[str, _Apply] = MappingProxyType(
    {
        "rate": lambda one, fact: replace(one, rate=int(fact["rate"])),
        "start": lambda one, fact: replace(one, available_from=date.fromisoformat(str(fact["start"]))),
        "days": _days,
        "mode": lambda one, fact: replace(one, remote=one.remote | {str(fact["mode"])}),  # type: ignore[arg-type]
        "onsite": lambda one, fact: replace(one, max_onsite_days=float(fact["days"])),
        "place": lambda one, fact: replace(one, prefectures=one.prefectures | {str(fact["prefecture"])}),
        "shown": _shown,
    }
)
