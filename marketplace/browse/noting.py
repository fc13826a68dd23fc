"""Private notes on an application, and taking one's own notes away; those about a person are written on its page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, url_for

from marketplace.browse.application_page import application_page
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.notes.forms import NoteForm
from marketplace.notes.models import Note
from marketplace.notes.operations import remove_note, write_note
from marketplace.pipeline.models import Application
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("noting", __name__)


@bp.post("/applications/<uuid:application_id>/notes")
@guard(Can.NOTE_APPLICATION, Application)
def on_application(application: Application) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate_on_submit():
        return application_page(application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    write_note(form.note.data, by=signed_in_user(), application_id=application.id)
    flash(_("Kept. Only your side reads it."))
    return redirect(url_for("browse.application", application_id=application.id, _anchor="notes"), code=303)


@bp.post("/notes/<uuid:note_id>/remove")
@guard(Can.REMOVE_NOTE, Note)
def remove(note: Note) -> ResponseReturnValue:
    remove_note(note, by=signed_in_user())
    flash(_("The note is gone."))
    if note.application_id is not None:
        return redirect(url_for("browse.application", application_id=note.application_id), code=303)
    return redirect(url_for("profiles.show", consultant_id=note.consultant_id), code=303)
