"""What would raise a candidate's score for a brief, computed by trying it: each change is applied and scored anew.

A skill or a certificate is named only because the posting asks for it and the profile does not show it: whoever has it
should write it down. Nothing is proposed that a person cannot decide or show.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from matching.columns import LEVELS
from matching.constraints import screen
from matching.evidence import Evidence, concept_of, evidence_of
from matching.features import pair_features
from matching.index import CandidateIndex, build_index
from matching.prior import PriorRanker
from matching.records import Brief, Candidate, Certification, Reason, Record, Skill
from matching.requirements import demand_of, weigh
from matching.scorer import Scorer
from matching.sentences import facts_in_words
from matching.vocabulary import Vocabulary, default_vocabulary

FEWEST_POINTS = 0.005
"""A gain below half a point of a hundred is not worth a word."""
_USUAL_YEARS = 3.0
_SHOWN = ("skill", "cert", "tool", "industry")
_WITH_YEARS = ("skill", "industry")

# code: (Japanese, English), what somebody would do; names in braces are facts in words.
ADVICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rate": ("希望単価を{rate}まで下げる", "ask for {rate} at most"),
        "start": ("{start}から稼働できるようにする", "are free from {start}"),
        "days": ("週{days}日まで稼働できるようにする", "are free {days} a week"),
        "fewer_days": ("週{days}日の稼働にも対応する", "accept {days} a week"),
        "mode": ("{mode}に対応する", "work {mode}"),
        "onsite": ("週{days}日の出社に対応する", "come on site {days} a week"),
        "place": ("{prefecture}での勤務に対応する", "work in {prefecture}"),
        "language": ("{language}{level}をプロフィールで示せる", "can show {language} {level} in the profile"),
        "skill": (
            "{concepts}の経験（レベルB・{years}年以上）をプロフィールで示せる",
            "can show {concepts} in the profile (level B, {years} or more)",
        ),
        "industry": (
            "{concepts}業界の経験（{years}年以上）をプロフィールで示せる",
            "can show {concepts} as an industry in the profile ({years} or more)",
        ),
        "cert": ("{concepts}の資格をプロフィールで示せる", "can show {concepts} in the profile"),
        "tool": ("{concepts}の利用経験をプロフィールで示せる", "can show {concepts} as a tool in the profile"),
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
    proposed = {brief.id: list(_changes(candidate, brief, vocabulary, evidence, as_of)) for brief in briefs}
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
    helpful = [one for one in done if one.gain >= FEWEST_POINTS or one.enters]
    return sorted(helpful, key=lambda one: (not one.enters, -one.gain, one.code))


def apply_change(candidate: Candidate, change: Change) -> Candidate:
    """Return the candidate as it would be; raises `KeyError` for a code that is none of ours."""
    return _APPLY[change.code](candidate, change.fact)


def advice_sentence(change: Change, locale: str = "ja", vocabulary: Vocabulary | None = None) -> str:
    """Say a change and what it does, in points of a hundred; `locale` is "ja" or anything else for English."""
    ja = locale == "ja"
    told, points = _told(change, locale, vocabulary), round(100 * change.gain, 1)
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


def advice_phrase(change: Change, locale: str = "ja", vocabulary: Vocabulary | None = None) -> str:
    """Say the change alone, for a list that shows beside it what it does."""
    told = _told(change, locale, vocabulary)
    return f"{told}場合" if locale == "ja" else f"If you {told}"


def _told(change: Change, locale: str, vocabulary: Vocabulary | None) -> str:
    fact = {"concepts": str(change.fact["concept"])} if "concept" in change.fact else {}
    reason = Reason(change.code, change.gain, 1, {**change.fact, **fact})
    words = facts_in_words(reason, vocabulary or default_vocabulary(), locale)
    return ADVICE[change.code][0 if locale == "ja" else 1].format_map(words)


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


def _days(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    days = float(fact["days"])
    return replace(candidate, days_max=max(candidate.days_max, days), days_free=max(candidate.days_free, days))


def _language(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    others = tuple(one for one in candidate.languages if one[0] != fact["language"])
    return replace(candidate, languages=(*others, (str(fact["language"]), str(fact["level"]))))


def _skill(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    """Add the skill, or bring what stands there up to it."""
    concept, years = str(fact["concept"]), float(fact["years"])
    raised = [
        replace(one, level=min(one.level, "B"), years=max(one.years or 0.0, years)) if one.concept == concept else one
        for one in candidate.skills
    ]
    if all(one.concept != concept for one in raised):
        raised.append(Skill(concept, "B", years))
    return replace(candidate, skills=tuple(raised))


def _industry(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    concept = str(fact["concept"])
    others = tuple(one for one in candidate.industries if concept_of("industry", one[0]) != concept)
    return replace(candidate, industries=(*others, (concept, float(fact["years"]))))


def _certification(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    return replace(candidate, certifications=(*candidate.certifications, Certification(str(fact["concept"]))))


_Apply = Callable[[Candidate, Mapping[str, str | int | float]], Candidate]
_APPLY: Mapping[str, _Apply] = MappingProxyType(
    {
        "rate": lambda one, fact: replace(one, rate=int(fact["rate"])),
        "start": lambda one, fact: replace(one, available_from=date.fromisoformat(str(fact["start"]))),
        "days": _days,
        "fewer_days": lambda one, fact: replace(one, days_min=float(fact["days"])),
        "mode": lambda one, fact: replace(one, remote=one.remote | {str(fact["mode"])}),  # type: ignore[arg-type]
        "onsite": lambda one, fact: replace(one, max_onsite_days=float(fact["days"])),
        "place": lambda one, fact: replace(one, prefectures=one.prefectures | {str(fact["prefecture"])}),
        "language": _language,
        "skill": _skill,
        "industry": _industry,
        "cert": _certification,
        "tool": lambda one, fact: replace(one, tools=(*one.tools, str(fact["concept"]))),
    }
)
