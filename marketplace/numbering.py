"""Running numbers without gaps: a counter's row is locked until the document that took the number is kept with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from marketplace.db import Model, db


class Counter(Model):
    """The last number that was given out in a series, e.g. "contract/2026"."""

    series: Mapped[str] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)


def next_in(series: str) -> int:
    """Take the next number, 1 the first time.

    Whoever else wants one waits until this transaction ends; if it is rolled back the number was never given, so that
    there are no gaps (R24).
    """
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[db.session.connection().dialect.name]
    fresh = insert(Counter).values(id=uuid7(), series=series, last=0).on_conflict_do_nothing(index_elements=["series"])
    db.session.execute(fresh)
    taken = update(Counter).where(Counter.series == series).values(last=Counter.last + 1).returning(Counter.last)
    return int(db.session.execute(taken, execution_options={"synchronize_session": False}).scalar_one())
