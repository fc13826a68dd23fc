"""A job that must read much before it writes does so before it takes SQLite's one writer's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from marketplace.background import Job, JobState, enqueue, job, run_due
from marketplace.db import db
from tests.marketplace.pipeline.engines import own_product

if TYPE_CHECKING:
    from flask import Flask

__all__ = ["own_product"]
ran: list[object] = []


def _writes() -> bool:
    return bool(db.session().connection().get_execution_options().get("writing"))


@job(reads=lambda word: (word * 2, _writes()))
def read_first(word: str, found: tuple[str, bool]) -> None:
    ran.append((word, *found, _writes()))


def test_what_a_job_reads_first_does_not_take_the_writers_place(own_product: Flask) -> None:
    ran.clear()
    with own_product.app_context():
        db.session.execute(delete(Job))
        enqueue("marketplace.read_first", word="ab")
        db.session.commit()
        assert run_due() == 1
        assert ran == [("ab", "abab", False, True)]
        assert db.session.scalars(select(Job.state)).all() == [JobState.DONE]
