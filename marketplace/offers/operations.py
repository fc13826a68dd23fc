"""What is done with offers: each verb checks, changes, records, tells. All of them take turns at the person's days."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import events
from marketplace.audit import record
from marketplace.business_days import business_day_before, business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.offers import notices
from marketplace.offers.models import Offer
from marketplace.offers.queries import next_number, open_offer_of
from marketplace.offers.states import OfferState
from marketplace.offers.terms import errors_in, last_day, terms_of
from marketplace.pipeline import moves
from marketplace.pipeline.clocks import OPENING_TIME, end_of, in_business_hours, terms
from marketplace.pipeline.models import Application
from marketplace.pipeline.operations import move_to
from marketplace.pipeline.parties import Side, speaks_for, take_turns
from marketplace.pipeline.queries import days_left
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Commitment, Consultant
from marketplace.profiles.states import CommitmentState

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.offers.terms import Terms


def send_offer(application: Application, offered: Terms, *, by: User) -> Offer:
    """Send terms for the client: the first ones of an application in talks, or new ones after the last ran out."""
    _our_turn(application)
    if application.state not in {ApplicationState.MEETING, ApplicationState.OFFERED}:
        raise DomainError(_("Offers are for applications in talks."))
    if open_offer_of(application) is not None:
        raise DomainError(_("An offer waits for its answer already."))
    _check(application, offered)
    if application.state is ApplicationState.MEETING:
        move_to(application, ApplicationState.OFFERED, by=by)
    return _send(application, offered, by=by)


def counter_offer(offer: Offer, offered: Terms, *, by: User) -> Offer:
    """Answer a version with other terms, which the side that sent it then accepts or counters."""
    application = offer.application
    _our_turn(application, offer)
    _check(application, offered)
    if replace(offered, words="") == replace(terms_of(offer), words=""):
        raise Invalid({"words": _("Nothing differs from what is offered: accept it, or change the terms.")})
    _close(offer, OfferState.COUNTERED)
    record(by, "offer countered", offer, number=offer.number)
    return _send(application, offered, by=by)


def _send(application: Application, offered: Terms, *, by: User) -> Offer:
    days = terms()[ApplicationState.OFFERED].days
    offer = Offer(
        application_id=application.id,
        number=next_number(application),
        side=speaks_for(by, application),
        sent_by_id=by.id,
        expires_at=end_of(business_days_after(today(), days)),
        **offered.values(),
    )
    offer.application, offer.sent_by = application, by
    db.session.add(offer)
    _hold(offer, CommitmentState.TENTATIVE)
    _wait(application, offer.expires_at if offer.side is Side.CLIENT else None)
    record(by, "offer sent", offer, number=offer.number, side=offer.side.value, days=offer.days, rate=offer.rate)
    notices.offer_sent(offer)
    return offer


def accept_offer(offer: Offer, *, by: User) -> None:
    """Agree to a version: the days are taken for good, unless others have taken them meanwhile."""
    application = offer.application
    _our_turn(application, offer)
    left = days_left(application.consultant, but_for=application, firm=True)
    if offer.days > left:
        raise Invalid({"days": _too_many(left)})
    _close(offer, OfferState.ACCEPTED)
    move_to(application, ApplicationState.ACCEPTED, by=by)
    _hold(offer, CommitmentState.CONTRACTED)
    record(by, "offer accepted", offer, number=offer.number)
    notices.offer_accepted(offer)
    events.offer_accepted.send(offer, by=by)


def decline_offer(offer: Offer, *, by: User, reason: str, words: str = "") -> None:
    """Say no: the application ends, with a reason of the list of whoever says it."""
    application = offer.application
    _our_turn(application, offer)
    _close(offer, OfferState.DECLINED)
    record(by, "offer declined", offer, number=offer.number)
    end = moves.decline if offer.side is Side.CLIENT else moves.not_select
    end(application, by=by, reason=reason, words=words)


def end_offers(application: Application, *, by: User | None) -> None:
    """Close what waits and give the days back: the application has ended."""
    consultant = _with_commitments(application.consultant)
    offer = open_offer_of(application)
    if offer is not None:
        _close(offer, OfferState.DECLINED)
        record(by, "offer ended with its application", offer, number=offer.number)
    _free(consultant, application)


def expire_offers() -> int:
    """End what nobody answered in time: the application stays where it is, the days are free; return how many."""
    over = db.session.scalars(select(Offer).where(Offer.state == OfferState.SENT, Offer.expires_at <= now())).all()
    for offer in over:
        application = offer.application
        _free(_with_commitments(application.consultant), application)
        _close(offer, OfferState.EXPIRED)
        _wait(application, None)
        record(None, "offer expired", offer, number=offer.number)
        notices.offer_expired(offer)
    return len(over)


def remind() -> int:
    """Remind the client of a counter-offer on the business day before it ends; of its own the pipeline reminds."""
    if not in_business_hours(now()):
        return 0
    waiting = db.session.scalars(
        select(Offer).where(Offer.state == OfferState.SENT, Offer.side == Side.CONSULTANT, Offer.reminded_at.is_(None))
    )
    due = [each for each in waiting if _remind_at(each) <= now() < each.expires_at]
    for offer in due:
        offer.mark(reminded_at=now())
        record(None, "offer reminded", offer, number=offer.number)
        notices.offer_reminded(offer)
    return len(due)


def _remind_at(offer: Offer) -> datetime:
    day = business_day_before(offer.expires_at.astimezone(TOKYO).date())
    return datetime.combine(day, OPENING_TIME, tzinfo=TOKYO)


def _our_turn(application: Application, offer: Offer | None = None) -> None:
    """Wait for whoever else wants this person's days, then read everything as it stands now; refuse what is over."""
    take_turns(application.consultant)
    _with_commitments(application.consultant)
    db.session.refresh(application, ["state", "version"], with_for_update={"of": Application})
    if offer is None:
        return
    db.session.refresh(offer, ["state", "version"], with_for_update={"of": Offer})
    if offer.state is not OfferState.SENT:
        raise DomainError(_("This has been answered already."))
    if offer.expires_at <= now():
        raise DomainError(_("This offer is no longer valid: ask for a new one."))


def _with_commitments(consultant: Consultant) -> Consultant:
    return db.session.scalars(
        select(Consultant)
        .where(Consultant.id == consultant.id)
        .options(selectinload(Consultant.commitments))
        .execution_options(populate_existing=True)
    ).one()


def _check(application: Application, offered: Terms) -> None:
    errors: dict[str, object] = {**errors_in(offered)}
    left = days_left(application.consultant, but_for=application)
    if offered.days > left and "days" not in errors:
        errors["days"] = _too_many(left)
    if errors:
        raise Invalid(errors)


def _too_many(left: int) -> str:
    return _(
        "The consultant has %(left)s days a week free by their own declaration; more only after they raise it.",
        left=max(0, left),
    )


def _close(offer: Offer, state: OfferState) -> None:
    offer.ended_at = now()
    offer.state = state


def _wait(application: Application, until: datetime | None) -> None:
    """The pipeline's clock runs while it is the consultant's turn; a counter-offer has its own."""
    if application.state is ApplicationState.OFFERED:
        application.due_at, application.reminded_at, application.escalated_at = until, None, None


def _hold(offer: Offer, state: CommitmentState) -> None:
    """Take the offer's days out of what the person has free, tentatively or for good."""
    application, consultant = offer.application, offer.application.consultant
    row = next((each for each in consultant.commitments if each.application_id == application.id), None)
    if row is None:
        row = Commitment(application_id=application.id, position=len(consultant.commitments))
        consultant.commitments.append(row)
    row.label, row.days, row.state = application.engagement.title, offer.days, state
    contracted = state is CommitmentState.CONTRACTED
    row.until = last_day(offer.start_on, offer.months) if contracted else offer.expires_at.astimezone(TOKYO).date()
    events.consultant_changed.send(consultant)


def follow_contract(application: Application, *, days: int, until: date | None) -> None:
    """Hold the days that the contract takes, until its last one; None: it is over, and they are free again."""
    consultant = _with_commitments(application.consultant)
    if until is None:
        _free(consultant, application)
        return
    for row in [each for each in consultant.commitments if each.application_id == application.id]:
        row.days, row.until = days, until
    events.consultant_changed.send(consultant)


def _free(consultant: Consultant, application: Application) -> None:
    for row in [each for each in consultant.commitments if each.application_id == application.id]:
        consultant.commitments.remove(row)
        events.consultant_changed.send(consultant)
