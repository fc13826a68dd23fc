"""A client lets somebody outside read, takes it back, and sees when it was used."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.accounts.queries import token_hash
from marketplace.audit import record
from marketplace.clock import TOKYO, now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.readers import notices
from marketplace.readers.models import ReaderLink, ReaderUse
from marketplace.readers.queries import links_of, newest_use

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

USUAL_DAYS, MOST_DAYS = 30, 90
MOST_LINKS = 30  # of one project at one time
SAME_USE = timedelta(hours=1)


def share_project(project: Project, *, email: str, locale: str, days: int, by: User) -> str:
    """Mail somebody a link that opens the project's reports for so many days; return its token.

    An earlier link to the same address ends. Raises DomainError (409) where too many links are open.
    """
    address = email.strip().lower()
    standing = [each for each in links_of(project) if each.usable]
    for old in standing:
        if old.email == address:
            revoke_reader(old, by=by)
    if sum(each.revoked_at is None for each in standing) >= MOST_LINKS:
        raise DomainError(_("Too many links are open. Revoke one first."))
    token = secrets.token_urlsafe(32)
    link = ReaderLink(
        project_id=project.id, email=address, locale=locale, token_hash=token_hash(token), created_at=now(),
        created_by_id=by.id, expires_at=now() + timedelta(days=min(days, MOST_DAYS)),
    )  # fmt: skip
    link.project, link.created_by = project, by
    db.session.add(link)
    record(by, "project shared", link, days=days)
    notices.shared(link, token)
    return token


def revoke_reader(link: ReaderLink, *, by: User) -> None:
    """Close a link at once."""
    if link.revoked_at is None:
        link.revoked_at = now()
        record(by, "reader link revoked", link)


def note_use(link: ReaderLink, page: str) -> None:
    """Note that a page was opened; the first of a day goes into the journal."""
    last = newest_use(link)
    if last is None or last.astimezone(TOKYO).date() < today():
        record(None, "reader link opened", link)
    same = newest_use(link, page)
    if same is None or now() - same >= SAME_USE:
        db.session.add(ReaderUse(reader_link_id=link.id, page=page, at=now()))
