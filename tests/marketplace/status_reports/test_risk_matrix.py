"""Open risks stand in a square of probability and impact, on the page of the list, for whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.clock import today
from marketplace.status_reports.risk_matrix import colour_of
from marketplace.tracker.states import Rag
from tests.factories.tracker import started_project, written

if TYPE_CHECKING:
    from tests.conftest import PageClient


@pytest.mark.parametrize(
    ("score", "rag"), [(1, Rag.GREEN), (7, Rag.GREEN), (8, Rag.AMBER), (14, Rag.AMBER), (15, Rag.RED), (25, Rag.RED)]
)
def test_each_field_has_the_colour_that_is_proposed(score: int, rag: Rag) -> None:
    assert colour_of(score) is rag


def test_the_square_shows_open_risks_alone(client: PageClient) -> None:
    project, pmo, owner, _advisor = started_project(weeks=0)
    written(
        project, "risks", pmo, {"title": "要員の退職", "probability": "4", "impact": "5"},
        {"title": "円安", "probability": "2", "impact": "2", "closed_on": today().isoformat()},
    )  # fmt: skip
    for reader in (pmo, owner):
        client.sign_in(reader)
        square = client.get(f"/projects/{project.id}/risks").text.partition('class="table risk-matrix"')[2]
        line = next(each for each in square.split("<tr>") if "R-1</a>" in each)
        assert line.index('data-rag="red"') < line.index("R-1</a>")
        assert "R-2</a>" not in square
    assert "risk-matrix" not in client.get(f"/projects/{project.id}/issues").text
