"""The advisor's queue: one list of everything that waits, whosever turn it is, ordered by when it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from marketplace.accounts.models import Company
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.desk.appealing import appeal_lines
from marketplace.desk.contracting import (
    care_lines,
    contract_endings,
    contract_lines,
    paper_lines,
    registration_lines,
    talk_lines,
)
from marketplace.desk.lines import MOST, Item, cared_for
from marketplace.desk.quiet import endings, quiet_ones
from marketplace.desk.snoozing import snoozes_of
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.intake.states import Promise
from marketplace.intake.terms import promises
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.offers.models import Offer
from marketplace.offers.states import OfferState
from marketplace.pipeline.clocks import OWNER, Owner, end_of
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.settings import Name, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select

    from marketplace.accounts.models import User

REVIEW_DAYS = 1  # business days from handing in
WARNED_BEFORE = timedelta(days=10)  # that an unconfirmed posting expires
KINDS = (
    "care",
    "reply",
    "appeal",
    "meeting",
    "offer",
    "contract",
    "talk",
    "paper",
    "registration",
    "review",
    "silent",
    "intake",
    "ending",
    "quiet",
)
TURN = {Side.CLIENT: Owner.CONSULTANT, Side.CONSULTANT: Owner.CLIENT}  # who answers what a side has sent


def queue_for(user: User, *, mine: bool, kinds: Iterable[str] = KINDS, snoozed: bool = False) -> list[Item]:
    """Return what waits, the most urgent first; `mine` keeps the advisor's own people and companies, and nobody's.

    What the reader has put off shows only where `snoozed` asks for it, and then alone.
    """
    parts = {
        "reply": _replies, "meeting": _meetings, "offer": _offers, "review": _reviews, "silent": _silent,
        "intake": _intakes, "ending": _endings, "quiet": quiet_ones, "contract": contract_lines, "talk": talk_lines,
        "paper": paper_lines, "registration": registration_lines, "care": care_lines, "appeal": appeal_lines,
    }  # fmt: skip
    owner = user.id if mine else None
    items = [item for kind in KINDS if kind in set(kinds) for item in parts[kind](owner)]
    put_off = snoozes_of(user)
    shown = [replace(item, until=put_off.get((item.kind, item.subject_id))) for item in items]
    return sorted((item for item in shown if bool(item.until) is snoozed), key=lambda item: item.urgency)


def _replies(advisor_id: UUID | None) -> list[Item]:
    """Cards whose owner is waited for; an offer and proposed dates are lines of their own."""
    query = select(Application).where(
        Application.state.in_(OWNER),
        ~select(Offer.id).where(Offer.application_id == Application.id).exists(),
        Application.due_at.is_not(None),
        ~select(Meeting.id)
        .where(Meeting.application_id == Application.id, Meeting.state == MeetingState.PROPOSED)
        .exists(),
    )
    rows = db.session.scalars(_of_applications(query, advisor_id).order_by(Application.due_at).limit(MOST))
    return [
        Item(
            "reply", row.due_at or now(), row.engagement.title, row.consultant.user.name, row.state.value,
            OWNER[row.state], "browse.application", {"application_id": row.id}, row.id, row.reminded_at,
            row.consultant_id, row.engagement.company_id,
        )
        for row in rows
    ]  # fmt: skip


def _meetings(advisor_id: UUID | None) -> list[Item]:
    """Dates that nobody has chosen yet, and the meetings of today."""
    tomorrow = datetime.combine(today() + timedelta(days=1), time.min, tzinfo=TOKYO)
    query = (
        select(Meeting)
        .join(Application, Meeting.application_id == Application.id)
        .where(
            or_(
                Meeting.state == MeetingState.PROPOSED,
                (Meeting.state == MeetingState.FIXED) & (Meeting.starts_at < tomorrow),
            )
        )
    )
    rows = db.session.scalars(
        _of_applications(query, advisor_id).order_by(Meeting.starts_at, Meeting.due_at).limit(MOST)
    )
    return [
        Item(
            "meeting", row.starts_at or row.due_at or now(), row.application.engagement.title,
            row.application.consultant.user.name, row.state.value,
            TURN[row.proposed_by] if row.state is MeetingState.PROPOSED else Owner.ADVISOR,
            "meetings.show", {"meeting_id": row.id}, None, row.reminded_at, row.application.consultant_id,
            row.application.engagement.company_id,
        )
        for row in rows
    ]  # fmt: skip


def _offers(advisor_id: UUID | None) -> list[Item]:
    """Offers that wait for an answer, and those that ran out with nothing sent since: the advisor's to take up."""
    newer = aliased(Offer)
    followed = select(newer.id).where(newer.application_id == Offer.application_id, newer.number > Offer.number)
    query = (
        select(Offer)
        .join(Application, Offer.application_id == Application.id)
        .where(
            Application.state == ApplicationState.OFFERED,
            or_(Offer.state == OfferState.SENT, (Offer.state == OfferState.EXPIRED) & ~followed.exists()),
        )
    )
    rows = db.session.scalars(_of_applications(query, advisor_id).order_by(Offer.expires_at).limit(MOST))
    return [_offer(row) for row in rows]


def _offer(row: Offer) -> Item:
    """Reminding is for the consultant's turn: that is whom the pipeline's clock knows in this state."""
    card = row.application
    waits = row.state is OfferState.SENT
    turn = TURN[row.side] if waits else Owner.ADVISOR
    return Item(
        "offer", row.expires_at, card.engagement.title, card.consultant.user.name, row.state.value, turn,
        "offers.show", {"offer_id": row.id}, card.id if turn is Owner.CONSULTANT else None,
        card.reminded_at or row.reminded_at, card.consultant_id, card.engagement.company_id,
    )  # fmt: skip


def _of_applications(query: Select[Any], advisor_id: UUID | None) -> Select[Any]:
    """Keep the advisor's own of a query that has the applications in it."""
    if not advisor_id:
        return query
    company = aliased(Company)
    return (
        query.join(Consultant, Application.consultant_id == Consultant.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .join(company, Engagement.company_id == company.id)
        .where(or_(cared_for(Consultant, advisor_id), cared_for(company, advisor_id)))
    )


def _reviews(advisor_id: UUID | None) -> list[Item]:
    query = select(Engagement).where(Engagement.state == EngagementState.IN_REVIEW)
    return [
        _posting("review", row, end_of(business_days_after(_day(row.submitted_at), REVIEW_DAYS)), Owner.ADVISOR)
        for row in _of_companies(query.order_by(Engagement.submitted_at), advisor_id)
    ]


def _silent(advisor_id: UUID | None) -> list[Item]:
    """Open postings that nobody has confirmed for long, before they expire by themselves."""
    lasts = days_of(Name.EXPIRES_AFTER_DAYS)
    quiet = today() - (lasts - WARNED_BEFORE)
    query = select(Engagement).where(Engagement.state == EngagementState.OPEN, Engagement.confirmed_on < quiet)
    return [
        _posting("silent", row, end_of((row.confirmed_on or quiet) + lasts), Owner.CLIENT)
        for row in _of_companies(query.order_by(Engagement.confirmed_on), advisor_id)
    ]


def _intakes(advisor_id: UUID | None) -> list[Item]:
    days = promises()[Promise.CHECK]
    query = select(Consultant).where(Consultant.state == ProfileState.LISTED, Consultant.identity_verified_at.is_(None))
    if advisor_id:
        query = query.where(cared_for(Consultant, advisor_id))
    return [
        Item(
            "intake", end_of(business_days_after(_day(row.listed_at), days)), row.user.name, "", row.state.value,
            Owner.ADVISOR, "profiles.show", {"consultant_id": row.id}, consultant_id=row.id,
        )
        for row in db.session.scalars(query.order_by(Consultant.listed_at).limit(MOST))
    ]  # fmt: skip


def _endings(advisor_id: UUID | None) -> list[Item]:
    return [*contract_endings(advisor_id), *endings(advisor_id)]


def _of_companies(query: Select[Engagement], advisor_id: UUID | None) -> Iterable[Engagement]:
    if advisor_id:
        company = aliased(Company)
        query = query.join(company, Engagement.company_id == company.id).where(cared_for(company, advisor_id))
    return db.session.scalars(query.limit(MOST))


def _posting(kind: str, row: Engagement, due: datetime, owner: Owner) -> Item:
    return Item(
        kind, due, row.title, row.company.name, row.state.value, owner, "engagements.manage", {"engagement_id": row.id},
        company_id=row.company_id,
    )  # fmt: skip


def _day(moment: datetime | None) -> date:
    return (moment or now()).astimezone(TOKYO).date()
