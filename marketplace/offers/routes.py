"""An offer's pages: make it, see its versions side by side, accept, decline or counter it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.money import Yen, at_days
from marketplace.offers import operations
from marketplace.offers.forms import DeclineForm, TermsForm
from marketplace.offers.models import Offer
from marketplace.offers.queries import offers_of
from marketplace.offers.states import OfferState
from marketplace.offers.terms import FEWEST_DAYS, MOST_DAYS, changes
from marketplace.pipeline.models import Application
from marketplace.pipeline.parties import Side, named_to, speaks_for
from marketplace.pipeline.states import ApplicationState
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("offers", __name__)
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
ENDING = {Side.CLIENT: ApplicationState.DECLINED, Side.CONSULTANT: ApplicationState.NOT_SELECTED}  # by who sent it


@bp.app_template_filter("at_days")
def rate_at_days(offer: Offer) -> int:
    """Return what an offer's rate means at its days a week."""
    return at_days(Yen(offer.rate), offer.days)


@bp.route("/applications/<uuid:application_id>/offers/new", methods=["GET", "POST"])
@guard(Can.MAKE_OFFER, Application)
def make(application: Application) -> ResponseReturnValue:
    form = TermsForm()
    if form.validate_on_submit():
        try:
            offer = operations.send_offer(application, form.terms(), by=signed_in_user())
        except Invalid as refused:
            _refuse(form, refused)
        else:
            flash(_("Sent. The consultant has been told until when to answer."))
            return redirect(url_for("offers.show", offer_id=offer.id), code=303)
    return _terms_page(form, application, None)


@bp.route("/offers/<uuid:offer_id>/counter", methods=["GET", "POST"])
@guard(Can.ANSWER_OFFER, Offer)
def counter(offer: Offer) -> ResponseReturnValue:
    form = TermsForm()
    if offer.state is not OfferState.SENT:  # a page left open, or a link followed late: show how it ended
        return _page(offer, status=CONFLICT if form.is_submitted() else HTTPStatus.OK)
    if form.validate_on_submit():
        if stale(offer):
            return _counter_again(form, offer)
        try:
            countered = operations.counter_offer(offer, form.terms(), by=signed_in_user())
        except Invalid as refused:
            _refuse(form, refused)
        else:
            flash(_("Sent back. The other side has been told until when to answer."))
            return redirect(url_for("offers.show", offer_id=countered.id), code=303)
    return _terms_page(form, offer.application, offer)


def _counter_again(form: TermsForm, offer: Offer) -> ResponseReturnValue:
    """Keep what was typed while the offer still waits (a reminder touched it, say); else show how it ended."""
    if offer.state is not OfferState.SENT:
        return _page(offer, status=CONFLICT)
    form.version.raw_data, form.version.data = None, offer.version
    return _terms_page(form, offer.application, offer, status=CONFLICT)


def _refuse(form: TermsForm, refused: Invalid) -> None:
    for name, message in refused.errors.items():
        form[name].errors = [*form[name].errors, message]


def _terms_page(
    form: TermsForm, application: Application, offer: Offer | None, *, status: HTTPStatus | None = None
) -> ResponseReturnValue:
    status = status or (UNPROCESSABLE if form.is_submitted() else HTTPStatus.OK)
    versions = offers_of(application)
    if not form.is_submitted():
        form.begin(application, versions[-1] if versions else None)
        form.version.data = offer.version if offer else None
    return render_template(
        "offers/terms.html",
        form=form,
        application=application,
        offer=offer,
        versions=changes(versions),
        who=named_to(signed_in_user(), application),
        raise_days=_where_days_are_raised(application) if _too_many_days(form) else "",
        conflict=status is CONFLICT,
    ), status


def _too_many_days(form: TermsForm) -> bool:
    """Tell whether the days are wrong only because the person has fewer: an empty box says nothing of that."""
    return bool(form.days.errors) and FEWEST_DAYS <= (form.days.data or 0) <= MOST_DAYS


def _where_days_are_raised(application: Application) -> str:
    """Return the section of the profile where its owner raises the days; empty for anybody else."""
    if speaks_for(signed_in_user(), application) is not Side.CONSULTANT:
        return ""
    section = "wishes" if application.consultant.free_days is None else "capacity"
    return url_for("profiles.edit", section=section)


@bp.get("/offers/<uuid:offer_id>")
@guard(Can.SEE_OFFER, Offer)
def show(offer: Offer) -> ResponseReturnValue:
    return _page(offer)


def _page(
    offer: Offer, form: DeclineForm | None = None, *, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `form` is one that was sent and refused, shown again with what was typed."""
    return render_template(
        "offers/show.html",
        offer=offer,
        application=offer.application,
        versions=changes(offers_of(offer.application)),
        who=named_to(signed_in_user(), offer.application),
        decline=form or DeclineForm(formdata=None, version=offer.version).offer(ENDING[offer.side]),
        error=error,
        raise_days=_where_days_are_raised(offer.application) if error else "",
        conflict=status is CONFLICT,
    ), status


@bp.post("/offers/<uuid:offer_id>/accept")
@guard(Can.ANSWER_OFFER, Offer)
def accept(offer: Offer) -> ResponseReturnValue:
    if stale(offer):
        return _page(offer, status=CONFLICT)
    try:
        operations.accept_offer(offer, by=signed_in_user())
    except Invalid as refused:
        return _page(offer, error=str(refused.message), status=UNPROCESSABLE)
    flash(_("Accepted. Everybody has been told; the contract follows."))
    return redirect(url_for("offers.show", offer_id=offer.id), code=303)


@bp.post("/offers/<uuid:offer_id>/decline")
@guard(Can.ANSWER_OFFER, Offer)
def decline(offer: Offer) -> ResponseReturnValue:
    form = DeclineForm().offer(ENDING[offer.side])
    if not form.validate_on_submit():
        return _page(offer, form, status=UNPROCESSABLE)
    if stale(offer):
        form.version.raw_data, form.version.data = None, offer.version
        return _page(offer, form, status=CONFLICT)
    operations.decline_offer(offer, by=signed_in_user(), reason=form.reason.data, words=form.words.data or "")
    flash(_("Declined. The other side and the advisors have been told, with the reason."))
    return redirect(url_for("offers.show", offer_id=offer.id), code=303)
