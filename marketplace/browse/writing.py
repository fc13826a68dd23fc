"""Messages on an application's page: writing into one of its channels."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect

from marketplace.browse.application_page import application_page
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import takes
from marketplace.pipeline.models import Application
from marketplace.policy import Can, may
from marketplace.threads.forms import PostForm
from marketplace.threads.notices import link_of
from marketplace.threads.operations import write_post
from marketplace.threads.queries import thread_of
from marketplace.threads.sending import accepted
from marketplace.threads.states import OF_APPLICATION, Channel
from marketplace.threads.uploads import MOST_SENT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("writing", __name__)


@bp.post("/applications/<uuid:application_id>/messages")
@guard(Can.SEE_APPLICATION, Application)
@takes(MOST_SENT)
def write(application: Application) -> ResponseReturnValue:
    user, form = signed_in_user(), PostForm()
    if not accepted(form, user):
        return application_page(application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    channel = Channel(form.channel.data)
    if channel not in OF_APPLICATION or not may(user, Can.WRITE_POST, thread_of(application, channel)):
        abort(HTTPStatus.NOT_FOUND)  # to others than its people a channel does not exist
    post = write_post(application, channel, form.post.data or "", by=user, uploads=form.uploads)
    flash(_("Sent."))
    return redirect(link_of(post.thread).partition("#")[0] + "#messages", code=303)
