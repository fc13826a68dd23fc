"""What the operator decides about this installation: each value with its bounds, and what is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import Model, db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User


class Name(StrEnum):
    """Every setting; a yes or no is 1 or 0."""

    ORDER_PRICE_SHOWN = "order_price_shown"
    CONSENT_DAYS = "consent_days"
    EXPIRES_AFTER_DAYS = "expires_after_days"
    CLOSES_AFTER_DAYS = "closes_after_days"
    ENDING_WITHIN_DAYS = "ending_within_days"
    PERSON_QUIET_DAYS = "person_quiet_days"
    PERSON_QUIET_IN_PROCESS_DAYS = "person_quiet_in_process_days"
    CLIENT_QUIET_DAYS = "client_quiet_days"
    PRICE_ANSWER_DAYS = "price_answer_days"
    BANK_HOLD_HOURS = "bank_hold_hours"
    COLLECT_DIRECT = "collect_direct"
    STRIPE_CONNECT = "stripe_connect"
    PAPER_DAYS = "paper_days"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The value that holds while the operator has set none, and the least and the most it may be."""

    shipped: int
    low: int
    high: int


BOUNDS: Mapping[Name, Bounds] = {
    Name.ORDER_PRICE_SHOWN: Bounds(1, 0, 1),
    Name.CONSENT_DAYS: Bounds(180, 30, 365),
    Name.EXPIRES_AFTER_DAYS: Bounds(30, 14, 90),  # unconfirmed for so long, a posting is no longer shown as open
    Name.CLOSES_AFTER_DAYS: Bounds(14, 1, 60),  # expired for so long, it closes and whoever still waits is answered
    Name.ENDING_WITHIN_DAYS: Bounds(45, 14, 120),
    Name.PERSON_QUIET_DAYS: Bounds(60, 14, 365),  # since a listed person was last here
    Name.PERSON_QUIET_IN_PROCESS_DAYS: Bounds(14, 3, 90),  # sooner where a card of theirs runs
    Name.CLIENT_QUIET_DAYS: Bounds(7, 1, 60),  # beyond the client's own clock
    Name.PRICE_ANSWER_DAYS: Bounds(5, 1, 20),  # business days to answer a request for talks on a price
    Name.BANK_HOLD_HOURS: Bounds(48, 24, 72),  # before money goes to an account that was entered or changed (R35)
    Name.PAPER_DAYS: Bounds(3, 1, 10),  # business days to send order terms on paper (R5)
    Name.COLLECT_DIRECT: Bounds(0, 0, 1),  # 代理受領 in DIRECT contracts; never where a party is abroad (R48)
    Name.STRIPE_CONNECT: Bounds(0, 0, 1),  # hands that on to the consultants' accounts at Stripe
}
IN_HOURS = frozenset({Name.BANK_HOLD_HOURS})
YES_OR_NO = frozenset(name for name, bounds in BOUNDS.items() if (bounds.low, bounds.high) == (0, 1))


class Setting(Model):
    """One value that the operator has set."""

    name: Mapped[Name] = mapped_column(unique=True)
    value: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(default=now)


def settings() -> dict[Name, int]:
    """Return every setting as it stands, in one query."""
    kept = {row.name: row.value for row in db.session.scalars(select(Setting))}
    return {name: kept.get(name, bounds.shipped) for name, bounds in BOUNDS.items()}


def value_of(name: Name) -> int:
    """Return one setting as it stands."""
    kept = db.session.scalar(select(Setting.value).where(Setting.name == name))
    return BOUNDS[name].shipped if kept is None else kept


def days_of(name: Name) -> timedelta:
    """Return a setting that counts days."""
    return timedelta(days=value_of(name))


def save_settings(values: Mapping[Name, int], *, seen: Mapping[Name, int], by: User) -> list[Name]:
    """Set what differs from what the page showed (`seen`); return what has changed.

    Refused as a lost race where somebody has set one of these to something else in the meantime.
    """
    wanted = {name: value for name, value in values.items() if value != seen[name]}
    for name, value in wanted.items():
        bounds = BOUNDS[name]
        if not bounds.low <= value <= bounds.high:
            raise DomainError(_("This value is out of bounds."))
    rows = {row.name: row for row in db.session.scalars(select(Setting).with_for_update())}
    for name, value in wanted.items():
        row = rows.get(name)
        before = BOUNDS[name].shipped if row is None else row.value
        if before != seen[name]:
            raise DomainError(_("Somebody else has changed the settings meanwhile. They are shown as they stand."))
        if row is None:
            row = Setting(name=name)
            db.session.add(row)
        row.value, row.changed_at = value, now()
        record(by, "setting saved", row, name=name.value, before=before, value=value)
    return list(wanted)
