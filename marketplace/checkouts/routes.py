"""Paying an invoice by Stripe, and the operator's list of what Stripe leaves to a person."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from marketplace.billing.models import Invoice
from marketplace.billing.queries import balance
from marketplace.billing.states import Account
from marketplace.checkouts import gateway
from marketplace.checkouts.forms import DoneForm, numbered
from marketplace.checkouts.labels import ADVICE, KIND, account_kind, detail_label, task_label
from marketplace.checkouts.models import CollectionTask
from marketplace.checkouts.operations import asking
from marketplace.checkouts.operations.tasks import close_task
from marketplace.checkouts.queries import PAGE, done_tasks, open_tasks
from marketplace.errors import DomainError
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.identity import signed_in_user
from marketplace.inputs import stale
from marketplace.paging import page_number, page_of
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("checkouts", __name__)
bp.add_app_template_filter(task_label)
bp.add_app_template_filter(detail_label)
bp.add_app_template_filter(account_kind)


@bp.post("/invoices/<uuid:invoice_id>/checkout")
@guard(Can.PAY_INVOICE, Invoice)
def ask(invoice: Invoice) -> ResponseReturnValue:
    """Ask for a way to pay: a job has Stripe make it, the invoice's page says when it is there."""
    if not gateway.configured():
        raise DomainError(_("Here invoices are paid by bank transfer only."))
    asking.ask(invoice, by=signed_in_user(), locale=present_locale())
    return redirect(url_for("billing.invoice", invoice_id=invoice.id, _anchor="payment"), code=303)


@bp.get("/collection-tasks")
@guard(Can.BILL)
def tasks() -> ResponseReturnValue:
    return _tasks()


def _tasks(
    form: DoneForm | None = None, task: CollectionTask | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    def form_of(each: CollectionTask) -> DoneForm:
        refused = form if task is not None and each.id == task.id else None
        return numbered(refused or DoneForm(formdata=None, version=each.version), each.id)

    done, total = done_tasks(page=page_number())
    return render_template(
        "checkouts/tasks.html", waiting=open_tasks(), done=done, page=page_of(total, per_page=PAGE), form_of=form_of,
        kinds=KIND, advice=ADVICE, kept=-balance(Account.DEPOSITS), conflict=status is HTTPStatus.CONFLICT,
    ), status  # fmt: skip


@bp.post("/collection-tasks/<uuid:collection_task_id>/done")
@guard(Can.BILL, CollectionTask)
def done(collection_task: CollectionTask) -> ResponseReturnValue:
    form = DoneForm()
    if not form.validate():
        return _tasks(form, collection_task, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if stale(collection_task):
        return _tasks(status=HTTPStatus.CONFLICT)
    close_task(collection_task, words=form.words.data or "", by=signed_in_user())
    flash(_("Seen to. It stays in the list below."))
    return redirect(url_for("checkouts.tasks"), code=303)
