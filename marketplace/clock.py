"""The only clock: aware UTC instants, and the calendar day in Japan."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKYO = ZoneInfo("Asia/Tokyo")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)  # beyond, a year was mistyped, and days later may not exist
_past: ContextVar[datetime | None] = ContextVar("past", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _past.get() or datetime.now(UTC)  # noqa: TID251 - the one place


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let this thread act at a moment of the past: for the demo alone, whose people have worked for months."""
    token = _past.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _past.reset(token)


def today() -> date:
    """Return the calendar day in Tokyo: due days and terms are Japanese days."""
    return now().astimezone(TOKYO).date()
