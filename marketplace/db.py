"""The typed base of all models, and one request = one transaction."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.typing import ResponseReturnValue

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An instant: naive values raise, what comes back is aware UTC on every engine."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


JSON = sa.JSON().with_variant(JSONB(), "postgresql")
# A project's money: 32 bits end at 21億円; SQLite's integers hold any amount.
LARGE_YEN = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Model(DeclarativeBase):
    """Base of every model: UUIDv7 id known at construction, table named after the class."""

    registry = registry(
        type_annotation_map={
            datetime: UtcDateTime(),
            Enum: sa.Enum(
                Enum, native_enum=False, length=32, values_callable=lambda kind: [each.value for each in kind]
            ),
            UUID: sa.Uuid(),
            list[str]: JSON,
            list[int]: JSON,
            list[float]: JSON,
            list[dict[str, Any]]: JSON,
            dict[str, Any]: JSON,
        }
    )
    metadata = sa.MetaData(naming_convention=CONVENTION)

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid7())
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name!r}")
            setattr(self, name, value)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy hands over the class
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


db = SQLAlchemy(model_class=Model, disable_autonaming=True)


@sa.event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, record: object) -> None:  # noqa: ANN401 - any driver's
    """Keep PostgreSQL from compiling queries just in time: ours are short and join much, it took longer than they.

    Who waits for a row longer than SQLite would (below) is told so, instead of holding a server's thread for ever.
    """
    del record
    if type(connection).__module__.startswith("psycopg"):
        connection.autocommit = True  # or the first rollback would take it back
        connection.execute("SET jit = off")
        connection.execute("SET lock_timeout = '10s'")
        connection.autocommit = False


@sa.event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - any driver's
    """Make SQLite wait, check foreign keys, and obey our BEGIN (its driver otherwise delays it)."""
    del record
    if type(connection).__module__.startswith("sqlite3"):
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=10000",
            "cache_size=-20000",
        ):
            connection.execute(f"PRAGMA {pragma}")


@sa.event.listens_for(Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    """Open SQLite's transaction; a writing one at once IMMEDIATE, so that it waits instead of failing later."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def begin_writing() -> None:
    """Start the session's transaction as one that will write; to be called before its first statement."""
    if not db.session().in_transaction():
        db.session.connection(execution_options={"writing": True})


@contextmanager
def in_own_transaction() -> Iterator[None]:
    """Give what is done inside a transaction of its own, as a request has it; for commands that do many things."""
    db.session.rollback()
    begin_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


class UnitOfWorkFlask(Flask):
    """One request, one transaction: a successful write commits, anything else does not."""

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Take the writer's place in the queue before anything reads: on SQLite a reader cannot become a writer.

        What was sent is taken in before that: whoever sends it slowly would keep everybody else from writing.
        """
        if request.method not in SAFE:
            view = self.view_functions.get(request.endpoint or "")
            request.max_content_length = getattr(view, "most_bytes", None)
            request.get_data(parse_form_data=True)
            begin_writing()
        return super().preprocess_request()

    def dispatch_request(self) -> ResponseReturnValue:
        unsafe = request.method not in SAFE
        try:
            response = self.make_response(super().dispatch_request())
            if unsafe and response.status_code < HTTPStatus.BAD_REQUEST:
                db.session.commit()
            else:
                db.session.rollback()
                if not unsafe and response.status_code < HTTPStatus.BAD_REQUEST:
                    _write_traces()
        except Exception:
            db.session.rollback()
            raise
        return response


def trace(write: Callable[[], None]) -> None:
    """Have something noted although the request only reads: who looked at what.

    It is written in a transaction of its own before the answer goes out: no trace, no answer.
    """
    g.traces = [*g.get("traces", ()), write]


def _write_traces() -> None:
    traces = g.pop("traces", ())
    if traces:
        begin_writing()
        for write in traces:
            write()
        db.session.commit()


def check(rule: str, name: str) -> sa.CheckConstraint:
    """Return a named CHECK constraint: wrong rows are impossible in the schema too."""
    return sa.CheckConstraint(rule, name=name)
