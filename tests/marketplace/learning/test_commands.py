"""What the commands say: days as in Japan, why a model cannot be gone back to, and a file that cannot be written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from marketplace import files
from marketplace.db import db
from marketplace.learning.operations import roll_back, store_model
from marketplace.learning.queries import models
from marketplace.shortlist.current import in_force
from marketplace.shortlist.states import ModelState
from tests.factories.learning import judged_market, make_model
from tests.marketplace.learning.test_going_back import gone_back_from, waits
from tests.marketplace.learning.test_life import once

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(app: Flask) -> Run:
    """A command line without the log's lines."""

    def ran(*words: str) -> tuple[int, str]:
        found = app.test_cli_runner().invoke(args=["matching", *words])
        told = [line for line in found.output.splitlines(keepends=True) if not line.startswith("{")]
        return found.exit_code, "".join(told)

    return ran


def test_a_day_is_a_day_in_japan(run: Run) -> None:
    make_model(1).made_at = datetime(2026, 9, 30, 23, 47, tzinfo=UTC)
    db.session.commit()
    assert "linear-1: refused (not_better), 400 pairs of 40 postings, 2026-10-01" in run("status")[1]


def test_what_cannot_be_gone_back_to_is_said_in_its_own_words(run: Run) -> None:
    row = store_model(once(), by=None)
    make_model(2)
    db.session.commit()
    assert run("rollback", "1") == (1, f"Error: {row.name} is in force already.\n")
    assert (row.state, row.withdrawn_at) == (ModelState.CURRENT, None)
    assert run("rollback", "2") == (1, "Error: linear-2 was refused: there is nothing to put in force.\n")


def test_one_that_waits_is_to_be_taken_and_status_says_why_it_waits(run: Run) -> None:
    withdrawn = gone_back_from()
    assert "a model that passes waits for an operator, because of the going back on 20" in run("status")[1]
    row = waits()
    code, told = run("rollback", str(row.number))
    assert (code, row.state) == (1, ModelState.WAITING)
    assert f"{row.name} waits to be taken" in told
    roll_back(withdrawn, by=None)
    db.session.commit()
    assert "waits for an operator" not in run("status")[1]


def test_a_file_that_cannot_be_written_leaves_everything_as_it_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_content: bytes, *, folder: str) -> str:
        raise OSError(28, "No space left on device", folder)

    judged_market()
    before = in_force().name
    monkeypatch.setattr(files, "put", full)
    code, told = run("train")
    assert code == 1
    assert told.startswith("Error: The model's file cannot be written, nothing was changed: [Errno 28]")
    assert (in_force().name, list(models())) == (before, [])
