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
from marketplace.tracker.models import Project

if TYPE_CHECKING:
    from marketplace.accounts.models import User

USUAL_DAYS, MOST_DAYS = 30, 90
MOST_LINKS = 30  # of one project at one time
SAME_USE, TWICE_WITHIN = timedelta(hours=1), timedelta(minutes=1)


def share_project(project: Project, *, email: str, locale: str, days: int, by: User) -> ReaderLink:
    """Mail somebody a link that opens the project's reports for so many days.

    An earlier link to the same address ends; asked for again within a minute, it is the one that was just mailed.
    Raises DomainError (409) where too many links are open.
    """
    address, until = email.strip().lower(), timedelta(days=min(days, MOST_DAYS))
    db.session.refresh(project, ["version"], with_for_update={"of": Project})  # the same button pressed twice waits
    standing = [each for each in links_of(project) if each.usable]
    for old in standing:
        same = (old.email, old.locale, old.expires_at - old.created_at, old.created_by_id)
        if same == (address, locale, until, by.id) and now() - old.created_at <= TWICE_WITHIN:
            return old
        if old.email == address:
            revoke_reader(old, by=by)
    if sum(each.revoked_at is None for each in standing) >= MOST_LINKS:
        raise DomainError(_("Too many links are open. Revoke one first."))
    token, moment = secrets.token_urlsafe(32), now()
    link = ReaderLink(
        project_id=project.id, email=address, locale=locale, token_hash=token_hash(token), created_at=moment,
        created_by_id=by.id, expires_at=moment + until,
    )  # fmt: skip
    link.project, link.created_by = project, by
    db.session.add(link)
    record(by, "project shared", link, days=days)
    notices.shared(link, token)
    return link


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
