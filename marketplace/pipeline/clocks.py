"""Response clocks: who is waited for in each state, and until when."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, now
from marketplace.pipeline.states import ApplicationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.pipeline.models import Application

_S = ApplicationState
CLOSING_TIME = time(18)  # of a business day in Japan


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
BUSINESS_DAYS: Mapping[ApplicationState, int] = {
    _S.PROPOSED: 1,
    _S.CONSENT_ASKED: 3,
    _S.CONSENTED: 1,
    _S.SUBMITTED: 5,  # where the posting promises nothing else
    _S.MEETING: 5,
    _S.OFFERED: 5,
}


def due_at(application: Application) -> datetime | None:
    """Return until when the owner of the present state must act; None where nobody is waited for."""
    days = BUSINESS_DAYS.get(application.state)
    if days is None:
        return None
    if application.state is _S.SUBMITTED:
        days = application.engagement.answer_days or days
    day = business_days_after(now().astimezone(TOKYO).date(), days)
    return datetime.combine(day, CLOSING_TIME, tzinfo=TOKYO)
