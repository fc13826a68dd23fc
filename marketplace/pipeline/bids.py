"""What a consultant says about itself when applying, or when saying yes to being shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Bid:
    """A message, conditions, the projects to show, and the consent's words."""

    message: str
    rate: int | None  # yen a month received at 100 %
    days: int  # a week
    start_on: date | None
    projects: list[str]  # ids of past projects to show
    consent_words: str  # exactly what the screen said
