"""Shapes of the statements' screens."""

from __future__ import annotations

import re

from flask_wtf.file import FileField
from wtforms import BooleanField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, ParagraphField, TextField, VersionField, folded

LONGEST_NUMBERS = 400
MOST_NUMBERS = 20


class UploadForm(Form):
    """One file of the bank."""

    document = FileField(
        _("Statement of the account"),
        description=_("全銀 file (入出金取引明細) or CSV from your bank's site, Shift_JIS or UTF-8, up to 2 MB."),
    )


class MatchForm(Form):
    """Which invoices a payment is for."""

    numbers = TextField(_("Invoice number"), required=True, longest=LONGEST_NUMBERS)
    fee = BooleanField(_("The transfer fee is borne by the operator"))
    seen = VersionField(validators=[validators.Optional()])  # yen over or short of it, as the button said
    version = VersionField(validators=[validators.Optional()])

    def wanted(self) -> set[str]:
        """Return the numbers that were typed or pressed."""
        return {each.upper() for each in re.split(r"[\s,、]+", folded(self.numbers.data)) if each}


class WordsForm(Form):
    """Why a payment is set aside, or a match taken back."""

    words = ParagraphField(_("Reason"), required=True, longest=500)
    version = VersionField(validators=[validators.Optional()])


class PlainForm(Form):
    """Only which state the page showed."""

    version = VersionField(validators=[validators.Optional()])


def numbered(form: Form, line: int) -> Form:
    """Give the fields of one of many forms of a page ids of their own; their names stay."""
    kind = type(form).__name__.removesuffix("Form").lower()
    for each in form:
        each.id = each.label.field_id = f"{kind}-{line}-{each.short_name}"
    return form


def shown_anew(form: Form, version: int) -> Form:
    """Let a form that was refused be sent again from the page that now shows how things stand."""
    form["version"].raw_data, form["version"].data = None, version
    if "seen" in form:
        form["seen"].raw_data, form["seen"].data = None, None
    return form
