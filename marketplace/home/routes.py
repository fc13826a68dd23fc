"""First pages: the public face and one for each role, the language, the operator's view of jobs, the components."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from sqlalchemy import func, select

from marketplace.accounts import operations as accounts
from marketplace.accounts.states import UserKind
from marketplace.background import Job, JobState, alive, rerun
from marketplace.browse import cards, queries
from marketplace.browse.snapshot import current
from marketplace.db import db
from marketplace.desk import queries as desk
from marketplace.engagements.queries import engagements_of
from marketplace.guard import guard, public
from marketplace.home.figures import live_figures
from marketplace.home.showcase import samples
from marketplace.home.todo import company_todo, consultant_todo
from marketplace.home.work import work_of_client, work_of_consultant, work_of_operator
from marketplace.i18n import LOCALES
from marketplace.i18n import gettext as _
from marketplace.identity import user_or_none
from marketplace.intake import queries as intake
from marketplace.intake.terms import promised_day
from marketplace.pipeline.queries import applications_of, counts_for, newest_for_company
from marketplace.policy import Can
from marketplace.profiles.sections import next_step
from marketplace.settings import Name, value_of
from marketplace.shortlist.queries import best_for, matches_among

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from marketplace.accounts.models import Company, User
    from marketplace.profiles.models import Consultant

bp = Blueprint("home", __name__)
OWN_PAGE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f]*")  # browsers drop tabs and read \ as /: neither may stand here


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """Show the public face, or what the signed-in person must do now."""
    user = user_or_none()
    return _public_face("home/index.html") if user is None else _HOMES[user.kind](user)


def _public_face(template: str, **facts: int) -> ResponseReturnValue:
    snapshot = current()
    newest = queries.cards([snapshot.ids[row] for row in snapshot.newest[:6]])
    return render_template(template, figures=live_figures(), cards=cards.all_cards(newest, {}), **facts)


def _consultant_home(user: User) -> ResponseReturnValue:
    consultant = queries.whole_profile_of(user)
    best = [match.engagement_id for match in best_for(consultant)]
    return render_template(
        "home/consultant.html",
        consultant=consultant,
        todo=[*consultant_todo(consultant), *work_of_consultant(user)],
        **_welcome(consultant),
        next_step=next_step(consultant),
        cards=cards.all_cards(queries.cards(best), matches_among(consultant, best)),
        applications=applications_of(consultant)[:5],
    )


def _client_home(user: User) -> ResponseReturnValue:
    assert user.membership is not None  # noqa: S101 - a client belongs to a company
    company = user.membership.company
    engagements = engagements_of(company)
    return render_template(
        "home/client.html",
        company=company,
        todo=[*company_todo(company), *work_of_client(user)],
        **_welcome(company),
        engagements=engagements[:10],
        counts=counts_for([each.id for each in engagements[:10]]),
        applications=newest_for_company(company, 5),
    )


def _welcome(side: Consultant | Company) -> dict[str, object]:
    """Who takes care, and until the first interview by when the advisor gets in touch."""
    awaited = intake.is_awaited(side)
    return {
        "advisor": desk.advisor_of(side.advisor_id),
        "awaited": awaited,
        "by": promised_day(intake.signed_up_at(side)) if awaited else None,
    }


def _operator_home(_user: User) -> ResponseReturnValue:
    return render_template(
        "home/operator.html", todo=work_of_operator(), figures=live_figures(), **desk.operator_facts()
    )


_HOMES: dict[UserKind, Callable[[User], ResponseReturnValue]] = {
    UserKind.CONSULTANT: _consultant_home,
    UserKind.CLIENT: _client_home,
    UserKind.ADVISOR: lambda _user: redirect(url_for("desk.index")),
    UserKind.OPERATOR: _operator_home,
}


@bp.get("/for-consultants")
@public
def for_consultants() -> ResponseReturnValue:
    return _public_face("home/for_consultants.html", consent_days=value_of(Name.CONSENT_DAYS))


@bp.get("/for-clients")
@public
def for_clients() -> ResponseReturnValue:
    return _public_face("home/for_clients.html")


@bp.post("/language")
@public
def language() -> ResponseReturnValue:
    """Remember the language in this browser, and with the account; go back to the same page."""
    locale = request.form.get("locale", "")
    back = request.form.get("next", "")
    target = back if OWN_PAGE.fullmatch(back) else url_for("home.index")
    response = redirect(target.rstrip("?"), code=303)
    if locale in LOCALES:
        session["locale"] = locale
        response.set_cookie("locale", locale, max_age=31_536_000, samesite="Lax", httponly=True)
        user = user_or_none()
        if user is not None:
            accounts.choose_language(user, locale)
    return response


@bp.get("/operation/jobs")
@guard(Can.SEE_OPERATION)
def jobs() -> ResponseReturnValue:
    """Show what waits, what failed and why."""
    counts = dict(db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    rows = db.session.scalars(
        select(Job).where(Job.state != JobState.DONE).order_by(Job.state, Job.due_at).limit(100)
    ).all()
    return render_template("home/jobs.html", jobs=rows, counts=counts, alive=alive(), states=JobState)


@bp.post("/operation/jobs/<uuid:job_id>/rerun")
@guard(Can.RERUN_JOB, Job)
def rerun_job(job: Job) -> ResponseReturnValue:
    if job.state is JobState.FAILED:
        rerun(job)
        flash(_("Queued again."))
    return redirect(url_for("home.jobs"), code=303)


@bp.get("/operation/components")
@guard(Can.SEE_OPERATION)
def components() -> ResponseReturnValue:
    """Show every component in every state."""
    return render_template("home/components.html", **samples())
