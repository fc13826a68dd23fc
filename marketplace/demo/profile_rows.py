"""Rows of the demo profiles' lists, and what they have in common."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from marketplace.profiles.states import SkillLevel

if TYPE_CHECKING:
    from typing import Any

CHECKED = datetime(2026, 9, 1, 3, 0, tzinfo=UTC)  # when an operator saw the evidence
A, B, C = SkillLevel.A, SkillLevel.B, SkillLevel.C


def skill(concept: str, note: str, level: SkillLevel, years: int | None = None) -> dict[str, Any]:
    return {"concept": concept, "note": note, "level": level, "years": years, "last_used": 2026}


def certification(concept: str, name: str, year: int | None = None, **more: Any) -> dict[str, Any]:
    return {"concept": concept, "name": name, "obtained_year": year, **more}
