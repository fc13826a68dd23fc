"""Minutes are written and changed; lines of them become rows of the boards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from uuid_utils.compat import uuid7

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.minutes.lines import Kind
from marketplace.minutes.queries import SOURCE, rows_from, said_in
from marketplace.tracker.boards import ACTIONS, DECISIONS
from marketplace.tracker.models import Minutes, RowChange
from marketplace.tracker.operations.rows import RowEdit, lock_project, save_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

TWICE_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Written:
    """What minutes say."""

    title: str
    held_on: date
    place: str = ""
    attendees: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A row that shall be made of a line."""

    key: str
    kind: Kind
    title: str
    owner: str
    due: str


def write_minutes(project: Project, written: Written, *, by: User) -> Minutes:
    """Keep the minutes of a meeting; DomainError (409) where the project is closed."""
    lock_project(project)
    query = select(Minutes).where(Minutes.project_id == project.id).order_by(Minutes.number.desc()).limit(1)
    newest = db.session.scalars(query).first()
    if newest is not None and _again(newest, written):
        return newest
    number = newest.number + 1 if newest else 1
    minutes = Minutes(project_id=project.id, number=number, position=number, created_at=now())
    minutes.project = project
    _write(minutes, written)
    db.session.add(minutes)
    record(by, "minutes written", minutes, number=number)
    return minutes


def _again(newest: Minutes, written: Written) -> bool:
    """Tell whether a button was pressed twice, or a page sent again; what was removed since is written anew."""
    return newest.removed_at is None and _written(newest) == written and now() - newest.created_at <= TWICE_WITHIN


def change_minutes(minutes: Minutes, written: Written, *, by: User) -> None:
    """Write minutes anew, and keep what they said before; the rows made of its lines stay as they are."""
    _lock(minutes)
    before = said_in(minutes)
    _write(minutes, written)
    after = said_in(minutes)
    if after == before:
        return
    db.session.add(
        RowChange(
            project_id=minutes.project_id, batch=uuid7(), board=SOURCE, row_id=minutes.id, before=before, after=after,
            by_id=by.id, at=now(),
        )
    )  # fmt: skip
    minutes.changed_at = now()
    record(by, "minutes changed", minutes)


def _written(minutes: Minutes) -> Written:
    return Written(minutes.title, minutes.held_on, minutes.place, minutes.attendees, minutes.body)


def remove_minutes(minutes: Minutes, *, removed: bool, by: User) -> None:
    """Take minutes from the list, or put them back; the rows made of their lines stay."""
    lock_project(minutes.project)
    if removed == (minutes.removed_at is not None):
        return
    minutes.removed_at = now() if removed else None
    record(by, "minutes removed" if removed else "minutes put back", minutes)


def _lock(minutes: Minutes) -> None:
    lock_project(minutes.project)
    if minutes.removed_at is not None:
        raise DomainError(_("These minutes were removed. Put them back first."))


def _write(minutes: Minutes, written: Written) -> None:
    minutes.title, minutes.held_on, minutes.place = written.title, written.held_on, written.place
    minutes.attendees, minutes.body = written.attendees, written.body


def make_rows(minutes: Minutes, made: Sequence[Made], *, by: User) -> None:
    """Make rows of lines, all of them or none; they are journalled and can be undone on their boards.

    Raises Invalid with "<key of the line>.<title, owner or due>" as the field's name, DomainError (409) where a line
    is a row already.
    """
    project = minutes.project
    _lock(minutes)
    known = {row.source_key for _board, row in rows_from(minutes)}
    if any(_key(minutes, each) in known for each in made):
        raise DomainError(_("Somebody has made a row of one of these lines already. Look at what is left."))
    errors: dict[str, object] = {}
    for kind, board in ((Kind.DECISION, DECISIONS), (Kind.ACTION, ACTIONS)):
        chosen = [each for each in made if each.kind is kind]
        try:
            if chosen:
                save_rows(project, board, [_edit(minutes, each) for each in chosen], by=by)
        except Invalid as refused:
            errors |= _beside(chosen, refused.errors)
    if errors:
        raise Invalid(errors)
    record(by, "rows made of minutes", minutes, rows=len(made))


def _key(minutes: Minutes, made: Made) -> str:
    return f"{minutes.id}:{made.key}"


def _edit(minutes: Minutes, made: Made) -> RowEdit:
    if made.kind is Kind.ACTION:
        cells = {"title": made.title, "owner": made.owner, "due_on": made.due}
    else:
        cells = {
            "title": made.title, "decided_by": made.owner, "due_on": made.due,
            "decided_on": minutes.held_on.isoformat(),
        }  # fmt: skip
    return RowEdit(cells, origin=(SOURCE, _key(minutes, made)), links={"minutes_id": minutes.id})


_FIELD = {"title": "title", "owner": "owner", "decided_by": "owner", "due_on": "due"}


def _beside(chosen: Sequence[Made], errors: dict[str, object]) -> dict[str, object]:
    """Turn a board's "<index>-<column>" into the line's key and the preview's field."""
    placed = {}
    for name, message in errors.items():
        index, _sign, column = name.partition("-")
        placed[f"{chosen[int(index)].key}.{_FIELD.get(column, 'title')}"] = message
    return placed
