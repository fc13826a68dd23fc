"""The queue of certifications to check: the evidence the person gave, and the verdict of whoever of staff looks."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.clock import today
from marketplace.desk.labels import VERDICT
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inputs import folded
from marketplace.paging import page_number, page_of
from marketplace.policy import Can
from marketplace.profiles import certifying
from marketplace.profiles.certifying import LONGEST_REASON, Verdict
from marketplace.profiles.models import Certification

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

bp = Blueprint("certificates", __name__)
PER_PAGE = 25


@bp.get("/operation/certifications")
@guard(Can.SEE_DESK)
def index() -> ResponseReturnValue:
    return _page()


@bp.post("/certifications/<uuid:certification_id>/refuse")
@guard(Can.VERIFY_CERTIFICATION, Certification)
def refuse(certification: Certification) -> ResponseReturnValue:
    """Say that it could not be confirmed, and why."""
    reason = folded(request.form.get("reason"))
    try:
        certifying.refuse_certification(certification, reason, by=signed_in_user())
    except Invalid as error:
        return _page(certification.id, reason, str(error.message)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Refused. The person has been told why."))
    return _back()


@bp.post("/certifications/<uuid:certification_id>/confirm")
@guard(Can.VERIFY_CERTIFICATION, Certification)
def confirm(certification: Certification) -> ResponseReturnValue:
    """Say that the evidence has been seen, and stay in the queue."""
    certifying.verify_certification(certification, by=signed_in_user())
    flash(_("Noted: the certificate has been seen."))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("certificates.index", state=_verdict().value), code=HTTPStatus.SEE_OTHER)


def _verdict() -> Verdict:
    asked = request.args.get("state", "")
    return Verdict(asked) if asked in set(Verdict) else Verdict.WAITING


def _page(refused: UUID | None = None, reason: str = "", error: str = "") -> str:
    verdict, number = _verdict(), page_number()
    rows, total = certifying.certifications(verdict, page=number, per_page=PER_PAGE)
    return render_template(
        "desk/certificates.html",
        rows=rows,
        page=page_of(total, per_page=PER_PAGE),
        verdict=verdict,
        verdicts=VERDICT,
        counts=certifying.counts(),
        today=today(),
        longest=LONGEST_REASON,
        refused=refused,
        reason=reason,
        error=error,
    )
