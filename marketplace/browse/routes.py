"""Finding and applying: list, posting, application on one screen, and the application's own page."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup

from marketplace.browse import applying, cards, fragments, options, queries, search
from marketplace.browse.application_page import application_page
from marketplace.browse.filters import PAGE_SIZE, Filters
from marketplace.browse.fitting import Fit, fit_of, reached_by, worth_changing
from marketplace.browse.snapshot import Snapshot, current
from marketplace.engagements.models import Engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.rules import operator_recruiter, recruiter_of
from marketplace.errors import DomainError
from marketplace.guard import guard, public
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user, user_or_none
from marketplace.limits import SEARCH, limiter
from marketplace.paging import page_of
from marketplace.pipeline import operations as pipeline
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.forms import ApplyForm, WithdrawForm
from marketplace.pipeline.models import Application
from marketplace.pipeline.operations import over_capacity
from marketplace.pipeline.queries import application_of, applications_of, counts_for
from marketplace.pipeline.states import FROM_MEETING
from marketplace.policy import Can, may
from marketplace.profiles.queries import profile_of
from marketplace.settings import Name, value_of
from marketplace.shortlist.fit import requirement_checks
from marketplace.shortlist.queries import matches_among, scores_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant

bp = Blueprint("browse", __name__)
bp.add_app_template_global(worth_changing)
bp.add_app_template_global(reached_by)


@bp.get("/engagements")
@public
@limiter.limit(SEARCH, exempt_when=lambda: not request.args.get("q"))
def index() -> ResponseReturnValue:
    user = user_or_none()
    consultant = profile_of(user) if user and may(user, Can.EDIT_OWN_PROFILE) else None
    filters = Filters.from_args(request.args)
    if consultant is None:
        asked = tuple(request.args.items(multi=True))  # links to other pages repeat them all, known or not
        drawn = fragments.kept((asked, current().revision), lambda: _list(filters, None))
    else:
        drawn = Markup(_list(filters, consultant))  # noqa: S704 - our own template drew it
    return render_template("browse/index.html", list=drawn)


def _list(filters: Filters, consultant: Consultant | None) -> str:
    """Draw the list, with the matches of the consultant who reads it."""
    scores = scores_of(consultant) if consultant and filters.sort == "match" else None
    found = search.find(filters, scores=scores)
    matches = matches_among(consultant, found.ids) if consultant else {}
    return render_template(
        "browse/_list.html",
        found=found,
        filters=found.filters,
        groups=options.groups(found),
        cards=cards.all_cards(queries.cards(found.ids), matches),
        page=page_of(found.total, per_page=PAGE_SIZE, number=filters.page),
        total_text=f"{found.total:,}",
        relaxations=search.relaxations(filters) if not found.ids and filters.active else [],
        legends=options.LEGENDS,
        consultant=consultant,
    )


@bp.get("/engagements/<uuid:engagement_id>")
@guard(Can.SEE_ENGAGEMENT, Engagement)
def show(engagement: Engagement) -> ResponseReturnValue:
    user = user_or_none()
    consultant = queries.whole_profile_of(user) if user and may(user, Can.EDIT_OWN_PROFILE) else None
    application = application_of(consultant, engagement) if consultant else None
    around = Around(current(), counts_for([engagement.id]).get(engagement.id, 0))
    if user is None:
        company = engagement.company
        of_company = (company.name, company.answer_median)
        key = (engagement.id, engagement.version, of_company, around.submitted, around.snapshot.revision)
        posting = fragments.kept(key, lambda: _posting(engagement, None, around, application=None))
    else:
        drawn = _posting(engagement, consultant, around, application=application)
        posting = Markup(drawn)  # noqa: S704 - our own template drew it
    return render_template(
        "browse/show.html",
        engagement=engagement,
        posting=posting,
        fit=_fit(user, consultant, engagement) if user and consultant and not application else None,
        application=application,
        words=cards,
    )


def _fit(user: User, consultant: Consultant, engagement: Engagement) -> Fit | None:
    if not may(user, Can.APPLY, engagement):
        return None
    looks = request.args.get("looks", "0")
    return fit_of(consultant, engagement, looks=int(looks[:3]) if looks.isascii() and looks.isdigit() else 0)


@dataclass(frozen=True, slots=True)
class Around:
    """What a posting's page shows beside the posting: the list it stands in, and how many have applied."""

    snapshot: Snapshot
    submitted: int


def _posting(
    engagement: Engagement, consultant: Consultant | None, around: Around, *, application: Application | None
) -> str:
    """Draw a posting, each requirement compared with the profile of the consultant who reads it."""
    engagement = with_requirements(engagement)
    return render_template(
        "browse/_posting.html",
        engagement=engagement,
        recruiter=recruiter_of(engagement, operator_recruiter(current_app.config["PRODUCT"])),
        submitted=around.submitted,
        named_to_me=application is not None and application.state in FROM_MEETING,
        order_price=consultant is None or bool(value_of(Name.ORDER_PRICE_SHOWN)),
        checks=requirement_checks(engagement, consultant) if consultant else None,
        similar=cards.all_cards(queries.similar_to(engagement, around.snapshot), {}),
        words=cards,
    )


@bp.route("/engagements/<uuid:engagement_id>/apply", methods=["GET", "POST"])
@guard(Can.APPLY, Engagement)
def apply(engagement: Engagement) -> ResponseReturnValue:
    user = signed_in_user()
    consultant = queries.whole_profile_of(user)
    existing = application_of(consultant, engagement)
    if existing is not None:
        flash(_("You are already in the process of this engagement."))
        return redirect(url_for("browse.application", application_id=existing.id), code=303)
    form = ApplyForm().offer(consultant)
    words = applying.consent_words(engagement)
    if form.validate_on_submit():
        bid = Bid(
            form.message.data, form.rate.data, form.days.data or 0, form.start_on.data, form.projects.data or [], words
        )
        try:
            application = pipeline.apply(engagement, consultant, bid, by=user)
        except DomainError as error:
            form.form_errors.append(str(error.message))
        else:
            flash(_("Applied. The client and the advisors have been told."))
            return redirect(url_for("browse.application", application_id=application.id), code=303)
    if not form.is_submitted():
        applying.propose(form, engagement, consultant)
        applying.take_over(form, request.args)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    days = engagement.days_max if form.days.errors else form.days.data or engagement.days_max
    return render_template(
        "browse/apply.html",
        form=form,
        engagement=engagement,
        consultant=consultant,
        words=words,
        over=over_capacity(consultant, days),
        days=days,
        warnings=applying.warnings_for(engagement, rate_asked=form.rate.data, start_on=form.start_on.data),
        answered_by=applying.answered_by(engagement),
    ), status


@bp.get("/applications")
@guard(Can.EDIT_OWN_PROFILE)
def applications() -> ResponseReturnValue:
    consultant = profile_of(signed_in_user())
    rows = applications_of(consultant) if consultant else []
    return render_template("browse/applications.html", applications=rows)


@bp.get("/applications/<uuid:application_id>")
@guard(Can.SEE_APPLICATION, Application)
def application(application: Application) -> ResponseReturnValue:
    return application_page(application)


@bp.post("/applications/<uuid:application_id>/withdraw")
@guard(Can.WITHDRAW_APPLICATION, Application)
def withdraw(application: Application) -> ResponseReturnValue:
    form = WithdrawForm()
    if not form.validate_on_submit():
        return application_page(application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = str(form.reason.data)
    pipeline.withdraw_application(application, by=signed_in_user(), reason=reason, words=form.words.data or "")
    flash(_("Withdrawn. The client and the advisors have been told."))
    return redirect(url_for("browse.application", application_id=application.id), code=303)


@bp.post("/applications/<uuid:application_id>/withdraw-consent")
@guard(Can.WITHDRAW_CONSENT, Application)
def withdraw_consent(application: Application) -> ResponseReturnValue:
    pipeline.withdraw_consent(application, by=signed_in_user())
    flash(_("The client can no longer see your name and skill sheet."))
    return redirect(url_for("browse.application", application_id=application.id), code=303)
