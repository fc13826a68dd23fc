"""Alembic inside the application: its engine, its models, one transaction for all steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context
from flask import current_app

from marketplace.db import Model

if TYPE_CHECKING:
    from sqlalchemy import Connection

MADE_BY_HAND = ("listing_text",)  # the text index and, on SQLite, the tables FTS5 keeps for it


def _is_ours(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave out of the comparison with the models what no model describes."""
    return not (name and kind in {"table", "index"} and name.startswith((*MADE_BY_HAND, "ix_listing_text", "sqlite_")))


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET lock_timeout = '2s'")
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_object=_is_ours,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with current_app.extensions["sqlalchemy"].engine.connect() as fresh, fresh.begin():
        _migrate(fresh)
