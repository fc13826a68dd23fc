"""Shapes of the catalogue's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import validators

from marketplace.catalogue.labels import KIND
from marketplace.catalogue.operations import FIXED, LONGEST_NAME, MOST_ALIASES, Names
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, ParagraphField, TextField, VersionField, folded

if TYPE_CHECKING:
    from marketplace.vocabulary.models import Concept


class ConceptForm(Form):
    """The names of one concept, and which version of it the page showed."""

    ja = TextField(_("Name in Japanese"), required=True, longest=LONGEST_NAME)
    en = TextField(_("Name in English"), required=True, longest=LONGEST_NAME)
    aliases = ParagraphField(
        _("Other names"),
        longest=MOST_ALIASES * (LONGEST_NAME + 2),
        description=_(
            "One a line: abbreviations, spellings, katakana. A line that begins with = counts only "
            "where it is the whole entry, not inside a sentence."
        ),
    )

    def names(self) -> Names:
        """Return what was typed."""
        lines = (folded(line) for line in (self.aliases.data or "").splitlines())
        return Names(self.ja.data or "", self.en.data or "", tuple(" ".join(line.split()) for line in lines if line))


class EditForm(ConceptForm):
    """Likewise of one that is there."""

    version = VersionField(validators=[validators.InputRequired()])


class NewForm(ConceptForm):
    """Likewise of a new one, whose kind stays."""

    kind = ChoiceField(
        _("Kind"), lambda: [(kind, str(label)) for kind, label in KIND.items() if kind not in FIXED], required=True
    )


def edit_form(concept: Concept) -> EditForm:
    """Return the form of a concept, filled in."""
    shown = {"ja": concept.ja, "en": concept.en, "aliases": "\n".join(concept.aliases), "version": concept.version}
    return EditForm(data=shown)
