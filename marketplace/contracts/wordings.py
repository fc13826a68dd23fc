"""The operator's settings of contracts: its own data as a party, and the wording of each agreement."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from wtforms import StringField, validators

from marketplace.contracts.forms import refuse
from marketplace.contracts.labels import AGREEMENT
from marketplace.contracts.operations.wordings import save_wording
from marketplace.contracts.wording import CODES, FACTS, settled, shipped, wording_of
from marketplace.errors import DomainError, Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.identity import signed_in_user
from marketplace.inputs import Form, NumberField, ParagraphField, TextField, VersionField, YenField
from marketplace.issuer import FIELDS, issuer, save_issuer
from marketplace.policy import Can
from marketplace.trade.registration import Verdict, normalise, verdict

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from wtforms import Field

bp = Blueprint("wordings", __name__)


class IssuerForm(Form):
    """The operator's names and numbers."""

    name = TextField(lazy_gettext("Name"), required=True)
    address = TextField(lazy_gettext("Address"), required=True, longest=300)
    representative = TextField(lazy_gettext("Representative"), required=True)
    contact = TextField(lazy_gettext("Contact"))
    registration_number = TextField(lazy_gettext("Registration number for invoices"), longest=20)
    capital = YenField(lazy_gettext("Capital"), description=lazy_gettext("For the size test of 取適法"))
    employees = NumberField(lazy_gettext("Regular employees"), low=0, high=1_000_000)
    revision = VersionField(validators=[validators.Optional()])

    def validate_registration_number(self, field: Field) -> None:
        """A corporation's number must be right in form (R21, R22)."""
        field.data = normalise(field.data or "")
        if field.data and verdict(field.data, individual=False) is not Verdict.OK:
            raise validators.ValidationError(
                _("This is no registration number: T and 13 digits, the first a check digit.")
            )


class WordingForm(Form):
    """The text of an agreement in both languages."""

    text = ParagraphField(lazy_gettext("Japanese (binds)"), required=True, longest=20_000)
    translation = ParagraphField(lazy_gettext("English (for reference)"), required=True, longest=20_000)
    seen = StringField()


@bp.route("/settings/issuer", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def issuer_page() -> ResponseReturnValue:
    known = issuer()
    form = IssuerForm(obj=known)
    if form.validate_on_submit():
        values: dict[str, object] = {
            name: form[name].data if name in {"capital", "employees"} else form[name].data or "" for name in FIELDS
        }
        try:
            save_issuer(values, seen=form.revision.data or 0, by=signed_in_user())
        except DomainError as refused:
            flash(str(refused.message), "error")
            return _issuer(IssuerForm(formdata=None, obj=issuer()), HTTPStatus.CONFLICT)
        flash(_("Saved. What is issued from now on carries it."))
        return redirect(url_for("wordings.issuer_page"), code=303)
    return _issuer(form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK)


def _issuer(form: IssuerForm, status: HTTPStatus) -> ResponseReturnValue:
    return render_template("contracts/issuer.html", form=form), status


@bp.get("/settings/agreements")
@guard(Can.EDIT_SETTINGS)
def index() -> ResponseReturnValue:
    rows = [(code, AGREEMENT[code], int(wording_of(code)[0].rpartition("/")[2])) for code in CODES]
    return render_template("contracts/agreements.html", rows=rows)


@bp.route("/settings/agreements/<code>", methods=["GET", "POST"])
@guard(Can.EDIT_SETTINGS)
def wording(code: str) -> ResponseReturnValue:
    if code not in CODES:
        abort(HTTPStatus.NOT_FOUND)
    name, texts = wording_of(code)
    form = WordingForm()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    if form.validate_on_submit():
        if form.seen.data != name:
            status = HTTPStatus.CONFLICT
        else:
            try:
                save_wording(code, form.text.data or "", form.translation.data or "", by=signed_in_user())
            except Invalid as refused:
                refuse(form, refused)
            else:
                flash(_("Saved. What is issued from now on carries it."))
                return redirect(url_for("wordings.index"), code=303)
    if not form.is_submitted():
        form.text.data, form.translation.data = texts["ja"], texts["en"]
    own = any(settled(texts[locale]) != settled(text) for locale, text in shipped(code).items())
    return render_template(
        "contracts/agreement.html", form=form, title=AGREEMENT[code], facts=sorted(FACTS[code]), seen=name,
        conflict=status is HTTPStatus.CONFLICT, code=code if own else "",
    ), status  # fmt: skip


@bp.post("/settings/agreements/<code>/shipped")
@guard(Can.EDIT_SETTINGS)
def back_to_shipped(code: str) -> ResponseReturnValue:
    """Have the text that came with the product rule again; the wordings between stay for what carries them."""
    if code not in CODES:
        abort(HTTPStatus.NOT_FOUND)
    text = shipped(code)
    save_wording(code, text["ja"], text["en"], by=signed_in_user())
    flash(_("The text that came with Ennoshita rules again. What is issued from now on carries it."))
    return redirect(url_for("wordings.wording", code=code), code=303)
