"""Reads of the portfolio: a fixed number of queries, however many projects and rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from marketplace.contracts.models import ContractVersion
from marketplace.contracts.naming import named_in
from marketplace.contracts.states import VersionState
from marketplace.db import db
from marketplace.policy import Can, may
from marketplace.portfolio.standing import HISTORY, Counts, Engaged, Mark, Needed, Reported, Standing, months_from
from marketplace.status_reports.colours import RED_SCORE
from marketplace.status_reports.models import Edition, StatusReport
from marketplace.status_reports.queries import late_after
from marketplace.tracker.models import Decision, Dependency, Issue, Milestone, Project, Risk, WorkItem
from marketplace.tracker.states import Rag, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from marketplace.accounts.models import User

DONE = 100
TOP_RISKS = 10


@dataclass(frozen=True, slots=True)
class TopRisk:
    """One of the largest open risks."""

    project_id: UUID
    number: int
    title: str
    score: int
    owner: str
    due_on: date | None


def standings_of(projects: Sequence[Project], reader: User, on: date) -> list[Standing]:
    """Put together what is known of each project; of those whose rows the reader may not see, its health alone.

    What such a project costs is the two sides' business, and the operator's.
    """
    told = {each.id for each in projects if may(reader, Can.SEE_PROJECT, each)}
    reports = _reports_of([each.id for each in projects])
    counts = _counts_of(told, on)
    marks = _marks_of(told, months_from(on)[0])
    return [
        Standing(
            project=each,
            who=named_in(reader, each.contract),
            company=each.contract.application.engagement.company.name,
            told=each.id in told,
            costed=may(reader, Can.SEE_COSTS, each),
            reports=tuple(row[1] for row in reports.get(each.id, ()) if row[1] is not None)[:HISTORY],
            late_since=late_after(each, next((row[0] for row in reports.get(each.id, ())), None), on),
            counts=counts.get(each.id, Counts()),
            marks=tuple(marks.get(each.id, ())),
        )
        for each in projects
    ]


def _reports_of(ids: Sequence[UUID]) -> Mapping[UUID, list[tuple[Any, Reported | None]]]:
    """Return the last reports of each project, the newest first: (state and due day, what was handed in)."""
    place = func.row_number().over(partition_by=StatusReport.project_id, order_by=StatusReport.number.desc())
    ranked = select(StatusReport.id, place.label("place")).where(StatusReport.project_id.in_(ids)).subquery()
    query = (
        select(
            StatusReport.project_id, StatusReport.state, StatusReport.due_on, Edition.id.label("edition"),
            Edition.content["ratings"].label("ratings"), Edition.content["value"].label("value"),
            Edition.content["facts"].label("facts"),
        )
        .join(ranked, ranked.c.id == StatusReport.id)
        .outerjoin(Edition, and_(Edition.status_report_id == StatusReport.id, Edition.number == StatusReport.edition))
        .where(ranked.c.place <= HISTORY + 1)
        .order_by(StatusReport.number.desc())
    )  # fmt: skip
    found: dict[UUID, list[tuple[Any, Reported | None]]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.project_id, []).append((row, _reported(row) if row.edition else None))
    return found


def _reported(row: Any) -> Reported:  # noqa: ANN401 - a row of the query above
    ratings = {name: Rag(each["rag"]) for name, each in (row.ratings or {}).items() if each.get("rag")}
    return Reported(row.due_on, ratings, row.value or {}, (row.facts or {}).get("expected_cost"))


def _counts_of(ids: Iterable[UUID], on: date) -> dict[UUID, Counts]:
    """Count what wants somebody's eye, by project."""
    asked: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "late_work": (WorkItem, and_(WorkItem.due_on < on, WorkItem.percent < DONE)),
        "open_issues": (Issue, Issue.closed_on.is_(None)),
        "late_issues": (Issue, and_(Issue.closed_on.is_(None), Issue.due_on < on, Issue.severity == Severity.HIGH)),
        "high_risks": (Risk, and_(Risk.closed_on.is_(None), Risk.probability * Risk.impact >= RED_SCORE)),
        "late_decisions": (Decision, and_(Decision.decided_on.is_(None), Decision.due_on < on)),
    }
    kept: dict[UUID, dict[str, int]] = {}
    wanted = list(ids)
    for name, (model, condition) in asked.items():
        query = select(model.project_id, func.count()).where(
            model.project_id.in_(wanted), model.removed_at.is_(None), condition
        )
        for project_id, count in db.session.execute(query.group_by(model.project_id)):
            kept.setdefault(project_id, {})[name] = count
    return {project_id: Counts(**numbers) for project_id, numbers in kept.items()}


def _marks_of(ids: Iterable[UUID], since: date) -> dict[UUID, list[Mark]]:
    """Return milestones by project, but those that were reached before the time line begins."""
    query = select(
        Milestone.project_id, Milestone.number, Milestone.name, Milestone.baseline_on, Milestone.forecast_on,
        Milestone.actual_on,
    ).where(Milestone.project_id.in_(list(ids)), Milestone.removed_at.is_(None), or_(
        Milestone.actual_on.is_(None), Milestone.actual_on >= since))  # fmt: skip
    found: dict[UUID, list[Mark]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.project_id, []).append(Mark(*row))
    return found


def top_risks(ids: Iterable[UUID]) -> list[TopRisk]:
    """The largest open risks of some projects, by probability × impact."""
    score = Risk.probability * Risk.impact
    query = (
        select(Risk.project_id, Risk.number, Risk.title, score, Risk.owner, Risk.due_on)
        .where(Risk.project_id.in_(list(ids)), Risk.removed_at.is_(None), Risk.closed_on.is_(None))
        .order_by(score.desc(), Risk.due_on.is_(None), Risk.due_on, Risk.id)
        .limit(TOP_RISKS)
    )
    return [TopRisk(*row) for row in db.session.execute(query)]


def needed_of(ids: Iterable[UUID]) -> list[Needed]:
    """What some projects still need of others."""
    query = select(
        Dependency.project_id, Dependency.number, Dependency.title, Dependency.on_whom, Dependency.due_on
    ).where(Dependency.project_id.in_(list(ids)), Dependency.removed_at.is_(None), Dependency.met_on.is_(None))
    return [Needed(*row) for row in db.session.execute(query)]


def engaged_in(standings: Sequence[Standing]) -> list[Engaged]:
    """The days a week that were agreed for each project, as the newest agreed terms say."""
    contracts = [each.project.contract_id for each in standings]
    newest = (
        select(ContractVersion.contract_id, func.max(ContractVersion.number).label("number"))
        .where(ContractVersion.contract_id.in_(contracts), ContractVersion.state == VersionState.AGREED)
        .group_by(ContractVersion.contract_id)
        .subquery()
    )
    query = select(
        ContractVersion.contract_id, ContractVersion.days, ContractVersion.first_day, ContractVersion.last_day
    ).join(newest, and_(newest.c.contract_id == ContractVersion.contract_id, newest.c.number == ContractVersion.number))
    terms = {row.contract_id: row for row in db.session.execute(query)}
    return [
        Engaged(
            contract.application.consultant_id, contract.application.consultant.user.name if each.told else each.who,
            each.project.name, terms[contract.id].days, terms[contract.id].first_day,
            contract.ended_on or terms[contract.id].last_day,
        )
        for each in standings
        for contract in [each.project.contract]
        if contract.id in terms
    ]  # fmt: skip
