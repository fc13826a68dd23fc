"""Who and what the storms need: rows by the factories, and what must hold of applications whatever happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.db import db
from marketplace.outbox import Message
from marketplace.pipeline.models import Application, Consent, Step
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from uuid import UUID

    from tests.attack.product import Answer, Person, Product

FORM = {"message": "よろしくお願いします。", "rate": "115万", "days": "5", "start_on": "2027-01-06", "consent": "y"}
TOLD = 4  # of an application: the client's owner, both advisors, the consultant


def make_consultants(run: Product, number: int) -> list[Person]:
    with run.app.app_context():
        advisor = make_advisor()
        return [run.person(make_listed_consultant(advisor_id=advisor.id).user) for _each in range(number)]


def make_postings(run: Product, number: int) -> list[UUID]:
    """Add open postings of one company, whose owner and advisor are told of applications."""
    with run.app.app_context():
        company = make_company(advisor=make_advisor())
        make_client(company=company)
        return [make_posting(company).id for _each in range(number)]


def apply(person: Person, posting_id: UUID) -> Answer:
    return person.post(f"/engagements/{posting_id}/apply", **FORM)


def applications(run: Product, posting_id: UUID) -> list[UUID]:
    """Return the posting's applications; fail where one is there in part only."""
    with run.app.app_context():
        ids = db.session.scalars(select(Application.id).where(Application.engagement_id == posting_id)).all()
        for each in ids:
            link = f"/applications/{each}"
            messages = db.session.scalars(select(Message.id).where(Message.link == link)).all()
            jobs = set(db.session.scalars(select(Job.arguments["message_id"].as_string())))
            assert _count(Consent, Consent.application_id == each) == 1
            assert _count(Step, Step.application_id == each) == 1
            assert _count(AuditEntry, AuditEntry.subject_id == each) == 1
            assert len(messages) == TOLD
            assert {str(message) for message in messages} <= jobs
        return list(ids)


def _count(kind: type, condition: object) -> int:
    return db.session.scalar(select(func.count()).select_from(kind).where(condition)) or 0  # type: ignore[arg-type]
