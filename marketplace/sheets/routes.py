"""The skill sheet as a file: one's own, a consultant's for staff, an application's for its client."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, request, send_file

from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.pipeline.models import Application
from marketplace.policy import Can
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import own_profile, whole_profile
from marketplace.profiles.sheet import profile_sheet
from marketplace.sheets.content import document
from marketplace.sheets.files import sheet_file
from marketplace.sheets.labels import view_kind
from marketplace.sheets.showing import leave_trace, shown_to_client
from marketplace.sheets.states import ViewKind

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from marketplace.sheets.content import SheetDocument

bp = Blueprint("sheets", __name__)
bp.add_app_template_filter(view_kind)
_often = limiter.limit(DOCUMENTS)


def _file(shown: SheetDocument, kind: ViewKind) -> Response:
    """Send a file to be kept, never to be drawn inside a page of ours."""
    made = sheet_file(shown, kind)
    return send_file(
        io.BytesIO(made.content), mimetype=made.mimetype, as_attachment=True, download_name=made.name, etag=False
    )


@bp.get("/profile/sheet.pdf")
@guard(Can.EDIT_OWN_PROFILE)
@_often
def own_pdf() -> ResponseReturnValue:
    return _file(_own(), ViewKind.PDF)


@bp.get("/profile/sheet.xlsx")
@guard(Can.EDIT_OWN_PROFILE)
@_often
def own_xlsx() -> ResponseReturnValue:
    return _file(_own(), ViewKind.XLSX)


def _own() -> SheetDocument:
    """The person's own sheet, with the name (named=1) or as a client reads it before the consent."""
    named = request.args.get("named") == "1"
    return document(profile_sheet(own_profile(signed_in_user()), named=named))


@bp.get("/consultants/<uuid:consultant_id>/sheet.pdf")
@guard(Can.SEE_PROFILE, Consultant)
@_often
def consultant_pdf(consultant: Consultant) -> ResponseReturnValue:
    return _file(_anonymous(consultant), ViewKind.PDF)


@bp.get("/consultants/<uuid:consultant_id>/sheet.xlsx")
@guard(Can.SEE_PROFILE, Consultant)
@_often
def consultant_xlsx(consultant: Consultant) -> ResponseReturnValue:
    return _file(_anonymous(consultant), ViewKind.XLSX)


def _anonymous(consultant: Consultant) -> SheetDocument:
    """Without the name for staff too: the consent names one posting, so the named sheet is an application's."""
    return document(profile_sheet(whole_profile(consultant), named=False))


@bp.get("/applications/<uuid:application_id>/sheet.pdf")
@guard(Can.SEE_APPLICATION, Application)
@_often
def application_pdf(application: Application) -> ResponseReturnValue:
    return _of_application(application, ViewKind.PDF)


@bp.get("/applications/<uuid:application_id>/sheet.xlsx")
@guard(Can.SEE_APPLICATION, Application)
@_often
def application_xlsx(application: Application) -> ResponseReturnValue:
    return _of_application(application, ViewKind.XLSX)


def _of_application(application: Application, kind: ViewKind) -> Response:
    """The same file for the client, the person and staff: what the client may read now."""
    shown = shown_to_client(application, whole_profile(application.consultant))
    leave_trace(application, shown, kind, by=signed_in_user())
    return _file(shown, kind)
