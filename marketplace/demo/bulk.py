"""Many generated people and postings at once: rows by the thousand, no objects, no events."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from uuid_utils.compat import uuid7

from marketplace.accounts.models import Company, User
from marketplace.accounts.states import UserKind
from marketplace.clock import now, today
from marketplace.db import begin_writing, db
from marketplace.demo import texts
from marketplace.demo.generate import consultant_values, engagement_values, tokens_of
from marketplace.engagements.listing import CLOCK, text_insert
from marketplace.engagements.models import Engagement, Listing, ListingClock, Requirement
from marketplace.engagements.states import EngagementState
from marketplace.places import PREFECTURES
from marketplace.profiles.models import (
    Certification,
    Consultant,
    IndustryExperience,
    LanguageSkill,
    PastProject,
    Skill,
)
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID

    from marketplace.db import Model

PART = 2000
LISTS: dict[str, type[Model]] = {
    each.__tablename__: each for each in (Skill, Certification, IndustryExperience, LanguageSkill, PastProject)
}
LISTED = (
    "days_min", "days_max", "remote", "onsite_days", "prefecture", "layer", "industry", "strategic", "controlling",
    "supportive", "accepts_individual", "accepts_company", "functions",
)  # fmt: skip


def _write(rows: dict[type[Model], list[dict[str, Any]]]) -> None:
    """Insert the collected rows, table by table, and forget them."""
    for model, values in rows.items():
        if values:
            db.session.execute(insert(model), values)
            values.clear()


UNCHECKED = 40  # one person in so many waits for the check of identity


def _parts(first: int, count: int) -> Iterable[range]:
    for at in range(first, first + count, PART):
        yield range(at, min(at + PART, first + count))


def add_consultants(count: int, *, password: str | None, advisors: Sequence[UUID], say: Callable[[str], None]) -> None:
    """Add generated people, numbered on from those there are; `password` is a hash that all of them share."""
    begin_writing()
    day, moment = today(), now()
    first = db.session.scalar(select(func.count()).select_from(Consultant)) or 0
    for part in _parts(first, count):
        rows: dict[type[Model], list[dict[str, Any]]] = {User: [], Consultant: [], **{m: [] for m in LISTS.values()}}
        for number in part:
            values, lists = consultant_values(number, day)
            user_id, consultant_id = uuid7(), uuid7()
            rows[User].append(_user(user_id, values.pop("name"), f"p{number:06d}@people.example.jp", password, moment))
            rows[Consultant].append(
                {
                    "id": consultant_id,
                    "user_id": user_id,
                    "advisor_id": advisors[number % len(advisors)] if advisors else None,
                    "state": ProfileState.LISTED,
                    "listed_at": moment,
                    "changed_at": moment,
                    "identity_verified_at": None if number % UNCHECKED == 0 else moment,
                    **values,
                }  # fmt: skip
            )
            for table, entries in lists.items():
                rows[LISTS[table]].extend({"id": uuid7(), "consultant_id": consultant_id, **entry} for entry in entries)
        _write(rows)
        say(f"  {part.stop - first:,} of {count:,} consultants")
    db.session.commit()


def _user(user_id: UUID, name: str, email: str, password: str | None, moment: datetime) -> dict[str, Any]:
    return {
        "id": user_id, "email": email, "name": name, "kind": UserKind.CONSULTANT, "password": password,
        "confirmed_at": moment, "fs_uniquifier": user_id.hex, "created_at": moment, "locale": "ja", "active": True,
    }  # fmt: skip


def add_companies(count: int, *, advisors: Sequence[UUID]) -> list[UUID]:
    """Add generated client companies and return their ids."""
    begin_writing()
    first = db.session.scalar(select(func.count()).select_from(Company)) or 0
    ids = []
    for number in range(first, first + count):
        code, place, _weight = texts.PLACES[number % len(texts.PLACES)]
        stem = texts.COMPANY_STEMS[number % len(texts.COMPANY_STEMS)]
        kind = texts.COMPANY_KINDS[(number // len(texts.COMPANY_STEMS)) % len(texts.COMPANY_KINDS)]
        company = Company(
            name=f"{stem}{kind}株式会社",
            industry=texts.THEMES[number % len(texts.THEMES)][0],
            size=texts.SIZES[number % len(texts.SIZES)],
            prefecture=code,
            address=f"{''.join(PREFECTURES[code][0])}{place.removeprefix(PREFECTURES[code][0])}1丁目{number % 20 + 1}番 第{number % 9 + 1}ビル 3階 301号室",
            contact=f"pmo{number:04d}@clients.example.jp",
            advisor_id=advisors[number % len(advisors)] if advisors else None,
        )
        ids.append(company.id)
        db.session.add(company)
    db.session.commit()
    return ids


def add_engagements(count: int, *, companies: Sequence[UUID], say: Callable[[str], None]) -> None:
    """Add generated open postings with their list rows and text index, numbered on from those there are."""
    begin_writing()
    day = today()
    first = db.session.scalar(select(func.count()).select_from(Engagement)) or 0
    clock = db.session.get(ListingClock, CLOCK)
    if clock is None:
        clock = ListingClock(id=CLOCK, revision=0)
        db.session.add(clock)
        db.session.flush()
    names = dict(db.session.execute(select(Company.id, Company.name)).all())
    statement = text_insert()
    for part in _parts(first, count):
        rows: dict[type[Model], list[dict[str, Any]]] = {Engagement: [], Requirement: [], Listing: []}
        tokens = []
        for number in part:
            values, requirements, parts = engagement_values(number, day)
            clock.revision += 1
            company_id = companies[number % len(companies)]
            engagement_id = uuid7()
            published = _morning(values["confirmed_on"] - timedelta(days=number % 9))
            rows[Engagement].append(
                {
                    "id": engagement_id,
                    "company_id": company_id,
                    "state": EngagementState.OPEN,
                    "created_at": published,
                    "published_at": published,
                    "recruiter_name": names[company_id],
                    "recruiter_address": "東京都千代田区大手町1丁目1番 大手町ビル 5階 501号室",
                    "recruiter_contact": "pmo@clients.example.jp",
                    **values,
                }  # fmt: skip
            )
            rows[Requirement].extend({"id": uuid7(), "engagement_id": engagement_id, **row} for row in requirements)
            rows[Listing].append(_listing(engagement_id, clock.revision, values, requirements))
            code = PREFECTURES[values["prefecture"]]
            tokens.append(
                {"number": clock.revision, "tokens": " ".join(t for p in (*parts, *code) for t in tokens_of(p))}
            )
        _write(rows)
        db.session.execute(statement, tokens)
        say(f"  {part.stop - first:,} of {count:,} postings")
    db.session.commit()


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def _listing(
    engagement_id: UUID, number: int, values: dict[str, Any], requirements: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the list row of a generated posting, as refresh_listing would write it."""
    concepts = dict.fromkeys([*(c for row in requirements for c in row["concepts"]), *values["tools"]])
    return {
        "id": uuid7(),
        "engagement_id": engagement_id,
        "number": number,
        "revision": number,
        "is_open": True,
        "rate": values["received_rate_max"],
        "months": values["months"] or 0,
        "start_day": values["start_on"].toordinal() if values["start_on"] else 0,
        "deadline_day": values["deadline"].toordinal() if values["deadline"] else 0,
        "concepts": list(concepts),
        **{name: values[name] for name in LISTED},
    }
