"""Concepts of the operator's catalogue."""

from __future__ import annotations

from marketplace.db import db
from marketplace.vocabulary.models import Concept


def make_concept(code: str = "skill.tea_ceremony", **values: object) -> Concept:
    """Add a concept as the seeding does: its revision is nobody's change."""
    kind = {"cert": "certification"}.get(code.partition(".")[0], code.partition(".")[0])
    concept = Concept(**{"code": code, "kind": kind, "ja": "茶道", "en": "tea ceremony", "position": 900, **values})
    db.session.add(concept)
    db.session.flush()
    return concept
