"""A project with its rows. Rows carry a number that is never given twice; a removed row can be brought back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.contracts.models import Contract
from marketplace.db import LARGE_YEN, Model, check
from marketplace.states import Edges, Stateful
from marketplace.tracker.states import (
    CHANGE_EDGES,
    EDGES,
    Cadence,
    ChangeState,
    Held,
    PmoType,
    ProjectState,
    Response,
    Severity,
)


class Project(Stateful, Model):
    """プロジェクト: the tracked work of one contract, begun from the template of a PMO type."""

    edges: ClassVar[Edges] = EDGES
    __table_args__ = (
        check("weekday BETWEEN 0 AND 4", "weekday_is_a_working_day"),
        check("budget IS NULL OR budget >= 0", "budget_in_yen"),
        check("state <> 'running' OR started_at IS NOT NULL", "running_has_begun"),
        check("state <> 'closed' OR closed_at IS NOT NULL", "closed_has_date"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contract.id"), unique=True)
    name: Mapped[str]
    state: Mapped[ProjectState] = mapped_column(default=ProjectState.SET_UP, index=True)
    pmo_type: Mapped[PmoType]
    cadence: Mapped[Cadence] = mapped_column(default=Cadence.WEEKLY)
    weekday: Mapped[int] = mapped_column(default=3)  # of the report, Monday is 0
    dimensions: Mapped[list[str]]  # of states.Dimension, in the order they are rated
    sections: Mapped[list[str]]  # headings of a report beside the fixed ones
    series: Mapped[list[dict[str, Any]]]  # meetings: {"name", "cadence", "weekday"}
    budget: Mapped[int | None] = mapped_column(LARGE_YEN)  # yen, the project's own, never the PMO's fee
    baseline_on: Mapped[date | None]  # when the plan was agreed
    created_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    advisor_invited_at: Mapped[datetime | None]  # until then an advisor sees its health alone

    # The policy asks about it on every look.
    contract: Mapped[Contract] = relationship(lazy="joined", innerjoin=True)


class Row:
    """What every row of a board has."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805 - SQLAlchemy hands over the class
        return (UniqueConstraint("project_id", "number"), *getattr(cls, "checks", ()))

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]  # as people say it: issue 12
    position: Mapped[int]  # as people ordered it
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    removed_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(default="")  # where it was imported from, and its key there
    source_key: Mapped[str] = mapped_column(default="", index=True)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy hands over the class
        return {"version_id_col": cls.version}

    @declared_attr
    def project(cls) -> Mapped[Project]:  # noqa: N805 - SQLAlchemy hands over the class
        return relationship(lazy="raise_on_sql")


class Milestone(Row, Model):
    """マイルストーン: agreed (baseline), expected (forecast), reached (actual)."""

    name: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    baseline_on: Mapped[date | None]
    forecast_on: Mapped[date | None]
    actual_on: Mapped[date | None]
    after: Mapped[str] = mapped_column(default="")  # numbers of milestones that come before: "1, 3"


class MilestoneForecast(Model):
    """What was expected of a milestone on a day: the points of the trend chart."""

    __table_args__ = (UniqueConstraint("milestone_id", "as_of"),)

    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id"), index=True)
    as_of: Mapped[date]
    forecast_on: Mapped[date]

    milestone: Mapped[Milestone] = relationship(lazy="raise_on_sql")


class WorkItem(Row, Model):
    """作業: one line of the WBS; lines of a deeper level below it are its parts."""

    checks = (
        check("level BETWEEN 1 AND 3", "three_levels"),
        check("percent BETWEEN 0 AND 100", "percent_of_the_work"),
        check("starts_on IS NULL OR due_on IS NULL OR starts_on <= due_on", "starts_before_it_is_due"),
        check("effort >= 0 AND spent >= 0", "minutes_of_work"),
        check("cost >= 0 AND paid >= 0", "cost_in_yen"),
    )

    level: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    baseline_starts_on: Mapped[date | None]
    baseline_due_on: Mapped[date | None]
    # As agreed, in yen: earned value does not move when a plan is corrected later.
    baseline_cost: Mapped[int | None] = mapped_column(LARGE_YEN)
    baseline_effort: Mapped[int | None]  # minutes, as agreed
    percent: Mapped[int] = mapped_column(default=0)
    effort: Mapped[int] = mapped_column(default=0)  # planned minutes
    spent: Mapped[int] = mapped_column(default=0)  # minutes, all people's together: never one person's attendance
    cost: Mapped[int] = mapped_column(LARGE_YEN, default=0)  # planned yen
    paid: Mapped[int] = mapped_column(LARGE_YEN, default=0)  # yen
    after: Mapped[str] = mapped_column(default="")  # as Microsoft Project writes it: "3", "4SS+2d"


class Risk(Row, Model):
    """リスク: what may happen; probability × impact, five by five."""

    checks = (check("probability BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", "five_by_five"),)

    title: Mapped[str]
    probability: Mapped[int] = mapped_column(default=3)
    impact: Mapped[int] = mapped_column(default=3)
    response: Mapped[Response] = mapped_column(default=Response.MITIGATE)
    measure: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class Issue(Row, Model):
    """課題: what has happened and needs somebody."""

    title: Mapped[str]
    severity: Mapped[Severity] = mapped_column(default=Severity.MEDIUM)
    measure: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(default="")
    raised_on: Mapped[date]
    due_on: Mapped[date | None]
    escalated_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class Assumption(Row, Model):
    """前提条件."""

    title: Mapped[str]
    held: Mapped[Held] = mapped_column(default=Held.OPEN)
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]  # by when it is looked at


class Dependency(Row, Model):
    """依存関係: what others owe the project, another project of the company perhaps."""

    title: Mapped[str]
    on_whom: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    met_on: Mapped[date | None]


class Minutes(Row, Model):
    """議事録: a meeting's lines; actions and decisions are made of them."""

    title: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    attendees: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(Text, default="")

    # The policy asks about it on every look.
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class Action(Row, Model):
    """アクション: who does what by when."""

    title: Mapped[str]
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    minutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"), index=True)


class Decision(Row, Model):
    """決定事項: who, when, why, and what else was thought of; without a day it is still asked for."""

    checks = (check("decided_on IS NULL OR decided_by <> ''", "decided_by_somebody"),)

    title: Mapped[str]
    decided_by: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    why: Mapped[str] = mapped_column(Text, default="")
    alternatives: Mapped[str] = mapped_column(Text, default="")
    minutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"), index=True)


class ChangeRequest(Stateful, Model):
    """変更要求: scope, cost, time; agreed when the PMO and the client have both said so."""

    edges: ClassVar[Edges] = CHANGE_EDGES
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        check("state <> 'agreed' OR (pmo_agreed_at IS NOT NULL AND client_agreed_at IS NOT NULL)", "agreed_by_both"),
        check("state NOT IN ('declined', 'withdrawn') OR closed_at IS NOT NULL", "closed_has_date"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PROPOSED)
    title: Mapped[str]
    scope: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[int] = mapped_column(LARGE_YEN, default=0)  # yen more, or less
    days: Mapped[int] = mapped_column(default=0)  # later, or earlier
    created_at: Mapped[datetime] = mapped_column(default=now)
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    pmo_agreed_at: Mapped[datetime | None]
    client_agreed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(Text, default="")  # why it was declined

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    proposed_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ProjectTemplate(Model):
    """The template of a PMO type as the operator has changed it; without a row the shipped one holds."""

    pmo_type: Mapped[PmoType] = mapped_column(unique=True)
    content: Mapped[dict[str, Any]]  # as templates.Content reads it
    edition: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class RowChange(Model):
    """What one save did to one row, so that it can be undone: the row's values before and after."""

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    batch: Mapped[UUID] = mapped_column(index=True)  # one save
    board: Mapped[str]  # milestones, risks, …
    row_id: Mapped[UUID] = mapped_column(index=True)
    before: Mapped[dict[str, Any]]  # empty where the row is new
    after: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]

    by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
