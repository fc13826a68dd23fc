"""Nobody is left waiting: reminders before a term ends, escalation after it, consents that run out, answer times."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from marketplace.accounts.models import Company
from marketplace.audit import record
from marketplace.business_days import business_days_between
from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.engagements.listing import next_revision
from marketplace.engagements.models import Engagement
from marketplace.pipeline import notices
from marketplace.pipeline.clocks import OWNER, in_business_hours, remind_at
from marketplace.pipeline.models import Application

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.accounts.models import User

LOOKED_BACK = timedelta(days=180)
TWICE_WITHIN = timedelta(minutes=10)
FEWEST_ANSWERS = 3  # below, a median says nothing about a client


def chase() -> tuple[int, int]:
    """Remind and escalate what is due, in business hours only; return how many of each."""
    if not in_business_hours(now()):
        return 0, 0
    reminded = escalated = 0
    for application in _waiting():
        if application.due_at is not None and application.due_at < now():
            application.mark(escalated_at=now())
            record(None, "waiting escalated", application, owner=OWNER[application.state].value)
            notices.escalated(application)
            escalated += 1
        elif application.reminded_at is None and (moment := remind_at(application)) and moment <= now():
            application.mark(reminded_at=now())
            record(None, "waiting reminded", application, owner=OWNER[application.state].value)
            notices.reminded(application)
            reminded += 1
    return reminded, escalated


def remind_now(ids: Sequence[UUID], *, by: User) -> int:
    """Remind whoever these cards wait for, as an advisor chose to; return how many.

    Ended ones are passed over, and those just reminded: a button pressed twice, or by two advisors, is one mail.
    """
    just = now() - TWICE_WITHIN
    waiting = select(Application).where(
        Application.id.in_(ids),
        Application.state.in_(OWNER),
        or_(Application.reminded_at.is_(None), Application.reminded_at < just),
    )
    chased = db.session.scalars(waiting.order_by(Application.id).with_for_update(of=Application)).all()
    for application in chased:
        application.mark(reminded_at=now())
        record(by, "waiting reminded", application, owner=OWNER[application.state].value)
        notices.reminded(application)
    return len(chased)


def _waiting() -> Sequence[Application]:
    """Cards with a clock that may have to be chased: overdue and not escalated, or not yet reminded."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.due_at.is_not(None),
            Application.state.in_(OWNER),
            Application.escalated_at.is_(None),
            or_(Application.reminded_at.is_(None), Application.due_at < now()),
        )
        .order_by(Application.due_at)
    ).all()


def measure_answer_times() -> int:
    """Store each client's median time to a first answer, in business days; return for how many there is one."""
    rows = db.session.execute(
        select(Engagement.company_id, Application.submitted_at, Application.first_answered_at)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(Application.first_answered_at.is_not(None), Application.submitted_at > now() - LOOKED_BACK)
    )
    days: dict[UUID, list[int]] = {}
    for company_id, submitted_at, answered_at in rows:
        if submitted_at is None or answered_at is None:  # as asked for above
            continue
        span = business_days_between(submitted_at.astimezone(TOKYO).date(), answered_at.astimezone(TOKYO).date())
        days.setdefault(company_id, []).append(span)
    enough = {company_id: spans for company_id, spans in days.items() if len(spans) >= FEWEST_ANSWERS}
    changed = False
    for company in db.session.scalars(select(Company).where((Company.answers > 0) | Company.id.in_(enough))):
        spans = enough.get(company.id, [])
        found = float(median(spans)) if spans else None
        changed = changed or company.answer_median != found
        company.answer_median, company.answers = found, len(spans)
    if changed:
        next_revision()  # the list's cards show it
    return len(enough)
