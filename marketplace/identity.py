"""Who is asking: the only importer of flask_login's untyped proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import g, has_request_context
from flask_login import current_user  # noqa: TID251 - the one place
from sqlalchemy import inspect

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User


def user_or_none() -> User | None:
    """Return the signed-in user, or None for a visitor."""
    if has_request_context() and current_user and current_user.is_authenticated:
        return cast("User", current_user._get_current_object())  # noqa: SLF001 - the proxy's own way out
    return None


def user_id_or_none() -> UUID | None:
    """Return the id of whom this request has found signed in, without a query: its transaction is over by now."""
    row = inspect(g.get("_login_user"), raiseerr=False)
    return row.identity[0] if row is not None and row.identity else None


def signed_in_user() -> User:
    """Return the signed-in user; only to be called behind a guard that refuses visitors."""
    user = user_or_none()
    if user is None:
        raise LookupError("nobody is signed in")
    return user
