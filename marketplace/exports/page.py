"""The page that lists what may be taken away of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from marketplace.exports.queries import calendar_address, newest_told
from marketplace.i18n import LOCALES, present_locale
from marketplace.identity import signed_in_user
from marketplace.minutes.queries import minutes_of
from marketplace.tracker.boards import BOARDS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.tracker.models import Project

NEWEST = 10  # minutes that the page lists; the others have their file on their own page


def downloads_page(project: Project, *, address: str = "") -> ResponseReturnValue:
    """Show the page; a calendar's address that was just given is shown this once."""
    return render_template(
        "exports/downloads.html", project=project, boards=BOARDS, report=newest_told(project),
        other=next(each for each in LOCALES if each != present_locale()), address=address,
        given=calendar_address(project, signed_in_user()), minutes=minutes_of(project)[:NEWEST],
    )  # fmt: skip
