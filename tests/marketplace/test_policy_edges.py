"""The policy at its edges: each rule where it begins and where it ends, on stand-ins of records."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from marketplace.engagements.states import EngagementState
from marketplace.pipeline.states import ApplicationState
from marketplace.policy import Can, may
from marketplace.profiles.states import ProfileState, Visibility


def person(kind: str, *, number: int = 1, company: int | None = None, role: str = "owner", active: bool = True) -> Any:  # noqa: ANN401 - a stand-in
    membership = SimpleNamespace(company_id=company, role=role) if company else None
    return SimpleNamespace(id=number, kind=kind, company_id=company, membership=membership, active=active)


def posting(state: str = "open", *, company: int = 10, hidden: bool = False) -> Any:  # noqa: ANN401 - a stand-in
    published = None if state in {"draft", "in_review"} else "2026-11-01"
    return SimpleNamespace(company_id=company, state=state, published_at=published, client_hidden=hidden)


def profile(user_id: int = 1, *, state: str = "listed", visibility: str = "clients") -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(user_id=user_id, state=state, visibility=visibility)


CLIENT, STRANGER = person("client", number=3, company=10, role="member"), person("client", number=5, company=11)
CONSULTANT, ADVISOR, OPERATOR = person("consultant"), person("advisor", number=6), person("operator", number=7)


# accounts


def test_an_owner_rules_in_its_own_company_only() -> None:
    owner, member = person("client", company=10), person("client", company=10, role="member")
    here, elsewhere = SimpleNamespace(id=10, company_id=10), SimpleNamespace(id=11, company_id=11)
    for action in (Can.EDIT_COMPANY, Can.INVITE_MEMBER, Can.REVOKE_INVITATION, Can.REMOVE_MEMBER, Can.CHANGE_ROLE):
        assert may(owner, action, here)
        assert not may(owner, action, elsewhere)
        assert not may(member, action, here)
        assert not may(person("client"), action, here)
        assert not may(ADVISOR, action, here)


def test_who_belongs_to_a_company_without_membership_owns_nothing() -> None:
    half = SimpleNamespace(id=3, kind="client", company_id=10, membership=None, active=True)
    for action in (Can.EDIT_COMPANY, Can.REVOKE_INVITATION, Can.REMOVE_MEMBER, Can.POST_ENGAGEMENT):
        assert not may(half, action, SimpleNamespace(id=10, company_id=10))  # type: ignore[arg-type]


def test_an_invitation_of_staff_is_the_operators() -> None:
    invitation = SimpleNamespace(company_id=None)
    assert may(OPERATOR, Can.REVOKE_INVITATION, invitation)
    for each in (ADVISOR, CLIENT, CONSULTANT, person("client")):
        assert not may(each, Can.REVOKE_INVITATION, invitation)


def test_an_operator_closes_accounts_of_staff_but_not_the_own() -> None:
    other = person("operator", number=8)
    for each in (ADVISOR, other):
        assert may(OPERATOR, Can.CLOSE_STAFF_ACCOUNT, each)
        assert not may(ADVISOR, Can.CLOSE_STAFF_ACCOUNT, each)
        assert not may(CLIENT, Can.CLOSE_STAFF_ACCOUNT, each)
    for each in (OPERATOR, CLIENT, CONSULTANT):
        assert not may(OPERATOR, Can.CLOSE_STAFF_ACCOUNT, each)


@pytest.mark.parametrize("on_page", [True, False])
def test_a_notice_is_its_readers_and_only_what_shows_on_a_page(on_page: bool) -> None:  # noqa: FBT001 - a case
    message = SimpleNamespace(user_id=1, on_page=on_page)
    assert may(CONSULTANT, Can.READ_NOTICE, message) is on_page
    assert not may(OPERATOR, Can.READ_NOTICE, message)


# engagements


@pytest.mark.parametrize("state", list(EngagementState))
def test_what_was_never_published_is_known_to_its_own_side_only(state: str) -> None:
    published = state not in {"draft", "in_review"}
    for each in (None, CONSULTANT, STRANGER):
        assert may(each, Can.SEE_ENGAGEMENT, posting(state)) is published
    for each in (CLIENT, ADVISOR, OPERATOR):
        assert may(each, Can.SEE_ENGAGEMENT, posting(state))


@pytest.mark.parametrize("state", list(EngagementState))
def test_a_client_writes_its_draft_and_staff_what_is_not_over(state: str) -> None:
    assert may(CLIENT, Can.EDIT_ENGAGEMENT, posting(state)) is (state == "draft")
    assert may(ADVISOR, Can.EDIT_ENGAGEMENT, posting(state)) is (state in {"draft", "in_review", "open", "paused"})
    assert not may(STRANGER, Can.EDIT_ENGAGEMENT, posting(state))
    assert not may(CONSULTANT, Can.EDIT_ENGAGEMENT, posting(state))


@pytest.mark.parametrize("hidden", [True, False])
def test_a_hidden_client_is_known_to_its_own_side_only(hidden: bool) -> None:  # noqa: FBT001 - a case
    for each in (None, CONSULTANT, STRANGER):
        assert may(each, Can.SEE_CLIENT_NAME, posting(hidden=hidden)) is not hidden
    for each in (CLIENT, ADVISOR, OPERATOR):
        assert may(each, Can.SEE_CLIENT_NAME, posting(hidden=hidden))


def test_duties_in_full_are_for_those_who_could_work_or_who_buy() -> None:
    assert [may(each, Can.SEE_DUTIES, posting()) for each in (None, CONSULTANT, STRANGER, CLIENT, ADVISOR)] == [
        False, True, False, True, True,
    ]  # fmt: skip


def test_staff_that_once_had_a_company_buys_nothing() -> None:
    assert not may(person("advisor", company=10), Can.SUBMIT_ENGAGEMENT, posting("draft"))
    assert not may(person("consultant", company=10), Can.SEE_OWN_SIDE, posting())


# matches and applications


def match(state: str = "open", *, eligible: bool = True, **of_profile: Any) -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(engagement=posting(state), consultant=profile(**of_profile), eligible=eligible)


@pytest.mark.parametrize("state", list(EngagementState))
def test_a_client_sees_ranked_people_while_its_posting_lives(state: str) -> None:
    assert may(CLIENT, Can.SEE_MATCH, match(state)) is (state in {"open", "paused"})
    assert not may(STRANGER, Can.SEE_MATCH, match(state))
    assert may(ADVISOR, Can.SEE_MATCH, match(state))


@pytest.mark.parametrize("state", list(ProfileState))
@pytest.mark.parametrize("visibility", list(Visibility))
@pytest.mark.parametrize("eligible", [True, False])
def test_a_client_sees_only_who_shows_to_clients(state: str, visibility: str, eligible: bool) -> None:  # noqa: FBT001 - a case
    pair = match(state=EngagementState.OPEN, eligible=eligible)
    pair.consultant = profile(state=state, visibility=visibility)
    assert may(CLIENT, Can.SEE_MATCH, pair) is (state == "listed" and visibility == "clients" and eligible)
    assert may(CONSULTANT, Can.SEE_MATCH, pair)
    assert not may(person("consultant", number=2), Can.SEE_MATCH, pair)
    assert may(OPERATOR, Can.SEE_MATCH, pair)


@pytest.mark.parametrize("state", list(EngagementState))
def test_one_applies_for_what_is_open(state: str) -> None:
    assert may(CONSULTANT, Can.APPLY, posting(state)) is (state == "open")
    assert not may(CLIENT, Can.APPLY, posting(state))


def application(state: str = "submitted", *, submitted: bool = True, consent: bool = True) -> Any:  # noqa: ANN401 - a stand-in
    return SimpleNamespace(
        engagement=posting(),
        consultant=profile(),
        state=state,
        submitted_at="2026-11-01" if submitted else None,
        consent=object() if consent else None,
    )


@pytest.mark.parametrize("state", list(ApplicationState))
@pytest.mark.parametrize("submitted", [True, False])
def test_a_client_knows_of_an_application_once_it_was_submitted(state: str, submitted: bool) -> None:  # noqa: FBT001 - a case
    before = state in {"proposed", "consent_asked", "consented"}
    asked = application(state, submitted=submitted)
    assert may(CLIENT, Can.SEE_APPLICATION, asked) is (submitted and not before)
    assert not may(STRANGER, Can.SEE_APPLICATION, asked)
    assert may(CONSULTANT, Can.SEE_APPLICATION, asked)
    assert not may(person("consultant", number=2), Can.SEE_APPLICATION, asked)
    assert may(ADVISOR, Can.SEE_APPLICATION, asked)


@pytest.mark.parametrize("state", list(ApplicationState))
@pytest.mark.parametrize("submitted", [True, False])
@pytest.mark.parametrize("consent", [True, False])
def test_a_client_reads_a_name_only_with_a_consent(state: str, submitted: bool, consent: bool) -> None:  # noqa: FBT001 - a case
    asked = application(state, submitted=submitted, consent=consent)
    seen = may(CLIENT, Can.SEE_NAMED_PROFILE, asked)
    assert seen is (may(CLIENT, Can.SEE_APPLICATION, asked) and consent)
    assert not may(STRANGER, Can.SEE_NAMED_PROFILE, asked)
    assert may(CONSULTANT, Can.SEE_NAMED_PROFILE, asked)
    assert may(ADVISOR, Can.SEE_NAMED_PROFILE, asked)
