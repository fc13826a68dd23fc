"""Shapes of the screens of checkouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, ParagraphField, VersionField

if TYPE_CHECKING:
    from uuid import UUID


class DoneForm(Form):
    """What was done about a task."""

    words = ParagraphField(_("How it was seen to"), required=True, longest=1000)
    version = VersionField(validators=[validators.Optional()])


def numbered(form: DoneForm, task_id: UUID) -> DoneForm:
    """Give the fields of one of many forms of a page ids of their own; their names stay."""
    for each in form:
        each.id = each.label.field_id = f"{each.short_name}-{task_id.hex[-12:]}"
    return form
