"""The portfolio's page, and the same as files."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from marketplace.clock import today
from marketplace.exports.sending import asked_language, sent
from marketplace.formats import date_short
from marketplace.guard import guard
from marketplace.i18n import LOCALES, in_locale, present_locale
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can
from marketplace.portfolio.files import portfolio_file
from marketplace.portfolio.gathering import Shown, gathered
from marketplace.portfolio.standing import WORST
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.labels import DIMENSION, PMO_TYPE, RAG

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("portfolio", __name__)


@bp.get("/portfolio")
@guard(Can.SEE_OWN_PAGES)
def show() -> ResponseReturnValue:
    found = gathered(signed_in_user(), today(), Shown.asked(request.args))
    return render_template(
        "portfolio/show.html",
        standings=found.standings,
        shown=found.shown,
        every=found.every,
        left_out=found.left_out,
        companies=found.companies,
        by_id=found.by_id,
        whole=found.whole,
        today=found.on,
        months=found.months,
        lines=found.lines,
        crossings=found.crossings,
        loads=found.loads,
        risks=found.risks,
        boards=BOARDS,
        dimensions=DIMENSION,
        short=cache(date_short),
        colours={rag: RAG[rag] for rag in WORST},
        kinds=PMO_TYPE,
        other=next(each for each in LOCALES if each != present_locale()),
    )


@bp.get("/portfolio/summary.pdf")
@guard(Can.SEE_OWN_PAGES)
@limiter.limit(DOCUMENTS)
def summary() -> ResponseReturnValue:
    return _file("summary")


@bp.get("/portfolio/report.pdf")
@guard(Can.SEE_OWN_PAGES)
@limiter.limit(DOCUMENTS)
def report() -> ResponseReturnValue:
    return _file("report")


@bp.get("/portfolio/slides.pptx")
@guard(Can.SEE_OWN_PAGES)
@limiter.limit(DOCUMENTS)
def slides() -> ResponseReturnValue:
    return _file("slides")


@bp.get("/portfolio/tables.xlsx")
@guard(Can.SEE_OWN_PAGES)
@limiter.limit(DOCUMENTS)
def workbook() -> ResponseReturnValue:
    return _file("tables")


def _file(kind: str) -> ResponseReturnValue:
    """Send what the page shows, in the page's language or the one asked for."""
    with in_locale(asked_language()):
        return sent(portfolio_file(gathered(signed_in_user(), today(), Shown.asked(request.args)), kind))
