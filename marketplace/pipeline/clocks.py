"""Response clocks: who is waited for in each state, until when, and when to remind. Terms are the operator's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.business_days import business_days_after, is_business_day
from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.models import ResponseTime
from marketplace.pipeline.states import ApplicationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

_S = ApplicationState
OPENING_TIME, CLOSING_TIME = time(9), time(18)  # of a business day in Japan
DAY = timedelta(days=1)
LONGEST = 30


class Owner(StrEnum):
    """Whose turn it is."""

    ADVISOR = "advisor"
    CONSULTANT = "consultant"
    CLIENT = "client"


OWNER: Mapping[ApplicationState, Owner] = {
    _S.PROPOSED: Owner.ADVISOR,
    _S.CONSENT_ASKED: Owner.CONSULTANT,
    _S.CONSENTED: Owner.ADVISOR,
    _S.SUBMITTED: Owner.CLIENT,
    _S.MEETING: Owner.CLIENT,
    _S.OFFERED: Owner.CONSULTANT,
}


@dataclass(frozen=True, slots=True)
class Term:
    """Business days to act in, and how many of them before the end a reminder goes out (0: none)."""

    days: int
    remind_before: int

    def __str__(self) -> str:
        """Say it in few characters: a page keeps it as what it has shown."""
        return f"{self.days}/{self.remind_before}"


SHIPPED: Mapping[ApplicationState, Term] = {
    _S.PROPOSED: Term(1, 0),
    _S.CONSENT_ASKED: Term(3, 1),
    _S.CONSENTED: Term(1, 0),
    _S.SUBMITTED: Term(5, 1),  # where the posting promises nothing else
    _S.MEETING: Term(5, 1),
    _S.OFFERED: Term(5, 1),
}


def terms() -> Mapping[ApplicationState, Term]:
    """Return the term of each waiting state: the operator's where there is one."""
    kept: dict[ApplicationState, Term] | None = db.session.info.get("response_times")
    if kept is None:
        rows = db.session.scalars(select(ResponseTime)).all()
        kept = {**SHIPPED, **{row.state: Term(row.business_days, row.remind_before) for row in rows}}
        db.session.info["response_times"] = kept
    return kept


def save_term(state: ApplicationState, term: Term, *, by: User) -> None:
    """Set the term of a waiting state; cards that wait already keep their due time."""
    if state not in OWNER or not 1 <= term.days <= LONGEST or not 0 <= term.remind_before < term.days:
        raise DomainError(_("Terms are 1 to 30 business days, and the reminder comes before their end."))
    before = terms()[state].days
    row = db.session.scalar(select(ResponseTime).where(ResponseTime.state == state))
    if row is None:
        row = ResponseTime(state=state)
        db.session.add(row)
    row.business_days, row.remind_before = term.days, term.remind_before
    db.session.info.pop("response_times", None)
    record(
        by, "response time saved", row,
        state=state.value, days=term.days, before=before, remind_before=term.remind_before,
    )  # fmt: skip


def due_at(application: Application, *, since: datetime | None = None) -> datetime | None:
    """Return until when the owner of the present state must act, counted from now or `since`; None for nobody."""
    term = terms().get(application.state)
    if term is None:
        return None
    days = term.days
    if application.state is _S.SUBMITTED:
        days = application.engagement.answer_days or days
    return end_of(business_days_after((since or now()).astimezone(TOKYO).date(), days))


def end_of(day: date) -> datetime:
    """Return the close of business on a day."""
    return datetime.combine(day, CLOSING_TIME, tzinfo=TOKYO)


def remind_at(application: Application) -> datetime | None:
    """Return when the owner is to be reminded: at the opening of the day so many business days before the end."""
    term = terms().get(application.state)
    if application.due_at is None or term is None or term.remind_before == 0:
        return None
    day = application.due_at.astimezone(TOKYO).date()
    for _nth in range(term.remind_before):
        day -= DAY
        while not is_business_day(day):
            day -= DAY
    return datetime.combine(day, OPENING_TIME, tzinfo=TOKYO)


def in_business_hours(moment: datetime) -> bool:
    """Tell whether offices in Japan are open: nobody is chased at night or on a holiday."""
    local = moment.astimezone(TOKYO)
    return is_business_day(local.date()) and OPENING_TIME <= local.time() < CLOSING_TIME
