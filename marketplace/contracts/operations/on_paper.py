"""The order terms on paper (R5): asked for by the consultant, sent by the operator in time, noted with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.contracts import notices
from marketplace.contracts.models import Paper, PaperRequest
from marketplace.contracts.queries import open_request
from marketplace.contracts.states import PaperKind
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User


def ask_for_paper(paper: Paper, *, by: User) -> PaperRequest:
    """Ask for a statement of order terms on paper; asked again while it is on its way, it is the same request."""
    db.session.refresh(paper, ["withdrawn_at"], with_for_update={"of": Paper})
    if paper.kind is not PaperKind.ORDER_TERMS or paper.withdrawn_at is not None:
        raise DomainError(_("Only order terms in force are sent on paper."))
    waiting = open_request(paper)
    if waiting is not None:
        return waiting
    due = end_of(business_days_after(today(), value_of(Name.PAPER_DAYS)))
    request = PaperRequest(paper_id=paper.id, asked_by_id=by.id, due_at=due)
    request.paper = paper
    db.session.add(request)
    record(by, "order terms asked for on paper", request, sha256=paper.sha256)
    notices.paper_asked(request)
    return request


def note_sent(paper: Paper, *, on: date, how: str, by: User) -> PaperRequest:
    """Note that the paper has gone out on a day; the consultant is told."""
    db.session.refresh(paper, ["withdrawn_at"], with_for_update={"of": Paper})
    request = open_request(paper)
    if request is None:
        raise DomainError(_("Nobody waits for this on paper."))
    if not request.asked_at.astimezone(TOKYO).date() <= on <= today():
        raise Invalid({"sent_on": _("A day from the request until today.")})
    request.sent_on, request.sent_how, request.sent_by_id = on, how.strip(), by.id
    record(by, "order terms sent on paper", request, on=on.isoformat())
    notices.paper_sent(request)
    return request
