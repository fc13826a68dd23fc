"""The welcome, the registration interview on both sides, and what a company's entry takes over from it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for

from marketplace.accounts.forms import CompanyForm
from marketplace.accounts.models import Company
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.imports.forms import ACCEPT, DecisionForm
from marketplace.intake import labels, operations, queries
from marketplace.intake.answers import MIX, of_company, restored
from marketplace.intake.forms import NO_ANSWERS, OWN, TALK, QuestionForm, answers_in, said, told_of
from marketplace.intake.models import Interview
from marketplace.intake.states import InterviewKind, InterviewState
from marketplace.intake.terms import promised_day
from marketplace.policy import Can
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import whole_profile

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.intake.queries import About

bp = Blueprint("intake", __name__)
bp.add_app_template_filter(told_of)
bp.add_app_template_filter(said, "answer_said")


@bp.app_template_filter()
def answers_told(interview: Interview) -> list[tuple[str, str]]:
    """Return all that was said, the desk's own part too: for the desk alone."""
    form = TALK[interview.kind](formdata=None, data={**restored(interview.answers), **interview.staff_answers})
    return told_of(form, [field.short_name for field in form if field.short_name not in NO_ANSWERS])


@bp.get("/welcome")
@guard(Can.SEE_OWN_PAGES)
def welcome() -> ResponseReturnValue:
    """Greet a person who has just come in: the named advisor, the promised day, and the next step."""
    user = signed_in_user()
    session.pop("signed_up_as", None)
    side = queries.interviewed_side(user)
    return render_template(
        "intake/welcome.html",
        user=user,
        waits=side is not None,
        advisor=queries.advisor_of(side),
        by=promised_day(queries.signed_up_at(side)) if side is not None else None,
    )


@bp.route("/interview", methods=["GET", "POST"])
@guard(Can.PREPARE_INTERVIEW)
def own() -> ResponseReturnValue:
    """Let the person, or a member of the company, answer beforehand what is asked in the interview."""
    side = queries.interviewed_side(signed_in_user())
    if side is None:
        abort(HTTPStatus.NOT_FOUND)
    return _questions(side, OWN[_kind(side)], "intake/own.html")


@bp.route("/consultants/<uuid:consultant_id>/interview", methods=["GET", "POST"])
@guard(Can.HOLD_INTERVIEW, Consultant)
def with_consultant(consultant: Consultant) -> ResponseReturnValue:
    return _questions(whole_profile(consultant), TALK[InterviewKind.CONSULTANT], "intake/talk.html")


@bp.route("/companies/<uuid:company_id>/interview", methods=["GET", "POST"])
@guard(Can.HOLD_INTERVIEW, Company)
def with_company(company: Company) -> ResponseReturnValue:
    return _questions(company, TALK[InterviewKind.CLIENT], "intake/talk.html")


def _kind(side: About) -> InterviewKind:
    return InterviewKind.CONSULTANT if isinstance(side, Consultant) else InterviewKind.CLIENT


def _questions(side: About, shape: type[QuestionForm], template: str) -> ResponseReturnValue:
    """Show the questions, or keep what was answered; the version tells whether somebody else wrote meanwhile."""
    draft = queries.draft_of(side)
    if request.method == "GET":
        form = shape(formdata=None, data=_shown(draft))
        form.spare()
        return _page(form, side, draft, template)
    form = shape()
    if not form.validate():
        return _page(form, side, draft, template, HTTPStatus.UNPROCESSABLE_ENTITY)
    if (form.version.data or 0) != _version(draft):
        return _page(form, side, draft, template, HTTPStatus.CONFLICT)
    kept = draft or operations.begin(side)
    try:
        _keep(kept, form)
    except Invalid as error:
        db.session.rollback()
        _show_errors(form, error)
        return _page(form, side, queries.draft_of(side), template, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _kept(kept, side)


def _keep(interview: Interview, form: QuestionForm) -> None:
    user, asked = signed_in_user(), frozenset(field.short_name for field in form) - NO_ANSWERS
    if not user.is_staff:
        operations.prepare(interview, answers_in(form), asked=asked, by=user)
        return
    operations.write_down(interview, answers_in(form), asked=asked, held_on=form["held_on"].data, by=user)
    if request.form.get("finish"):
        operations.hold(interview, by=user)


def _version(draft: Interview | None) -> int:
    """Return what a page must have seen to be written; 0 before there is a draft."""
    return draft.version if draft else 0


def _shown(draft: Interview | None) -> dict[str, Any]:
    if draft is None:
        return {"version": 0}
    return {
        **restored(draft.answers), **draft.staff_answers, "held_on": draft.held_on, "version": draft.version,
    }  # fmt: skip


def _show_errors(form: QuestionForm, error: Invalid) -> None:
    for name, message in error.errors.items():
        form[name].errors = [*form[name].errors, str(message)]


def _page(
    form: QuestionForm, side: About, draft: Interview | None, template: str, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Show the form; after a conflict with what was typed, ready to be sent again over what is saved now."""
    if status is HTTPStatus.CONFLICT:
        form.version.raw_data, form.version.data = None, _version(draft)
    if form.is_submitted():
        form.spare()
    kind = _kind(side)
    shares = [form[name].data or 0 for name in MIX] if kind is InterviewKind.CONSULTANT else []
    mix = shares if any(shares) else list(side.type_mix) if isinstance(side, Consultant) else []
    page = render_template(
        template,
        form=form,
        side=side,
        draft=draft,
        parts=labels.PARTS[kind],
        talk=labels.TALK[kind],
        desk_only=labels.DESK_ONLY,
        leans={name for name, share in zip(MIX, mix, strict=False) if share},
        earlier=[each for each in queries.interviews_of(side) if each.state is InterviewState.HELD],
        advisor=queries.advisor_of(side),
        conflict=status is HTTPStatus.CONFLICT,
    )
    return page, status


def _kept(interview: Interview, side: About) -> ResponseReturnValue:
    """Answer an autosave quietly, with the version it made; after the talk go on to what can be taken over."""
    db.session.flush()
    if request.headers.get("HX-Request"):
        return "", HTTPStatus.NO_CONTENT, {"X-Version": str(interview.version)}
    if interview.state is InterviewState.HELD:
        return _after(interview)
    flash(_("Saved."))
    if not signed_in_user().is_staff:
        return redirect(url_for("home.index"), code=HTTPStatus.SEE_OTHER)
    if isinstance(side, Consultant):
        return redirect(url_for("intake.with_consultant", consultant_id=side.id), code=HTTPStatus.SEE_OTHER)
    return redirect(url_for("intake.with_company", company_id=side.id), code=HTTPStatus.SEE_OTHER)


def _after(interview: Interview) -> ResponseReturnValue:
    if interview.import_id is not None:
        flash(_("The interview is kept. Now decide what the profile takes over."))
        return redirect(url_for("imports.show", profile_import_id=interview.import_id), code=HTTPStatus.SEE_OTHER)
    if interview.company_id is not None and interview.filled_at is None:
        flash(_("The interview is kept. Now decide what the company's entry takes over."))
        return redirect(url_for("intake.fill", interview_id=interview.id), code=HTTPStatus.SEE_OTHER)
    flash(_("The interview is kept. It says nothing that is not entered already."))
    return redirect(url_for("intake.show", interview_id=interview.id), code=HTTPStatus.SEE_OTHER)


@bp.get("/interviews/<uuid:interview_id>")
@guard(Can.SEE_INTERVIEW, Interview)
def show(interview: Interview) -> ResponseReturnValue:
    """Show what was said; the advisor's impression to the desk alone."""
    staff = signed_in_user().is_staff
    shape = TALK if staff else OWN
    answers = {**restored(interview.answers), **(interview.staff_answers if staff else {})}
    form = shape[interview.kind](formdata=None, data=answers)
    evidence = TALK[interview.kind](formdata=None, data={"evidence": interview.answers.get("evidence", [])})
    return render_template(
        "intake/show.html",
        interview=interview,
        side=queries.side_of(interview),
        form=form,
        parts=labels.PARTS[interview.kind],
        desk_only=labels.DESK_ONLY if staff else (),
        evidence=next((field for field in evidence if field.short_name == "evidence"), None),
        staff=staff,
    )


@bp.route("/interviews/<uuid:interview_id>/fill", methods=["GET", "POST"])
@guard(Can.HOLD_INTERVIEW, Interview)
def fill(interview: Interview) -> ResponseReturnValue:
    """Show each answer beside what the company's entry says; accepted or corrected one by one."""
    if interview.company is None:
        return redirect(url_for("intake.show", interview_id=interview.id), code=HTTPStatus.SEE_OTHER)
    posted = request.method == "POST"
    found = of_company(interview.company, interview.answers) if interview.filled_at is None or posted else {}
    more = {} if posted else {"formdata": None}
    form = CompanyForm(prefix="entry-", data=found, **more)
    for name in [field.short_name for field in form if field.short_name not in found]:
        del form[name]
    choices = {name: DecisionForm(prefix=f"{name}-", **more) for name in found}
    open_ones = [choice for choice in choices.values() if not choice.decision.data]
    status = HTTPStatus.OK
    if posted and not open_ones and form.validate():
        taken = {name: form[name].data for name in found if choices[name].decision.data == ACCEPT}
        operations.fill_company(interview, taken, by=signed_in_user())
        flash(_("Decided. The rest stays with the interview."))
        return redirect(url_for("accounts.company", company_id=interview.company_id), code=HTTPStatus.SEE_OTHER)
    if posted:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        for choice in open_ones:
            choice.decision.errors = [_("Choose what to do with this answer.")]
    now_said = CompanyForm(formdata=None, obj=interview.company)
    page = render_template(
        "intake/fill.html", interview=interview, form=form, choices=choices, now_said=now_said, refused=bool(open_ones)
    )
    return page, status
