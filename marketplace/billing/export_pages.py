"""Files of documents: few at once, many by a job that tells when they are there (R40)."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, send_file, url_for

from marketplace.billing import exporting
from marketplace.billing.forms import SearchForm
from marketplace.billing.models import DocumentExport
from marketplace.billing.operations.exports import AT_ONCE, KEPT, MOST, ask_export, content_of
from marketplace.billing.queries import documents_count
from marketplace.clock import today
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("document_exports", __name__)
ZIP = "application/zip"


@bp.get("/invoices/export.zip")
@guard(Can.BILL)
@limiter.limit(DOCUMENTS)
def at_once() -> ResponseReturnValue:
    """Hand out what a tax officer asks for (R40): all that the search finds, with an index."""
    form, user = SearchForm(request.args), signed_in_user()
    form.validate()
    count = documents_count(user, form.wanted())
    if count > AT_ONCE:
        return render_template("billing/export.html", export=None, count=count, most=MOST, asked=request.args.to_dict())
    return _file(exporting.archive(user, form.wanted()))


@bp.post("/document-exports")
@guard(Can.BILL)
@limiter.limit(DOCUMENTS)
def ask() -> ResponseReturnValue:
    form = SearchForm(request.form)
    if not form.validate():
        count = documents_count(signed_in_user(), form.wanted())
        page = render_template("billing/export.html", export=None, count=count, most=0, asked={})
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    export = ask_export(form.wanted(), by=signed_in_user())
    return redirect(url_for("document_exports.show", document_export_id=export.id), code=303)


@bp.get("/document-exports/<uuid:document_export_id>")
@guard(Can.BILL, DocumentExport)
def show(document_export: DocumentExport) -> ResponseReturnValue:
    """Show how far it is; the page looks again by itself."""
    until = document_export.ready_at + KEPT if document_export.ready_at else None
    return render_template("billing/export.html", export=document_export, until=until)


@bp.post("/document-exports/<uuid:document_export_id>/file")
@guard(Can.BILL, DocumentExport)
@limiter.limit(DOCUMENTS)
def take(document_export: DocumentExport) -> ResponseReturnValue:
    """Hand the file out: it is noted who takes it, so no link does it."""
    return _file(content_of(document_export, by=signed_in_user()))


def _file(content: bytes) -> ResponseReturnValue:
    name = f"documents-{today():%Y%m%d}.zip"
    return send_file(io.BytesIO(content), mimetype=ZIP, as_attachment=True, download_name=name, etag=False)
