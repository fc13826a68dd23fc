"""The client's and the advisor's pages of an engagement; finding and applying is browse's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from marketplace.db import db
from marketplace.engagements import operations, queries, suggestions
from marketplace.engagements.forms import CloseForm, EngagementForm, NeedForm, ReturnForm
from marketplace.engagements.models import Engagement
from marketplace.engagements.rules import Recruiter, operator_recruiter, recruiter_of, warning_words
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.inputs import Form

bp = Blueprint("engagements", __name__)


def _operator() -> Recruiter:
    return operator_recruiter(current_app.config["PRODUCT"])


def _to_manage(engagement: Engagement) -> ResponseReturnValue:
    return redirect(url_for("engagements.manage", engagement_id=engagement.id), code=303)


def show_errors(form: Form, error: Invalid) -> None:
    """Put an operation's refusal beside the fields it is about."""
    for name, message in error.errors.items():
        target = form[name] if name in form else next(iter(form))
        target.errors = [*target.errors, str(message)]


@bp.get("/engagements/mine")
@guard(Can.POST_ENGAGEMENT)
def mine() -> ResponseReturnValue:
    membership = signed_in_user().membership
    assert membership is not None  # noqa: S101 - the policy asked
    return render_template("engagements/mine.html", engagements=queries.engagements_of(membership.company))


@bp.route("/engagements/new", methods=["GET", "POST"])
@guard(Can.POST_ENGAGEMENT)
def new() -> ResponseReturnValue:
    form = NeedForm()
    if form.validate_on_submit():
        user = signed_in_user()
        assert user.membership is not None  # noqa: S101 - the policy asked
        values = suggestions.suggested_values(f"{form.title.data}\n{form.need.data}")
        values["background"] = form.need.data
        engagement = operations.draft_engagement(user.membership.company, by=user, title=form.title.data, **values)
        flash(_("Draft saved. Only you and your advisor can see it."))
        return redirect(url_for("engagements.edit", engagement_id=engagement.id), code=303)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return render_template("engagements/new.html", form=form), status


@bp.get("/engagements/<uuid:engagement_id>/manage")
@guard(Can.SEE_OWN_SIDE, Engagement)
def manage(engagement: Engagement) -> ResponseReturnValue:
    engagement = queries.with_requirements(engagement)
    return _manage_page(engagement, ReturnForm(), CloseForm())


def _manage_page(
    engagement: Engagement, return_form: ReturnForm, close_form: CloseForm, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    return render_template(
        "engagements/manage.html",
        engagement=engagement,
        recruiter=recruiter_of(engagement, _operator()),
        missing=operations.publication_errors(engagement, _operator()),
        warnings=warning_words(engagement),
        return_form=return_form,
        close_form=close_form,
    ), status


@bp.route("/engagements/<uuid:engagement_id>/edit", methods=["GET", "POST"])
@guard(Can.EDIT_ENGAGEMENT, Engagement)
def edit(engagement: Engagement) -> ResponseReturnValue:
    engagement = queries.with_requirements(engagement)
    form = EngagementForm(obj=engagement)
    if not form.is_submitted():
        return _edit_page(form.show(engagement), engagement)
    if not form.validate():
        return _edit_page(form, engagement, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.version.data not in {None, engagement.version}:
        return _edit_page(form, engagement, HTTPStatus.CONFLICT)
    try:
        operations.write_engagement(
            engagement, form.values(), form.requirements(), by=signed_in_user(), operator=_operator()
        )
    except Invalid as error:
        show_errors(form, error)
        return _edit_page(form, engagement, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _saved(engagement)


def _edit_page(form: EngagementForm, engagement: Engagement, status: HTTPStatus = HTTPStatus.OK) -> ResponseReturnValue:
    """Show the form; after a conflict with what was typed, ready to be sent again over what is saved now."""
    if status is HTTPStatus.CONFLICT:
        form.version.raw_data, form.version.data = None, engagement.version
    return render_template(
        "engagements/edit.html",
        form=form,
        engagement=engagement,
        conflict=status is HTTPStatus.CONFLICT,
    ), status


def _saved(engagement: Engagement) -> ResponseReturnValue:
    """Answer an autosave quietly, with the version it made; otherwise go on to the posting."""
    if request.headers.get("HX-Request"):
        return "", HTTPStatus.NO_CONTENT, {"X-Version": str(queries.saved_version(engagement))}
    flash(_("Saved."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/submit")
@guard(Can.SUBMIT_ENGAGEMENT, Engagement)
def submit(engagement: Engagement) -> ResponseReturnValue:
    engagement = queries.with_requirements(engagement)
    try:
        operations.submit_engagement(engagement, by=signed_in_user(), operator=_operator())
    except Invalid:
        return _manage_page(engagement, ReturnForm(), CloseForm(), HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(_("Handed in. Your advisor reviews it and publishes it."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/publish")
@guard(Can.REVIEW_ENGAGEMENT, Engagement)
def publish(engagement: Engagement) -> ResponseReturnValue:
    engagement = queries.with_requirements(engagement)
    try:
        operations.publish_engagement(engagement, by=signed_in_user(), operator=_operator())
    except Invalid:
        db.session.expire(engagement)
        return _manage_page(
            queries.with_requirements(engagement), ReturnForm(), CloseForm(), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    flash(_("Published."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/return")
@guard(Can.REVIEW_ENGAGEMENT, Engagement)
def send_back(engagement: Engagement) -> ResponseReturnValue:
    form = ReturnForm()
    if not form.validate_on_submit():
        engagement = queries.with_requirements(engagement)
        return _manage_page(engagement, form, CloseForm(), HTTPStatus.UNPROCESSABLE_ENTITY)
    operations.return_engagement(engagement, by=signed_in_user(), note=form.note.data)
    flash(_("Returned to the client with your words."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/pause")
@guard(Can.PAUSE_ENGAGEMENT, Engagement)
def pause(engagement: Engagement) -> ResponseReturnValue:
    operations.pause_engagement(queries.with_requirements(engagement), by=signed_in_user())
    flash(_("Paused. It is no longer shown."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/confirm")
@guard(Can.CONFIRM_ENGAGEMENT, Engagement)
def confirm(engagement: Engagement) -> ResponseReturnValue:
    operations.confirm_engagement(queries.with_requirements(engagement), by=signed_in_user())
    flash(_("Confirmed as open today."))
    return _to_manage(engagement)


@bp.post("/engagements/<uuid:engagement_id>/close")
@guard(Can.CLOSE_ENGAGEMENT, Engagement)
def close(engagement: Engagement) -> ResponseReturnValue:
    engagement = queries.with_requirements(engagement)
    form = CloseForm()
    if not form.validate_on_submit():
        return _manage_page(engagement, ReturnForm(), form, HTTPStatus.UNPROCESSABLE_ENTITY)
    operations.close_engagement(engagement, by=signed_in_user(), reason=form.reason_code(), words=form.words.data or "")
    flash(_("Closed. Everybody still in process has been told."))
    return _to_manage(engagement)
