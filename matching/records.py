"""What matching knows of a posting and of a profile, and what it answers.

Rates are yen a month received by the consultant at 100 % (five days a week), without tax. Concepts are ids of a
`Vocabulary`; unknown ones are kept and simply match nothing but themselves. `where` says, in the reader's words, the
line of the posting or profile that a fact stands in. There is no field for age, sex, nationality, birth, photo, name,
family or an address below the prefecture, and none must be added: what is not here cannot be learned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, Self, get_args

from matching.encoding import decode, encode

Remote = Literal["full", "hybrid", "onsite"]
SkillLevel = Literal["A", "B", "C"]
BusinessForm = Literal["individual", "company"]
Language = tuple[str, str]
"""(ISO 639-1 code, level): CEFR or "native". JLPT N1 to N5 are written C1, B2, B1, A2, A1."""

PREFECTURES = frozenset(f"{number:02d}" for number in range(1, 48))
LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
DAYS_A_WEEK = 7
PERCENT = 100
LARGEST = 10**15
"""No amount is larger, of yen, days or years: beyond it a number is a slip of the keyboard."""


class InvalidRecord(ValueError):
    """A record that contradicts itself in a way no ranking could make sense of."""


class Record:
    """Plain JSON there and back: `X.from_dict(json.loads(json.dumps(x.to_dict()))) == x`."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        plain: dict[str, Any] = encode(self)
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote; raises `InvalidRecord` for anything else."""
        try:
            return decode(cls, data)
        except InvalidRecord:
            raise
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise InvalidRecord(f"not a {cls.__name__}: {error}") from error


@dataclass(frozen=True, slots=True)
class Requirement(Record):
    """A line of 必須 (`required`) or 尚可. Without `concepts` they are looked for in the text."""

    text: str
    concepts: tuple[str, ...] = ()
    required: bool = True
    years: float | None = None
    where: str = ""

    def __post_init__(self) -> None:
        _check_amounts(self, "years")


@dataclass(frozen=True, slots=True)
class Brief(Record):
    """An engagement as it is advertised. `start` None means at once; `company` is an opaque key of the client."""

    id: str
    title: str = ""
    text: str = ""
    type_mix: tuple[int, int, int] = (0, 0, 0)
    functions: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    industry: str | None = None
    requirements: tuple[Requirement, ...] = ()
    tools: tuple[str, ...] = ()
    rate_min: int | None = None
    rate_max: int | None = None
    days_min: float = 0
    days_max: float = 5
    strict_days: bool = False
    start: date | None = None
    months: int | None = None
    remote: Remote = "full"
    onsite_days: float = 0
    prefecture: str | None = None
    accepts_individual: bool = True
    accepts_company: bool = True
    languages: tuple[Language, ...] = ()
    licences: tuple[str, ...] = ()
    company: str = ""
    rejected: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _check_amounts(self, "rate_min", "rate_max", "months", "onsite_days")
        _check_order(self, "rate_min", "rate_max")
        _check_days(self)
        _check_mix(self.type_mix)
        _check_choice(self.remote, get_args(Remote), "remote")
        _check_languages(self.languages)
        _check_prefectures([self.prefecture] if self.prefecture else [])


@dataclass(frozen=True, slots=True)
class Skill(Record):
    """`level` A (alone, teaches others), B (alone), C (with guidance); `last_used` is a year."""

    concept: str
    level: SkillLevel = "B"
    years: float | None = None
    last_used: int | None = None
    where: str = ""

    def __post_init__(self) -> None:
        _check_amounts(self, "years", "last_used")
        _check_choice(self.level, get_args(SkillLevel), "level")


@dataclass(frozen=True, slots=True)
class Certification(Record):
    concept: str
    year: int | None = None
    expires: date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class PastProject(Record):
    """`budget` in yen; `ended` None means it is still going on."""

    text: str
    industry: str | None = None
    role: str = ""
    phases: tuple[str, ...] = ()
    headcount: int | None = None
    budget: int | None = None
    ended: date | None = None
    where: str = ""

    def __post_init__(self) -> None:
        _check_amounts(self, "headcount", "budget")


@dataclass(frozen=True, slots=True)
class Candidate(Record):
    """A profile. `rate` is the least desired; `days_free` what no contract or offer has taken of the week.

    `available_from` None means now. `prefectures` are those the person can work on site in. `blocked` holds keys of
    companies, either side's wish. Reviews are means of 1 to 5.
    """

    id: str
    text: str = ""
    type_mix: tuple[int, int, int] = (0, 0, 0)
    functions: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    industries: tuple[tuple[str, float], ...] = ()
    skills: tuple[Skill, ...] = ()
    certifications: tuple[Certification, ...] = ()
    tools: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    rate: int | None = None
    days_min: float = 0
    days_max: float = 5
    days_free: float = 5
    available_from: date | None = None
    remote: frozenset[Remote] = frozenset({"full", "hybrid", "onsite"})
    max_onsite_days: float = 5
    prefectures: frozenset[str] = frozenset()
    business_form: BusinessForm = "individual"
    projects: tuple[PastProject, ...] = ()
    blocked: frozenset[str] = frozenset()
    completeness: float = 0.0
    finished: int = 0
    renewed: int = 0
    review_mean: float | None = None
    review_count: int = 0
    answered_share: float | None = None

    def __post_init__(self) -> None:
        amounts = ("rate", "days_free", "max_onsite_days", "finished", "renewed", "review_mean", "review_count")
        _check_amounts(self, *amounts, "completeness", "answered_share")
        _check_days(self)
        _check_mix(self.type_mix)
        _check_choice(self.business_form, get_args(BusinessForm), "business_form")
        for mode in self.remote:
            _check_choice(mode, get_args(Remote), "remote")
        _check_languages(self.languages)
        _check_prefectures(self.prefectures)
        if not all(0 <= years <= LARGEST for _, years in self.industries):
            raise InvalidRecord("industries: years are an amount")
        if max(self.completeness, self.answered_share or 0) > 1:
            raise InvalidRecord("completeness and answered_share are shares, 0 to 1")


@dataclass(frozen=True, slots=True)
class Reason(Record):
    """Why a match stands where it stands; `weight` is its part of the score, `fact` what the sentence names."""

    code: str
    weight: float
    sign: Literal[1, -1]
    fact: Mapping[str, str | int | float] = field(default_factory=dict)
    where: str = ""


@dataclass(frozen=True, slots=True)
class Match(Record):
    """`score` is within 0 to 1; `contributions` are parts of its logit, by feature.

    `features` is the row of pair features that was scored, as `catalogue.FEATURES` orders them; like the contributions
    it comes with the matches that have reasons.
    """

    candidate_id: str
    score: float
    eligible: bool = True
    excluded_by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    contributions: Mapping[str, float] = field(default_factory=dict)
    features: tuple[float, ...] = ()


def _check_amounts(record: Record, *names: str) -> None:
    for name in names:
        value = getattr(record, name)
        if value is not None and not 0 <= value <= LARGEST:  # which NaN is not either
            raise InvalidRecord(f"{name} is {str(value)[:30]}, not an amount")


def _check_order(record: Record, low: str, high: str) -> None:
    least, most = getattr(record, low), getattr(record, high)
    if least is not None and most is not None and least > most:
        raise InvalidRecord(f"{low} {least} exceeds {high} {most}")


def _check_days(record: Record) -> None:
    _check_amounts(record, "days_min", "days_max")
    _check_order(record, "days_min", "days_max")
    if getattr(record, "days_max") > DAYS_A_WEEK:  # noqa: B009 - two record types share the check
        raise InvalidRecord("a week has seven days")


def _check_mix(mix: tuple[int, int, int]) -> None:
    if min(mix) < 0 or sum(mix) > PERCENT:
        raise InvalidRecord(f"type_mix {mix} is not three shares of 100")


def _check_choice(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise InvalidRecord(f"{name} {value!r} is not one of {', '.join(allowed)}")


def _check_languages(languages: tuple[Language, ...]) -> None:
    for _, level in languages:
        _check_choice(level, LANGUAGE_LEVELS, "language level")


def _check_prefectures(codes: "frozenset[str] | list[str]") -> None:
    unknown = set(codes) - PREFECTURES
    if unknown:
        raise InvalidRecord(f"{sorted(unknown)} are not JIS prefecture codes")
