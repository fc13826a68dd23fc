"""Shapes of the client's answer."""

from __future__ import annotations

from wtforms import BooleanField, StringField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form, ParagraphField


class AgreeForm(Form):
    """A yes to the facts that were shown, and which names may stand beside them."""

    seen = StringField(_("Facts"), [validators.InputRequired()])
    client = BooleanField(_("Our company's name may stand in it"))
    project = BooleanField(_("The project's name may stand in it"))
    read = BooleanField(_("The facts are right; they may be shown to others"), [validators.InputRequired()])


class DeclineForm(Form):
    """A no."""

    words = ParagraphField(_("What is not right?"), required=True, longest=1000)
