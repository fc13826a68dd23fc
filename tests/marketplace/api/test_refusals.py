"""What a program is refused, and how it is told: 403 for what its person may not hand on, 429 for too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.accounts.states import UserKind
from marketplace.clock import now
from marketplace.limits import PROGRAMS, WRONG_TOKENS
from tests.factories.api import token_of
from tests.factories.keeping import keep
from tests.factories.tracker import begun_project

if TYPE_CHECKING:
    from tests.conftest import PageClient

PATHS = ("", "/risks", "/risks.csv", "/status-reports", "/evm")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


def test_staff_reads_no_project_by_program_even_where_it_was_let_in(client: PageClient) -> None:
    project, pmo, _owner, advisor = begun_project()
    stayed, became = token_of(pmo, project), token_of(advisor, project, everything=True)
    project.advisor_invited_at = now()
    advisor.kind = UserKind.ADVISOR
    keep()
    for path in PATHS:
        refused: Any = client.get(f"/api/v1/projects/{project.id}{path}", headers=bearer(became))
        assert (refused.status_code, refused.mimetype) == (403, "application/problem+json"), path
        assert refused.json["detail"] == "The token does not allow this."
        assert client.get(f"/api/v1/projects/{project.id}{path}", headers=bearer(stayed)).status_code == 200
    listed: Any = client.get("/api/v1/projects", headers=bearer(became))
    assert (listed.status_code, listed.json["items"]) == (200, [])
    assert project.name not in client.get("/api/v1/portfolio.csv", headers=bearer(became)).text
    client.sign_in(advisor)
    page = f"/projects/{project.id}/api-tokens"
    assert client.get(page).status_code == 403
    assert client.post(page, data={"name": "Power BI", "days": "30", "scope": "one"}).status_code == 403


def test_who_asks_too_often_is_told_how_long_to_wait(limited: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    busy, calm = token_of(pmo, project), token_of(owner, project)
    most = int(PROGRAMS.partition(" ")[0])
    answers = [limited.get("/api/v1/projects", headers=bearer(busy)).status_code for _n in range(most)]
    assert answers == [200] * most
    refused: Any = limited.get("/api/v1/projects", headers=bearer(busy))
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "Retry-After" in refused.json["detail"]
    assert limited.get("/api/v1/projects", headers=bearer(calm)).status_code == 200


def test_tokens_cannot_be_guessed_in_numbers(limited: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    token, most = token_of(pmo, project), int(WRONG_TOKENS.partition(" ")[0])
    answers = [limited.get("/api/v1/projects", headers=bearer(f"enn_{n}")).status_code for n in range(most + 1)]
    assert answers == [401] * most + [429]
    assert limited.get("/api/v1/projects", headers=bearer(token)).status_code == 200
