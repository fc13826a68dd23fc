"""What is done about a summary: proposed by the PMO, agreed to and thereby signed, declined, withdrawn."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.issuer import issuer
from marketplace.project_summaries import notices
from marketplace.project_summaries.models import ProjectSummary
from marketplace.project_summaries.queries import facts_now, summary_of
from marketplace.project_summaries.signing import digest, sign
from marketplace.project_summaries.states import SummaryState
from marketplace.tracker.models import Project
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from marketplace.accounts.models import User

_OVER = _("This summary does not wait for an answer any more.")


def propose_summary(project: Project, *, by: User) -> ProjectSummary:
    """Ask the client to agree to the facts as they stand; asked again after a no, or after it was withdrawn."""
    _lock(project)
    if project.state is not ProjectState.CLOSED:
        raise DomainError(_("A summary is made of a project that is closed."))
    summary = summary_of(project)
    if summary is None:
        summary = ProjectSummary(project_id=project.id, facts={})
        summary.project = project
        db.session.add(summary)
    elif summary.state in {SummaryState.PROPOSED, SummaryState.SIGNED}:
        raise DomainError(_("There is a summary of this project already."))
    else:
        summary.state = SummaryState.PROPOSED
    summary.facts, summary.proposed_at, summary.words = facts_now(project), now(), ""
    summary.content = summary.signature = None  # its code stays: papers of an earlier one bear it
    summary.answered_at = summary.answered_by_id = summary.withdrawn_at = None
    record(by, "summary proposed", summary, project=str(project.id))
    notices.proposed(summary)
    return summary


def agree_to_summary(
    summary: ProjectSummary, *, seen: str, client: bool, project: bool, operator: str, by: User
) -> None:
    """Sign the facts that the client has seen, with the names it has ticked.

    `seen` is the hash of what was shown, `operator` who signs where nothing was entered for the issuer.
    Raises DomainError (409) where the facts on the page are not the ones that wait.
    """
    _waiting(summary)
    if seen != digest(summary.facts):
        raise DomainError(_("The facts have changed meanwhile. They are shown as they stand."))
    engagement = summary.project.contract.application.engagement
    summary.code = summary.code or secrets.token_urlsafe(24)
    summary.content = {
        **summary.facts,
        "client": engagement.company.name if client else None,
        "project": summary.project.name if project else None,
        "signed_on": today().isoformat(),
        "issuer": issuer().name or operator,
        "code": summary.code,
    }
    summary.signature = sign(summary.content)
    summary.state, summary.answered_at, summary.answered_by_id = SummaryState.SIGNED, now(), by.id
    record(
        by, "summary agreed to and signed", summary, sha256=digest(summary.content), client_named=client,
        project_named=project,
    )  # fmt: skip
    notices.signed(summary)


def decline_summary(summary: ProjectSummary, words: str, *, by: User) -> None:
    """Say no, and why; the PMO may propose it anew."""
    _waiting(summary)
    summary.state, summary.words = SummaryState.DECLINED, words
    summary.answered_at, summary.answered_by_id = now(), by.id
    record(by, "summary declined", summary)
    notices.declined(summary)


def withdraw_summary(summary: ProjectSummary, *, by: User) -> None:
    """Let it stand no longer: whoever checks a paper of it reads that it was withdrawn, and no more."""
    _lock(summary.project)
    db.session.refresh(summary)
    if summary.state not in {SummaryState.PROPOSED, SummaryState.SIGNED}:
        raise DomainError(_("There is nothing to withdraw."))
    summary.state, summary.withdrawn_at = SummaryState.WITHDRAWN, now()
    record(by, "summary withdrawn", summary)
    notices.withdrawn(summary)


def _lock(project: Project) -> None:
    """Take the project for this answer alone: its summary is one."""
    db.session.refresh(project, ["state", "version"], with_for_update={"of": Project})


def _waiting(summary: ProjectSummary) -> None:
    _lock(summary.project)
    db.session.refresh(summary)
    if summary.state is not SummaryState.PROPOSED:
        raise DomainError(_OVER)
