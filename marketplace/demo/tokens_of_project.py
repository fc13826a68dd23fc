"""The demo's tokens: two that programs use, one that was revoked, one that has ended; and the calendar's address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace import clock
from marketplace.api.operations import make_token, note_use, revoke_token
from marketplace.api.queries import tokens_of
from marketplace.clock import now
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project


def add_tokens(project: Project, pmo: User, client: User) -> None:
    """Let both sides' programs read; nobody knows these tokens, who tries the interface makes one more."""
    _token(project, client, "Tableau（試用）", made=75, days=30, used=50)
    _token(project, client, "Power BIの週次レポート", made=40, days=365, used=0, everything=True)
    _token(project, pmo, "旧・進捗集計", made=60, days=90, used=35)
    with clock.at(now() - timedelta(days=31)):
        revoke_token(tokens_of(project, pmo)[0], by=pmo)
    _token(project, pmo, "進捗集計スクリプト", made=30, days=90, used=1)


def _token(  # noqa: PLR0913 - whose, for what, since when and for how long
    project: Project, by: User, name: str, *, made: int, days: int, used: int, everything: bool = False
) -> None:
    """Make a token so many days ago, and have it used last so many days ago."""
    with clock.at(now() - timedelta(days=made)):
        make_token(project, name=name, days=days, everything=everything, by=by)
        db.session.flush()
        token = tokens_of(project, by)[0]
    with clock.at(now() - timedelta(days=used, hours=2)):
        note_use(token)
    db.session.flush()
