"""The operator's statements: a file taken in, each payment booked for an invoice, set aside, or taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.identity import signed_in_user
from marketplace.inputs import Form, stale
from marketplace.limits import UPLOADS, count
from marketplace.paging import page_number, page_of
from marketplace.policy import Can
from marketplace.statements import operations
from marketplace.statements.forms import MatchForm, PlainForm, UploadForm, WordsForm, numbered, shown_anew
from marketplace.statements.labels import FIT, STATE, TONE
from marketplace.statements.models import BankStatement, Incoming
from marketplace.statements.queries import (
    PAGE,
    client_credits,
    invoices_by_number,
    page_of_line,
    payments_of,
    statements,
    underpaid,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("statements", __name__)
OK, UNPROCESSABLE, CONFLICT = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was sent for one payment and not taken."""

    incoming_id: UUID
    form: Form


@bp.route("/bank-statements", methods=["GET", "POST"])
@guard(Can.BILL)
def index() -> ResponseReturnValue:
    """Take a file in; show those taken in, what clients paid too little, and what too much."""
    form = UploadForm()
    if request.method == "POST":
        try:
            kept = _uploaded()
        except Invalid as error:
            form.document.errors = [*error.errors.values()]
        else:
            flash(ngettext("%(num)d payment has been taken in.", "%(num)d payments have been taken in.", kept.new))
            return redirect(url_for("statements.show", bank_statement_id=kept.id), code=HTTPStatus.SEE_OTHER)
    rows, total = statements(page=page_number())
    return render_template(
        "statements/index.html", form=form, rows=rows, page=page_of(total, per_page=PAGE),
        short=underpaid(), over=client_credits(),
    ), UNPROCESSABLE if form.errors else OK  # fmt: skip


def _uploaded() -> BankStatement:
    count(UPLOADS, "statement", str(signed_in_user().id))
    sent = request.files.get("document")
    if not sent:  # a field left empty is sent without a name
        raise Invalid({"document": _("Please choose a file first.")})
    name = _UNSAFE.sub("", PurePath(sent.filename or "").name)[-LONGEST_NAME:]
    return operations.import_statement(sent.read(operations.LARGEST + 1), name, by=signed_in_user())


@bp.get("/bank-statements/<uuid:bank_statement_id>")
@guard(Can.BILL, BankStatement)
def show(bank_statement: BankStatement) -> ResponseReturnValue:
    return _page(bank_statement, page=page_number())


def _page(
    statement: BankStatement, *, page: int, refused: Refused | None = None, status: HTTPStatus = OK
) -> ResponseReturnValue:
    rows, total = payments_of(statement, page=page)

    def form_of(kind: type[Form], incoming: Incoming) -> Form:
        if refused and refused.incoming_id == incoming.id and isinstance(refused.form, kind):
            return refused.form
        return numbered(kind(formdata=None, version=incoming.version), incoming.line)

    return render_template(
        "statements/show.html", statement=statement, rows=rows, page=page_of(total, per_page=PAGE, number=page),
        match_form=lambda incoming: form_of(MatchForm, incoming),
        words_form=lambda incoming: form_of(WordsForm, incoming),
        fits=FIT, states=STATE, tones=TONE, conflict=status is CONFLICT,
        refused=refused.form if refused and refused.form.errors else None,
    ), status  # fmt: skip


# What is done with one payment


@bp.post("/incomings/<uuid:incoming_id>/match")
@guard(Can.BILL, Incoming)
def match(incoming: Incoming) -> ResponseReturnValue:
    form = MatchForm()
    invoices = invoices_by_number(form.wanted()) if form.validate() else []
    missing = sorted(form.wanted() - {each.number for each in invoices}) if form.validate() else []
    if form.seen.data is not None and form.seen.data != incoming.amount - sum(each.open for each in invoices):
        return _refused(incoming, form, CONFLICT)  # paid, corrected or shortened since the page was shown

    def take() -> None:
        if missing:
            raise Invalid({"numbers": _("There is no invoice %(number)s of the operator.", number=missing[0])})
        operations.match(incoming, invoices, by=signed_in_user(), accept_fee=bool(form.fee.data))

    return _done(incoming, form, take, _("Booked."))


@bp.post("/incomings/<uuid:incoming_id>/reverse")
@guard(Can.BILL, Incoming)
def reverse(incoming: Incoming) -> ResponseReturnValue:
    form = WordsForm()
    return _done(
        incoming, form, lambda: operations.reverse(incoming, words=form.words.data or "", by=signed_in_user()),
        _("Taken back. The payment and its invoices are open again."),
    )  # fmt: skip


@bp.post("/incomings/<uuid:incoming_id>/set-aside")
@guard(Can.BILL, Incoming)
def set_aside(incoming: Incoming) -> ResponseReturnValue:
    form = WordsForm()
    return _done(
        incoming, form, lambda: operations.set_aside(incoming, words=form.words.data or "", by=signed_in_user()),
        _("Set aside. It can be taken up again."),
    )  # fmt: skip


@bp.post("/incomings/<uuid:incoming_id>/take-up")
@guard(Can.BILL, Incoming)
def take_up(incoming: Incoming) -> ResponseReturnValue:
    return _done(
        incoming,
        PlainForm(),
        lambda: operations.take_up(incoming, by=signed_in_user()),
        _("The payment is open again."),
    )


def _done(incoming: Incoming, form: Form, take: Callable[[], None], done: str) -> ResponseReturnValue:
    """Do it and lead back to the payment; a refused form stands open at it, a lost race shows how it stands."""
    if not form.validate():
        return _refused(incoming, form, UNPROCESSABLE)
    if stale(incoming):
        return _refused(incoming, form, CONFLICT)
    try:
        take()
    except Invalid as refused:
        for name, message in refused.errors.items():
            form[name].errors = [*form[name].errors, message]
        return _refused(incoming, form, UNPROCESSABLE)
    flash(done)
    url = url_for(
        "statements.show", bank_statement_id=incoming.bank_statement_id, page=page_of_line(incoming),
        _anchor=f"line-{incoming.line}",
    )  # fmt: skip
    return redirect(url, code=HTTPStatus.SEE_OTHER)


def _refused(incoming: Incoming, form: Form, status: HTTPStatus) -> ResponseReturnValue:
    statement = db.session.get_one(BankStatement, incoming.bank_statement_id)
    refused = Refused(incoming.id, numbered(shown_anew(form, incoming.version), incoming.line))
    return _page(statement, page=page_of_line(incoming), refused=refused, status=status)
