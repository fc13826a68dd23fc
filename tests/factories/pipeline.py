"""Postings in any state without their history, applications and matches, as rows; each call makes another one."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.listing import refresh_listing
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.states import EngagementState
from marketplace.pipeline.models import Application, Consent, Step
from marketplace.pipeline.states import ENDINGS, ApplicationState, Source
from marketplace.shortlist.models import Match
from marketplace.vocabulary import concepts_in
from tests.factories.accounts import make_company
from tests.factories.engagements import NEEDS, posting_values
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.accounts.models import Company
    from marketplace.profiles.models import Consultant

_numbers = count(1)
UNPUBLISHED = {EngagementState.DRAFT, EngagementState.IN_REVIEW}
CLOSED = {EngagementState.CLOSED, EngagementState.FILLED}
EARLY = {ApplicationState.PROPOSED, ApplicationState.CONSENT_ASKED, ApplicationState.CONSENTED}


def make_posting(
    company: Company | None = None,
    *,
    state: EngagementState = EngagementState.OPEN,
    needs: tuple[tuple[bool, str, int | None], ...] = NEEDS,
    **values: Any,
) -> Engagement:
    """Add a posting that lacks nothing, in the list when it is open; no notice and no job comes with it."""
    plain = posting_values(
        title=f"部品メーカー 統合PMO {next(_numbers)}",
        confirmed_on=today(),
        published_at=None if state in UNPUBLISHED else now(),
        closed_at=now() if state in CLOSED else None,
    )
    company = company or make_company()
    posting = Engagement(company_id=company.id, state=state, **{**plain, **values})
    posting.company = company
    posting.requirements = [
        Requirement(position=at, required=required, text=text, concepts=list(concepts_in(text)), years=years)
        for at, (required, text, years) in enumerate(needs)
    ]
    db.session.add(posting)
    if state is EngagementState.OPEN:
        refresh_listing(posting, newly=True)
    keep()
    return posting


def make_application(
    posting: Engagement,
    consultant: Consultant,
    *,
    state: ApplicationState = ApplicationState.SUBMITTED,
    consent: bool = True,
    **values: Any,
) -> Application:
    """Add an application in any state; one that has reached the client was submitted now."""
    plain: dict[str, Any] = {
        "source": Source.APPLIED,
        "submitted_at": None if state in EARLY else now(),
        "ended_at": now() if state in ENDINGS else None,
        "message": "切替リハーサルの経験を活かします。",
        "rate": 1_150_000,
        "days": 5,
    }
    application = Application(engagement_id=posting.id, consultant_id=consultant.id, state=state, **{**plain, **values})
    application.engagement, application.consultant = posting, consultant
    db.session.add(application)
    db.session.add(Step(application_id=application.id, actor_id=consultant.user_id, state=state))
    if consent:
        db.session.add(Consent(application_id=application.id, until=now() + timedelta(days=180), words="同意します。"))
    keep()
    db.session.refresh(application)
    return application


def make_match(posting: Engagement, consultant: Consultant, *, score: int = 700, **values: Any) -> Match:
    """Add a stored match with one reason for and one against."""
    plain: dict[str, Any] = {
        "eligible": True,
        "reasons": [
            {"code": "a", "sign": 1, "weight": 0.5, "where": "スキル", "ja": "課題管理は8年", "en": "Eight years"},
            {"code": "b", "sign": -1, "weight": 0.1, "where": "", "ja": "業界が違う", "en": "Another industry"},
        ],
        "ranked_at": now(),
        "model": "test",
    }
    match = Match(engagement_id=posting.id, consultant_id=consultant.id, score=score, **{**plain, **values})
    match.engagement, match.consultant = posting, consultant
    db.session.add(match)
    keep()
    return match
