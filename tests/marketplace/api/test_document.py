"""The document says what the interface does: its own checks, and schemathesis over all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from marketplace.api.document import document
from marketplace.tracker.boards import BOARDS
from tests.factories.api import token_of
from tests.factories.exports import told_project
from tests.factories.tracker import written
from tests.marketplace.api.schema import operations_of, try_operation

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import PageClient

EVERY_BOARD = {
    "assumptions": {"title": "休日の作業はない"}, "dependencies": {"title": "回線の開通"},
    "decisions": {"title": "切替日"}, "actions": {"title": "日程案を配る"},
}  # fmt: skip


def test_the_document_names_every_board_with_all_its_columns(client: PageClient) -> None:
    answer: Any = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json) == (
        200,
        document("http://localhost:8000") | {"servers": answer.json["servers"]},
    )
    assert answer.headers["Cache-Control"].startswith("public")
    for board in BOARDS.values():
        told = answer.json["components"]["schemas"][board.model.__name__]["properties"]
        assert all(any(name.startswith(each.name) for name in told) for each in board.columns), board.name
    assert {each["get"]["operationId"] for each in answer.json["paths"].values()} >= {"listRisk", "feedWorkItem"}


@pytest.mark.parametrize("examples", [2, pytest.param(200, marks=pytest.mark.attack)])
def test_schemathesis_finds_nothing(app: Flask, examples: int) -> None:
    project, pmo, owner, _advisor, _report = told_project()
    for board, cells in EVERY_BOARD.items():
        written(project, board, pmo, cells)
    token = token_of(owner, project, everything=True)
    operations = operations_of(app)
    assert len(operations) == 5 + 2 * len(BOARDS)
    met = {each.path: try_operation(each, token, {"project_id": str(project.id)}, examples) for each in operations}
    assert all(200 in statuses for statuses in met.values()), met
    assert {404, 422} <= set().union(*met.values())
