"""Payment runs' pages: what is due until when and what cannot be paid, a run with its steps, its file."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for

from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid, TransitionRefused
from marketplace.formats import yen
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.limits import DOCUMENTS, limiter
from marketplace.own_account import own_account
from marketplace.paging import page_number, page_of
from marketplace.payouts.forms import CancelForm, DayForm, MakeForm, ReturnForm
from marketplace.payouts.labels import ACCOUNT_TYPE, STATE, STEPS, WHY_NOT
from marketplace.payouts.models import PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.operations.returning import mark_returned
from marketplace.payouts.queries import PAGE, Due, due_days, due_until, names_of, payments_of, replaced_since
from marketplace.payouts.queries import runs as all_runs
from marketplace.payouts.states import AT_THE_BANK, OUTSIDE, WITH_A_FILE
from marketplace.payouts.transfers import file_name
from marketplace.policy import Can
from marketplace.trade.banks import branch
from marketplace.trade.due_dates import last_bank_day, next_bank_day
from marketplace.trade.refusal import Refusal
from marketplace.trade.transfer_file import AHEAD, refuse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from marketplace.payouts.models import Payment

bp = Blueprint("payouts", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/payment-runs")
@guard(Can.PAY)
def index() -> ResponseReturnValue:
    """Show what is due in no run, day by day, what of it cannot be paid as it stands, and the runs."""
    rows, total = all_runs(page=page_number())
    return render_template(
        "payouts/index.html", days=due_days(), held=due_until(today() + AHEAD).held, why_not=WHY_NOT, runs=rows,
        state=STATE, today=today(), page=page_of(total, per_page=PAGE), own=own_account(),
    )  # fmt: skip


@bp.route("/payment-runs/new", methods=["GET", "POST"])
@guard(Can.PAY)
def new() -> ResponseReturnValue:
    """Show what a run for a day would pay; make it of exactly that."""
    if request.method == "GET":
        form = DayForm(request.args) if "pay_on" in request.args else DayForm(formdata=None, pay_on=_suggested())
        ready = ("pay_on" not in request.args or form.validate()) and form.pay_on.data is not None
        return _new(form.pay_on.data if ready else None, form=form, status=OK if ready else UNPROCESSABLE)
    made = MakeForm()
    if not made.validate() or made.pay_on.data is None:
        return _new(None, form=made, status=UNPROCESSABLE)
    try:
        run = runs.make_run(made.pay_on.data, seen=made.seen.data or "", by=signed_in_user())
    except DomainError as refused:
        db.session.rollback()
        return _new(made.pay_on.data, form=made, error=str(refused.message), status=refused.status)
    flash(_("Made. Another operator has been asked to approve it."))
    return redirect(url_for("payouts.show", payment_run_id=run.id), code=303)


def _new(pay_on: date | None, *, form: DayForm, error: str = "", status: HTTPStatus = OK) -> ResponseReturnValue:
    if pay_on is not None and not error:
        try:
            refuse_day(pay_on, today())
        except Refusal as refused:
            form.pay_on.errors = [*form.pay_on.errors, str(refused.message)]
            pay_on, status = None, UNPROCESSABLE
    due = due_until(pay_on) if pay_on else Due()
    return render_template(
        "payouts/new.html", form=form, pay_on=pay_on, due=due if pay_on else None, why_not=WHY_NOT,
        places=_places((each.account.bank_code, each.account.branch_code) for each in due.payable),
        own=own_account(), error=error, today=today(),
    ), status  # fmt: skip


def _suggested() -> date:
    """Return the day of transfer that the next due notices want: never after they are due, unless they are late."""
    due = [day for day, _count, _yen in due_days()]
    wanted = last_bank_day(due[0]) if due else today()
    return wanted if today() <= wanted <= today() + AHEAD else next_bank_day(today())


@bp.get("/payment-runs/<uuid:payment_run_id>")
@guard(Can.PAY, PaymentRun)
def show(payment_run: PaymentRun) -> ResponseReturnValue:
    return _page(payment_run)


def _page(
    run: PaymentRun,
    *,
    cancelling: CancelForm | None = None,
    returning: ReturnForm | None = None,
    error: str = "",
    status: HTTPStatus = OK,
) -> ResponseReturnValue:
    payments = payments_of(run)
    acts = {
        "made": (run.made_at, run.made_by_id),
        "approved": (run.approved_at, run.approved_by_id),
        "downloaded": (run.downloaded_at, run.downloaded_by_id),
        "sent": (run.sent_at, run.sent_by_id),
        "done": (run.done_at, run.done_by_id),
        "cancelled": (run.cancelled_at, run.cancelled_by_id),
    }
    return render_template(
        "payouts/show.html",
        run=run,
        payments=payments,
        places=_places((each.bank_code, each.branch_code) for each in payments),
        replaced=replaced_since(payments),
        kinds=ACCOUNT_TYPE,
        state=STATE,
        steps=list(STEPS),
        names_of_steps=STEPS,
        acts=acts,
        names=names_of(run),
        error=error,
        today=today(),
        cancelling=cancelling or CancelForm(formdata=None, version=run.version),
        returning=returning or _return_form(payments, formdata=None),
        at_the_bank=run.state in AT_THE_BANK,
        outside=run.state in OUTSIDE,
        has_file=run.state in WITH_A_FILE,
    ), status


def _places(codes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Name banks and branches, each once; a branch that is no more keeps its codes."""
    named = {}
    for key in set(codes):
        try:
            place = branch(*key)
            named[key] = f"{place.bank.name} {place.name}"
        except Refusal:
            named[key] = " ".join(key)
    return named


@bp.post("/payment-runs/<uuid:payment_run_id>/approve")
@guard(Can.APPROVE_RUN, PaymentRun)
def approve(payment_run: PaymentRun) -> ResponseReturnValue:
    return _step(payment_run, runs.approve_run, _("Approved. The file can be taken now."))


@bp.post("/payment-runs/<uuid:payment_run_id>/file")
@guard(Can.PAY, PaymentRun)
@limiter.limit(DOCUMENTS)
def take_file(payment_run: PaymentRun) -> ResponseReturnValue:
    """Hand the file out: it is an act, and noted, so that no link does it."""
    try:
        content = runs.take_file(payment_run, by=signed_in_user())
    except DomainError as refused:
        return _refused(payment_run, refused)
    return send_file(
        io.BytesIO(content), mimetype="application/octet-stream", as_attachment=True,
        download_name=file_name(payment_run), etag=False,
    )  # fmt: skip


@bp.post("/payment-runs/<uuid:payment_run_id>/sent")
@guard(Can.PAY, PaymentRun)
def sent(payment_run: PaymentRun) -> ResponseReturnValue:
    return _step(payment_run, runs.mark_sent, _("Noted. Mark it as transferred once the bank has done so."))


@bp.post("/payment-runs/<uuid:payment_run_id>/done")
@guard(Can.PAY, PaymentRun)
def done(payment_run: PaymentRun) -> ResponseReturnValue:
    return _step(payment_run, runs.mark_done, _("Paid. The consultants have been told."))


@bp.post("/payment-runs/<uuid:payment_run_id>/cancel")
@guard(Can.PAY, PaymentRun)
def cancel(payment_run: PaymentRun) -> ResponseReturnValue:
    form = CancelForm()
    if not form.validate_on_submit():
        return _page(payment_run, cancelling=form, status=UNPROCESSABLE)
    if stale(payment_run):
        return _page(payment_run, status=CONFLICT)
    try:
        runs.cancel_run(
            payment_run, reason=form.reason.data or "", stopped=bool(form.stopped.data), by=signed_in_user()
        )
    except Invalid as refused:
        for name, message in refused.errors.items():
            form[name].errors = [*form[name].errors, message]
        return _page(payment_run, cancelling=form, status=UNPROCESSABLE)
    flash(_("Cancelled. Its notices can be paid by another run."))
    return redirect(url_for("payouts.show", payment_run_id=payment_run.id), code=303)


@bp.post("/payment-runs/<uuid:payment_run_id>/returned")
@guard(Can.PAY, PaymentRun)
def returned(payment_run: PaymentRun) -> ResponseReturnValue:
    """Take that the bank has returned one payment (組戻し)."""
    payments = payments_of(payment_run)
    form = _return_form(payments)
    if not form.validate() or form.on.data is None:
        return _page(payment_run, returning=form, status=UNPROCESSABLE)
    chosen = next(each for each in payments if str(each.id) == form.payment.data)
    try:
        mark_returned(payment_run, chosen, on=form.on.data, words=form.words.data or "", by=signed_in_user())
    except Invalid as refused:
        for name, message in refused.errors.items():
            form[name].errors = [*form[name].errors, message]
        return _page(payment_run, returning=form, status=UNPROCESSABLE)
    flash(_("Noted. The consultant has been asked to check the account."))
    return redirect(url_for("payouts.show", payment_run_id=payment_run.id), code=303)


def _return_form(payments: Sequence[Payment], **given: object) -> ReturnForm:
    """Return a form that offers the payments which have not come back yet."""
    form = ReturnForm(**given)
    form.payment.offer(
        (str(each.id), f"{each.notice.number} {each.notice.from_name} {yen(each.amount)}")
        for each in payments
        if each.active
    )
    return form


def _step(run: PaymentRun, step: Callable[..., None], said: str) -> ResponseReturnValue:
    """Take one step of a run's life, from the state that the page has shown."""
    if stale(run):
        return _page(run, status=CONFLICT)
    try:
        step(run, by=signed_in_user())
    except TransitionRefused:
        raise
    except DomainError as refused:
        return _refused(run, refused)
    flash(said)
    return redirect(url_for("payouts.show", payment_run_id=run.id), code=303)


def _refused(run: PaymentRun, refused: DomainError) -> ResponseReturnValue:
    """Show the run as it stands, and why it stays so."""
    db.session.rollback()
    return _page(run, error=str(refused.message), status=refused.status)
