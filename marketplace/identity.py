"""Who is asking: the only importer of flask_login's untyped proxy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import has_request_context
from flask_login import current_user  # noqa: TID251 - the one place

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def user_or_none() -> User | None:
    """Return the signed-in user, or None for a visitor."""
    if has_request_context() and current_user and current_user.is_authenticated:
        return cast("User", current_user._get_current_object())  # noqa: SLF001 - the proxy's own way out
    return None


def signed_in_user() -> User:
    """Return the signed-in user; only to be called behind a guard that refuses visitors."""
    user = user_or_none()
    if user is None:
        raise LookupError("nobody is signed in")
    return user
