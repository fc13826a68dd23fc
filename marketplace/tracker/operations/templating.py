"""The operator changes with what projects begin, or has the shipped template again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.models import ProjectTemplate
from marketplace.tracker.queries import kept_template
from marketplace.tracker.templates import TEMPLATES, content_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.states import PmoType


def save_template(kind: PmoType, content: dict[str, Any], *, seen: int, by: User) -> bool:
    """Keep a template for the projects that begin from now on; return whether anything has changed.

    `seen` is the edition that was on the screen, 0 for the shipped one. Raises DomainError (409) where it is another
    by now.
    """
    row = kept_template(kind)
    if seen != (row.edition if row else 0):
        raise DomainError(_("Somebody else has changed the settings meanwhile. They are shown as they stand."))
    before = row.content if row else content_of(TEMPLATES[kind])
    if before == content:
        return False
    if row is None:
        row = ProjectTemplate(pmo_type=kind, edition=0)
        db.session.add(row)
    row.content, row.changed_at, row.edition = content, now(), row.edition + 1
    changed = ", ".join(sorted(name for name in content if content[name] != before.get(name)))
    record(by, "project template saved", row, pmo_type=kind.value, changed=changed)
    return True


def reset_template(kind: PmoType, *, by: User) -> None:
    """Have the shipped template again; projects that have begun keep what they began with."""
    row = kept_template(kind)
    if row is not None:
        record(by, "project template reset", row, pmo_type=kind.value)
        db.session.delete(row)
