"""Pages of billing: invoices and payment notices found, read, answered; the operator's months to be closed."""

from __future__ import annotations

import io
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for

from marketplace.billing import accounting, exporting
from marketplace.billing.advances import may_come_off
from marketplace.billing.document import asking, calculation, document_name, document_pdf, lines, notes, sums
from marketplace.billing.forms import (
    AnswerForm,
    DisputeForm,
    GivenBackForm,
    InvoiceSearchForm,
    MonthForm,
    NoticeSearchForm,
    ReceiptForm,
    SearchForm,
)
from marketplace.billing.labels import state_label
from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.operations import advancing, answering, closing, collecting
from marketplace.billing.paying_to import account_lines, account_now
from marketplace.billing.queries import (
    PAGE,
    billable,
    invoices_for,
    other_side,
    overdue_invoices,
    payment_notices_for,
    replaced_by,
    replaced_document,
    sums_for,
    with_report,
)
from marketplace.clock import today
from marketplace.engagements.states import ContractModel
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import Form, stale
from marketplace.limits import DOCUMENTS, limiter
from marketplace.paging import page_number, page_of
from marketplace.policy import Can

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

bp = Blueprint("billing", __name__)
bp.add_app_template_filter(state_label, "billing_state")
UNPROCESSABLE, CONFLICT = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
PDF = "application/pdf"


@bp.get("/invoices")
@guard(Can.SEE_OWN_PAGES)
def invoices() -> ResponseReturnValue:
    return _list(invoices_for, InvoiceSearchForm(request.args), Invoice)


@bp.get("/payment-notices")
@guard(Can.SEE_OWN_PAGES)
def payment_notices() -> ResponseReturnValue:
    return _list(payment_notices_for, NoticeSearchForm(request.args), PaymentNotice)


def _list(found_for: Callable[..., Any], form: SearchForm, model: type[Invoice | PaymentNotice]) -> ResponseReturnValue:
    """Show what is found, all conditions together, and its sums; a value that cannot be read is said and left out."""
    valid, user = form.validate(), signed_in_user()
    rows, total = found_for(user, form.wanted(), page=page_number())
    page = page_of(total, per_page=PAGE)
    if page.page < page_number():  # beyond the last page, as a kept address may be
        rows, total = found_for(user, form.wanted(), page=page.page)
    return render_template(
        "billing/list.html", form=form, rows=rows, kind=model.__tablename__, page=page,
        sums=sums_for(user, form.wanted(), model), other_side=other_side(user, model),
    ), HTTPStatus.OK if valid else UNPROCESSABLE  # fmt: skip


@bp.get("/invoices/accounting/<program>.csv")
@guard(Can.BILL)
@limiter.limit(DOCUMENTS)
def accounting_csv(program: str) -> ResponseReturnValue:
    """What the search finds, as a file that an accounting program imports."""
    if program not in set(accounting.Program):
        abort(HTTPStatus.NOT_FOUND)
    form = SearchForm(request.args)
    form.validate()
    every = exporting.every_document(signed_in_user(), form.wanted())
    found = (
        each for each in every if each.contract.model is ContractModel.VIA
    )  # the others are in nobody's books here
    content = accounting.accounting_file(found, accounting.Program(program))
    name = f"{program}-{today():%Y%m%d}.csv"
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=name)


@bp.get("/invoices/<uuid:invoice_id>")
@guard(Can.SEE_INVOICE, Invoice)
def invoice(invoice: Invoice) -> ResponseReturnValue:
    return _show(invoice)


@bp.get("/invoices/<uuid:invoice_id>/invoice.pdf")
@guard(Can.SEE_INVOICE, Invoice)
@limiter.limit(DOCUMENTS)
def invoice_pdf(invoice: Invoice) -> ResponseReturnValue:
    return _pdf(invoice)


@bp.get("/payment-notices/<uuid:payment_notice_id>")
@guard(Can.SEE_PAYMENT_NOTICE, PaymentNotice)
def payment_notice(payment_notice: PaymentNotice) -> ResponseReturnValue:
    return _show(payment_notice)


@bp.get("/payment-notices/<uuid:payment_notice_id>/notice.pdf")
@guard(Can.SEE_PAYMENT_NOTICE, PaymentNotice)
@limiter.limit(DOCUMENTS)
def notice_pdf(payment_notice: PaymentNotice) -> ResponseReturnValue:
    return _pdf(payment_notice)


def _pdf(document: Invoice | PaymentNotice) -> ResponseReturnValue:
    whole = with_report(document)
    return send_file(
        io.BytesIO(document_pdf(whole)), mimetype=PDF, as_attachment=True, download_name=document_name(whole),
        etag=False,
    )  # fmt: skip


def _show(
    document: Invoice | PaymentNotice, form: Form | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    whole = with_report(document)
    is_invoice = isinstance(document, Invoice)
    return render_template(
        "billing/show.html",
        document=whole,
        kind="invoice" if is_invoice else "payment_notice",
        lines=lines(whole),
        sums=sums(whole),
        calculation=calculation(whole),
        notes=notes(whole),
        asking=asking(whole),
        newer=replaced_by(whole),
        older=replaced_document(whole),
        dispute=form if isinstance(form, DisputeForm) else DisputeForm(formdata=None, version=whole.version),
        answer=form if isinstance(form, AnswerForm) else AnswerForm(formdata=None, version=whole.version),
        receipt=form
        if isinstance(form, ReceiptForm)
        else ReceiptForm(
            formdata=None, version=whole.version, on=today(), amount=max(0, whole.open) if is_invoice else 0
        ),
        given_back=form
        if isinstance(form, GivenBackForm)
        else GivenBackForm(formdata=None, version=whole.version, on=today()),
        comes_off=not is_invoice and whole.transfer < 0 and may_come_off(whole.consultant_id),
        pay_to=account_lines(whole.pay_to) if is_invoice and whole.contract.model is ContractModel.DIRECT else [],
        account=account_lines(account_now()) if not is_invoice and whole.transfer < 0 else [],
        conflict=status is CONFLICT,
    ), status


# Answers


@bp.post("/payment-notices/<uuid:payment_notice_id>/confirm")
@guard(Can.ANSWER_PAYMENT_NOTICE, PaymentNotice)
def confirm(payment_notice: PaymentNotice) -> ResponseReturnValue:
    if stale(payment_notice):
        return _show(payment_notice, status=CONFLICT)
    answering.confirm_notice(payment_notice, by=signed_in_user())
    flash(_("Confirmed. It is paid on the day it names.") if payment_notice.transfer > 0 else _("Confirmed"))
    return redirect(url_for("billing.payment_notice", payment_notice_id=payment_notice.id), code=303)


@bp.post("/payment-notices/<uuid:payment_notice_id>/dispute")
@guard(Can.ANSWER_PAYMENT_NOTICE, PaymentNotice)
def dispute(payment_notice: PaymentNotice) -> ResponseReturnValue:
    form = DisputeForm()
    return _answer(
        payment_notice, form,
        lambda: answering.dispute_notice(payment_notice, words=form.words.data or "", by=signed_in_user()),
        _("Sent. The operator looks into it; nothing is paid until it is settled."),
    )  # fmt: skip


@bp.post("/payment-notices/<uuid:payment_notice_id>/set-off")
@guard(Can.ANSWER_PAYMENT_NOTICE, PaymentNotice)
def set_off(payment_notice: PaymentNotice) -> ResponseReturnValue:
    if stale(payment_notice):
        return _show(payment_notice, status=CONFLICT)
    advancing.agree_to_set_off(payment_notice, by=signed_in_user())
    flash(_("Agreed. It comes off your next payment, as a line of its own."))
    return redirect(url_for("billing.payment_notice", payment_notice_id=payment_notice.id), code=303)


@bp.post("/payment-notices/<uuid:payment_notice_id>/given-back")
@guard(Can.BILL, PaymentNotice)
def given_back(payment_notice: PaymentNotice) -> ResponseReturnValue:
    form = GivenBackForm()
    return _answer(
        payment_notice, form,
        lambda: advancing.book_given_back(payment_notice, on=form.on.data or today(), by=signed_in_user()),
        _("Booked."),
    )  # fmt: skip


@bp.post("/payment-notices/<uuid:payment_notice_id>/settle")
@guard(Can.BILL, PaymentNotice)
def settle(payment_notice: PaymentNotice) -> ResponseReturnValue:
    form = AnswerForm()
    return _answer(
        payment_notice, form,
        lambda: answering.settle_dispute(payment_notice, answer=form.answer.data or "", by=signed_in_user()),
        _("Settled. The consultant has been told why it stands."),
    )  # fmt: skip


@bp.post("/invoices/<uuid:invoice_id>/receipt")
@guard(Can.BOOK_RECEIPT, Invoice)
def receipt(invoice: Invoice) -> ResponseReturnValue:
    form = ReceiptForm()
    return _answer(
        invoice, form,
        lambda: collecting.receive(
            invoice, form.amount.data or 0, on=form.on.data or today(), source=form.source.data or "",
            by=signed_in_user(), fee=form.fee.data or 0,
        ),
        _("Booked."),
    )  # fmt: skip


def _answer(document: Invoice | PaymentNotice, form: Form, take: Callable[[], None], done: str) -> ResponseReturnValue:
    if not form.validate():
        return _show(document, form, status=UNPROCESSABLE)
    if stale(document):
        return _show(document, form, status=CONFLICT)
    try:
        take()
    except Invalid as refused:
        for name, message in refused.errors.items():
            form[name].errors = [*form[name].errors, message]
        return _show(document, form, status=UNPROCESSABLE)
    flash(done)
    return redirect(request.path.rpartition("/")[0], code=303)


# The operator's months


@bp.route("/billing", methods=["GET", "POST"])
@guard(Can.BILL)
def months() -> ResponseReturnValue:
    """What is approved and not billed, what is late; closing a month queues a job a report."""
    form = MonthForm()
    if form.validate_on_submit():
        year, _dash, month = (form.month.data or "").partition("-")
        queued = closing.close_month(date(int(year), int(month), 1), by=signed_in_user())
        flash(_("%(n)s reports are being billed.", n=queued))
        return redirect(url_for("billing.months"), code=303)
    by_month: dict[date, list[Any]] = {}
    for report in billable():
        by_month.setdefault(report.month, []).append(report)
    status = UNPROCESSABLE if form.is_submitted() else HTTPStatus.OK
    return render_template("billing/months.html", form=form, months=by_month, late=overdue_invoices()), status
