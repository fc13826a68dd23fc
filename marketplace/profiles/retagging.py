"""After a change of the catalogue: people's own words that it now knows become its concepts, some people at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from marketplace.db import db
from marketplace.profiles.models import Certification, Consultant, Skill
from marketplace.vocabulary import named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

PART = 200  # people in one transaction


def retag_profiles(beyond: UUID | None) -> UUID | None:
    """Look up what the next people typed and nobody knew then; return the last id, None at the end.

    Only words that are a concept's name as a whole count, as when they are typed now; the words themselves stay.
    """
    query = select(Consultant.id, Consultant.version, Consultant.tools).order_by(Consultant.id).limit(PART)
    rows = db.session.execute(query if beyond is None else query.where(Consultant.id > beyond)).all()
    ids = [row.id for row in rows]
    _retag_skills(ids)
    for row in db.session.scalars(
        select(Certification).where(Certification.consultant_id.in_(ids), Certification.concept == "")
    ):
        concept = named(row.name) or ""
        row.concept = concept if concept.startswith("cert.") else ""
    for person in rows:
        tools = list(dict.fromkeys(named(each) or each for each in person.tools))
        if tools != person.tools:  # whoever saves at this moment looks the words up by themselves
            as_read = (Consultant.id == person.id) & (Consultant.version == person.version)
            db.session.execute(update(Consultant).where(as_read).values(tools=tools))
    return ids[-1] if len(ids) == PART else None


def _retag_skills(ids: Sequence[UUID]) -> None:
    skills = db.session.scalars(select(Skill).where(Skill.consultant_id.in_(ids))).all()
    held = {(each.consultant_id, each.concept) for each in skills}
    for each in skills:
        concept = named(each.note) if not each.concept else None
        if concept and (each.consultant_id, concept) not in held:
            each.concept = concept
            held.add((each.consultant_id, concept))
