"""A change somebody could make of a profile or of its conditions: how it is said, and the profile as it would be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from matching.evidence import concept_of
from matching.records import Candidate, Certification, Reason, Record, Skill
from matching.sentences import facts_in_words
from matching.vocabulary import Vocabulary, default_vocabulary

# code: (Japanese, English), what somebody would do; names in braces are facts in words.
ADVICE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "rate": ("希望単価を{rate}まで下げる", "ask for {rate} at most"),
        "start": ("{start}から稼働できるようにする", "are free from {start}"),
        "days": ("週{days}日まで稼働できるようにする", "are free {days} a week"),
        "fewer_days": ("週{days}日の稼働にも対応する", "accept {days} a week"),
        "together": ("{changes}のすべてに対応する", "can do all of this: {changes}"),
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
# Changes that only together make a posting possible, each as a part of "together": (the fact it reads, ja, en).
PARTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "rate": ("rate", "希望単価{rate}以下", "ask for {rate} at most"),
        "start": ("start", "{start}からの稼働", "be free from {start}"),
        "days": ("days", "週{days}日の稼働", "be free {days} a week"),
        "mode": ("mode", "{mode}", "work {mode}"),
        "onsite": ("days", "週{days}日の出社", "come on site {days} a week"),
        "place": ("prefecture", "{prefecture}での勤務", "work in {prefecture}"),
    }
)


@dataclass(frozen=True, slots=True)
class Change(Record):
    """One change and what it does: `score` after it, `gain` over the present score, both of 0 to 1.

    `enters` says that the posting is not possible now and would be. `fact` holds what `apply_change` reads; of
    "together", which is several changes of conditions none of which is enough alone, the fact of each by its code.
    """

    code: str
    fact: Mapping[str, str | int | float] = field(default_factory=dict)
    score: float = 0.0
    gain: float = 0.0
    enters: bool = False


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
    at, words = 0 if locale == "ja" else 1, vocabulary or default_vocabulary()
    if change.code == "together":
        said = (
            PARTS[one.code][1 + at].format_map(facts_in_words(Reason(one.code, 0.0, 1, one.fact), words, locale))
            for one in _parts_of(change.fact)
        )
        return ADVICE["together"][at].format(changes=("・", "; ")[at].join(said))
    fact = {"concepts": str(change.fact["concept"])} if "concept" in change.fact else {}
    reason = Reason(change.code, change.gain, 1, {**change.fact, **fact})
    return ADVICE[change.code][at].format_map(facts_in_words(reason, words, locale))


def _parts_of(fact: Mapping[str, str | int | float]) -> list[Change]:
    return [Change(code, {PARTS[code][0]: value}) for code, value in fact.items()]


def _all_of(candidate: Candidate, fact: Mapping[str, str | int | float]) -> Candidate:
    for one in _parts_of(fact):
        candidate = apply_change(candidate, one)
    return candidate


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
        "together": _all_of,
        "language": _language,
        "skill": _skill,
        "industry": _industry,
        "cert": _certification,
        "tool": lambda one, fact: replace(one, tools=(*one.tools, str(fact["concept"]))),
    }
)
