"""What happened between the demo's people and postings: applications at every step, answered and unanswered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.models import Membership, User
from marketplace.clock import now
from marketplace.db import db
from marketplace.demo.conversations import add_conversations
from marketplace.demo.talks import add_talks
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EngagementState
from marketplace.pipeline.clocks import OWNER, due_at
from marketplace.pipeline.models import Application, Consent, Step
from marketplace.pipeline.states import ENDINGS, STEPS, ApplicationState, ConsentState, EndReason, Source
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from uuid import UUID

COUNT = 160
SIGNED_IN_CONSULTANT, SIGNED_IN_CLIENT = "consultant@demo.example.jp", "client@demo.example.jp"
WEIGHTS = {
    ApplicationState.PROPOSED: 8,
    ApplicationState.CONSENT_ASKED: 8,
    ApplicationState.SUBMITTED: 34,
    ApplicationState.MEETING: 18,
    ApplicationState.OFFERED: 6,
    ApplicationState.ACCEPTED: 8,
    ApplicationState.NOT_SELECTED: 14,
    ApplicationState.WITHDRAWN: 4,
}
MESSAGES = (
    "同規模の移行で統合計画の管理を担当しました。初日から課題の棚卸に着手できます。",
    "会議運営と決定事項の記録を主に担ってきました。ご希望の曜日に合わせられます。",
    "ベンダー3社の調整を2年続けています。詳細は面談でご説明します。",
)
CONSENT = "掲載企業とアドバイザーが、この案件に限り、氏名とスキルシートと本メッセージを閲覧します。"


def add_applications(rng: random.Random, advisors: Sequence[UUID]) -> None:
    """Add applications between generated people and any posting, spread over the last five weeks."""
    people = db.session.scalars(
        select(Consultant)
        .where(Consultant.state == ProfileState.LISTED, Consultant.phone.startswith("090-"))
        .order_by(Consultant.id)
        .limit(600)
    ).all()
    postings = db.session.scalars(
        select(Engagement)
        .where(Engagement.state == EngagementState.OPEN)
        .order_by(Engagement.published_at, Engagement.id)
        .limit(200)
    ).all()
    if not postings or not people:
        return
    pairs = {(rng.choice(postings), rng.choice(people)) for _ in range(COUNT)}
    ordered = sorted(pairs, key=lambda pair: (str(pair[0].id), str(pair[1].id)))
    drawn = [
        (posting, person, rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]) for posting, person in ordered
    ]
    signed_in = [each for each in _of_sign_ins(postings, people) if each[:2] not in pairs]
    for number, (engagement, consultant, state) in enumerate([*signed_in, *drawn]):
        application = _application(rng, engagement, consultant, advisors, state)
        add_talks(application, number, advisor_id=advisors[number % len(advisors)])
        add_conversations(application, number, advisor_id=advisors[number % len(advisors)])


def _of_sign_ins(
    postings: Sequence[Engagement], people: Sequence[Consultant]
) -> list[tuple[Engagement, Consultant, ApplicationState]]:
    """What whoever signs in to the demo as a consultant or as a client finds going on."""
    user_id = select(User.id).where(User.email == SIGNED_IN_CONSULTANT).scalar_subquery()
    person = db.session.scalar(select(Consultant).where(Consultant.user_id == user_id))
    client_id = select(User.id).where(User.email == SIGNED_IN_CLIENT).scalar_subquery()
    company_id = db.session.scalar(select(Membership.company_id).where(Membership.user_id == client_id))
    own = [each for each in postings if each.company_id == company_id]
    others = [each for each in postings if each.company_id != company_id]
    states = (ApplicationState.SUBMITTED, ApplicationState.MEETING, ApplicationState.CONSENT_ASKED)
    found = [(posting, person, state) for posting, state in zip(others, states, strict=False) if person]
    return found + [(own[0], each, state) for each, state in zip(people[-2:], states[:2], strict=False) if own]


def _application(
    rng: random.Random,
    engagement: Engagement,
    consultant: Consultant,
    advisors: Sequence[UUID],
    state: ApplicationState,
) -> Application:
    """Add one application with its steps, and its consent where it was submitted."""
    latest = 7 if state in OWNER else 35  # who still waits began lately: an overdue answer is the exception
    began = now() - timedelta(days=rng.randrange(1, latest), hours=rng.randrange(0, 20))
    early = state in STEPS and STEPS.index(state) < STEPS.index(ApplicationState.SUBMITTED)
    source = Source.APPLIED if rng.random() < 0.6 and not early else Source.RECOMMENDED
    path = _path(state, source)
    moments = [began + timedelta(hours=rng.randrange(20, 60) * at) for at in range(len(path))]
    moments = sorted(min(moment, now() - timedelta(minutes=5)) for moment in moments)
    submitted = next((at for step, at in zip(path, moments, strict=True) if step is ApplicationState.SUBMITTED), None)
    answered = next((at for step, at in zip(path, moments, strict=True) if _answers(step)), None)
    ended = state in ENDINGS
    application = Application(
        engagement_id=engagement.id,
        consultant_id=consultant.id,
        source=source,
        state=state,
        created_at=began,
        since=moments[-1],
        submitted_at=submitted,
        first_answered_at=answered if submitted else None,
        ended_at=moments[-1] if ended else None,
        end_reason=rng.choice((EndReason.SKILLS, EndReason.RATE, EndReason.TIME)) if ended else None,
        message=rng.choice(MESSAGES),
        rate=consultant.rate,
        days=min(consultant.days_max, engagement.days_max),
        start_on=engagement.start_on,
    )
    application.engagement = engagement
    application.due_at = due_at(application, since=application.since)
    db.session.add(application)
    for step, at in zip(path, moments, strict=True):
        db.session.add(Step(application_id=application.id, at=at, actor_id=rng.choice(advisors), state=step))
    if submitted:
        _consent(application, submitted, withdrawn=state is ApplicationState.WITHDRAWN)
    return application


def _answers(step: ApplicationState) -> bool:
    return step in {ApplicationState.MEETING, ApplicationState.NOT_SELECTED}


def _path(state: ApplicationState, source: Source) -> list[ApplicationState]:
    """Return the steps that lead to a state: an own application begins at submitted."""
    first = STEPS.index(ApplicationState.SUBMITTED) if source is Source.APPLIED else 0
    if state in ENDINGS:
        return [*STEPS[first : STEPS.index(ApplicationState.SUBMITTED) + 1], state]
    return list(STEPS[first : STEPS.index(state) + 1])


def _consent(application: Application, given: datetime, *, withdrawn: bool) -> None:
    db.session.add(
        Consent(
            application_id=application.id,
            given_at=given,
            until=given + timedelta(days=180),
            state=ConsentState.WITHDRAWN if withdrawn else ConsentState.GIVEN,
            ended_at=now() if withdrawn else None,
            words=CONSENT,
            scope={"named": True, "projects": []},
        )
    )
