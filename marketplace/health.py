"""/healthz: the process answers. /readyz: database, migrations and job consumers are fit to serve."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.background import alive
from marketplace.db import db
from marketplace.guard import public

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when all parts are fit, else 503 and which one is not."""
    parts = {"database": False, "migrations": False, "jobs": False}
    try:
        db.session.execute(text("SELECT 1"))
        parts["database"] = True
        head = ScriptDirectory(current_app.config["MIGRATIONS"]).get_current_head()
        parts["migrations"] = MigrationContext.configure(db.session.connection()).get_current_revision() == head
        parts["jobs"] = alive()
    except SQLAlchemyError:
        db.session.rollback()
    ready = all(parts.values())
    return jsonify(ready=ready, **parts), HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
