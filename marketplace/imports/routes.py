"""Uploading a document, and deciding proposal by proposal what the profile takes over."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus
from pathlib import PurePath
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for

from marketplace.db import begin_writing, db
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.identity import signed_in_user
from marketplace.imports import operations
from marketplace.imports.forms import UploadForm, items_of, valid
from marketplace.imports.labels import KIND, REFUSAL, present
from marketplace.imports.models import ProfileImport
from marketplace.imports.operations import Upload
from marketplace.imports.queries import open_imports
from marketplace.imports.reading import LARGEST, read
from marketplace.imports.recognise import recognise
from marketplace.imports.rows import RefusedError, Row
from marketplace.limits import UPLOADS, count
from marketplace.policy import Can
from marketplace.profiles.models import Consultant
from marketplace.profiles.queries import own_profile, whole_profile

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.imports.forms import Item
    from marketplace.imports.operations import Decided

bp = Blueprint("imports", __name__)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST_NAME = 120


@bp.route("/profile/import", methods=["GET", "POST"])
@guard(Can.EDIT_OWN_PROFILE)
def own() -> ResponseReturnValue:
    return _new(own_profile(signed_in_user()))


@bp.route("/consultants/<uuid:consultant_id>/import", methods=["GET", "POST"])
@guard(Can.IMPORT_PROFILE, Consultant)
def for_consultant(consultant: Consultant) -> ResponseReturnValue:
    return _new(consultant)


def _new(consultant: Consultant) -> ResponseReturnValue:
    form = UploadForm()
    if request.method == "POST":
        try:
            kept = _uploaded(consultant)
        except RefusedError as refused:
            form.document.errors = [REFUSAL[refused.code]]
        except Invalid as error:
            form.document.errors = [*error.errors.values()]
        else:
            return redirect(url_for("imports.show", profile_import_id=kept.id), code=HTTPStatus.SEE_OTHER)
    page = render_template(
        "imports/new.html",
        form=form,
        consultant=consultant,
        mine=consultant.user_id == signed_in_user().id,
        waiting=open_imports(consultant),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _uploaded(consultant: Consultant) -> ProfileImport:
    """Read the document that was sent and keep its proposals."""
    count(UPLOADS, "import", str(signed_in_user().id))
    sent = request.files.get("document")
    if not sent:  # a field left empty is sent without a name
        raise Invalid({"document": _("Please choose a file first.")})
    content = sent.read(LARGEST + 1)
    name = _UNSAFE.sub("", PurePath(sent.filename or "").name)[-LONGEST_NAME:]
    proposals = recognise(_read_aside(content, name))
    upload = Upload(name, hashlib.sha256(content).hexdigest())
    return operations.propose_import(whole_profile(consultant), upload, proposals, by=signed_in_user())


def _read_aside(content: bytes, name: str) -> list[Row]:
    """Read the document while this request does not hold the writer's place: others go on saving."""
    db.session.rollback()
    try:
        return read(content, name)
    finally:
        begin_writing()


@bp.route("/imports/<uuid:profile_import_id>", methods=["GET", "POST"])
@guard(Can.DECIDE_IMPORT, ProfileImport)
def show(profile_import: ProfileImport) -> ResponseReturnValue:
    consultant = whole_profile(profile_import.consultant)
    posted = request.method == "POST"
    items = items_of(profile_import.proposals, typed=posted)
    if not posted:
        return _page(profile_import, consultant, items)
    decided = [each for each in (item.decided() for item in items) if each] if valid(items) else []
    if said := _wrong(profile_import, items, decided):
        status = HTTPStatus.CONFLICT if _overtaken(profile_import) else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(profile_import, consultant, items, refused=[said], status=status)
    try:
        taken = operations.decide_import(profile_import, consultant, decided, by=signed_in_user())
    except Invalid as error:
        return _page(profile_import, consultant, items, refused=[*error.errors.values()])
    flash(ngettext("%(num)d entry taken over into the profile.", "%(num)d entries taken over into the profile.", taken))
    if any(not each["decision"] for each in profile_import.proposals):
        return redirect(url_for("imports.show", profile_import_id=profile_import.id), code=HTTPStatus.SEE_OTHER)
    return _to_profile(consultant)


def _wrong(kept: ProfileImport, items: list[Item], decided: list[Decided]) -> str:
    """Say why nothing of what was sent can be saved; nothing where it can."""
    if _overtaken(kept):
        return _("Some of these entries were decided on another page meanwhile. What is left stands below.")
    if any(item.wrong for item in items):
        return _("Please check the entries marked below.")
    return _("Choose for at least one entry what to do.") if items and not decided else ""


def _overtaken(kept: ProfileImport) -> bool:
    """Tell whether a decision was sent for an entry that has been decided since the page was shown."""
    return any(each["decision"] and request.form.get(f"p{each['id']}-decision") for each in kept.proposals)


def _page(
    kept: ProfileImport,
    consultant: Consultant,
    items: list[Item],
    refused: list[object] | None = None,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> ResponseReturnValue:
    page = render_template(
        "imports/show.html",
        kept=kept,
        consultant=consultant,
        mine=consultant.user_id == signed_in_user().id,
        items=items,
        kinds=KIND,
        present=present,
        refused=refused or [],
    )
    return page, status if refused else HTTPStatus.OK


@bp.post("/imports/<uuid:profile_import_id>/discard")
@guard(Can.DECIDE_IMPORT, ProfileImport)
def discard(profile_import: ProfileImport) -> ResponseReturnValue:
    operations.discard_import(profile_import, by=signed_in_user())
    flash(_("Discarded. What you took over before stays in the profile."))
    return _to_profile(profile_import.consultant)


def _to_profile(consultant: Consultant) -> ResponseReturnValue:
    if consultant.user_id == signed_in_user().id:
        return redirect(url_for("profiles.mine"), code=HTTPStatus.SEE_OTHER)
    return redirect(url_for("profiles.show", consultant_id=consultant.id), code=HTTPStatus.SEE_OTHER)
