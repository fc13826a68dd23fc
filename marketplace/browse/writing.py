"""Messages on an application's page: writing into one of its channels."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect

from marketplace.browse.application_page import application_page
from marketplace.db import begin_writing, db
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import MESSAGES, UPLOADS, count, takes
from marketplace.pipeline.models import Application
from marketplace.policy import Can, may
from marketplace.threads.forms import PostForm
from marketplace.threads.notices import link_of
from marketplace.threads.operations import write_post
from marketplace.threads.queries import thread_of
from marketplace.threads.states import Channel
from marketplace.threads.uploads import MOST_SENT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("writing", __name__)


@bp.post("/applications/<uuid:application_id>/messages")
@guard(Can.SEE_APPLICATION, Application)
@takes(MOST_SENT)
def write(application: Application) -> ResponseReturnValue:
    user, form = signed_in_user(), PostForm()
    count(MESSAGES, "message", str(user.id))
    if any(form.files.data or []):
        count(UPLOADS, "file", str(user.id))
    if not _checked_aside(form):
        return application_page(application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    channel = Channel(form.channel.data)
    if not may(user, Can.WRITE_POST, thread_of(application, channel)):
        abort(HTTPStatus.NOT_FOUND)  # to others than its people a channel does not exist
    post = write_post(application, channel, form.post.data or "", by=user, uploads=form.uploads)
    flash(_("Sent."))
    return redirect(link_of(post.thread).partition("#")[0] + "#messages", code=303)


def _checked_aside(form: PostForm) -> bool:
    """Look through the files while this request does not hold the writer's place: others go on saving."""
    db.session.rollback()
    try:
        return form.validate()
    finally:
        begin_writing()
