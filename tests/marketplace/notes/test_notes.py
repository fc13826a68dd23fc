"""Private notes: kept and removed by their own side, and read by nobody else on any page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.accounts.states import CompanyRole
from marketplace.audit import AuditEntry
from marketplace.notes.models import Audience, Note
from marketplace.notes.operations import write_note
from marketplace.notes.queries import notes_on_application, notes_on_consultant
from marketplace.outbox import Message
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

OF_STAFF, OF_COMPANY, OF_PERSON = "面談の印象は控えめ", "社内では有力候補", "前職の評判を確認中"


class World:
    """One application with notes of both sides, one about the person, and everybody who could come across them."""

    def __init__(self) -> None:
        self.advisor, self.operator = make_advisor(), make_operator()
        company = make_company(advisor=self.advisor)
        self.owner = make_client(company=company)
        self.member = make_client(company=company, role=CompanyRole.MEMBER)
        self.stranger = make_client()
        self.consultant = make_listed_consultant(advisor_id=self.advisor.id)
        self.other = make_listed_consultant()
        self.posting = make_posting(company)
        make_match(self.posting, self.consultant)
        self.card: Application = make_application(self.posting, self.consultant)


@pytest.fixture
def world(client: PageClient) -> World:
    del client
    return World()


def kept(session: Session, world: World) -> None:
    write_note(OF_STAFF, by=world.advisor, application_id=world.card.id)
    write_note(OF_COMPANY, by=world.member, application_id=world.card.id)
    write_note(OF_PERSON, by=world.advisor, consultant_id=world.consultant.id)
    session.commit()


def crawl(client: PageClient, user: User, most: int = 80) -> str:
    """Read every page that links lead to from home and from the world's own pages, as one person."""
    client.sign_in(user)
    waiting, text = ["/"], []
    read: set[str] = set()
    while waiting and len(read) < most:
        path = waiting.pop(0)
        if path in read:
            continue
        read.add(path)
        answer = client.get(path)
        if answer.mimetype in {"text/html", "text/plain"}:
            text.append(answer.text)
            found = re.findall(r'href="(/(?!static|sign-out)[^"#]*)"', answer.text)
            waiting += [each.replace("&amp;", "&") for each in found if "lang" not in each]
    return "\n".join(text)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("advisor", {OF_STAFF, OF_PERSON}),
        ("operator", {OF_STAFF, OF_PERSON}),
        ("owner", {OF_COMPANY}),
        ("member", {OF_COMPANY}),
        ("stranger", set()),
        ("consultant", set()),
        ("other", set()),
    ],
)
def test_nobody_else_reads_them_on_any_page(
    client: PageClient, session: Session, world: World, who: str, sees: set[str]
) -> None:
    kept(session, world)
    user = getattr(world, who)
    user = getattr(user, "user", user)
    pages = crawl(client, user)
    for path in (
        f"/applications/{world.card.id}", f"/consultants/{world.consultant.id}",
        f"/engagements/{world.posting.id}/pipeline", f"/engagements/{world.posting.id}/candidates", "/applications",
        "/desk", "/desk/applications", "/notices", "/profile", "/profile/preview",
    ):  # fmt: skip
        pages += client.get(path).text
    assert {words for words in (OF_STAFF, OF_COMPANY, OF_PERSON) if words in pages} == sees


def test_no_file_no_message_and_no_journal_holds_their_words(
    client: PageClient, session: Session, world: World
) -> None:
    kept(session, world)
    words = (OF_STAFF, OF_COMPANY, OF_PERSON)
    assert session.scalars(select(Message)).all() == []
    facts = [str(entry.facts) for entry in session.scalars(select(AuditEntry))]
    assert len([each for each in facts if "audience" in each]) == 3
    assert not any(each in text for each in words for text in facts)
    client.sign_in(world.owner)
    assert not any(each.encode() in client.get(f"/applications/{world.card.id}/sheet.xlsx").data for each in words)


def test_writing_and_removing(client: PageClient, session: Session, world: World) -> None:
    on_card, about = f"/applications/{world.card.id}/notes", f"/consultants/{world.consultant.id}/notes"
    client.sign_in(world.member)
    assert client.post(on_card, data={"note": OF_COMPANY}).status_code == 303
    refused = client.post(on_card, data={"note": "長" * 2001})
    assert refused.status_code == 422
    assert client.post(on_card, data={"note": "  "}).status_code == 422
    assert client.post(about, data={"note": OF_PERSON}).status_code == 404
    client.sign_in(world.consultant.user)
    assert client.post(on_card, data={"note": "x"}).status_code == 403
    assert client.post(about, data={"note": "x"}).status_code == 403
    client.sign_in(world.stranger)
    assert client.post(on_card, data={"note": "x"}).status_code == 404
    client.sign_in(world.advisor)
    assert client.post(about, data={"note": ""}).status_code == 422
    assert client.post(about, data={"note": OF_PERSON}).status_code == 303
    session.expire_all()
    notes = {note.words: note for note in session.scalars(select(Note))}
    assert {words: (note.audience, note.company_id) for words, note in notes.items()} == {
        OF_COMPANY: (Audience.COMPANY, world.posting.company_id), OF_PERSON: (Audience.STAFF, None),
    }  # fmt: skip
    theirs, own = f"/notes/{notes[OF_COMPANY].id}/remove", f"/notes/{notes[OF_PERSON].id}/remove"
    for user, path, status in (
        (world.advisor, theirs, 404), (world.owner, theirs, 403), (world.owner, own, 404), (world.operator, own, 403),
        (world.member, theirs, 303), (world.advisor, own, 303),
    ):  # fmt: skip
        client.sign_in(user)
        assert client.post(path).status_code == status
    assert session.scalars(select(Note)).all() == []


def test_english(client: PageClient, session: Session, world: World) -> None:
    kept(session, world)
    world.member.locale = world.advisor.locale = "en"
    session.commit()
    client.sign_in(world.member)
    assert "Read by the members of your company only." in client.get(f"/applications/{world.card.id}").text
    client.sign_in(world.advisor)
    assert "Read by advisors and operators only." in client.get(f"/consultants/{world.consultant.id}").text


def test_whoever_has_left_the_company_reads_none(session: Session, world: World) -> None:
    kept(session, world)
    assert [note.words for note in notes_on_application(world.card.id, reader=world.owner)] == [OF_COMPANY]
    for user in (world.stranger, world.consultant.user):
        assert notes_on_application(world.card.id, reader=user) == []
        assert notes_on_consultant(world.consultant.id, reader=user) == []


@pytest.mark.parametrize("wrong", ["nothing", "both", "a company's about a person"])
def test_the_schema_refuses_a_note_about_nothing_or_two_things(session: Session, world: World, wrong: str) -> None:
    values = {
        "nothing": {},
        "both": {"application_id": world.card.id, "consultant_id": world.consultant.id},
        "a company's about a person": {"consultant_id": world.consultant.id},
    }[wrong]
    by = world.member if wrong.startswith("a company") else world.advisor
    write_note("x", by=by, **values)
    with pytest.raises(IntegrityError):
        session.flush()
