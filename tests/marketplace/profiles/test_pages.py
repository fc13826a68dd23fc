"""The profile's pages: who may open them, what they answer, how many statements they take."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from marketplace.accounts.states import UserKind
from marketplace.db import db
from marketplace.profiles.models import PastProject, Skill
from marketplace.profiles.sections import SECTIONS
from marketplace.profiles.states import ProfileState, SkillLevel
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client, make_consultant_user, make_operator, make_user
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from tests.conftest import PageClient

NAMES = [section.name for section in SECTIONS]


def test_own_pages_open(client: PageClient) -> None:
    consultant = make_listed_consultant()
    project = consultant.projects[0].id
    client.sign_in(consultant.user)
    for path in ("/profile", "/profile/preview", "/profile/preview?consent=1", "/profile/projects/new"):
        assert client.get(path).status_code == 200, path
    for name in NAMES:
        assert client.get(f"/profile/{name}").status_code == 200, name
    assert client.get(f"/profile/projects/{project}").status_code == 200


def test_empty_profile_opens_everywhere(client: PageClient) -> None:
    client.sign_in(make_consultant().user)
    for path in ("", "/preview", "/preview?consent=1", *(f"/{name}" for name in NAMES)):
        assert client.get(f"/profile{path}").status_code == 200, path


@pytest.mark.parametrize("kind", [UserKind.ADVISOR, UserKind.OPERATOR])
def test_own_pages_are_for_consultants(client: PageClient, kind: UserKind) -> None:
    client.sign_in(make_user(kind))
    for path in ("/profile", "/profile/preview", "/profile/skills"):
        assert client.get(path).status_code == 403, path


def test_visitor_is_asked_to_sign_in(client: PageClient) -> None:
    assert client.get("/profile").status_code == 302


def test_unknown_section_is_not_found(client: PageClient) -> None:
    client.sign_in(make_consultant().user)
    assert client.get("/profile/nonsense").status_code == 404


def test_account_without_profile_is_not_found(client: PageClient) -> None:
    client.sign_in(make_consultant_user())
    assert client.get("/profile").status_code == 404


def test_staff_page(client: PageClient) -> None:
    consultant = make_listed_consultant()
    for reader in (make_advisor(), make_operator(), consultant.user):
        client.sign_in(reader)
        page = client.get(f"/consultants/{consultant.id}")
        assert page.status_code == 200
        assert "みなと精機株式会社" in page.text


def test_nobody_else_learns_that_a_profile_exists(client: PageClient) -> None:
    consultant, other = make_listed_consultant(), make_consultant()
    for stranger in (make_client(), other.user):
        client.sign_in(stranger)
        assert client.get(f"/consultants/{consultant.id}").status_code == 404
        assert client.post(f"/consultants/{consultant.id}/identity").status_code == 404
        assert client.get(f"/consultants/{uuid4()}").status_code == 404


def test_foreign_children_are_not_found(client: PageClient) -> None:
    consultant = make_listed_consultant()
    project, certification = consultant.projects[0].id, consultant.certifications[0].id
    recommendation = consultant.recommendations[0].id
    client.sign_in(make_consultant().user)
    assert client.get(f"/profile/projects/{project}").status_code == 404
    assert client.post(f"/profile/projects/{project}", data={"title": "x"}).status_code == 404
    assert client.post(f"/profile/projects/{project}/remove").status_code == 404
    assert client.post(f"/certifications/{certification}/verify").status_code == 404
    assert client.post(f"/recommendations/{recommendation}/verify").status_code == 404
    assert db.session.get(PastProject, project) is not None


def test_own_verifying_is_refused(client: PageClient) -> None:
    consultant = make_listed_consultant()
    certification = consultant.certifications[0].id
    client.sign_in(consultant.user)
    assert client.post(f"/consultants/{consultant.id}/identity").status_code == 403
    assert client.post(f"/consultants/{consultant.id}/advisor").status_code == 403
    assert client.post(f"/certifications/{certification}/verify").status_code == 404


def test_verifying(client: PageClient) -> None:
    consultant = make_listed_consultant()
    certification = consultant.certifications[0].id
    client.sign_in(make_advisor())
    for path in (
        f"/consultants/{consultant.id}/identity",
        f"/certifications/{certification}/verify",
    ):
        assert client.post(path).status_code == 303, path
    assert client.post(f"/certifications/{certification}/verify").status_code == 409
    db.session.refresh(consultant)
    assert consultant.identity_verified_at


def test_advisor_is_changed(client: PageClient) -> None:
    consultant, advisor = make_listed_consultant(), make_advisor()
    client.sign_in(make_operator())
    path = f"/consultants/{consultant.id}/advisor"
    assert client.post(path, data={"advisor": str(uuid4())}).status_code == 422
    assert client.post(path, data={"advisor": str(advisor.id)}).status_code == 303
    db.session.refresh(consultant)
    assert consultant.advisor_id == advisor.id


def test_listing_names_what_is_missing(client: PageClient) -> None:
    consultant = make_consultant(initials="K.S.")
    client.sign_in(consultant.user)
    page = client.post("/profile/list")
    assert page.status_code == 422
    assert "/profile/skills" in page.text
    assert "/profile/wishes" in page.text
    db.session.refresh(consultant)
    assert consultant.state is ProfileState.INCOMPLETE


def test_hiding_and_listing_again(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    assert client.post("/profile/hide").status_code == 303
    assert client.post("/profile/hide").status_code == 409
    assert client.post("/profile/list").status_code == 303
    db.session.refresh(consultant)
    assert consultant.state is ProfileState.LISTED


@pytest.mark.parametrize("path", ["/profile", "/profile/preview", "/profile/skills", "/profile/projects"])
def test_statements_do_not_grow_with_the_profile(client: PageClient, path: str) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    client.get(path)
    with count_queries() as few:
        client.get(path)
    for n in range(10):
        db.session.add(Skill(consultant_id=consultant.id, concept="skill.evm", level=SkillLevel.B))
        db.session.add(PastProject(consultant_id=consultant.id, title=f"PJ {n}"))
    db.session.commit()
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few)
    assert len(few) <= 15
