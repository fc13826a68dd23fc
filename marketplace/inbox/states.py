"""When a person gets mails."""

from __future__ import annotations

from enum import StrEnum


class Rhythm(StrEnum):
    """Each mail at once, or one summary a day, or one on Mondays; what is urgent always comes at once."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
