"""What newcomers are promised: until which day the advisor gets in touch. The terms are the operator's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import TOKYO, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.intake.models import IntakeTerm
from marketplace.intake.states import Promise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from marketplace.accounts.models import User

SHIPPED: Mapping[Promise, int] = {Promise.CONTACT: 1, Promise.CHECK: 2}
LONGEST = 30


def promises() -> Mapping[Promise, int]:
    """Return the business days of each promise: the operator's where there are some."""
    return {**SHIPPED, **{row.promise: row.business_days for row in db.session.scalars(select(IntakeTerm))}}


def save_promise(promise: Promise, days: int, *, by: User) -> None:
    """Set the term of a promise; it holds from now on, also for those who wait."""
    if not 1 <= days <= LONGEST:
        raise DomainError(_("Terms are 1 to 30 business days."))
    row = db.session.scalar(select(IntakeTerm).where(IntakeTerm.promise == promise))
    if row is None:
        row = IntakeTerm(promise=promise)
        db.session.add(row)
    before, row.business_days = row.business_days, days
    record(by, "promise to newcomers saved", row, promise=promise.value, days=days, before=before)


def contact_by(signed_up: datetime) -> date:
    """Return the day by which the advisor gets in touch with somebody who has signed up then."""
    return business_days_after(signed_up.astimezone(TOKYO).date(), promises()[Promise.CONTACT])


def promised_day(signed_up: datetime) -> date | None:
    """Return that day while it lies ahead."""
    day = contact_by(signed_up)
    return day if day >= today() else None
