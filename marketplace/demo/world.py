"""Plant the demo world: the trade's own postings and profiles with people for every role, and generated ones around."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask_security import hash_password
from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from marketplace.accounts.demo_sign_ins import PASSWORD
from marketplace.accounts.models import Company, Membership, User
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.background import enqueue
from marketplace.catalogue.operations import seed_missing
from marketplace.clock import now, today
from marketplace.db import begin_writing, db
from marketplace.demo import bulk
from marketplace.demo.contracts import add_contracts
from marketplace.demo.generate import engagement_values
from marketplace.demo.histories import add_applications
from marketplace.demo.months import add_months
from marketplace.demo.past_postings import add_past_postings, learn_rates
from marketplace.demo.past_project import add_past_project
from marketplace.demo.postings import FILE_DAY, POSTINGS
from marketplace.demo.profiles import PROFILES
from marketplace.demo.projects import add_project, add_second_project
from marketplace.demo.pulses import add_pulses
from marketplace.demo.reviews import add_reviews
from marketplace.engagements.listing import refresh_listing
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.states import EngagementState
from marketplace.inbox.models import NoticePreference
from marketplace.outbox import Message
from marketplace.profiles.duplicates import keep_keys
from marketplace.profiles.models import (
    BlockedCompany,
    Certification,
    Commitment,
    Consultant,
    IndustryExperience,
    LanguageSkill,
    PastProject,
    Recommendation,
    Skill,
)
from marketplace.profiles.sections import completeness
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.operations import rank_consultant, rank_engagement
from marketplace.vocabulary import concepts_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

CONSULTANTS = 300
ENGAGEMENTS = 120
COMPANIES = 40
OLD = 14  # days after which notices have been read
LISTS = {
    "skills": Skill,
    "certifications": Certification,
    "industries": IndustryExperience,
    "languages": LanguageSkill,
    "projects": PastProject,
    "commitments": Commitment,
    "recommendations": Recommendation,
}
STAFF = (
    ("operator@demo.example.jp", "縁下 守", UserKind.OPERATOR),
    ("operator2@demo.example.jp", "縁下 結衣", UserKind.OPERATOR),
    ("advisor@demo.example.jp", "高橋 誠", UserKind.ADVISOR),
    ("advisor2@demo.example.jp", "小川 智子", UserKind.ADVISOR),
    ("advisor3@demo.example.jp", "藤田 亮", UserKind.ADVISOR),
)
CLIENT = "P01"  # the demo's client signs in for this posting's company


def is_empty() -> bool:
    """Tell whether there is nobody yet."""
    return db.session.scalar(select(User.id).limit(1)) is None


def plant_if_empty(*, say: Callable[[str], None]) -> None:
    """Plant the world where there is nobody yet; a second start keeps what is there."""
    if is_empty():
        say("Planting the demo world (once) ...")
        plant(say=say)


def plant(*, consultants: int = CONSULTANTS, engagements: int = ENGAGEMENTS, say: Callable[[str], None]) -> None:
    """Plant the curated people and postings, then the generated ones, then what happened between them."""
    shift = today() - FILE_DAY
    password = str(hash_password(PASSWORD))
    begin_writing()
    advisors = _staff(password)
    _curated_companies(advisors, password)
    people = [_consultant(profile, shift, password, advisors[0]) for profile in PROFILES]
    db.session.commit()
    # A larger world's further people come last: the curated postings are ranked among a demo's usual number.
    first = min(consultants, CONSULTANTS)
    bulk.add_consultants(first, password=password, advisors=advisors, say=say)
    generated = bulk.add_companies(min(COMPANIES, max(1, engagements)), advisors=advisors)
    bulk.add_engagements(engagements, companies=generated, say=say)
    begin_writing()
    add_past_postings(engagements, companies=generated)
    # Last, so that the trade's own postings stand on top of the list.
    ids = [_engagement(posting, shift).id for posting in POSTINGS]
    seed_missing()
    for engagement_id in ids:
        rank_engagement(engagement_id)
    for consultant_id in people:
        rank_consultant(consultant_id)
    add_applications(random.Random(1), advisors)
    add_contracts()
    add_months()
    add_past_project()
    add_project()
    add_pulses()
    add_reviews()
    add_second_project()
    _waiting(generated[:4])
    _without_quiet_hours()
    _read_what_is_old()
    learn_rates()
    enqueue("shortlist.rank_everything", key="rank-everything")
    db.session.commit()
    bulk.add_consultants(consultants - first, password=password, advisors=advisors, say=say)


def grow(*, consultants: int, engagements: int, say: Callable[[str], None]) -> None:
    """Add so many generated people and postings to the world that is there."""
    advisors = db.session.scalars(select(User.id).where(User.kind == UserKind.ADVISOR).order_by(User.id)).all()
    db.session.rollback()
    bulk.add_consultants(consultants, password=str(hash_password(PASSWORD)), advisors=advisors, say=say)
    companies = bulk.add_companies(min(COMPANIES, engagements), advisors=advisors)
    bulk.add_engagements(engagements, companies=companies, say=say)


def _without_quiet_hours() -> None:
    """Let the mails of those who sign in come at any hour: whoever tries the demo at night reads them too."""
    db.session.flush()
    people = db.session.scalars(select(User.id).where(~User.email.endswith("@people.example.jp")))
    db.session.add_all(NoticePreference(user_id=user_id, quiet=False) for user_id in people.all())


def _read_what_is_old() -> None:
    """Have notices of long ago read: whoever signs in finds what is new, and no mail tells of last winter."""
    db.session.flush()
    old = Message.created_at < now() - timedelta(days=OLD)
    db.session.execute(update(Message).where(old, Message.user_id.is_not(None)).values(read_at=Message.created_at))


def _waiting(companies: list[UUID]) -> None:
    """Add postings that nobody sees yet: three in review, the longest waiting one day, and a draft."""
    for number, company_id in enumerate(companies):
        values, requirements, _parts = engagement_values(1_000_000 + number, today())
        draft = number == len(companies) - 1
        engagement = Engagement(
            company_id=company_id,
            state=EngagementState.DRAFT if draft else EngagementState.IN_REVIEW,
            submitted_at=None if draft else now() - timedelta(hours=26 - 9 * number),
            **{**values, "confirmed_on": None},
        )
        engagement.requirements = [Requirement(**row) for row in requirements]
        db.session.add(engagement)


def _staff(password: str) -> list[UUID]:
    """Add the operator and the advisors; return the advisors' ids."""
    ids = []
    for email, name, kind in STAFF:
        user = _user(email, name, kind, password)
        if kind is UserKind.ADVISOR:
            ids.append(user.id)
    db.session.flush()
    return ids


def _user(email: str, name: str, kind: UserKind, password: str) -> User:
    user = User(
        email=email, name=name, kind=kind, password=password, confirmed_at=now(), fs_uniquifier=uuid7().hex, active=True
    )
    db.session.add(user)
    return user


def _curated_companies(advisors: list[UUID], password: str) -> None:
    """Add the recruiting companies of the curated postings, each with an owner."""
    for at, posting in enumerate(POSTINGS):
        company = Company(**posting["company"], advisor_id=advisors[at % len(advisors)])
        if posting["code"] == CLIENT:
            company.advisor_id = advisors[0]
        db.session.add(company)
        owner = "client@demo.example.jp" if posting["code"] == CLIENT else f"owner{at + 1}@clients.example.jp"
        members = [(owner, "中川 美奈", CompanyRole.OWNER)]
        if posting["code"] == CLIENT:
            members.append(("member@demo.example.jp", "森 健一", CompanyRole.MEMBER))
        for email, name, role in members:
            user = _user(email, name, UserKind.CLIENT, password)
            db.session.flush()
            db.session.add(Membership(user_id=user.id, company_id=company.id, role=role))
    db.session.flush()


def _shifted(value: Any, shift: timedelta) -> Any:  # noqa: ANN401 - a cell of a table
    return value + shift if isinstance(value, date) and not isinstance(value, datetime) else value


def _consultant(profile: dict[str, Any], shift: timedelta, password: str, advisor_id: UUID) -> UUID:
    """Add one curated person with all lists; dates move with the calendar."""
    values = dict(profile)
    values.pop("code")
    user = _user(values.pop("email"), values.pop("name"), UserKind.CONSULTANT, password)
    db.session.flush()
    lists = {name: values.pop(name, ()) for name in LISTS}
    blocked = values.pop("blocked_companies", ())
    consultant = Consultant(
        user_id=user.id,
        advisor_id=advisor_id,
        state=ProfileState.LISTED,
        listed_at=now(),
        **{name: _shifted(value, shift) for name, value in values.items()},
    )
    for name, rows in lists.items():
        model = LISTS[name]
        entries = [
            model(position=at, **{column: _shifted(value, shift) for column, value in row.items()})
            for at, row in enumerate(rows)
        ]
        setattr(consultant, name, entries)
    consultant.blocked_companies = [BlockedCompany(position=at, name=name) for at, name in enumerate(blocked)]
    consultant.completeness = completeness(consultant)
    db.session.add(consultant)
    keep_keys(consultant)
    return consultant.id


def _engagement(posting: dict[str, Any], shift: timedelta) -> Engagement:
    """Add one curated posting as published; dates move with the calendar."""
    values = {name: _shifted(value, shift) for name, value in posting.items()}
    for name in ("code", "company"):
        values.pop(name)
    requirements = values.pop("requirements")
    company = db.session.scalars(select(Company).where(Company.name == posting["company"]["name"])).one()
    confirmed = values.get("confirmed_on") or today()
    engagement = Engagement(
        company_id=company.id,
        state=EngagementState.OPEN,
        published_at=datetime(confirmed.year, confirmed.month, confirmed.day, 1, tzinfo=UTC) - timedelta(days=3),
        **values,
    )
    engagement.company = company
    engagement.requirements = [
        Requirement(position=at, required=required, text=text, years=years, concepts=list(concepts_in(text)))
        for at, (required, text, years) in enumerate(requirements)
    ]
    db.session.add(engagement)
    db.session.flush()
    refresh_listing(engagement, newly=True)
    return engagement
