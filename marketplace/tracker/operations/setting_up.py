"""A project's life: begun from a template, started with an agreed plan, closed with its contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace import events
from marketplace.audit import record
from marketplace.business_days import business_days_after, is_business_day
from marketplace.clock import now, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import RUNNING
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.boards import MILESTONES, WORK_ITEMS
from marketplace.tracker.models import Milestone, Project
from marketplace.tracker.operations.rows import keep_forecasts, lock_project
from marketplace.tracker.queries import project_of, rows_of, templates_now
from marketplace.tracker.states import Cadence, PmoType, ProjectState

if TYPE_CHECKING:
    from marketplace.accounts.models import User


_CLOSED = _("The project is closed; its board stays as it was.")


@dataclass(frozen=True, slots=True)
class SetUp:
    """What is chosen when a project begins."""

    name: str
    pmo_type: PmoType
    cadence: Cadence
    weekday: int
    budget: int | None = None


def begin_project(contract: Contract, chosen: SetUp, *, by: User) -> Project:
    """Begin the project of a running contract with the milestones of its type's template.

    Raises DomainError (409) where the contract does not run or has its project already.
    """
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    if contract.state not in RUNNING:
        raise DomainError(_("A project is tracked under a contract that is signed and has not ended."))
    if project_of(contract) is not None:
        raise DomainError(_("This contract has its project already."))
    template = templates_now()[chosen.pmo_type]
    project = Project(
        contract_id=contract.id, name=chosen.name, state=ProjectState.SET_UP, pmo_type=chosen.pmo_type,
        cadence=chosen.cadence, weekday=chosen.weekday, budget=chosen.budget,
        dimensions=[each.value for each in template.dimensions],
        sections=[str(each) for each in template.sections],
        series=[{"name": str(each.name), "cadence": each.cadence.value, "weekday": each.weekday}
                for each in template.series],
    )  # fmt: skip
    project.contract = contract
    db.session.add(project)
    last = contract.last_day
    for place, (name, days) in enumerate(template.milestones, 1):
        day = contract.first_day + timedelta(days=days)
        day = day if is_business_day(day) else business_days_after(day, 1)
        if last is None or day <= last:
            db.session.add(
                Milestone(project_id=project.id, number=place, position=place, name=str(name), forecast_on=day)
            )
    record(by, "project begun", project, pmo_type=chosen.pmo_type.value, cadence=chosen.cadence.value)
    events.project_begun.send(project, by=by)
    return project


def start_project(project: Project, *, by: User) -> None:
    """Start reporting: the plan as it stands becomes the baseline that everything is measured against."""
    lock_project(project)
    project.state = ProjectState.RUNNING
    project.started_at = now()
    _take_baseline(project, by)
    record(by, "project started", project)


def agree_baseline(project: Project, *, by: User) -> None:
    """Take the plan as it stands as agreed: forecast and dates become the baseline."""
    lock_project(project)  # a save at the same moment waits
    _take_baseline(project, by)


def _take_baseline(project: Project, by: User) -> None:
    milestones = rows_of(project, MILESTONES)
    for row in milestones:
        agreed = row.forecast_on or row.baseline_on
        if row.baseline_on != agreed:
            row.baseline_on, row.changed_at = agreed, now()  # programs that read what has changed see it too
    for row in rows_of(project, WORK_ITEMS):
        row.baseline_starts_on, row.baseline_due_on = row.starts_on, row.due_on
        row.baseline_cost, row.baseline_effort = row.cost, row.effort
    keep_forecasts(milestones)
    project.baseline_on = today()
    record(by, "baseline agreed", project)


def change_rhythm(project: Project, *, name: str, cadence: Cadence, weekday: int, budget: int | None, by: User) -> None:
    """Change what a project is called, how often it reports, and its budget, until it is closed."""
    if project.state is ProjectState.CLOSED:
        raise DomainError(_CLOSED)
    project.name, project.cadence, project.weekday, project.budget = name, cadence, weekday, budget
    record(by, "project changed", project, name=name, cadence=cadence.value, weekday=weekday, budget=budget)


def let_advisor_in(project: Project, *, invited: bool, by: User) -> None:
    """Open the board to the desk, or keep it to the health alone again."""
    project.advisor_invited_at = now() if invited else None
    record(by, "advisor let in" if invited else "advisor let out", project)


def close_project(project: Project, *, by: User | None) -> None:
    """Close a project; its board stays to be read."""
    project.state = ProjectState.CLOSED
    project.closed_at = now()
    record(by, "project closed", project)
    events.project_closed.send(project, by=by)
