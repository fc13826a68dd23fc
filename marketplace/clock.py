"""The only clock: aware UTC instants, and the calendar day in Japan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def today() -> date:
    """Return the calendar day in Tokyo: due days and terms are Japanese days."""
    return now().astimezone(TOKYO).date()
