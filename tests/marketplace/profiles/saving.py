"""Saving parts of a profile by calling its operations directly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.profiles import operations
from marketplace.profiles.states import SkillLevel

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant


def save(consultant: Consultant, section: str, **values: Any) -> None:
    operations.save_section(consultant, section, values, by=consultant.user)
    db.session.flush()


def refused(consultant: Consultant, **values: Any) -> set[str]:
    """The fields that are refused; nothing is changed."""
    before = {name: getattr(consultant, name) for name in values}
    with pytest.raises(Invalid) as caught:
        save(consultant, "any", **values)
    assert {name: getattr(consultant, name) for name in values} == before
    return set(caught.value.errors)


def skill(**values: Any) -> dict[str, Any]:
    plain = {"key": "", "concept": "skill.evm", "note": "", "level": SkillLevel.B, "years": None, "last_used": None}
    return {**plain, **values}
