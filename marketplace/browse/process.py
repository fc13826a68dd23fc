"""The card's steps before an offer, one button each: ask, answer, submit, talk, end."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.browse import applying, queries
from marketplace.browse.application_page import application_page
from marketplace.errors import DomainError, TransitionRefused
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.pipeline import moves
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.forms import AnswerForm, EndForm, StepForm
from marketplace.pipeline.models import Application
from marketplace.pipeline.operations import over_capacity
from marketplace.pipeline.states import ApplicationState
from marketplace.policy import Can
from marketplace.threads.forms import PostForm
from marketplace.threads.states import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

bp = Blueprint("process", __name__)
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.route("/applications/<uuid:application_id>/consent", methods=["GET", "POST"])
@guard(Can.ANSWER_CONSENT, Application)
def consent(application: Application) -> ResponseReturnValue:
    """Ask the person, on one page, for yes, no or a question."""
    if application.state is not ApplicationState.CONSENT_ASKED:
        flash(_("This has been answered already."))
        return redirect(url_for("browse.application", application_id=application.id), code=303)
    form = AnswerForm().offer(queries.whole_profile_of(signed_in_user()))
    words = applying.consent_words(application.engagement)
    if form.validate_on_submit():
        bid = Bid(
            form.message.data or "", form.rate.data, form.days.data or 0, form.start_on.data,
            form.projects.data or [], words,
        )  # fmt: skip
        moves.give_consent(application, bid, by=signed_in_user())
        flash(_("Thank you. Your consent is recorded; you can withdraw it at any time."))
        return redirect(url_for("browse.application", application_id=application.id), code=303)
    return _consent_page(application, form, HTTPStatus.OK if request.method == "GET" else UNPROCESSABLE)


def _consent_page(
    application: Application, form: AnswerForm, status: HTTPStatus, *, no: EndForm | None = None
) -> ResponseReturnValue:
    consultant = queries.whole_profile_of(signed_in_user())
    form.offer(consultant)
    if no is not None or not form.is_submitted():
        applying.propose(form, application.engagement, consultant)
    days = application.engagement.days_max if form.days.errors else form.days.data or application.engagement.days_max
    return render_template(
        "browse/consent.html",
        application=application,
        engagement=application.engagement,
        form=form,
        no=no or EndForm.of(ApplicationState.DECLINED, formdata=None),
        question=PostForm.into(Channel.CONSULTANT_DESK),
        words=applying.consent_words(application.engagement),
        over=over_capacity(consultant, days),
        days=days,
    ), status


@bp.post("/applications/<uuid:application_id>/decline")
@guard(Can.ANSWER_CONSENT, Application)
def decline(application: Application) -> ResponseReturnValue:
    form = EndForm.of(ApplicationState.DECLINED)
    if not form.validate_on_submit():
        return _consent_page(application, AnswerForm(formdata=None), UNPROCESSABLE, no=form)
    moves.decline(application, by=signed_in_user(), reason=form.reason.data, words=form.words.data or "")
    flash(_("Declined. The advisor has been told; the client was shown nothing it had not seen."))
    return redirect(url_for("browse.application", application_id=application.id), code=303)


@bp.post("/applications/<uuid:application_id>/ask-consent")
@guard(Can.ASK_CONSENT, Application)
def ask_consent(application: Application) -> ResponseReturnValue:
    return _moved(application, moves.ask_consent, _("The consultant has been asked for consent."))


@bp.post("/applications/<uuid:application_id>/submit")
@guard(Can.SUBMIT_APPLICATION, Application)
def submit(application: Application) -> ResponseReturnValue:
    submit = partial(moves.submit_to_client, known=bool(StepForm().known.data))
    return _moved(application, submit, _("Submitted. The client has been told."))


@bp.post("/applications/<uuid:application_id>/meeting")
@guard(Can.SELECT, Application)
def meeting(application: Application) -> ResponseReturnValue:
    return _moved(application, moves.ask_for_meeting, _("The consultant and the advisor have been told."))


@bp.post("/applications/<uuid:application_id>/not-selected")
@guard(Can.SELECT, Application)
def not_selected(application: Application) -> ResponseReturnValue:
    form = EndForm.of(ApplicationState.NOT_SELECTED)
    if stale(application):
        return application_page(application, status=CONFLICT)
    if not form.validate_on_submit():
        return application_page(application, form, status=UNPROCESSABLE)
    moves.not_select(application, by=signed_in_user(), reason=form.reason.data, words=form.words.data or "")
    flash(_("The consultant has been told the outcome and the reason."))
    return redirect(url_for("browse.application", application_id=application.id), code=303)


def _moved(application: Application, move: Callable[..., None], said: str) -> ResponseReturnValue:
    form = StepForm()
    if stale(application):
        return application_page(application, status=CONFLICT)
    if not form.validate_on_submit():
        return application_page(application, form, status=UNPROCESSABLE)
    try:
        move(application, by=signed_in_user(), words=form.words.data or "")
    except TransitionRefused:  # somebody was faster, or the button is none of this state
        raise
    except DomainError as error:
        form.form_errors.append(str(error.message))
        return application_page(application, form, status=UNPROCESSABLE)
    flash(said)
    return redirect(url_for("browse.application", application_id=application.id), code=303)
