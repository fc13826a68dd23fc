"""The policy between two sides: who withdraws, who answers dates and offers, and whose notes are whose."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.policy import Can, may


def person(kind: str, number: int, *, company: int | None = None) -> Any:  # noqa: ANN401 - a stand-in
    membership = SimpleNamespace(company_id=company, role="member") if company else None
    return SimpleNamespace(id=number, kind=kind, company_id=company, membership=membership, active=True)


CONSULTANT, ANOTHER = person("consultant", 1), person("consultant", 2)
CLIENT, STRANGER = person("client", 3, company=10), person("client", 5, company=11)
ADVISOR, OPERATOR = person("advisor", 6), person("operator", 7)
EVERYBODY = (CONSULTANT, ANOTHER, CLIENT, STRANGER, ADVISOR, OPERATOR)
APPLICANT, CLIENTS_SIDE = {CONSULTANT.id}, {CLIENT.id, ADVISOR.id, OPERATOR.id}


def application(state: str = "meeting") -> Any:  # noqa: ANN401 - a stand-in
    engagement = SimpleNamespace(company_id=10, state="open", published_at="2026-11-01", client_hidden=False)
    consultant = SimpleNamespace(user_id=CONSULTANT.id, state="listed", visibility="clients")
    submitted = None if state == "consented" else "2026-11-02"
    return SimpleNamespace(engagement=engagement, consultant=consultant, state=state, submitted_at=submitted)


def allowed(action: Can, subject: object) -> set[int]:
    return {each.id for each in EVERYBODY if may(each, action, subject)}


def test_only_the_applicant_withdraws() -> None:
    for action in (Can.WITHDRAW_APPLICATION, Can.WITHDRAW_CONSENT):
        assert allowed(action, application()) == APPLICANT


@pytest.mark.parametrize(("by", "answered_by"), [("client", APPLICANT), ("consultant", CLIENTS_SIDE)])
def test_dates_and_offers_are_answered_by_the_other_side(by: str, answered_by: set[int]) -> None:
    meeting = SimpleNamespace(application=application(), proposed_by=by)
    offer = SimpleNamespace(application=application("offered"), side=by)
    assert allowed(Can.CHOOSE_SLOT, meeting) == answered_by
    assert allowed(Can.ANSWER_OFFER, offer) == answered_by


def test_a_client_answers_nothing_of_somebody_it_does_not_know_of() -> None:
    part = SimpleNamespace(application=application("consented"), proposed_by="consultant", side="consultant")
    for action in (Can.CHOOSE_SLOT, Can.ANSWER_OFFER):
        assert allowed(action, part) == {ADVISOR.id, OPERATOR.id}


@pytest.mark.parametrize(("audience", "readers"), [("client", {CLIENT.id}), ("staff", {ADVISOR.id, OPERATOR.id})])
def test_notes_are_read_by_the_side_that_wrote_them_and_removed_by_their_author(
    audience: str, readers: set[int]
) -> None:
    for author in EVERYBODY:
        note = SimpleNamespace(audience=audience, company_id=10 if audience == "client" else None, author_id=author.id)
        assert allowed(Can.SEE_NOTE, note) == readers
        assert allowed(Can.REMOVE_NOTE, note) == readers & {author.id}


def thread(channel: str, state: str = "meeting") -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(application=application(state), channel=channel, contract=None)


@pytest.mark.parametrize("action", [Can.SEE_THREAD, Can.WRITE_POST])
@pytest.mark.parametrize(
    ("channel", "people"),
    [
        ("everyone", (CONSULTANT, CLIENT, ADVISOR, OPERATOR)),
        ("consultant_desk", (CONSULTANT, ADVISOR, OPERATOR)),
        ("client_desk", (CLIENT, ADVISOR, OPERATOR)),
    ],
    ids=["everyone", "consultant_desk", "client_desk"],
)
def test_each_channel_has_its_people_and_where_a_client_reads_begins_with_the_submission(
    action: Can, channel: str, people: tuple[Any, ...]
) -> None:
    assert allowed(action, thread(channel)) == {each.id for each in people}
    assert allowed(action, thread(channel, "not_selected")) == {each.id for each in people}
    before = {each.id for each in people} if channel == "consultant_desk" else set()
    assert allowed(action, thread(channel, "consented")) == before
    never_submitted = thread(channel, "withdrawn")
    never_submitted.application.submitted_at = None
    assert allowed(action, never_submitted) == before


@pytest.mark.parametrize("channel", ["everyone", "client_desk"])
@pytest.mark.parametrize("consent", [object(), None])
def test_a_client_opens_files_of_others_only_with_the_consent(channel: str, consent: object) -> None:
    written = thread(channel)
    written.application.consent = consent
    side = {CLIENT.id} if consent else set()
    others = allowed(Can.SEE_THREAD, written) - {CLIENT.id}
    for author in (CONSULTANT, ADVISOR, OPERATOR):
        file = SimpleNamespace(post=SimpleNamespace(thread=written, author=author))
        assert allowed(Can.SEE_ATTACHMENT, file) == others | side
    own = SimpleNamespace(post=SimpleNamespace(thread=written, author=CLIENT))
    assert allowed(Can.SEE_ATTACHMENT, own) == others | {CLIENT.id}


def contract(model: str = "via", *, sent: bool = True) -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(
        application=application("accepted"), model=model, sent_at="2026-11-03" if sent else None, state="active"
    )


@pytest.mark.parametrize("action", [Can.SEE_THREAD, Can.WRITE_POST])
@pytest.mark.parametrize(
    ("channel", "people"),
    [
        ("contract_everyone", (CONSULTANT, CLIENT, ADVISOR, OPERATOR)),
        ("contract_consultant_desk", (CONSULTANT, ADVISOR, OPERATOR)),
        ("contract_client_desk", (CLIENT, ADVISOR, OPERATOR)),
    ],
    ids=["everyone", "consultant_desk", "client_desk"],
)
def test_a_contracts_channels_begin_once_it_was_sent(action: Can, channel: str, people: tuple[Any, ...]) -> None:
    for sent in (True, False):
        about = contract(sent=sent)
        written = SimpleNamespace(application=about.application, channel=channel, contract=about)
        assert allowed(action, written) == ({each.id for each in people} if sent else set())


def test_whoever_an_invoice_is_owed_to_books_what_was_paid() -> None:
    for model, books in (("via", {OPERATOR.id}), ("direct", {CONSULTANT.id})):
        assert allowed(Can.BOOK_RECEIPT, SimpleNamespace(contract=contract(model), company_id=10)) == books


def test_an_interview_is_seen_by_whom_it_is_about_and_the_desk() -> None:
    about_company = SimpleNamespace(consultant=None, company_id=10)
    assert allowed(Can.SEE_INTERVIEW, about_company) == CLIENTS_SIDE
