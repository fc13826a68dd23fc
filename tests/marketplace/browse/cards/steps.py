"""A yes to being shown, and the card as the database holds it now."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import today
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


def card_of(session: Session) -> Application:
    session.expire_all()
    return session.scalars(select(Application)).one()


def answer(**changes: str) -> dict[str, str]:
    start = (today() + timedelta(days=30)).isoformat()
    return {"consent": "y", "rate": "1,100,000", "days": "3", "start_on": start, "message": "", **changes}
