"""Opening, withdrawing and answering an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.appeals import notices
from marketplace.appeals.models import Appeal
from marketplace.appeals.queries import newest_appeal
from marketplace.appeals.states import AppealState, Ground, Outcome
from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.pipeline.parties import take_turns
from marketplace.shortlist.advice import advice_of
from marketplace.shortlist.queries import match_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant
    from marketplace.shortlist.models import Match

ANSWER_DAYS = 2  # business days


class AlreadyOpen(DomainError):
    """One appeal of a pair at a time."""


class NotOpen(DomainError):
    """It has been answered or withdrawn meanwhile."""


def open_appeal(consultant: Consultant, engagement: Engagement, ground: Ground, words: str, *, by: User) -> Appeal:
    """Ask the advisor to look at a match again; what explains it now goes with it.

    Raises `Invalid` where nothing says what is wrong, `AlreadyOpen` while another one of the pair waits.
    """
    if ground is Ground.OTHER and not words.strip():
        raise Invalid({"words": _("Please say in a few words what is not right.")})
    take_turns(consultant)
    known = newest_appeal(consultant, engagement)
    if known is not None and known.state is AppealState.OPEN:
        raise AlreadyOpen(_("You have asked already. Your advisor's answer is on its way."))
    appeal = Appeal(
        consultant_id=consultant.id, engagement_id=engagement.id, ground=ground, words=words.strip(),
        explanation=explanation_of(match_of(consultant, engagement)),
        due_at=end_of(business_days_after(today(), ANSWER_DAYS)),
    )  # fmt: skip
    appeal.consultant, appeal.engagement = consultant, engagement
    db.session.add(appeal)
    record(by, "appeal opened", appeal, ground=ground.value)
    notices.opened(appeal)
    return appeal


def explanation_of(match: Match | None) -> dict[str, Any]:
    """Return a match as it stands, as data that outlives it: score, conditions, reasons, advice, model and time."""
    if match is None:
        return {}
    return {
        "score": match.score,
        "eligible": match.eligible,
        "excluded_by": list(match.excluded_by),
        "reasons": [dict(each) for each in match.reasons],
        "advice": advice_of(match) or [],
        "model": match.model,
        "ranked_at": match.ranked_at.isoformat(),
    }


def withdraw_appeal(appeal: Appeal, *, by: User) -> None:
    """Take it back before it is answered."""
    _lock(appeal)
    appeal.state = AppealState.WITHDRAWN
    record(by, "appeal withdrawn", appeal)


def answer_appeal(appeal: Appeal, outcome: Outcome, answer: str, *, by: User) -> None:
    """Say what will be done, or why nothing is; the person is told."""
    if not answer.strip():
        raise Invalid({"answer": _("Please say it in words: the consultant reads them.")})
    _lock(appeal)
    appeal.outcome, appeal.answer = outcome, answer.strip()
    appeal.answered_at, appeal.answered_by_id, appeal.answered_by = now(), by.id, by
    appeal.state = AppealState.ANSWERED
    record(by, "appeal answered", appeal, outcome=outcome.value)
    notices.answered(appeal)


def move_appeals(kept: Consultant, other: Consultant, *, by: User) -> None:
    """Give a person's appeals to the profile that stays, where answers are read; one of a posting waits at a time."""
    waiting = set(
        db.session.scalars(
            select(Appeal.engagement_id).where(Appeal.consultant_id == kept.id, Appeal.state == AppealState.OPEN)
        )
    )
    for appeal in db.session.scalars(select(Appeal).where(Appeal.consultant_id == other.id)).all():
        if appeal.state is AppealState.OPEN and appeal.engagement_id in waiting:
            appeal.state = AppealState.WITHDRAWN
            record(by, "appeal withdrawn", appeal)
        appeal.consultant = kept


def _lock(appeal: Appeal) -> None:
    db.session.refresh(appeal, with_for_update={"of": Appeal})
    if appeal.state is not AppealState.OPEN:
        raise NotOpen(_("This has been answered or withdrawn meanwhile."))
