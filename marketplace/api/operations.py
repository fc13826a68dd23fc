"""A person gives a program a token, takes it back, and sees when it was used."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.accounts.queries import token_hash
from marketplace.api.models import ApiToken
from marketplace.api.queries import usable_count
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

USUAL_DAYS, MOST_DAYS = 90, 365
MOST_TOKENS = 20  # of one person at one time
SAME_USE = timedelta(minutes=10)
MARK, SHOWN = "enn_", 10  # how a token begins, so that scanners of leaked secrets find it; how much of it is shown


def make_token(project: Project, *, name: str, days: int, everything: bool, by: User) -> str:
    """Make a token and return it: it is never shown again. Raises DomainError (409) where a person has too many."""
    if usable_count(by) >= MOST_TOKENS:
        raise DomainError(_("You have %(most)s tokens in use. Revoke one first.", most=MOST_TOKENS))
    token = f"{MARK}{secrets.token_urlsafe(32)}"
    kept = ApiToken(
        user_id=by.id, project_id=project.id, everything=everything, name=name, prefix=token[:SHOWN],
        token_sha256=token_hash(token), created_at=now(), expires_at=now() + timedelta(days=min(days, MOST_DAYS)),
    )  # fmt: skip
    db.session.add(kept)
    record(by, "api token made", kept, project=str(project.id), everything=everything, days=days)
    return token


def revoke_token(token: ApiToken, *, by: User) -> None:
    """Let a token open nothing any more."""
    if token.revoked_at is None:
        token.revoked_at = now()
        record(by, "api token revoked", token)


def note_use(token: ApiToken) -> None:
    """Note when a token was last used."""
    if used_anew(token):
        token.last_used_at = now()


def used_anew(token: ApiToken) -> bool:
    """Tell whether this use is worth noting: not the next of many within some minutes."""
    return token.last_used_at is None or now() - token.last_used_at >= SAME_USE
