"""How far people and cards get, and how long each step takes: read off dates, for whoever a cut keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from itertools import takewhile
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from marketplace.accounts.models import User
from marketplace.accounts.states import UserKind
from marketplace.business_days import business_days_between
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.merging import DUPLICATE
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.profiles.models import Consultant
from marketplace.profiles.sections import COMPLETE
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

_S = ApplicationState
MONTHS = 24  # that can be chosen
STAGES = (_S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED)
OF_CARDS = ("begun", *(stage.value for stage in STAGES))
OF_PEOPLE = ("registered", "complete", *OF_CARDS)
Dates = dict[str, "datetime | None"]  # of one person or card: the steps reached, and when, where that is known


@dataclass(frozen=True, slots=True)
class Cut:
    """Whom the funnel counts: those who began in these months, narrowed further where the operator asks for it."""

    first: date  # the first days of the first and the last month
    last: date
    source: Source | None = None
    pmo_type: str = ""  # of the posting: its largest share
    advisor_id: UUID | None = None  # of the person
    company_id: UUID | None = None

    @property
    def begin(self) -> datetime:
        """The first moment in Japan that counts."""
        return datetime.combine(self.first, time(), TOKYO)

    @property
    def end(self) -> datetime:
        """The first moment in Japan that counts no more."""
        year, month = divmod(self.last.month, 12)
        return datetime.combine(self.last.replace(year=self.last.year + year, month=month + 1), time(), TOKYO)


@dataclass(frozen=True, slots=True)
class Row:
    """One step: how many came this far, of the first step and of the one before, and the business days it took."""

    step: str
    count: int
    share: int | None  # percent of those who began
    passed: int | None  # percent of those who reached the step before; None for the first step
    median: float | None  # None: nobody, or no date is kept of it
    most: int | None  # the 90th percentile: nine of ten took no longer
    timed: int  # how many the two are taken from


def months() -> list[date]:
    """Return the first days of this month and those before it."""
    found = [today().replace(day=1)]
    while len(found) < MONTHS:
        last = found[-1]
        found.append(
            last.replace(year=last.year - 1, month=12) if last.month == 1 else last.replace(month=last.month - 1)
        )
    return found


def people_funnel(cut: Cut) -> list[Row]:
    """Registered → complete → proposed → … → accepted, each person once, by the first card that came so far."""
    people = (
        select(Consultant.id)
        .join(User, Consultant.user_id == User.id)
        .where(User.kind == UserKind.CONSULTANT, User.created_at >= cut.begin, User.created_at < cut.end)
    )
    if cut.advisor_id:
        people = people.where(Consultant.advisor_id == cut.advisor_id)
    reached: dict[UUID, Dates] = {}
    columns = (Consultant.id, User.created_at, Consultant.completeness, Consultant.completed_at)
    for row in db.session.execute(people.with_only_columns(*columns)):
        done = row.completed_at is not None or row.completeness >= COMPLETE
        reached[row.id] = {"registered": row.created_at, **({"complete": row.completed_at} if done else {})}
    cards = _narrowed(select(Application.consultant_id).where(Application.consultant_id.in_(people)), cut)
    owner = Application.consultant_id
    for consultant_id, at in db.session.execute(
        cards.with_only_columns(owner, func.min(Application.created_at)).group_by(owner)
    ):
        reached[consultant_id]["begun"] = at
    for consultant_id, state, at in db.session.execute(
        cards.join(Step, Step.application_id == Application.id)
        .where(Step.state.in_(STAGES))
        .with_only_columns(owner, Step.state, func.min(Step.at))
        .group_by(owner, Step.state)
    ):
        reached[consultant_id][state.value] = at
    return _rows(OF_PEOPLE, reached.values())


def cards_funnel(cut: Cut) -> list[Row]:
    """Begun in these months → submitted → meeting → offered → accepted."""
    cohort = _narrowed(select(Application.id), cut).where(
        Application.created_at >= cut.begin, Application.created_at < cut.end
    )
    began = cohort.with_only_columns(Application.id, Application.created_at)
    reached: dict[UUID, Dates] = {row.id: {"begun": row.created_at} for row in db.session.execute(began)}
    steps = select(Step.application_id, Step.state, func.min(Step.at)).where(
        Step.application_id.in_(cohort), Step.state.in_(STAGES)
    )
    for application_id, state, at in db.session.execute(steps.group_by(Step.application_id, Step.state)):
        reached[application_id][state.value] = at
    return _rows(OF_CARDS, reached.values())


def _narrowed(cards: Select[UUID], cut: Cut) -> Select[UUID]:
    """Keep the cards that the cut asks for; one that ended as its person's double counts as the other's card."""
    cards = (
        cards.join(Consultant, Application.consultant_id == Consultant.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(or_(Application.end_reason.is_distinct_from(DUPLICATE), Consultant.state != ProfileState.CLOSED))
    )
    if cut.source:
        cards = cards.where(Application.source == cut.source)
    if cut.advisor_id:
        cards = cards.where(Consultant.advisor_id == cut.advisor_id)
    if cut.company_id:
        cards = cards.where(Engagement.company_id == cut.company_id)
    strategic, controlling, supportive = Engagement.strategic, Engagement.controlling, Engagement.supportive
    mainly = {
        "strategic": (strategic > 0) & (strategic >= controlling) & (strategic >= supportive),
        "controlling": (controlling > strategic) & (controlling >= supportive),
        "supportive": (supportive > strategic) & (supportive > controlling),
    }  # the first of two equal shares, as everywhere
    return cards.where(mainly[cut.pmo_type]) if cut.pmo_type in mainly else cards


def _rows(steps: Sequence[str], reached: Iterable[Mapping[str, datetime | None]]) -> list[Row]:
    """Count each step; whoever came further has passed the steps before, also those that were left out."""
    everybody = list(reached)
    counts = [sum(any(later in dates for later in steps[at:]) for dates in everybody) for at in range(len(steps))]
    rows = []
    for at, step in enumerate(steps):
        waits = sorted(wait for dates in everybody if (wait := _wait(steps, step, dates)) is not None)
        rows.append(
            Row(
                step, counts[at], _share(counts[at], counts[0]), _share(counts[at], counts[at - 1]) if at else None,
                median(waits) if waits else None, waits[ceil(0.9 * len(waits)) - 1] if waits else None, len(waits),
            )
        )  # fmt: skip
    return rows


def _wait(steps: Sequence[str], step: str, dates: Mapping[str, datetime | None]) -> int | None:
    """Return the business days from the last dated step before this one; 0 is the same day."""
    end = dates.get(step)
    before = [found for each in takewhile(lambda each: each != step, steps) if (found := dates.get(each))]
    if end is None or not before:
        return None
    return business_days_between(before[-1].astimezone(TOKYO).date(), end.astimezone(TOKYO).date())


def _share(count: int, total: int) -> int | None:
    return round(100 * count / total) if total else None
