"""What is done to an engagement: each verb checks, changes, records, tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from marketplace import events
from marketplace.accounts.models import User
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements import notices
from marketplace.engagements.listing import refresh_listing
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.rules import Recruiter, missing_items
from marketplace.engagements.states import CloseReason, ContractModel, EngagementState
from marketplace.errors import Invalid, TransitionRefused
from marketplace.i18n import lazy_gettext as _
from marketplace.places import full_address
from marketplace.settings import Name, days_of
from marketplace.trade.payment_terms import due_wording_error
from marketplace.vocabulary import concepts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import Company

MOST_REQUIREMENTS = 5


def draft_engagement(company: Company, *, by: User, **values: Any) -> Engagement:
    """Begin a posting from whatever is known of it; one field is enough."""
    engagement = Engagement(company_id=company.id, created_by_id=by.id, **values)
    if not engagement.recruiter_name:
        engagement.recruiter_name = company.name
        engagement.recruiter_address = full_address(company.prefecture, company.address) if company.address else ""
        engagement.recruiter_contact = company.contact or by.email
    engagement.company = company
    engagement.requirements = []
    db.session.add(engagement)
    record(by, "engagement drafted", engagement)
    events.engagement_written.send(engagement)
    return engagement


def write_engagement(
    engagement: Engagement,
    values: dict[str, Any],
    requirements: Sequence[tuple[bool, str, int | None]],
    *,
    by: User,
    operator: Recruiter,
) -> None:
    """Save the fields of a posting and its requirements (required?, words, years), tagged from the vocabulary.

    What is shown, or may be shown again at a click, must stay as complete as it was when it was published.
    """
    errors = _contradictions(values)
    for needed in (True, False):
        if sum(1 for required, _text, _years in requirements if required is needed) > MOST_REQUIREMENTS:
            errors["requirements"] = _("At most five required and five preferred items.")
    if errors:
        raise Invalid(errors)
    for name, value in values.items():
        setattr(engagement, name, value)
    engagement.requirements = [
        Requirement(position=at, required=required, text=text, concepts=list(concepts_in(text)), years=years)
        for at, (required, text, years) in enumerate(requirements)
    ]
    live = engagement.state in {EngagementState.OPEN, EngagementState.PAUSED}
    errors = publication_errors(engagement, operator) if live else {}
    if errors:
        raise Invalid(errors)
    # Requirements are rows of their own: the posting is a new version of itself all the same.
    flag_modified(engagement, "duties")
    record(by, "engagement edited", engagement)
    if live:
        refresh_listing(engagement)
        events.engagement_changed.send(engagement)
    events.engagement_written.send(engagement)


def _contradictions(values: dict[str, Any]) -> dict[str, object]:
    errors: dict[str, object] = {}
    for low, high in (
        ("received_rate_min", "received_rate_max"),
        ("order_rate_min", "order_rate_max"),
        ("days_min", "days_max"),
        ("hours_min", "hours_max"),
    ):
        if values.get(low) and values.get(high) and values[low] > values[high]:
            errors[high] = _("The upper end is below the lower end.")
    if values.get("start_on") and values.get("ends_on") and values["ends_on"] < values["start_on"]:
        errors["ends_on"] = _("The end is before the start.")
    if sum(values.get(kind) or 0 for kind in ("strategic", "controlling", "supportive")) not in {0, 100}:
        errors["strategic"] = _("The shares of the PMO type must add up to 100.")
    if values.get("client_hidden") and values.get("contract_model") is ContractModel.DIRECT:
        errors["client_hidden"] = _("Where the client itself contracts, it recruits and must be named.")
    order, received = values.get("order_rate_max"), values.get("received_rate_max")
    if order and received and received > order:
        errors["received_rate_max"] = _("The received rate is above the order price.")
    return errors


def publication_errors(engagement: Engagement, operator: Recruiter) -> dict[str, object]:
    """Return what keeps a posting from being shown: the six items (R1), the payment date (R3), the bare minimum."""
    errors: dict[str, object] = dict(missing_items(engagement, operator))
    wording = due_wording_error(engagement.payment_terms)
    if wording:
        errors["payment_terms"] = wording
    if not engagement.title:
        errors["title"] = _("A title is missing.")
    if sum(engagement.type_mix) != 100:  # noqa: PLR2004 - percent
        errors["strategic"] = _("The shares of the PMO type must add up to 100.")
    if engagement.remote != "full" and not engagement.prefecture:
        errors["prefecture"] = _("The prefecture is missing.")
    if engagement.deadline and engagement.deadline < today():
        errors["deadline"] = _("The deadline has passed.")
    return errors


def submit_engagement(engagement: Engagement, *, by: User, operator: Recruiter) -> None:
    """Hand the draft to the advisor for review."""
    errors = publication_errors(engagement, operator)
    if errors:
        raise Invalid(errors)
    engagement.state = EngagementState.IN_REVIEW
    engagement.submitted_at = now()
    engagement.review_note = ""
    record(by, "engagement submitted", engagement)
    advisor_id = engagement.company.advisor_id
    notices.engagement_submitted(engagement, db.session.get(User, advisor_id) if advisor_id else None)


def publish_engagement(engagement: Engagement, *, by: User, operator: Recruiter) -> None:
    """Approve the posting and show it."""
    errors = publication_errors(engagement, operator)
    if errors:
        raise Invalid(errors)
    engagement.published_at = now()
    engagement.confirmed_on = today()
    engagement.state = EngagementState.OPEN
    refresh_listing(engagement, newly=True)
    record(by, "engagement published", engagement)
    notices.engagement_published(engagement)
    events.engagement_changed.send(engagement)


def return_engagement(engagement: Engagement, *, by: User, note: str) -> None:
    """Send the posting back to its client with words on what to mend."""
    engagement.state = EngagementState.DRAFT
    engagement.review_note = note
    record(by, "engagement returned", engagement)
    notices.engagement_returned(engagement)


def pause_engagement(engagement: Engagement, *, by: User) -> None:
    """Take the posting off the list for a while; those in process stay in it."""
    engagement.state = EngagementState.PAUSED
    refresh_listing(engagement)
    record(by, "engagement paused", engagement)
    events.engagement_changed.send(engagement)


def confirm_engagement(engagement: Engagement, *, by: User) -> None:
    """Say that the posting is (again) open today; an open one only gets a new confirmation date."""
    if engagement.published_at is None:  # the edge from in_review to open is the advisor's alone
        raise TransitionRefused("Engagement", engagement.state, EngagementState.OPEN)
    engagement.confirmed_on = today()
    if engagement.state is not EngagementState.OPEN:
        if engagement.deadline and engagement.deadline < today():
            engagement.deadline = None
        engagement.state = EngagementState.OPEN
    refresh_listing(engagement)
    record(by, "engagement confirmed open", engagement)
    events.engagement_changed.send(engagement)


def close_engagement(engagement: Engagement, *, by: User | None, reason: CloseReason, words: str = "") -> None:
    """End the posting for a reason; everybody still in process is answered in the same transaction."""
    engagement.closed_at = now()
    engagement.close_reason, engagement.close_words = reason, words
    filled = reason is CloseReason.FILLED_HERE
    engagement.state = EngagementState.FILLED if filled else EngagementState.CLOSED
    refresh_listing(engagement)
    record(by, "engagement closed", engagement, reason=reason.value)
    events.engagement_changed.send(engagement)
    events.engagement_closed.send(engagement, by=by, reason=reason)


def close_expired() -> int:
    """Close what stays expired: nobody in process waits for a client who no longer answers; return how many."""
    day, unconfirmed = today() - days_of(Name.CLOSES_AFTER_DAYS), days_of(Name.EXPIRES_AFTER_DAYS)
    over = db.session.scalars(
        select(Engagement)
        .where(
            Engagement.state == EngagementState.EXPIRED,
            or_(Engagement.deadline < day, Engagement.confirmed_on < day - unconfirmed),
        )
        .options(selectinload(Engagement.requirements))
    ).all()
    for engagement in over:
        close_engagement(engagement, by=None, reason=CloseReason.NOT_CONFIRMED)
    return len(over)


def expire_engagements() -> int:
    """Expire what is past its deadline or unconfirmed for too long; return how many."""
    day = today()
    stale = db.session.scalars(
        select(Engagement)
        .where(
            Engagement.state == EngagementState.OPEN,
            or_(Engagement.deadline < day, Engagement.confirmed_on < day - days_of(Name.EXPIRES_AFTER_DAYS)),
        )
        .options(selectinload(Engagement.requirements))
    ).all()
    for engagement in stale:
        engagement.state = EngagementState.EXPIRED
        refresh_listing(engagement)
        record(None, "engagement expired", engagement)
        notices.engagement_expired(engagement)
        events.engagement_changed.send(engagement)
    return len(stale)
