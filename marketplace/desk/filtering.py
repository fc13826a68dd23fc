"""Saving and removing the reader's own filters of the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, request, url_for

from marketplace.desk.filters import Filter, remove_filter, save_filter
from marketplace.desk.models import SavedFilter
from marketplace.desk.queue_page import refused
from marketplace.errors import Invalid
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.policy import Can

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("filtering", __name__)


@bp.post("/desk/filters")
@guard(Can.SNOOZE)
def save() -> ResponseReturnValue:
    """Keep the filter of the page that sent this, under a name."""
    user = signed_in_user()
    shown = Filter.of(request.args, user)
    try:
        save_filter(request.form.get("name", ""), shown, opens=request.form.get("opens") == "1", by=user)
    except Invalid as error:
        return refused("", refused_name=str(error.message))
    flash(_("The filter is saved."))
    return redirect(url_for("desk.index", **shown.address()), code=303)


@bp.post("/desk/filters/<uuid:saved_filter_id>/remove")
@guard(Can.REMOVE_FILTER, SavedFilter)
def remove(saved_filter: SavedFilter) -> ResponseReturnValue:
    remove_filter(saved_filter, by=signed_in_user())
    flash(_("The filter is removed."))
    return redirect(url_for("desk.index", of=request.args.get("of", "mine")), code=303)
