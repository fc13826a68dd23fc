"""Several workers at the same moment, with real threads on a real database: each mail that waited is said once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.background import run_due
from marketplace.clock import now
from marketplace.db import begin_writing, db
from marketplace.inbox.operations import sum_up
from marketplace.outbox import Delivery, Message, queue_message
from tests.factories.accounts import make_advisor
from tests.marketplace.pipeline.engines import ENGINES, database, product
from tests.marketplace.pipeline.test_races import at_once

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from flask import Flask

WAITING = 3


def waiting_reader() -> UUID:
    """Make somebody with mails that were due a minute ago."""
    reader = make_advisor()
    for _each in range(WAITING):
        message = queue_message(reader, "accounts/company_assigned", link="/company", company="青葉商事")
        message.due_at = now() - timedelta(minutes=1)
    db.session.commit()
    return reader.id


def one_worker(app: Flask, user_id: UUID) -> bool:
    """Do what the job does, in a transaction of this thread's own; tell whether it made the summary."""
    with app.app_context():
        begin_writing()
        made = sum_up(user_id) is not None
        db.session.commit()
        return made


@pytest.mark.parametrize("engine", ENGINES)
def test_two_workers_make_one_summary(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as url, product(url, tmp_path) as app:
        for _round in range(4):
            with app.app_context():
                user_id = waiting_reader()
            assert sorted(at_once(*[lambda: one_worker(app, user_id)] * 3)) == [False, False, True]  # noqa: B023
        with app.app_context():
            run_due()
            mails = db.session.scalars(select(Message).where(Message.state == Delivery.CAPTURED)).all()
            assert [each.template for each in mails] == ["inbox/digest"] * 4
            said = db.session.scalars(select(Message.digest_id).where(Message.state == Delivery.BUNDLED)).all()
            assert Counter(said) == {each.id: WAITING for each in mails}
