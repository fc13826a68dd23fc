"""The talk about a row, on a page of its own; mending and deleting what one wrote, opening what is attached."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, send_file
from werkzeug.routing import BaseConverter

from marketplace import files
from marketplace.clock import now
from marketplace.comments import operations
from marketplace.comments.forms import CommentForm, MendForm, empty_form
from marketplace.comments.models import Comment, CommentFile
from marketplace.comments.notices import link_of
from marketplace.comments.operations import MENDED_WITHIN
from marketplace.comments.queries import comment_counts, comments_on, people_in, subject_of
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter, takes
from marketplace.policy import Can
from marketplace.threads.sending import accepted
from marketplace.threads.showing import size_text
from marketplace.threads.uploads import ACCEPTED, MOST_SENT
from marketplace.tracker.models import Project
from marketplace.tracker.states import ProjectState

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

    from marketplace.comments.queries import Subject

bp = Blueprint("comments", __name__)
OK, UNPROCESSABLE = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY


class AboutConverter(BaseConverter):
    """A row's number in an address, as people say it: R-3."""

    regex = r"[A-Z]-[0-9]{1,6}"


@bp.record_once
def _know_codes(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["about"] = AboutConverter


@bp.app_context_processor
def _counts() -> dict[str, object]:
    return {"comment_counts": comment_counts}


def _subject(project: Project, about: str) -> Subject:
    subject = subject_of(project, about)
    if subject is None:
        abort(HTTPStatus.NOT_FOUND)
    return subject


@bp.get("/projects/<uuid:project_id>/comments/<about:about>")
@guard(Can.SEE_PROJECT, Project)
def of_row(project: Project, about: str) -> ResponseReturnValue:
    return _page(project, _subject(project, about))


@bp.post("/projects/<uuid:project_id>/comments/<about:about>")
@guard(Can.WRITE_COMMENT, Project)
@takes(MOST_SENT)
def write(project: Project, about: str) -> ResponseReturnValue:
    user, subject = signed_in_user(), _subject(project, about)
    form = CommentForm().offering(people_in(project))
    if not accepted(form, user):
        return _page(project, subject, form, UNPROCESSABLE)
    comment = operations.write_comment(
        project, subject, form.post.data or "", by=user, named=form.named_ids(), uploads=form.uploads
    )
    flash(_("Sent."))
    return redirect(link_of(comment), code=303)


def _page(
    project: Project, subject: Subject, form: CommentForm | None = None, status: HTTPStatus = OK
) -> ResponseReturnValue:
    user = signed_in_user()
    people = [each for each in people_in(project) if each.id != user.id]
    return render_template(
        "comments/of_row.html", project=project, subject=subject, comments=comments_on(project, subject.code),
        form=(form or empty_form()).offering(people), mendable=_mendable, size=size_text, accepted=ACCEPTED,
        writes=project.state is not ProjectState.CLOSED,
    ), status  # fmt: skip


def _mendable(comment: Comment) -> bool:
    return comment.author_id == signed_in_user().id and now() - comment.at <= MENDED_WITHIN


@bp.route("/comments/<uuid:comment_id>/edit", methods=["GET", "POST"])
@guard(Can.EDIT_COMMENT, Comment)
def edit(comment: Comment) -> ResponseReturnValue:
    form = MendForm(obj=comment)
    if form.validate_on_submit():
        operations.mend_comment(comment, form.words.data or "", by=signed_in_user())
        flash(_("Saved."))
        return redirect(link_of(comment), code=303)
    status = UNPROCESSABLE if form.is_submitted() else OK
    return render_template("comments/edit.html", comment=comment, project=comment.project, form=form), status


@bp.post("/comments/<uuid:comment_id>/delete")
@guard(Can.EDIT_COMMENT, Comment)
def delete(comment: Comment) -> ResponseReturnValue:
    operations.delete_comment(comment, by=signed_in_user())
    flash(_("Your comment is deleted."))
    return redirect(link_of(comment), code=303)


@bp.get("/comment-files/<uuid:comment_file_id>")
@guard(Can.SEE_COMMENT_FILE, CommentFile)
@limiter.limit(DOCUMENTS)
def attachment(comment_file: CommentFile) -> ResponseReturnValue:
    """Send a file to be kept, never to be drawn inside a page of ours."""
    try:
        content = files.read(comment_file.key)
    except FileNotFoundError:
        abort(HTTPStatus.NOT_FOUND)
    answer = send_file(
        io.BytesIO(content), mimetype=comment_file.media_type, as_attachment=True, download_name=comment_file.name,
        etag=False,
    )  # fmt: skip
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
