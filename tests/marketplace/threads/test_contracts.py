"""A contract's own messages, in both models: who takes part, who is told, and what nobody else comes across."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import select

from marketplace.accounts.states import CompanyRole
from marketplace.audit import AuditEntry
from marketplace.background import run_due
from marketplace.clock import today
from marketplace.contracts.operations.ending import end_now
from marketplace.contracts.states import EndKind
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline.operations import withdraw_consent
from marketplace.threads.models import Attachment, Thread
from marketplace.threads.operations import mark_read, write_post
from marketplace.threads.queries import new_thread, unread_posts
from marketplace.threads.states import NOT_THE_CLIENTS, NOT_THE_CONSULTANTS, OF_APPLICATION, OF_CONTRACT, Channel
from marketplace.threads.uploads import Upload
from tests.conftest import count_queries
from tests.factories.accounts import make_client, make_operator
from tests.factories.contracts import drafted_contract, running_contract, sent_contract
from tests.factories.profiles import make_listed_consultant
from tests.factories.threads import make_post
from tests.marketplace.threads.test_leaks import crawl

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient

EVERYONE, CONSULTANT_DESK, CLIENT_DESK = OF_CONTRACT
WORDS = {EVERYONE: "全員宛fjord", CONSULTANT_DESK: "本人宛glyph", CLIENT_DESK: "発注側宛sphinx"}
FINDS = {
    "consultant": {EVERYONE, CONSULTANT_DESK},
    "other": set(),
    "owner": {EVERYONE, CLIENT_DESK},
    "member": {EVERYONE, CLIENT_DESK},
    "stranger": set(),
    "advisor": set(OF_CONTRACT),
    "operator": set(OF_CONTRACT),
}


class World(NamedTuple):
    """A contract and the people around it."""

    contract: Contract
    people: dict[str, User]

    @property
    def page(self) -> str:
        return f"/contracts/{self.contract.id}/messages"


def world_of(contract: Contract, owner: User, advisor: User) -> World:
    company = contract.application.engagement.company
    people = {
        "consultant": contract.application.consultant.user, "other": make_listed_consultant().user, "owner": owner,
        "member": make_client(company=company, role=CompanyRole.MEMBER), "stranger": make_client(),
        "advisor": advisor, "operator": make_operator(),
    }  # fmt: skip
    db.session.commit()
    return World(contract, people)


@pytest.fixture(params=list(ContractModel))
def world(request: pytest.FixtureRequest, session: object) -> World:
    del session
    return world_of(*sent_contract(request.param))


def said(world: World) -> None:
    """Write into each channel a word of its own, with a file that holds it too."""
    for channel, words in WORDS.items():
        file = Upload(f"{words}.txt", "text/plain", f"file {words}".encode())
        write_post(world.contract, channel, words, by=world.people["advisor"], uploads=[file])
    db.session.commit()


@pytest.mark.parametrize("role", list(FINDS))
def test_each_finds_exactly_what_is_for_it(client: PageClient, world: World, role: str) -> None:
    said(world)
    first = [world.page, "/threads", "/threads?of=all", "/notices", f"/applications/{world.contract.application_id}"]
    first += [f"{world.page}?channel={each}&all=1" for each in OF_CONTRACT]
    first += [f"/applications/{world.contract.application_id}?channel={each}" for each in OF_CONTRACT]
    first += [f"/attachments/{each}" for each in db.session.scalars(select(Attachment.id))]
    pages = crawl(client, world.people[role], first, most=40)
    assert {each for each, words in WORDS.items() if words in pages} == FINDS[role]
    assert {each for each, words in WORDS.items() if f"file {words}" in pages} == FINDS[role]


def test_whoever_reads_a_channel_is_told_once_and_has_one_to_read_and_no_mail_says_what(world: World) -> None:
    said(world)
    run_due()
    told = db.session.scalars(select(Message).where(Message.template == "threads/posted_on_contract")).all()
    emails = [each.to_email for each in told]
    for role, channels in FINDS.items():
        user = world.people[role]
        expected = len(channels) if role in {"consultant", "owner", "member"} else 0
        assert (emails.count(user.email), unread_posts(user)) == (expected, expected), role
    assert {each.link.partition("?")[0] for each in told if each.link} == {world.page}
    kept = [f"{each.subject}{each.text}{each.html}{each.facts}" for each in told]
    kept += [str(each.facts) for each in db.session.scalars(select(AuditEntry))]
    assert [words for words in WORDS.values() if any(words in each for each in kept)] == []


def test_the_advisor_is_told_of_what_either_side_writes(world: World) -> None:
    make_post(world.contract, world.people["consultant"], CONSULTANT_DESK)
    make_post(world.contract, world.people["member"], CLIENT_DESK)
    assert unread_posts(world.people["advisor"]) == 2
    assert unread_posts(world.people["owner"]) == 1
    assert unread_posts(world.people["consultant"]) == 0


def test_a_contract_and_its_application_have_threads_of_their_own(world: World) -> None:
    application, owner = world.contract.application, world.people["owner"]
    of_card = make_post(application, owner, Channel.EVERYONE, words="応募について")
    of_contract = make_post(world.contract, owner, EVERYONE, words="契約について")
    assert (of_card.thread.contract_id, of_contract.thread.contract_id) == (None, world.contract.id)
    assert of_card.thread_id != of_contract.thread_id
    consultant = world.people["consultant"]
    assert unread_posts(consultant) == 2
    mark_read(of_contract.thread, of_contract.at, by=consultant)
    assert unread_posts(consultant) == 1
    rows = db.session.scalars(select(Thread)).all()
    assert all((each.contract_id is not None) == (each.channel in OF_CONTRACT) for each in rows)


def test_a_channel_of_the_other_kind_is_refused(client: PageClient, world: World) -> None:
    with pytest.raises(ValueError, match="everyone"):
        new_thread(world.contract, Channel.EVERYONE)
    with pytest.raises(ValueError, match="contract_client_desk"):
        new_thread(world.contract.application, CLIENT_DESK)
    client.sign_in(world.people["advisor"])
    for page, channels in (
        (world.page, OF_APPLICATION),
        (f"/applications/{world.contract.application_id}/messages", OF_CONTRACT),
    ):
        for channel in channels:
            assert client.post(page, data={"channel": channel.value, "post": "x"}).status_code == 404
    assert db.session.scalars(select(Thread)).all() == []


@pytest.mark.parametrize(
    ("role", "closed"), [("consultant", NOT_THE_CONSULTANTS), ("owner", NOT_THE_CLIENTS), ("advisor", frozenset())]
)
def test_what_one_does_not_read_one_does_not_write(
    client: PageClient, world: World, role: str, closed: frozenset[Channel]
) -> None:
    client.sign_in(world.people[role])
    for channel in OF_CONTRACT:
        answer = client.post(world.page, data={"channel": channel.value, "post": "確認しました。"})
        assert answer.status_code == (404 if channel in closed else 303)


def test_written_on_the_page_with_a_file_and_listed(client: PageClient, world: World) -> None:
    client.sign_in(world.people["consultant"])
    assert world.page in client.get(f"/contracts/{world.contract.id}").text
    data = {"channel": EVERYONE.value, "post": "月次の資料です。", "files": [(io.BytesIO("議事".encode()), "議事.txt")]}
    answer = client.post(world.page, data=data)
    assert answer.status_code == 303
    assert answer.location == f"{world.page}?channel=contract_everyone#messages"
    client.sign_in(world.people["owner"])
    listed = client.get("/threads").text
    assert "月次の資料です。" in listed
    assert f"{world.page}?channel=contract_everyone#post" in listed
    assert ">議事.txt</a>" in client.get(world.page).text
    assert client.post(world.page, data={"channel": EVERYONE.value, "post": ""}).status_code == 422


def test_the_parties_of_a_contract_stay_named_when_the_consent_ends(client: PageClient, world: World) -> None:
    """The consent to be shown ends after half a year by itself; what was sent to both names them to each other."""
    consultant = world.people["consultant"]
    withdraw_consent(world.contract.application, by=consultant)
    file = Upload("資料.txt", "text/plain", "本文".encode())
    post = write_post(world.contract, EVERYONE, f"{consultant.name}です。", by=consultant, uploads=[file])
    attachment = post.attachments[0].id
    db.session.commit()
    client.sign_in(world.people["member"])
    assert client.get(f"/attachments/{attachment}").status_code == 200
    contract = f"/contracts/{world.contract.id}"
    months = f"{contract}/work-reports"
    for path in (world.page, "/threads", f"/threads?q={consultant.name}", contract, "/contracts", months):
        assert f">{consultant.name}<" in client.get(path).text, path


def test_before_it_is_sent_there_is_nobody_to_write_to(client: PageClient, session: object) -> None:
    del session
    world = world_of(*drafted_contract())
    client.sign_in(world.people["advisor"])
    assert client.get(world.page).status_code == 200
    assert client.post(world.page, data={"channel": EVERYONE.value, "post": "x"}).status_code == 404
    client.sign_in(world.people["consultant"])
    assert client.get(world.page).status_code == 404


def test_it_can_be_written_for_half_a_year_after_the_end(client: PageClient, session: object) -> None:
    del session
    world = world_of(*running_contract())
    advisor = world.people["advisor"]
    end_now(world.contract, kind=EndKind.AGREED, words="合意により終了", by=advisor)
    make_post(world.contract, world.people["consultant"], EVERYONE, words="支払調書をお願いします。")
    world.contract.ended_on = today() - timedelta(days=181)
    db.session.commit()
    with pytest.raises(DomainError):
        write_post(world.contract, EVERYONE, "まだですか。", by=advisor)
    client.sign_in(advisor)
    page = client.get(world.page).text
    assert "支払調書をお願いします。" in page
    assert 'name="post"' not in page


def test_the_list_asks_as_much_for_many_contracts_as_for_one(client: PageClient, session: object) -> None:
    del session
    world = world_of(*sent_contract())
    operator = world.people["operator"]
    make_post(world.contract, world.people["consultant"], EVERYONE)
    client.sign_in(operator)
    client.get("/threads?of=all")
    with count_queries() as one:
        client.get("/threads?of=all")
    for _n in range(3):
        more, owner, _advisor = sent_contract()
        make_post(more, owner, EVERYONE)
        make_post(more.application, owner)
    db.session.expire_all()
    with count_queries() as many:
        client.get("/threads?of=all")
    assert len(many) <= len(one)
