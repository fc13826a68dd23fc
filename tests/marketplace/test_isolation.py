"""Whose records are whose: every address that takes an id × everybody × a record of A, by isolation.txt.

404: may not know of it. 403: sees it, but may not do that. 302: a visitor is sent to sign in. Any other number is an
answer to somebody who is let in: 200 a page, 303 done, 422 an empty form refused, 409 not possible in this state.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import pytest

from marketplace.accounts.models import Invitation
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.background import Job, JobState
from marketplace.clock import now, today
from marketplace.contracts.models import Contract, PriceTalk
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.operations.signing import to_be_signed
from marketplace.contracts.states import Between
from marketplace.db import db
from marketplace.desk.filters import Filter, save_filter
from marketplace.engagements.states import EngagementState
from marketplace.intake.states import InterviewState
from marketplace.notes.operations import write_note
from marketplace.outbox import Delivery, queue_message
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.models import Certification, Recommendation
from marketplace.threads.states import Channel
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.api import plain_token
from tests.factories.appeals import plain_appeal
from tests.factories.billing import plain_advance, plain_documents, plain_export
from tests.factories.catalogue import make_concept
from tests.factories.checkouts import plain_task
from tests.factories.contracts import contract_between
from tests.factories.imports import make_import
from tests.factories.intake import make_interview
from tests.factories.learning import make_model
from tests.factories.meetings import make_meeting, make_offer
from tests.factories.payouts import plain_run
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.project_imports import plain_import
from tests.factories.pulses import plain_pulses
from tests.factories.reviews import plain_reviews
from tests.factories.statements import plain_incoming
from tests.factories.threads import make_post
from tests.factories.tracker import (
    plain_change,
    plain_comment,
    plain_link,
    plain_minutes,
    plain_project,
    plain_status,
)
from tests.factories.work_reports import plain_report

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

ACTORS = ("visitor", "consultant A", "consultant B", "owner A", "member A", "owner B", "advisor", "operator")
TABLE = Path(__file__).with_name("isolation.txt")


class Line(NamedTuple):
    """One line of the table."""

    record: str
    method: str
    rule: str
    expected: tuple[int, ...]


def lines() -> list[Line]:
    read = []
    for row in TABLE.read_text().splitlines():
        if row.startswith("#") or not row:
            continue
        words = row.split()
        record = words.pop(0) if words[0] == "draft" else ""
        read.append(Line(record, words[0], words[1], tuple(int(word) for word in words[2:])))
    return read


class World(NamedTuple):
    """The people, and the ids of A's records by the name they have in an address."""

    people: dict[str, User | None]
    ids: dict[str, UUID]


def of_contracts(application: Application, owner: User) -> dict[str, UUID]:
    """Make a running contract with a talk on its fee, and a client's paper that waits to be signed."""
    contract = contract_between(application, owner, days=1)
    paper = next(each for each in to_be_signed(contract) if each.between is Between.CLIENT)
    talk = PriceTalk(contract_id=contract.id, asked_by_id=application.consultant.user_id, words="相場", due_at=now())
    db.session.add(talk)
    party = party_for(application.consultant)
    return {"contract_id": contract.id, "paper_id": paper.id, "price_talk_id": talk.id, "party_id": party.id}


@pytest.fixture
def world(client: PageClient) -> World:
    del client
    advisor = make_advisor()
    company = make_company(advisor=advisor)
    owner = make_client(company=company)
    member = make_client(company=company, role=CompanyRole.MEMBER)
    consultant = make_listed_consultant(
        advisor_id=advisor.id,
        certifications=[Certification(concept="cert.pmp", name="PMP")],
        recommendations=[Recommendation(by="発注部長", text="遅れを隠さない。")],
    )
    records = {
        "past_project_id": consultant.projects[0].id,
        "certification_id": consultant.certifications[0].id,
        "recommendation_id": consultant.recommendations[0].id,
        "consultant_id": consultant.id,
        "user_id": advisor.id,
    }
    other = make_listed_consultant(advisor_id=advisor.id)
    posting, draft = make_posting(company), make_posting(company, state=EngagementState.DRAFT)
    invitation = Invitation(
        email="new@example.jp", kind=UserKind.CLIENT, company_id=company.id, role=CompanyRole.MEMBER,
        token_hash=uuid4().hex, expires_at=now().replace(year=2100),
    )  # fmt: skip
    job = Job(name="shortlist.rank_everything", state=JobState.FAILED, attempts=5, error="KeyError('x')")
    message = queue_message(consultant.user, "pipeline/not_selected", title="件名", reason="budget", words="")
    message.state, message.delivered_at = Delivery.CAPTURED, now()
    message.html = "<!DOCTYPE html><html lang='ja'><head><title>件名</title></head><body><p>本文</p></body></html>"
    document = make_import(consultant)
    db.session.add_all([invitation, job])
    assert member.membership is not None
    posting_card = make_application(posting, consultant)
    records |= {
        "application_id": posting_card.id,
        "match_id": make_match(posting, consultant).id,
        "engagement_id": posting.id,
        "draft": draft.id,
        "company_id": company.id,
        "membership_id": member.membership.id,
        "invitation_id": invitation.id,
        "job_id": job.id,
        "message_id": message.id,
        "profile_import_id": document.id,
        "interview_id": make_interview(consultant, state=InterviewState.HELD, held_on=today()).id,
    }
    records["note_id"] = write_note("社内のメモ", by=member, application_id=records["application_id"]).id
    written = make_post(posting_card, member, Channel.CLIENT_DESK, files=1)
    records |= {"thread_id": written.thread_id, "attachment_id": written.attachments[0].id}
    records["concept_id"] = make_concept().id
    kept = save_filter("今日", Filter(mine=True), opens=False, by=advisor)
    records["saved_filter_id"] = kept.id
    talks = make_application(make_posting(company), consultant, state=ApplicationState.MEETING)
    records |= {"meeting_id": make_meeting(talks).id, "offer_id": make_offer(talks, owner, days=3).id}
    records |= of_contracts(make_application(make_posting(company), consultant, state=ApplicationState.MEETING), owner)
    project = plain_project(db.session.get_one(Contract, records["contract_id"]))
    records |= {"project_id": project.id, "status_report_id": plain_status(project, consultant.user).id}
    records["minutes_id"] = plain_minutes(project).id
    records["project_import_id"] = plain_import(project).id
    records["change_request_id"] = plain_change(project, consultant.user).id
    comment = plain_comment(project, "S-1", consultant.user)
    records |= {"comment_id": comment.id, "comment_file_id": comment.files[0].id}
    records |= {
        "appeal_id": plain_appeal(consultant, posting).id,
        "reader_link_id": plain_link(project, owner).id,
        "api_token_id": plain_token(project, consultant.user).id,
    }
    records |= plain_pulses(db.session.get_one(Contract, records["contract_id"]))
    records |= plain_reviews(db.session.get_one(Contract, records["contract_id"]), owner)
    report = plain_report(make_application(make_posting(company), consultant), records["offer_id"])
    records |= {"work_report_id": report.id, "expense_id": report.expenses[0].id}
    invoice, notice = plain_documents(report)
    records |= {"invoice_id": invoice.id, "payment_notice_id": notice.id}
    records["collection_task_id"] = plain_task(invoice, owner).id
    came_in = plain_incoming()
    records |= {"bank_statement_id": came_in.bank_statement_id, "incoming_id": came_in.id}
    records["payment_run_id"] = plain_run().id
    records["document_export_id"] = plain_export().id
    records |= {"advance_id": plain_advance(notice).id, "ranking_model_id": make_model().id}
    people = [
        None, consultant.user, other.user, owner, member, make_client(), advisor, make_operator(),
    ]  # fmt: skip
    db.session.commit()
    return World(dict(zip(ACTORS, people, strict=True)), records)


def address(rule: str, subject: UUID) -> str:
    """Fill in the id; of what else an address may name, one will do."""
    return re.sub("<uuid:[^>]+>", str(subject), rule).replace("<board:board>", "risks").replace("<about:about>", "S-1")


def answers(client: PageClient, world: World, line: Line) -> dict[str, int]:
    """Ask as each person, everything taken back in between."""
    name = re.findall(r"<uuid:(\w+)>", line.rule)[0]
    subject = world.ids["draft" if line.record else name]
    cookies = {actor: user.fs_uniquifier if user else None for actor, user in world.people.items()}
    found = {}
    for actor, cookie in cookies.items():
        with client.session_transaction() as session:
            session.clear()
            if cookie:
                session["_user_id"], session["_fresh"] = cookie, True
        db.session.remove()
        taken_back = db.engine.begin_nested()  # type: ignore[attr-defined]  # in a test the engine is one connection
        path = address(line.rule, subject)
        found[actor] = client.open(path, method=line.method).status_code
        db.session.remove()
        taken_back.rollback()
    return found


@pytest.mark.parametrize("begins", sorted({line.rule.split("/")[1] for line in lines()}))
def test_everybody_gets_what_the_table_says(client: PageClient, world: World, begins: str) -> None:
    """One world for all addresses that begin alike: making it costs as much as twenty answers."""
    asked = [line for line in lines() if line.rule.split("/")[1] == begins]
    found = {f"{line.record} {line.method} {line.rule}": answers(client, world, line) for line in asked}
    expected = [dict(zip(ACTORS, line.expected, strict=True)) for line in asked]
    assert found == dict(zip(found, expected, strict=True))


def routes_with_ids(app: Flask) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if "<uuid:" in rule.rule
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_address_that_takes_an_id_stands_in_the_table(app: Flask) -> None:
    assert routes_with_ids(app) == {(line.method, line.rule) for line in lines()}


def test_an_id_that_does_not_exist_is_not_found_by_anybody(client: PageClient, world: World, app: Flask) -> None:
    cookies = [user.fs_uniquifier for name in ("consultant A", "owner A", "operator") if (user := world.people[name])]
    for method, rule in sorted(routes_with_ids(app)):
        path = address(rule, uuid4())
        for cookie in cookies:
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = cookie, True
            known = 401 if path.startswith("/api/") else 404  # who comes with a cookie alone learns nothing there
            assert client.open(path, method=method).status_code == known, (method, rule)
