"""What is done to an application: each verb checks, changes, records, tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import events
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline import notices
from marketplace.pipeline.clocks import due_at
from marketplace.pipeline.models import Application, Consent, Step
from marketplace.pipeline.queries import application_of, days_left, in_process
from marketplace.pipeline.reasons import check_reason
from marketplace.pipeline.states import ENDINGS, ApplicationState, ConsentState, EndReason, Source
from marketplace.settings import Name, days_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.engagements.states import CloseReason
    from marketplace.pipeline.bids import Bid
    from marketplace.profiles.models import Consultant


def move_to(application: Application, state: ApplicationState, *, by: User | None, words: str = "") -> None:
    """Move the card along an edge, write its history and start the clock of the new state."""
    application.state = state
    application.since = now()
    application.due_at = due_at(application)
    application.reminded_at = application.escalated_at = None
    db.session.add(
        Step(application_id=application.id, at=now(), actor_id=by.id if by else None, state=state, words=words)
    )
    events.pair_judged.send(application)
    if state in ENDINGS:
        events.application_ended.send(application, by=by)


def apply(engagement: Engagement, consultant: Consultant, bid: Bid, *, by: User) -> Application:
    """Apply: the consultant's consent for what the screen says is part of it, so it enters at submitted."""
    if by.confirmed_at is None:
        raise DomainError(_("Please confirm your e-mail address first: the client's answer goes there."))
    if not still_open(engagement):
        raise DomainError(_("This posting takes no applications now."))
    if application_of(consultant, engagement) is not None:
        raise DomainError(_("You are already in the process of this engagement."))
    application = Application(
        engagement_id=engagement.id,
        consultant_id=consultant.id,
        source=Source.APPLIED,
        submitted_at=now(),
        message=bid.message,
        rate=bid.rate,
        days=bid.days,
        start_on=bid.start_on,
        projects=bid.projects,
    )
    application.engagement, application.consultant = engagement, consultant
    consent = Consent(
        application_id=application.id,
        until=now() + days_of(Name.CONSENT_DAYS),
        words=bid.consent_words,
        scope={"named": True, "projects": bid.projects},
        profile_version=consultant.version,
    )
    db.session.add_all([application, consent])
    move_to(application, ApplicationState.SUBMITTED, by=by)
    record(by, "application submitted", application)
    record(by, "consent given", consent)
    notices.application_submitted(application)
    return application


def still_open(engagement: Engagement) -> bool:
    """Ask the row itself, and keep it so until the commit: a posting closing at this moment answers this one too."""
    db.session.refresh(engagement, ["state", "version"], with_for_update={"read": True, "of": Engagement})
    if engagement.deadline is not None and engagement.deadline < today():
        return False
    return engagement.state is EngagementState.OPEN


def over_capacity(consultant: Consultant, days: int) -> int:
    """Return by how many days a week this would exceed what the consultant declared; 0 when it fits."""
    return max(0, days - days_left(consultant))


def withdraw_application(application: Application, *, by: User, reason: str, words: str = "") -> None:
    """The consultant steps back: the consent ends with it."""
    check_reason(ApplicationState.WITHDRAWN, reason)
    application.ended_at, application.end_reason, application.end_words = now(), reason, words
    move_to(application, ApplicationState.WITHDRAWN, by=by, words=words)
    end_consents(application, by=by)
    record(by, "application withdrawn", application, reason=reason)
    notices.application_withdrawn(application, reason)


def withdraw_consent(application: Application, *, by: User) -> None:
    """Close the client's access to the named profile at once (R41); the application itself goes on without a name."""
    if not end_consents(application, by=by):
        raise DomainError(_("There is no consent in force."))
    notices.consent_withdrawn(application)


def answer_everybody(engagement: Engagement, *, by: User | None, reason: CloseReason) -> int:
    """Tell everybody still in process of a closed posting the outcome and the reason; return how many."""
    waiting = [each for each in in_process(engagement) if each.state is not ApplicationState.ACCEPTED]
    for application in waiting:
        asked = application.state is not ApplicationState.PROPOSED
        application.ended_at, application.end_reason = now(), EndReason.POSTING_CLOSED.value
        application.end_words = engagement.close_words
        if application.first_answered_at is None:
            application.first_answered_at = now()
        move_to(application, ApplicationState.NOT_SELECTED, by=by, words=engagement.close_words)
        end_consents(application, by=by)
        record(by, "application answered by closing", application, reason=reason.value)
        notices.application_not_selected(
            application, EndReason.POSTING_CLOSED, engagement.close_words, closed=reason.value, asked=asked
        )
    return len(waiting)


def end_consents(application: Application, *, by: User | None) -> bool:
    """End every consent in force; tell whether there was one."""
    ended = False
    while (consent := application.consent) is not None:
        consent.ended_at = now()
        consent.state = ConsentState.WITHDRAWN
        record(by, "consent withdrawn", consent)
        ended = True
    return ended


def expire_consents() -> int:
    """End the consents whose time is over: from then on the client sees no name; return how many."""
    over = db.session.scalars(select(Consent).where(Consent.state == ConsentState.GIVEN, Consent.until <= now())).all()
    for consent in over:
        consent.ended_at = now()
        consent.state = ConsentState.EXPIRED
        record(None, "consent expired", consent)
        application = db.session.get_one(Application, consent.application_id)
        notices.consent_expired(application)
    return len(over)
