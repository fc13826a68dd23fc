"""Shape of a note."""

from __future__ import annotations

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, ParagraphField


class NoteForm(Form):
    """A few private lines."""

    note = ParagraphField(_("Note"), required=True, longest=2000)
