"""Registration interviews in any state, with whatever answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.db import db
from marketplace.intake.operations import begin

if TYPE_CHECKING:
    from marketplace.intake.models import Interview
    from marketplace.intake.queries import About


def make_interview(side: About, **values: Any) -> Interview:
    """Add an interview, by default a draft without answers; anything can be set by column name."""
    interview = begin(side)
    interview.answers = values.pop("answers", {})
    for name, value in values.items():
        setattr(interview, name, value)
    db.session.commit()  # so that a refused request does not roll it back
    return interview
