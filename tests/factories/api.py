"""Tokens by which programs read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.api.models import ApiToken
from marketplace.api.operations import make_token
from marketplace.clock import now
from marketplace.db import db
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project


def plain_token(project: Project, by: User) -> ApiToken:
    """Keep the row of a token that nobody knows."""
    token = ApiToken(
        user_id=by.id, project_id=project.id, name="Power BI", prefix="enn_000000", token_sha256="0" * 64,
        expires_at=now() + timedelta(days=30),
    )  # fmt: skip
    db.session.add(token)
    return token


def token_of(user: User, project: Project, *, everything: bool = False) -> str:
    """Give a person's program a token, and return it."""
    token = make_token(project, name="Power BI", days=30, everything=everything, by=user)
    keep()
    return token
