"""The pages of appeals: the consultant asks and reads, an advisor answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.appeals import labels
from marketplace.appeals.forms import AnswerForm, AppealForm
from marketplace.appeals.models import Appeal
from marketplace.appeals.operations import (
    AlreadyOpen,
    NotOpen,
    answer_appeal,
    explanation_of,
    open_appeal,
    withdraw_appeal,
)
from marketplace.appeals.queries import appeals_of, newest_appeal
from marketplace.appeals.states import Ground, Outcome
from marketplace.browse.cards import reason_texts
from marketplace.browse.fitting import Said, said
from marketplace.engagements.models import Engagement
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import count
from marketplace.paging import page_number, page_of
from marketplace.policy import Can, may
from marketplace.profiles.queries import profile_of
from marketplace.shortlist.queries import match_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from flask.typing import ResponseReturnValue

    from marketplace.browse.cards import ReasonText
    from marketplace.profiles.models import Consultant

bp = Blueprint("appeals", __name__)
PER_PAGE = 50
APPEALS = "20 per day"  # of one person
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"appeal_ground": labels.GROUND, "appeal_state": labels.STATE, "appeal_outcome": labels.OUTCOME}


@bp.app_template_global()
def appeal_about(engagement: Engagement) -> Appeal | None:
    """The reader's own last appeal about a posting."""
    consultant = profile_of(signed_in_user())
    return newest_appeal(consultant, engagement) if consultant else None


@dataclass(frozen=True, slots=True)
class Explained:
    """What an appeal carries, in the reader's language."""

    score: int
    excluded_by: list[str]
    reasons: list[ReasonText]
    advice: list[Said]
    model: str
    ranked_at: datetime


def _explained(data: Mapping[str, Any]) -> Explained | None:
    if not data:
        return None
    return Explained(
        round(data["score"] / 10), data["excluded_by"], reason_texts(data["reasons"]),
        [said(each) for each in data["advice"]], data["model"], datetime.fromisoformat(data["ranked_at"]),
    )  # fmt: skip


@bp.route("/engagements/<uuid:engagement_id>/appeal", methods=["GET", "POST"])
@guard(Can.APPEAL, Engagement)
def ask(engagement: Engagement) -> ResponseReturnValue:
    """Say what is not right; the explanation that goes with it is shown before it is sent."""
    user = signed_in_user()
    consultant = _own_profile()
    form = AppealForm()
    if not form.is_submitted():
        known = newest_appeal(consultant, engagement)
        if known is not None and may(user, Can.WITHDRAW_APPEAL, known) and known.state == "open":
            return redirect(url_for("appeals.show", appeal_id=known.id), code=303)
        return _ask_page(engagement, consultant, form, OK)
    if not form.validate():
        return _ask_page(engagement, consultant, form, UNPROCESSABLE)
    count(APPEALS, "appeals", str(user.id))
    try:
        appeal = open_appeal(consultant, engagement, Ground(form.ground.data), form.words.data or "", by=user)
    except Invalid as refused:
        form.refuse(refused)
        return _ask_page(engagement, consultant, form, UNPROCESSABLE)
    except AlreadyOpen as refused:
        form.form_errors.append(str(refused.message))
        return _ask_page(engagement, consultant, form, CONFLICT)
    flash(_("Sent to your advisor. The client does not learn of it."))
    return redirect(url_for("appeals.show", appeal_id=appeal.id), code=303)


def _own_profile() -> Consultant:
    consultant = profile_of(signed_in_user())
    assert consultant is not None  # noqa: S101 - the policy lets consultants in alone
    return consultant


def _ask_page(
    engagement: Engagement, consultant: Consultant, form: AppealForm, status: HTTPStatus
) -> ResponseReturnValue:
    explained = _explained(explanation_of(match_of(consultant, engagement)))
    return render_template("appeals/ask.html", engagement=engagement, form=form, explained=explained), status


@bp.get("/appeals")
@guard(Can.EDIT_OWN_PROFILE)
def index() -> ResponseReturnValue:
    """The person's own appeals."""
    return _list_page(_own_profile())


@bp.get("/desk/appeals")
@guard(Can.SEE_DESK)
def desk() -> ResponseReturnValue:
    """Everybody's, those that wait first."""
    return _list_page(None)


def _list_page(consultant: Consultant | None) -> ResponseReturnValue:
    rows, total = appeals_of(consultant, page=page_number(), per_page=PER_PAGE)
    page = page_of(total, per_page=PER_PAGE)
    return render_template("appeals/index.html", appeals=rows, page=page, staff=consultant is None)


@bp.get("/appeals/<uuid:appeal_id>")
@guard(Can.SEE_APPEAL, Appeal)
def show(appeal: Appeal) -> ResponseReturnValue:
    return _page(appeal, AnswerForm(), OK)


def _page(appeal: Appeal, form: AnswerForm, status: HTTPStatus) -> ResponseReturnValue:
    return render_template(
        "appeals/show.html", appeal=appeal, form=form, explained=_explained(appeal.explanation),
        conflict=status is CONFLICT,
    ), status  # fmt: skip


@bp.post("/appeals/<uuid:appeal_id>/withdraw")
@guard(Can.WITHDRAW_APPEAL, Appeal)
def withdraw(appeal: Appeal) -> ResponseReturnValue:
    try:
        withdraw_appeal(appeal, by=signed_in_user())
    except NotOpen:
        return _page(appeal, AnswerForm(), CONFLICT)
    flash(_("Withdrawn."))
    return redirect(url_for("appeals.show", appeal_id=appeal.id), code=303)


@bp.post("/appeals/<uuid:appeal_id>/answer")
@guard(Can.ANSWER_APPEAL, Appeal)
def answer(appeal: Appeal) -> ResponseReturnValue:
    form = AnswerForm()
    if not form.validate():
        return _page(appeal, form, UNPROCESSABLE)
    try:
        answer_appeal(appeal, Outcome(form.outcome.data), form.answer.data or "", by=signed_in_user())
    except NotOpen:
        return _page(appeal, form, CONFLICT)
    flash(_("Answered. The consultant has been told."))
    return redirect(url_for("appeals.show", appeal_id=appeal.id), code=303)
