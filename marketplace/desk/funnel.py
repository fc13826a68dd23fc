"""How far people and cards get, how long each step takes, and how much each advisor carries: read off dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from marketplace.accounts.models import Company, User
from marketplace.accounts.queries import advisors
from marketplace.accounts.states import UserKind
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.pipeline.merging import DUPLICATE
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.states import IN_PROCESS, ApplicationState, Source
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

_S = ApplicationState
COMPLETE = 80  # percent of a profile from which it counts as complete
MONTHS = 12  # that can be chosen
STAGES = (_S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED)
DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Row:
    """One step: how many of those who began came this far, and the median days from the step before."""

    step: str
    count: int
    share: int | None  # percent of those who began
    days: float | None  # None: nobody, or no date is kept of it


@dataclass(frozen=True, slots=True)
class Load:
    """What one advisor has to look after now."""

    name: str
    cards: int
    overdue: int
    people: int
    companies: int


def months() -> list[date]:
    """Return the first days of this month and those before it."""
    first = today().replace(day=1)
    found = [first]
    while len(found) < MONTHS:
        last = found[-1]
        found.append(
            last.replace(year=last.year - 1, month=12) if last.month == 1 else last.replace(month=last.month - 1)
        )
    return found


def _bounds(month: date) -> tuple[datetime, datetime]:
    after = month.replace(year=month.year + 1, month=1) if month.month == 12 else month.replace(month=month.month + 1)  # noqa: PLR2004
    return datetime.combine(month, time(), TOKYO), datetime.combine(after, time(), TOKYO)


def people_funnel(month: date) -> list[Row]:
    """Registered in a month → complete → listed; nobody keeps the day on which a profile became complete."""
    begin, end = _bounds(month)
    rows = db.session.execute(
        select(User.created_at, Consultant.listed_at, Consultant.completeness)
        .join(Consultant, Consultant.user_id == User.id)
        .where(User.kind == UserKind.CONSULTANT, User.created_at >= begin, User.created_at < end)
    ).all()
    total = len(rows)
    waits = [_days(row.created_at, row.listed_at) for row in rows if row.listed_at]
    complete = sum(row.completeness >= COMPLETE for row in rows)
    return [
        Row("registered", total, _share(total, total), None),
        Row("complete", complete, _share(complete, total), None),
        Row("listed", len(waits), _share(len(waits), total), _median(waits)),
    ]


def cards_funnel(month: date, source: Source | None) -> list[Row]:
    """Begun in a month, of one source or all → submitted → meeting → offered → accepted."""
    begin, end = _bounds(month)
    cohort = (
        select(Application.id, Application.created_at)
        .join(Consultant, Application.consultant_id == Consultant.id)
        .where(Application.created_at >= begin, Application.created_at < end)
        # What ended because its person was registered twice counts once, as the other profile's card.
        .where(or_(Application.end_reason.is_distinct_from(DUPLICATE), Consultant.state != ProfileState.CLOSED))
    )
    if source is not None:
        cohort = cohort.where(Application.source == source)
    began = {row.id: row.created_at for row in db.session.execute(cohort)}
    reached = select(Step.application_id, Step.state, func.min(Step.at)).where(
        Step.application_id.in_(cohort.with_only_columns(Application.id)), Step.state.in_(STAGES)
    )
    first: dict[UUID, dict[ApplicationState, datetime]] = {each: {} for each in began}
    for application_id, state, at in db.session.execute(reached.group_by(Step.application_id, Step.state)):
        first[application_id][state] = at
    return [Row("begun", len(began), _share(len(began), len(began)), None), *_stages(began, first)]


def _stages(began: Mapping[UUID, datetime], first: Mapping[UUID, Mapping[ApplicationState, datetime]]) -> list[Row]:
    rows = []
    for at, stage in enumerate(STAGES):
        before = STAGES[at - 1] if at else None
        count = sum(any(later in moments for later in STAGES[at:]) for moments in first.values())
        waits = []
        for application_id, moments in first.items():
            start = moments.get(before) if before else began[application_id]
            if start and stage in moments:
                waits.append(_days(start, moments[stage]))
        rows.append(Row(stage.value, count, _share(count, len(began)), _median(waits)))
    return rows


def loads() -> list[Load]:
    """Return what each advisor at work carries, by name; cards are those in process of their people."""
    live = Application.state.in_(IN_PROCESS - {_S.ACCEPTED})
    late = func.sum(case((Application.due_at < now(), 1), else_=0))
    cards = (
        select(Consultant.advisor_id, func.count(), late)
        .select_from(Application)
        .join(Consultant, Application.consultant_id == Consultant.id)
        .where(live)
        .group_by(Consultant.advisor_id)
    )
    people = select(Consultant.advisor_id, func.count()).where(Consultant.state != ProfileState.CLOSED)
    companies = select(Company.advisor_id, func.count())
    of_cards = {advisor: (int(count), int(overdue or 0)) for advisor, count, overdue in db.session.execute(cards)}
    of_people = {advisor: int(count) for advisor, count in db.session.execute(people.group_by(Consultant.advisor_id))}
    of_companies = {who: int(count) for who, count in db.session.execute(companies.group_by(Company.advisor_id))}
    return [
        Load(each.name, *of_cards.get(each.id, (0, 0)), of_people.get(each.id, 0), of_companies.get(each.id, 0))
        for each in advisors()
    ]


def _days(start: datetime, end: datetime) -> float:
    return max(0.0, (end - start).total_seconds() / DAY)


def _median(waits: Sequence[float]) -> float | None:
    return round(median(waits), 1) if waits else None


def _share(count: int, total: int) -> int | None:
    return round(100 * count / total) if total else None
