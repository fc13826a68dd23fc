"""Work reports' pages: a contract's list, the month to write, the report to read and to answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.business_days import holiday_name
from marketplace.clock import today
from marketplace.contracts.labels import hours
from marketplace.contracts.models import Contract
from marketplace.contracts.naming import named_in
from marketplace.db import begin_writing, db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.limits import UPLOADS, count, takes
from marketplace.policy import Can
from marketplace.threads.uploads import LARGEST
from marketplace.work_reports.entries import doubtful_days
from marketplace.work_reports.forms import (
    BeginForm,
    CorrectionForm,
    DetailedMonthForm,
    ExpenseForm,
    MonthForm,
    ReturnForm,
)
from marketplace.work_reports.labels import EXPENSE, STATE
from marketplace.work_reports.models import Expense, WorkReport
from marketplace.work_reports.months import days_in, last_of, suspended_in
from marketplace.work_reports.operations import answering, writing
from marketplace.work_reports.page import calculations, day_kind, report_page
from marketplace.work_reports.queries import (
    all_to_approve,
    months_of,
    months_to_write,
    reports_to_approve,
    saved_version,
    version_for,
)
from marketplace.work_reports.states import WRITABLE
from marketplace.work_reports.wording import clock, signed_clock, signed_yen

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("work_reports", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
MOST_SENT = LARGEST + 1024 * 1024
bp.add_app_template_filter(clock, "clock")
bp.add_app_template_filter(hours, "as_hours")
bp.add_app_template_filter(signed_clock)
bp.add_app_template_filter(signed_yen)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"report_state": STATE, "expense_kind": EXPENSE, "day_kind": day_kind, "holiday_name": holiday_name}


@bp.get("/work-reports")
@guard(Can.SEE_OWN_PAGES)
def index() -> ResponseReturnValue:
    """Show what waits for the reader: months to write, reports to check."""
    user = signed_in_user()
    reports = all_to_approve() if user.is_staff else reports_to_approve(user) if user.company_id else []
    months = months_to_write(user) if user.kind == "consultant" else []
    named = {each.id: named_in(user, each.contract) for each in reports}
    return render_template("work_reports/index.html", months=months, reports=reports, named=named)


@bp.get("/contracts/<uuid:contract_id>/work-reports")
@guard(Can.SEE_CONTRACT, Contract)
def of_contract(contract: Contract) -> ResponseReturnValue:
    return _list(contract)


def _list(contract: Contract, status: HTTPStatus = OK) -> ResponseReturnValue:
    user = signed_in_user()
    months = months_of(contract)
    return render_template(
        "work_reports/of_contract.html", contract=contract, months=months, who=named_in(user, contract)
    ), status


@bp.post("/contracts/<uuid:contract_id>/work-reports")
@guard(Can.BEGIN_REPORT, Contract)
def begin(contract: Contract) -> ResponseReturnValue:
    form = BeginForm()
    if not form.validate_on_submit():
        return _list(contract, UNPROCESSABLE)
    report = writing.begin_report(contract, form.first_day(), by=signed_in_user())
    return redirect(url_for("work_reports.edit", work_report_id=report.id), code=303)


@bp.get("/work-reports/<uuid:work_report_id>")
@guard(Can.SEE_REPORT, WorkReport)
def show(work_report: WorkReport) -> ResponseReturnValue:
    user = signed_in_user()
    if work_report.state in WRITABLE and user.id == work_report.contract.application.consultant.user_id:
        return redirect(url_for("work_reports.edit", work_report_id=work_report.id))
    return _page(work_report)


def _page(
    report: WorkReport,
    *,
    returning: ReturnForm | None = None,
    correction: CorrectionForm | None = None,
    status: HTTPStatus = OK,
) -> ResponseReturnValue:
    return render_template(
        "work_reports/show.html",
        page=report_page(report, signed_in_user()),
        returning=returning or ReturnForm(formdata=None, version=report.version),
        correction=correction or CorrectionForm(formdata=None),
        conflict=status is CONFLICT,
    ), status


@bp.route("/work-reports/<uuid:work_report_id>/edit", methods=["GET", "POST"])
@guard(Can.WRITE_REPORT, WorkReport)
def edit(work_report: WorkReport) -> ResponseReturnValue:
    """Write the month; `then=submit` hands it in with the same button press, or not at all."""
    if work_report.state not in WRITABLE:
        return _page(work_report, status=CONFLICT if request.method == "POST" else OK)
    form, user = _month_form(), signed_in_user()
    days = days_in(work_report.contract, work_report.month)
    if not form.is_submitted():
        form.show(work_report, days)
        return _form_page(work_report, form)
    grain = version_for(work_report.contract, work_report.month).grain
    entries = form.entries(work_report, days, grain=grain) if form.validate() else None
    if entries is None:
        return _form_page(work_report, form, status=UNPROCESSABLE)
    if stale(work_report):
        form.version.raw_data, form.version.data = None, work_report.version
        return _form_page(work_report, form, status=CONFLICT)
    try:
        writing.save_days(work_report, entries, issues=form.issues.data or "", by=user)
        if request.form.get("then") == "submit":
            answering.submit(work_report, by=user)
    except Invalid as refused:
        db.session.rollback()
        form.refuse(refused.errors, days)
        return _form_page(work_report, form, status=UNPROCESSABLE)
    return _saved(work_report)


def _month_form() -> MonthForm:
    return DetailedMonthForm() if request.args.get("detail") == "1" else MonthForm()


def _saved(report: WorkReport) -> ResponseReturnValue:
    """Answer an autosave quietly, with the version it made; otherwise say what was done."""
    if request.headers.get("HX-Request"):
        return "", HTTPStatus.NO_CONTENT, {"X-Version": str(saved_version(report))}
    if report.state not in WRITABLE:
        flash(_("Handed in. The client has been told until when to answer."))
        return redirect(url_for("work_reports.show", work_report_id=report.id), code=303)
    flash(_("Saved."))
    return redirect(request.full_path.rstrip("?"), code=303)


def _form_page(
    report: WorkReport, form: MonthForm | None = None, *, expense: ExpenseForm | None = None, status: HTTPStatus = OK
) -> ResponseReturnValue:
    days = days_in(report.contract, report.month)
    if form is None:
        form = MonthForm(formdata=None)
        form.show(report, days)
    return render_template(
        "work_reports/edit.html",
        report=report,
        form=form,
        rows=form.rows(days),
        suspended=suspended_in(report.contract, report.month),
        detail=isinstance(form, DetailedMonthForm),
        expense=expense or ExpenseForm(formdata=None, day=report.month),
        grain=version_for(report.contract, report.month).grain,
        calculations=calculations(report, signed_in_user()) if last_of(report.month) <= today() else [],
        who=named_in(signed_in_user(), report.contract),
        doubtful=doubtful_days(report.days),
        conflict=status is CONFLICT,
    ), status


@bp.post("/work-reports/<uuid:work_report_id>/expenses")
@guard(Can.WRITE_REPORT, WorkReport)
@takes(MOST_SENT)
def add_expense(work_report: WorkReport) -> ResponseReturnValue:
    form, user = ExpenseForm(), signed_in_user()
    if form.receipt.data:
        count(UPLOADS, "file", str(user.id))
    if work_report.state not in WRITABLE:
        return _page(work_report, status=CONFLICT)
    if not _checked_aside(form):
        return _form_page(work_report, expense=form, status=UNPROCESSABLE)
    try:
        writing.add_expense(work_report, form.entry(), receipt=form.upload, by=user)
    except Invalid as refused:
        for name, message in refused.errors.items():
            form[name].errors = [*form[name].errors, message]
        return _form_page(work_report, expense=form, status=UNPROCESSABLE)
    flash(_("Added."))
    return redirect(url_for("work_reports.edit", work_report_id=work_report.id, _anchor="expenses"), code=303)


def _checked_aside(form: ExpenseForm) -> bool:
    """Look through the file while this request does not hold the writer's place: others go on saving."""
    db.session.rollback()
    try:
        return form.validate()
    finally:
        begin_writing()


@bp.post("/expenses/<uuid:expense_id>/remove")
@guard(Can.REMOVE_EXPENSE, Expense)
def remove_expense(expense: Expense) -> ResponseReturnValue:
    report_id = expense.report_id
    writing.remove_expense(expense, by=signed_in_user())
    flash(_("Removed."))
    return redirect(url_for("work_reports.edit", work_report_id=report_id, _anchor="expenses"), code=303)


@bp.post("/work-reports/<uuid:work_report_id>/approve")
@guard(Can.ANSWER_REPORT, WorkReport)
def approve(work_report: WorkReport) -> ResponseReturnValue:
    if stale(work_report):
        return _page(work_report, status=CONFLICT)
    answering.approve(work_report, by=signed_in_user())
    flash(_("Approved. The consultant has been told."))
    return redirect(url_for("work_reports.show", work_report_id=work_report.id), code=303)


@bp.post("/work-reports/<uuid:work_report_id>/return")
@guard(Can.ANSWER_REPORT, WorkReport)
def give_back(work_report: WorkReport) -> ResponseReturnValue:
    form = ReturnForm()
    if not form.validate_on_submit():
        return _page(work_report, returning=form, status=UNPROCESSABLE)
    if stale(work_report):
        form.version.raw_data, form.version.data = None, work_report.version
        return _page(work_report, returning=form, status=CONFLICT)
    answering.return_with_reason(work_report, reason=form.reason.data or "", by=signed_in_user())
    flash(_("Returned. The consultant has been told why."))
    return redirect(url_for("work_reports.show", work_report_id=work_report.id), code=303)


@bp.post("/work-reports/<uuid:work_report_id>/correct")
@guard(Can.WRITE_REPORT, WorkReport)
def correct(work_report: WorkReport) -> ResponseReturnValue:
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _page(work_report, correction=form, status=UNPROCESSABLE)
    corrected = writing.correct(work_report, reason=form.reason.data or "", by=signed_in_user())
    return redirect(url_for("work_reports.edit", work_report_id=corrected.id), code=303)


@bp.post("/work-reports/<uuid:work_report_id>/discard")
@guard(Can.WRITE_REPORT, WorkReport)
def discard(work_report: WorkReport) -> ResponseReturnValue:
    contract_id = work_report.contract_id
    writing.discard_correction(work_report, by=signed_in_user())
    flash(_("The correction was given up. The version before stays as it is."))
    return redirect(url_for("work_reports.of_contract", contract_id=contract_id), code=303)
