"""A change is proposed, agreed by both sides, declined or withdrawn; the charter follows what was agreed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.change_requests import notices
from marketplace.change_requests.models import CharterVersion
from marketplace.change_requests.queries import (
    charter_in_force,
    charter_numbered,
    charter_proposed_by,
    first_charter,
    requests_of,
    said_in,
)
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.models import ChangeRequest, Project
from marketplace.tracker.operations.rows import lock_project
from marketplace.tracker.states import ChangeState

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.change_requests.wording import Charter

TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What shall change; `charter` where the role shall, written over the version `follows` (the present one)."""

    title: str
    why: str
    scope: str = ""
    cost: int = 0
    days: int = 0
    charter: Charter | None = None
    follows: int | None = None


def begin_charter(project: Project, *, by: User) -> CharterVersion:
    """Keep version 1 of a project's charter, from the contract's own words."""
    version = CharterVersion(
        project_id=project.id, number=1, follows=0, by_id=by.id, written_at=now(), at=now(),
        **asdict(first_charter(project)),
    )  # fmt: skip
    db.session.add(version)
    record(by, "charter begun", version)
    return version


def propose_change(project: Project, proposal: Proposal, *, by: User) -> ChangeRequest:
    """Propose a change; the proposer's side has agreed to it by that. The other side is told.

    The same proposal again within a minute is the same change. Raises Invalid where the charter was written over a
    version that is not in force any more.
    """
    lock_project(project)
    present = charter_in_force(project) or begin_charter(project, by=by)
    wording = _wording(project, proposal, present)
    newest = next(iter(requests_of(project)), None)
    if newest is not None and newest.proposed_by_id == by.id and _again(newest, proposal, wording):
        return newest
    change = ChangeRequest(
        project_id=project.id, number=newest.number + 1 if newest else 1, title=proposal.title, why=proposal.why,
        scope=proposal.scope, cost=proposal.cost, days=proposal.days, proposed_by_id=by.id, created_at=now(),
        state=ChangeState.PROPOSED,
    )  # fmt: skip
    change.project, change.proposed_by = project, by
    _note_agreement(change, by)
    db.session.add(change)
    if wording is not None:
        db.session.add(
            CharterVersion(
                project_id=project.id,
                follows=present.number,
                change_request_id=change.id,
                by_id=by.id,
                written_at=now(),
                **asdict(wording),
            )  # fmt: skip
        )
    record(by, "change proposed", change, number=change.number, cost=change.cost, days=change.days)
    notices.proposed(change, by)
    return change


def _again(newest: ChangeRequest, proposal: Proposal, wording: Charter | None) -> bool:
    """Tell whether the newest change is this very proposal: a button pressed twice, or a page sent again."""
    if newest.state is not ChangeState.PROPOSED or now() - newest.created_at > TWICE_WITHIN:
        return False
    names = ("title", "why", "scope", "cost", "days")
    charter = charter_proposed_by(newest)
    same = wording == (said_in(charter) if charter else None)
    return same and all(getattr(newest, name) == getattr(proposal, name) for name in names)


def _wording(project: Project, proposal: Proposal, present: CharterVersion) -> Charter | None:
    """Return the charter that is proposed; None where it was left alone."""
    current = proposal.follows in {None, present.number}
    seen = present if current else charter_numbered(project, proposal.follows)
    if proposal.charter is None or proposal.charter == said_in(seen):
        return None
    if not current:
        raise Invalid({"does": _(
            "The role charter has changed since you opened this page. Look at the version in force, then propose again."
        )})  # fmt: skip
    return proposal.charter


def _is_pmo(change: ChangeRequest, user: User) -> bool:
    return user.id == change.project.contract.application.consultant.user_id


def _note_agreement(change: ChangeRequest, by: User) -> None:
    if _is_pmo(change, by):
        change.pmo_agreed_at = now()
    else:
        change.client_agreed_at = now()


def agree(change: ChangeRequest, *, by: User) -> None:
    """Agree for the other side: the change is agreed, and its wording of the charter is in force.

    Raises DomainError (409) where the charter has moved on since it was proposed.
    """
    lock_project(change.project)
    _note_agreement(change, by)
    change.state = ChangeState.AGREED
    change.closed_at = now()
    proposed = charter_proposed_by(change)
    if proposed is not None:
        present = charter_in_force(change.project)
        if present is None or present.number != proposed.follows:
            raise DomainError(
                _("The role charter has changed since this was proposed. Propose it anew over the present wording.")
            )
        proposed.number, proposed.at = proposed.follows + 1, now()
        record(by, "charter changed", proposed, number=proposed.number)
    record(by, "change agreed", change, number=change.number)
    notices.agreed(change)


def decline(change: ChangeRequest, words: str, *, by: User) -> None:
    """Decline a change and say why; the proposer's side is told."""
    change.state = ChangeState.DECLINED
    change.closed_at, change.words = now(), words
    record(by, "change declined", change, number=change.number)
    notices.declined(change, by, words)


def withdraw(change: ChangeRequest, *, by: User) -> None:
    """Take back one's own proposal; the other side is told."""
    change.state = ChangeState.WITHDRAWN
    change.closed_at = now()
    record(by, "change withdrawn", change, number=change.number)
    notices.withdrawn(change, by)
