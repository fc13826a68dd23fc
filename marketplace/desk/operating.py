"""The operator's page of the funnel and of the advisors' load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from marketplace.accounts.queries import advisors, companies
from marketplace.charts import Bar, bars
from marketplace.desk import funnel as figures
from marketplace.desk.labels import PMO_TYPE, STEP
from marketplace.desk.loads import loads
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.pipeline.labels import SOURCE
from marketplace.pipeline.states import Source
from marketplace.policy import Can
from marketplace.profiles.sections import COMPLETE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from flask.typing import ResponseReturnValue
    from markupsafe import Markup

    from marketplace.accounts.models import Company, User

bp = Blueprint("operating", __name__)
USUAL = 3  # months, this one among them


@bp.get("/operation/funnel")
@guard(Can.SEE_OPERATION)
def funnel() -> ResponseReturnValue:
    """Show those who began in some months, the last three unless others are asked for."""
    months, all_advisors, all_companies = figures.months(), advisors(), companies()
    cut = figures.Cut(
        *_period(months),
        source=Source(asked) if (asked := request.args.get("source")) in set(Source) else None,
        pmo_type=asked if (asked := request.args.get("type", "")) in PMO_TYPE else "",
        advisor_id=_one_of(all_advisors, "advisor"),
        company_id=_one_of(all_companies, "company"),
    )
    funnels = [
        (_("People who registered"), figures.people_funnel(cut)),
        (_("Applications and proposals"), figures.cards_funnel(cut)),
    ]
    return render_template(
        "desk/funnel.html",
        months=months,
        cut=cut,
        sources=SOURCE,
        types=PMO_TYPE,
        advisors=[(each.id, each.name) for each in all_advisors],
        companies=sorted(((each.id, each.name) for each in all_companies), key=lambda pair: pair[1]),
        steps=STEP,
        funnels=[(title, rows, _chart(rows)) for title, rows in funnels],
        anybody=any(rows[0].count for _title, rows in funnels),
        loads=loads(),
        complete=COMPLETE,
    )


def _period(months: list[date]) -> tuple[date, date]:
    """Return the first and the last month asked for, the earlier one first."""
    known = {f"{each:%Y-%m}": each for each in months}
    first = known.get(request.args.get("from", ""), months[USUAL - 1])
    last = known.get(request.args.get("until", ""), months[0])
    return min(first, last), max(first, last)


def _one_of(rows: Sequence[User] | Sequence[Company], name: str) -> UUID | None:
    """Return the id asked for in the URL if it is one of these."""
    ids = {str(each.id): each.id for each in rows}
    return ids.get(request.args.get(name, ""))


def _chart(rows: list[figures.Row]) -> tuple[Markup, Markup]:
    return bars([Bar(str(STEP[row.step]), row.count, _words(row)) for row in rows])


def _words(row: figures.Row) -> str:
    return str(row.count) if row.passed is None else f"{row.count} ({row.share}%)"
