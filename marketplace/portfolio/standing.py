"""How projects stand beside one another, from what was reported and what the boards hold. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from marketplace.tracker.states import Rag

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from marketplace.tracker.models import Project

WORST = (Rag.RED, Rag.AMBER, Rag.GREEN)
HISTORY = 6  # reports in a strip
MONTHS = 7  # of the time line: the last one, this one, five to come
FULL_WEEK = 5  # days
_CODE = re.compile(r"m-?(\d+)\b")


@dataclass(frozen=True, slots=True)
class Reported:
    """What was handed in for one period: colours by dimension, earned value and expected cost as they were then."""

    due_on: date
    ratings: Mapping[str, Rag]
    value: Mapping[str, Any]  # "measure", "ev", "ac", "bac"; empty where nothing could be reckoned
    expected_cost: int | None  # yen at completion

    @property
    def overall(self) -> Rag | None:
        """Return the worst of its colours."""
        return next((rag for rag in WORST if rag in self.ratings.values()), None)

    @property
    def cpi(self) -> float | None:
        """EV ÷ AC, of money or of effort, whichever the plan is kept in."""
        return self.value["ev"] / self.value["ac"] if self.value.get("ac") else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a project want somebody's eye."""

    late_work: int = 0
    open_issues: int = 0
    late_issues: int = 0
    high_risks: int = 0  # probability × impact of 15 and more
    late_decisions: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the time line."""

    project_id: UUID
    number: int
    name: str
    baseline_on: date | None
    forecast_on: date | None
    actual_on: date | None

    @property
    def code(self) -> str:
        return f"M-{self.number}"

    @property
    def day(self) -> date | None:
        """Return when it was reached, or is expected."""
        return self.actual_on or self.forecast_on or self.baseline_on

    def state_on(self, on: date) -> str:
        """Return reached, late (its day has passed), slipped (behind its baseline) or expected."""
        if self.actual_on:
            return "reached"
        if self.day is not None and self.day < on:
            return "late"
        behind = self.forecast_on is not None and self.baseline_on is not None and self.forecast_on > self.baseline_on
        return "slipped" if behind else "expected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One project as a line of the health matrix.

    `told` says that the reader may see its rows, `costed` that the reader may see its budget and what it costs.
    """

    project: Project
    who: str
    company: str
    told: bool
    costed: bool
    reports: tuple[Reported, ...]  # the newest first
    late_since: date | None  # a report was due on that day and has not come
    counts: Counts = field(default_factory=Counts)
    marks: tuple[Mark, ...] = ()

    @property
    def last(self) -> Reported | None:
        return self.reports[0] if self.reports else None

    @property
    def overall(self) -> Rag | None:
        return self.last.overall if self.last else None

    @property
    def budget(self) -> int | None:
        return self.project.budget if self.costed else None

    @property
    def expected_cost(self) -> int | None:
        return self.last.expected_cost if self.last and self.costed else None


def worst_first(standings: Iterable[Standing]) -> list[Standing]:
    """Order projects as they should be looked at: red before amber before green before never reported; then late."""
    place: dict[Rag | None, int] = {rag: at for at, rag in enumerate(WORST)}
    return sorted(
        standings, key=lambda each: (place.get(each.overall, len(WORST)), each.late_since is None, each.project.name)
    )


@dataclass(frozen=True, slots=True)
class RollUp:
    """All projects together."""

    count: int
    colours: Mapping[Rag, int]
    unreported: int
    late_reports: int
    late_milestones: int
    costed: int  # projects with a budget and an expected cost
    budget: int  # yen, of these
    expected: int  # yen, of these


def roll_up(standings: Sequence[Standing], on: date) -> RollUp:
    """Add the projects up; money only of those that have both sums."""
    costed = [each for each in standings if each.budget and each.expected_cost is not None]
    return RollUp(
        count=len(standings),
        colours={rag: sum(each.overall is rag for each in standings) for rag in WORST},
        unreported=sum(each.overall is None for each in standings),
        late_reports=sum(each.late_since is not None for each in standings),
        late_milestones=sum(mark.state_on(on) == "late" for each in standings for mark in each.marks),
        costed=len(costed),
        budget=sum(each.budget or 0 for each in costed),
        expected=sum(each.expected_cost or 0 for each in costed),
    )


def months_from(on: date) -> list[date]:
    """Return the first days of the months of the time line."""
    first = (on.replace(day=1) - timedelta(days=1)).replace(day=1)
    found = [first]
    while len(found) < MONTHS:
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found


def by_month(marks: Iterable[Mark], months: Sequence[date], on: date) -> list[list[Mark]]:
    """Lay milestones out over months; one that is still open and older than the first month stands in it."""
    cells: list[list[Mark]] = [[] for _month in months]
    for mark in sorted((each for each in marks if each.day), key=lambda each: (each.day or on, each.number)):
        month = (mark.day or on).replace(day=1)
        if month < months[0] and mark.state_on(on) == "late":
            month = months[0]
        if month in months:
            cells[months.index(month)].append(mark)
    return cells


@dataclass(frozen=True, slots=True)
class Needed:
    """A row of a project's board of dependencies."""

    project_id: UUID
    number: int
    title: str
    on_whom: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """What one project needs of another, and of which milestone; `late_by` days if it comes too late."""

    needed: Needed
    needs: Standing
    gives: Standing
    mark: Mark | None
    late_by: int


def crossings(needed: Iterable[Needed], standings: Sequence[Standing]) -> list[Crossing]:
    """Find dependencies whose "from whom" names another of the projects, with M-3 behind it a milestone of that one."""
    by_id = {each.project.id: each for each in standings}
    names = sorted(((_plain(each.project.name), each) for each in standings), key=lambda pair: -len(pair[0]))
    found = []
    for row in needed:
        words = _plain(row.on_whom)
        gives = next((each for name, each in names if name in words and each.project.id != row.project_id), None)
        if gives is None or row.project_id not in by_id:
            continue
        number = _CODE.search(words.replace(_plain(gives.project.name), " ", 1))
        mark = next((each for each in gives.marks if number and each.number == int(number[1])), None)
        comes = mark.day if mark else None
        late = max(0, (comes - row.due_on).days) if comes and row.due_on else 0
        found.append(Crossing(row, by_id[row.project_id], gives, mark, late))
    return sorted(found, key=lambda each: (-each.late_by, each.needed.due_on or date.max))


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", words).casefold()).strip()


@dataclass(frozen=True, slots=True)
class Engaged:
    """A person's days a week under one contract."""

    person_id: UUID
    person: str
    project: str
    days: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Load:
    """A person's days a week, month by month, and of which projects they are."""

    person: str
    projects: tuple[Engaged, ...]
    days: tuple[int, ...]

    @property
    def over(self) -> bool:
        """Tell whether some month asks for more than a week has."""
        return max(self.days, default=0) > FULL_WEEK


def loads(engaged: Iterable[Engaged], months: Sequence[date]) -> list[Load]:
    """Add up each person's days a week in each month that a contract touches; the fullest first."""
    people: dict[UUID, list[Engaged]] = {}
    for each in engaged:
        people.setdefault(each.person_id, []).append(each)
    ends = [(month + timedelta(days=32)).replace(day=1) for month in months]
    found = [
        Load(
            rows[0].person,
            tuple(rows),
            tuple(
                sum(each.days for each in rows if each.first_day < end and each.last_day >= month)
                for month, end in zip(months, ends, strict=True)
            ),
        )
        for rows in people.values()
    ]
    return sorted(found, key=lambda each: (-max(each.days, default=0), each.person))
