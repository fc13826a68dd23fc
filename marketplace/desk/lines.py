"""One line of the advisor's queue, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from marketplace.accounts.models import User
from marketplace.clock import TOKYO, now, today

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from marketplace.pipeline.clocks import Owner

MOST = 100  # of each kind; the list says when there are more


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is, whose turn, until when, and the address where it is done."""

    kind: str
    due: datetime
    title: str
    who: str
    state: str
    owner: Owner
    endpoint: str
    arguments: dict[str, UUID]
    application_id: UUID | None = None
    reminded_at: datetime | None = None
    consultant_id: UUID | None = None  # whom, and which company, a colleague could take over
    company_id: UUID | None = None
    until: date | None = None  # put off by the reader until this day

    @property
    def subject_id(self) -> UUID:
        """The record that the line is about."""
        return next(iter(self.arguments.values()))

    @property
    def when(self) -> str:
        """overdue, today or later."""
        if self.due < now() and not self._meeting_today:
            return "overdue"
        return "today" if self.due.astimezone(TOKYO).date() == today() else "later"

    @property
    def urgency(self) -> tuple[int, bool, datetime, str]:
        """What the list is ordered by: overdue, today with its meetings first, later; each by when it is due."""
        return ("overdue", "today", "later").index(self.when), not self._meeting_today, self.due, self.title

    @property
    def _meeting_today(self) -> bool:
        """A fixed meeting of today is today's, also while it runs."""
        fixed = self.kind == "meeting" and self.state == "fixed"
        return fixed and self.due.astimezone(TOKYO).date() == today()


def cared_for(party: Any, advisor_id: UUID) -> ColumnElement[bool]:  # noqa: ANN401 - a class or its alias
    """The advisor's own, and those whom nobody looks after otherwise: none named, or the account closed."""
    gone = select(User.id).where(~User.active)
    return or_(party.advisor_id == advisor_id, party.advisor_id.is_(None), party.advisor_id.in_(gone))
