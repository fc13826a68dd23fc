"""A paper's pages: read it in both languages, sign it, take it away as PDF, or bring one that was signed elsewhere."""

from __future__ import annotations

import io
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_wtf.file import FileField

from marketplace import files
from marketplace.clock import today
from marketplace.contracts.document import paper_name, paper_pdf
from marketplace.contracts.forms import SignForm, refuse
from marketplace.contracts.models import Contract, Paper
from marketplace.contracts.operations import on_paper
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.signing import (
    Evidence,
    intact,
    keep_signed_file,
    sign_paper,
    signer_of,
    unchanged,
)
from marketplace.contracts.queries import contract_of_paper, open_request
from marketplace.contracts.states import PaperKind, Proof
from marketplace.errors import DomainError, Invalid
from marketplace.formats import date_long
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext
from marketplace.identity import signed_in_user
from marketplace.inputs import DayField, Form, TextField
from marketplace.limits import DOCUMENTS, UPLOADS, limiter
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("papers", __name__)
UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
PDF, MAGIC = "application/pdf", b"%PDF-"
MOST_BYTES = 8 * 1024 * 1024
FOLDER = "signed"


class UploadForm(Form):
    """A PDF that was signed elsewhere."""

    file = FileField(lazy_gettext("Signed PDF"), description=lazy_gettext("Up to 8 MB"))


class SentForm(Form):
    """A paper that has gone out."""

    sent_on = DayField(lazy_gettext("Sent on"), required=True, default=today)
    how = TextField(
        lazy_gettext("How it was sent"), longest=200, description=lazy_gettext("For example 特定記録 and its number")
    )


@bp.get("/papers/<uuid:paper_id>")
@guard(Can.SEE_PAPER, Paper)
def show(paper: Paper) -> ResponseReturnValue:
    return _page(paper)


@bp.post("/papers/<uuid:paper_id>/sign")
@guard(Can.SIGN_PAPER, Paper)
def sign(paper: Paper) -> ResponseReturnValue:
    form, user = SignForm(), signed_in_user()
    contract = contract_of_paper(paper, user)
    if not form.validate() or not form.proves(user):
        return _page(paper, form, status=UNPROCESSABLE)
    proof = Proof.ONE_TIME_CODE if user.tf_totp_secret else Proof.PASSWORD
    evidence = Evidence(proof, request.remote_addr or "", request.user_agent.string)
    try:
        sign_paper(
            paper, contract=contract, seen=form.seen.data or "", name=form.name.data or "", evidence=evidence, by=user
        )
    except Invalid as refused:
        refuse(form, refused)
        return _page(paper, form, status=UNPROCESSABLE)
    except DomainError as refused:
        return _page(paper, error=str(refused.message), status=HTTPStatus.CONFLICT)
    flash(_("Signed. You can take the signed paper away as PDF."))
    return redirect(url_for("contracts.show", contract_id=contract.id), code=303)


@bp.get("/papers/<uuid:paper_id>/paper.pdf")
@guard(Can.SEE_PAPER, Paper)
@limiter.limit(DOCUMENTS)
def pdf(paper: Paper) -> ResponseReturnValue:
    """The paper with its evidence; checked against the signatures' hashes before it goes out."""
    if not intact(paper):
        changed = _("This text is not the one that was signed. The operator has to look into it.")
        return _page(paper, error=changed, status=HTTPStatus.CONFLICT)
    return send_file(
        io.BytesIO(paper_pdf(paper)), mimetype=PDF, as_attachment=True, download_name=paper_name(paper), etag=False
    )


@bp.post("/papers/<uuid:paper_id>/upload")
@guard(Can.PREPARE_CONTRACT, Paper)
@limiter.limit(UPLOADS)
def upload(paper: Paper) -> ResponseReturnValue:
    """Keep a PDF that both have signed elsewhere, in place of signatures here."""
    form = UploadForm()
    content = b""
    if form.file.data:
        with form.file.data.stream as sent:
            content = sent.read(MOST_BYTES + 1)
    if not content.startswith(MAGIC):
        form.file.errors = [_("Choose a PDF file.")]
    elif len(content) > MOST_BYTES:
        form.file.errors = [_("The file is larger than 8 MB.")]
    elif not _opens(content):
        form.file.errors = [_("This PDF cannot be opened: it is broken or has no page.")]
    if form.file.errors:
        return _page(paper, upload_form=form, status=UNPROCESSABLE)
    user = signed_in_user()
    contract = contract_of_paper(paper, user)
    key = files.put(content, folder=FOLDER)
    keep_signed_file(paper, contract=contract, key=key, content=content, by=user)
    flash(_("Kept as the signed paper."))
    return redirect(url_for("contracts.show", contract_id=contract.id), code=303)


def _opens(content: bytes) -> bool:
    """Tell whether a PDF is whole: what concludes a contract has a page at least (a service may have locked it)."""
    from pypdf import PdfReader  # noqa: PLC0415 - loaded for this page only

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        return reader.is_encrypted or len(reader.pages) > 0
    except Exception:  # noqa: BLE001 - a broken file fails in any way
        return False


@bp.post("/papers/<uuid:paper_id>/on-paper")
@guard(Can.ASK_FOR_PAPER, Paper)
def ask(paper: Paper) -> ResponseReturnValue:
    """The consultant wants the order terms on paper."""
    request_ = on_paper.ask_for_paper(paper, by=signed_in_user())
    flash(_("Asked for. It is sent to your address by %(day)s.", day=date_long(request_.due_at)))
    return redirect(url_for("contracts.show", contract_id=_contract_id(paper)), code=303)


@bp.post("/papers/<uuid:paper_id>/sent-on-paper")
@guard(Can.SEND_PAPER, Paper)
def sent(paper: Paper) -> ResponseReturnValue:
    """The desk notes the day on which the paper has gone out."""
    form = SentForm()
    if not form.validate():
        return _page(paper, sent_form=form, status=UNPROCESSABLE)
    try:
        on_paper.note_sent(paper, on=form.sent_on.data or today(), how=form.how.data or "", by=signed_in_user())
    except Invalid as refused:
        refuse(form, refused)
        return _page(paper, sent_form=form, status=UNPROCESSABLE)
    flash(_("Noted, and the consultant has been told."))
    return redirect(url_for("contracts.show", contract_id=_contract_id(paper)), code=303)


def _contract_id(paper: Paper) -> UUID:
    return contract_of_paper(paper, signed_in_user()).id


@bp.get("/papers/<uuid:paper_id>/signed.pdf")
@guard(Can.SEE_PAPER, Paper)
@limiter.limit(DOCUMENTS)
def signed(paper: Paper) -> ResponseReturnValue:
    """The file that was signed elsewhere, if there is one and it is still the one that was kept."""
    kept = next((each for each in paper.signatures if each.file), None)
    if kept is None or kept.file is None:
        return _page(paper, error=_("This paper was not signed elsewhere."), status=HTTPStatus.CONFLICT)
    content = files.read(kept.file)
    if not unchanged(content, kept.file_sha256 or ""):
        changed = _("This file is not the one that was kept. The operator has to look into it.")
        return _page(paper, error=changed, status=HTTPStatus.CONFLICT)
    return send_file(io.BytesIO(content), mimetype=PDF, as_attachment=True, download_name=paper_name(paper), etag=False)


def _page(
    paper: Paper,
    form: SignForm | None = None,
    *,
    upload_form: UploadForm | None = None,
    sent_form: SentForm | None = None,
    error: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    user = signed_in_user()
    contract: Contract = contract_of_paper(paper, user)
    waits = (
        may(user, Can.SIGN_PAPER, paper)
        and paper.withdrawn_at is None
        and signer_of(user, paper) in missing_signers(paper)
    )
    return render_template(
        "contracts/paper.html",
        paper=paper,
        contract=contract,
        form=form or SignForm(formdata=None, seen=paper.sha256),
        waits=waits,
        missing=missing_signers(paper),
        upload=(upload_form or UploadForm(formdata=None))
        if user.is_staff and paper.kind is not PaperKind.ORDER_TERMS and missing_signers(paper)
        else None,
        asked=(asked := open_request(paper)),
        sent=(sent_form or SentForm(formdata=None)) if asked and may(user, Can.SEND_PAPER, paper) else None,
        english=request.args.get("text") == "en",
        error=error,
        elsewhere=any(each.file for each in paper.signatures),
    ), status
