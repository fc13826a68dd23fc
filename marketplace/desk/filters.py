"""Filters of the queue: whose, which kind, due until when, a word; and those that an advisor has saved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import select

from marketplace.audit import record
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.desk.models import SavedFilter
from marketplace.desk.queue import KINDS, queue_for
from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.accounts.models import User
    from marketplace.desk.lines import Item

MOST = 20  # of one advisor
LONGEST = 40  # characters of a name, and of a word looked for
WEEK = 7


class Due(StrEnum):
    """Until when a line must be due to show."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asks of the queue; everything that can stand in an address."""

    mine: bool
    kind: str = ""
    due: str = ""
    words: str = ""
    snoozed: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str], user: User) -> Self:
        """Read an address, or a saved row's values; what is not known is left out."""
        own = "mine" if user.kind == "advisor" else "all"
        kind, due = given.get("kind", ""), given.get("due", "")
        return cls(
            mine=given.get("of", own) == "mine",
            kind=kind if kind in KINDS else "",
            due=due if due in set(Due) else "",
            words=folded(given.get("q"))[:LONGEST],
            snoozed=given.get("snoozed") == "1",
        )

    def address(self, **changed: Any) -> dict[str, Any]:
        """Return the address's arguments, with some of them changed; empty ones are left out."""
        here = replace(self, **changed)
        given = {"of": "mine" if here.mine else "all", "kind": here.kind, "due": here.due, "q": here.words}
        return {name: value for name, value in given.items() if value} | ({"snoozed": "1"} if here.snoozed else {})

    def lines(self, user: User) -> list[Item]:
        """Return the lines of the reader's queue that pass, of every kind: the page counts them by kind."""
        found = queue_for(user, mine=self.mine, snoozed=self.snoozed)
        return [item for item in found if self._in_time(item) and self._said(item)]

    def _in_time(self, item: Item) -> bool:
        if not self.due:
            return True
        if item.when == Due.OVERDUE or (self.due == Due.TODAY and item.when == Due.TODAY):
            return True
        return self.due == Due.WEEK and (item.due.astimezone(TOKYO).date() - today()).days < WEEK

    def _said(self, item: Item) -> bool:
        looked_in = folded(f"{item.title} {item.who}").casefold()
        return all(word in looked_in for word in self.words.casefold().split())


def saved_filters(user: User) -> Sequence[SavedFilter]:
    """Return the reader's own, by name."""
    query = select(SavedFilter).where(SavedFilter.user_id == user.id)
    return db.session.scalars(query.order_by(SavedFilter.name, SavedFilter.id)).all()


def first_filter(user: User) -> SavedFilter | None:
    """The one with which the reader's desk opens."""
    query = select(SavedFilter).where(SavedFilter.user_id == user.id, SavedFilter.opens)
    return db.session.scalar(query.order_by(SavedFilter.id).limit(1))


def save_filter(name: str, shown: Filter, *, opens: bool, by: User) -> SavedFilter:
    """Keep what is shown under a name; the same name is changed. Raise Invalid where the name is wrong."""
    name = folded(name)
    if not 1 <= len(name) <= LONGEST:
        raise Invalid({"name": _("Please give a name of at most 40 characters.")})
    rows = saved_filters(by)
    row = next((each for each in rows if each.name == name), None)
    if row is None and len(rows) >= MOST:
        raise Invalid({"name": _("There are 20 saved filters already: remove one first.")})
    if row is None:
        row = SavedFilter(user_id=by.id, name=name)
        db.session.add(row)
    row.asked = shown.address()
    for each in rows if opens else ():
        each.opens = False
    row.opens = opens
    record(by, "filter saved", row, opens=opens)
    return row


def remove_filter(row: SavedFilter, *, by: User) -> None:
    """Forget a saved filter."""
    record(by, "filter removed", row)
    db.session.delete(row)
