"""What has become of a concept, read from the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import AuditEntry
from marketplace.catalogue.operations import SEPARATOR
from marketplace.db import db
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from marketplace.vocabulary.models import Concept

MOST = 20
EVENTS = {
    "concept added": lazy_gettext("Added"),
    "concept renamed": lazy_gettext("Names changed"),
    "concept retired": lazy_gettext("Retired"),
    "concept restored": lazy_gettext("Restored"),
}
FIELDS = {
    "ja": lazy_gettext("Japanese"),
    "en": lazy_gettext("English"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history."""

    when: datetime
    what: str
    who: str
    note: str


def changes_of(concept: Concept) -> list[Change]:
    """Return the newest changes of a concept, the newest first, in one query."""
    rows = db.session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_id == concept.id, AuditEntry.event.in_(EVENTS))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST)
    )
    return [Change(row.at, str(EVENTS[row.event]), name or "—", _note(row.facts)) for row, name in rows]


def _note(facts: Mapping[str, str]) -> str:
    said = [
        _(
            "%(field)s: “%(before)s” → “%(after)s”",
            field=label,
            before=facts[f"{field}_from"],
            after=facts[f"{field}_to"],
        )
        for field, label in FIELDS.items()
        if f"{field}_from" in facts
    ]
    if "aliases_from" in facts:
        before, after = (facts[f"aliases_{side}"].split(SEPARATOR) for side in ("from", "to"))
        gone, new = _without(before, after), _without(after, before)
        said += [_("Other names added: %(names)s", names=new)] if new else []
        said += [_("Other names removed: %(names)s", names=gone)] if gone else []
    return _("; ").join(said)


def _without(names: list[str], others: list[str]) -> str:
    return " · ".join(each for each in names if each and each not in others)
