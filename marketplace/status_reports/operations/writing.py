"""A report is begun, saved, and handed in as an edition that is never changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.status_reports import notices
from marketplace.status_reports.changes import changes_of, facts_of
from marketplace.status_reports.colours import proposed
from marketplace.status_reports.indicators import value_kept
from marketplace.status_reports.keeping import boards_kept
from marketplace.status_reports.models import Edition, KeptBoards, StatusReport
from marketplace.status_reports.queries import boards_of, history_of, newest_report, next_period
from marketplace.status_reports.states import WRITABLE, StatusState
from marketplace.tracker.boards import WORK_ITEMS
from marketplace.tracker.models import Project
from marketplace.tracker.queries import forecasts_of
from marketplace.tracker.states import Dimension, Rag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.status_reports.changes import Boards

WORDS = ("summary", "next_period", "help_needed", "decisions_asked")
_CLOSED = _("Only a report that is being written, or was returned, can be changed.")


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed: the four texts by name, a rating (colour, word) by dimension, bodies in the sections' order."""

    words: Mapping[str, str]
    ratings: Mapping[Dimension, tuple[Rag | None, str]] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()


def begin_status(project: Project, *, by: User | None) -> StatusReport:
    """Begin the next report, or go on with the one that is being written; `by` is nobody where the calendar did.

    The help that was asked for stands in it again, until the writer takes it out.
    Raises DomainError (409) before the project has started and after it was closed.
    """
    db.session.refresh(project, ["state", "version", "started_at"], with_for_update={"of": Project})
    newest = newest_report(project)
    if newest is not None and newest.state in WRITABLE:
        return newest
    period = next_period(project)
    if period is None:
        raise DomainError(_("Reports are written once the project has started, until it is closed."))
    report = StatusReport(
        project_id=project.id, number=newest.number + 1 if newest else 1, state=StatusState.DRAFT, first_day=period[0],
        due_on=period[1], ratings={}, sections=[{"heading": each, "body": ""} for each in project.sections], edition=0,
        help_needed=newest.help_needed if newest else "",
    )  # fmt: skip
    report.project = project
    db.session.add(report)
    record(by, "status report begun", report, number=report.number, due=report.due_on.isoformat())
    return report


def note_opening(report: StatusReport) -> None:
    """Note when the form was first opened: from then the minutes are counted."""
    if report.opened_at is None and report.state in WRITABLE:
        report.opened_at = now()


def save_status(report: StatusReport, written: Written, *, by: User) -> None:
    """Keep what was typed; a colour that is the proposed one is not kept: the proposal goes on following the boards."""
    if report.state not in WRITABLE:
        raise DomainError(_CLOSED)
    for name in WORDS:
        setattr(report, name, written.words.get(name, ""))
    report.ratings = {
        dimension.value: {"rag": rag.value if rag else "", "word": word}
        for dimension, (rag, word) in written.ratings.items()
        if rag or word
    }
    headings = [each["heading"] for each in report.sections]
    bodies = [*written.bodies, *[""] * len(headings)]
    report.sections = [{"heading": each, "body": body} for each, body in zip(headings, bodies, strict=False)]
    report.saved_at = now()
    record(by, "status report saved", report)


def submit_status(report: StatusReport, *, by: User) -> Edition:
    """Hand a report in: an edition keeps it whole.

    Raises Invalid where the summary is empty or a colour differs from the proposed one without a word why.
    """
    if report.state not in WRITABLE:
        raise DomainError(_CLOSED)
    boards = boards_of(report)
    facts = facts_of(boards, report.project.budget, today())
    ratings: dict[str, dict[str, str]] = {}
    errors: dict[str, object] = {} if report.summary.strip() else {"summary": _("Say in a sentence how it stands.")}
    for name in report.project.dimensions:
        proposal = proposed(Dimension(name), facts).rag
        kept = report.ratings.get(name, {})
        chosen = kept.get("rag") or proposal.value
        if chosen != proposal.value and not kept.get("word", "").strip():
            errors[f"word-{name}"] = _("Say why, since the boards propose another colour.")
        ratings[name] = {"rag": chosen, "proposed": proposal.value, "word": kept.get("word", "")}
    if errors:
        raise Invalid(errors)
    content = {
        "words": {name: getattr(report, name) for name in WORDS}, "ratings": ratings, "facts": asdict(facts),
        "sections": report.sections, "changes": changes_of(boards, report.first_day, today()).kept(),
        "project": report.project.name, "number": report.number, "first_day": report.first_day.isoformat(),
        "due_on": report.due_on.isoformat(), "value": value_kept(boards.of(WORK_ITEMS), today()),
    }  # fmt: skip
    return _hand_in(report, content, _boards_now(report, boards), by)


def _boards_now(report: StatusReport, boards: Boards) -> dict[str, Any]:
    earlier = [edition.content.get("value", {}) for _report, edition in reversed(history_of(report.project, most=60))]
    return boards_kept(boards, forecasts_of(report.project), earlier, today())


def _hand_in(report: StatusReport, content: dict[str, Any], kept: dict[str, Any], by: User) -> Edition:
    report.state = StatusState.SUBMITTED
    report.edition += 1
    report.submitted_at = now()
    if report.seconds is None and report.opened_at is not None:
        report.seconds = int((report.submitted_at - report.opened_at).total_seconds())
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    edition = Edition(
        status_report_id=report.id, number=report.edition, content=content, submitted_at=report.submitted_at,
        sha256=hashlib.sha256(text.encode()).hexdigest(), submitted_by_id=by.id,
    )  # fmt: skip
    edition.report = report
    db.session.add(edition)
    db.session.add(KeptBoards(edition=edition, content=kept))
    record(by, "status report submitted", report, edition=report.edition, sha256=edition.sha256)
    notices.submitted(report, by)
    return edition
