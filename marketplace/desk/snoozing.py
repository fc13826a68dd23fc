"""Putting lines of one's own queue off until a day, and taking that back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import today
from marketplace.db import db
from marketplace.desk.lines import MOST
from marketplace.desk.models import Snooze
from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.offers.models import Offer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from marketplace.accounts.models import User

Line = tuple[str, "UUID"]  # kind, and the record it is about
LONGEST = timedelta(days=90)
MOST_LINES = 10 * MOST  # at once, more than a page has


def snoozes_of(user: User) -> Mapping[Line, date]:
    """The lines that this person has put off beyond today, with the day on which each comes back."""
    query = select(Snooze).where(Snooze.user_id == user.id, Snooze.until > today())
    return {(row.kind, row.subject_id): row.until for row in db.session.scalars(query)}


def snooze(lines: Collection[Line], until: date | None, *, by: User) -> int:
    """Put lines off; return how many. Raises Invalid where none is chosen or the day is not within 90 days."""
    if not lines:
        raise Invalid({"line": _("Please choose at least one line first.")})
    if len(lines) > MOST_LINES:
        raise Invalid({"line": _("These are too many lines at once.")})
    if until is None or not today() < until <= today() + LONGEST:
        raise Invalid({"until": _("Please choose a day after today, within 90 days.")})
    lines = _meant(lines)
    known = _rows(by, lines)
    for kind, subject_id in lines:
        row = known.get((kind, subject_id))
        if row is None:
            row = Snooze(user_id=by.id, kind=kind, subject_id=subject_id, until=until)
            db.session.add(row)
        row.until = until
        record(by, "line snoozed", row, line=kind, about=str(subject_id), until=until.isoformat())
    return len(lines)


def wake(lines: Collection[Line], *, by: User) -> int:
    """Take back what was put off; return how many."""
    rows = _rows(by, _meant(lines))
    if not rows:
        raise Invalid({"line": _("Please choose at least one line first.")})
    for (kind, subject_id), row in rows.items():
        record(by, "line taken back", row, line=kind, about=str(subject_id))
        db.session.delete(row)
    return len(rows)


def _meant(lines: Collection[Line]) -> set[Line]:
    """One box of an application stands for its line, whatever kind of line it has by now: an offer is one itself."""
    cards = [subject_id for kind, subject_id in lines if kind == "reply"]
    query = select(Offer.application_id, Offer.id).where(Offer.application_id.in_(cards)).order_by(Offer.number)
    newest = {row.application_id: row.id for row in db.session.execute(query)}
    return {("offer", newest[each]) if kind == "reply" and each in newest else (kind, each) for kind, each in lines}


def _rows(user: User, lines: Collection[Line]) -> dict[Line, Snooze]:
    ids = [subject_id for _kind, subject_id in lines]
    query = select(Snooze).where(Snooze.user_id == user.id, Snooze.subject_id.in_(ids))
    found = {(row.kind, row.subject_id): row for row in db.session.scalars(query)}
    return {line: row for line, row in found.items() if line in lines}
