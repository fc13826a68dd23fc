"""Pages of money at a glance, one for each side: each figure leads to the documents that it is the sum of."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template, request, send_file

from marketplace.clock import today
from marketplace.dashboards import cash, earning, margins, pictures, spending, standing
from marketplace.dashboards.forecast import Expected, expected_by
from marketplace.dashboards.periods import Period, period_of, years_since
from marketplace.dashboards.sums import total
from marketplace.dashboards.yearly import yearly_file
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.limits import DOCUMENTS, limiter
from marketplace.policy import Can
from marketplace.trade.due_dates import DAY, late_before

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

bp = Blueprint("dashboards", __name__)
bp.add_app_template_filter(pictures.age_words, "age_words")
bp.add_app_template_filter(pictures.exact, "exact_yen")


@bp.get("/spending")
@guard(Can.SEE_SPENDING)
def spent() -> ResponseReturnValue:
    """Show the client what it owes, and what each engagement and month have cost."""
    company_id = signed_in_user().company_id
    assert company_id is not None  # noqa: S101 - whoever may see this belongs to a company
    owed = spending.owed_by(company_id)
    period, about = _period(owed.first_served)
    rows = spending.spent_by(company_id, period)
    return render_template(
        "dashboards/spending.html",
        owed=owed,
        rows=rows,
        months=spending.by_month(rows, period),
        spent=sum(each.total for each in rows),
        picture=pictures.spending(rows, period.months) if rows else None,
        late_until=late_before(today()) - DAY,
        new_year=today().replace(month=1, day=1),
        **about,
    )


@bp.get("/earnings")
@guard(Can.SEE_EARNINGS)
def earned() -> ResponseReturnValue:
    """Show the consultant what was earned, what is due, what the terms will bring, and the papers of a year."""
    user = signed_in_user()
    rows = earning.earned_by(user.id)
    period, about = _period(rows[0].month if rows else None)
    expected = expected_by(user.id, ((each.contract_id, each.month) for each in rows))
    months = earning.by_month(rows, period)
    year = period.year or today().year
    papers = earning.of_tax_year(rows, year)
    return render_template(
        "dashboards/earnings.html",
        anything=bool(rows or expected),
        months=months,
        whole=earning.sums_of(each for each in rows if period.first <= each.month <= period.last),
        due=earning.still_due(rows),
        upcoming=earning.next_transfer(rows),
        direct=any(each.direct for each in rows),
        expected=expected,
        expected_sum=sum(each.transfer for each in expected),
        withheld_ahead=sum(each.withheld or 0 for each in expected),
        picture=pictures.earning(months, _within(expected, period)) if months or expected else None,
        tax_year=year,
        papers=papers,
        paper_sums=earning.sums_of(papers),
        **about,
    )


@bp.get("/earnings/statement.csv")
@guard(Can.SEE_EARNINGS)
@limiter.limit(DOCUMENTS)
def statement() -> ResponseReturnValue:
    """Hand out the payments of a year, this one unless another is asked for."""
    rows = earning.earned_by(signed_in_user().id)
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today().year  # noqa: PLR2004
    content = yearly_file(earning.of_tax_year(rows, year))
    return send_file(io.BytesIO(content), mimetype="text/csv", as_attachment=True, download_name=f"payments-{year}.csv")


@bp.get("/billing/overview")
@guard(Can.BILL)
def stands() -> ResponseReturnValue:
    """Show the operator what it is owed and owes, what each contract leaves, and the cash of the next weeks."""
    claims, debts, runs = standing.claims(), standing.debts(), standing.scheduled()
    period, about = _period(standing.first_served())
    rows = margins.margins(period)
    whole = margins.sum_of(rows)
    ages = standing.by_age(claims)
    plan = cash.calendar(claims, debts, runs)
    states = standing.by_state(debts)
    return render_template(
        "dashboards/overview.html",
        receivable=total(each.sum for each in claims),
        overdue=standing.overdue(claims),
        payable=total(states.values()),
        ages=ages,
        aging=pictures.aging(ages) if claims else None,
        states=states,
        rows=rows,
        whole=whole,
        differing=[each for each in rows if each.booked != each.margin],
        plan=plan,
        cash=pictures.cash(plan.weeks) if claims or debts or runs else None,
        late_until=late_before(today()) - DAY,
        after=plan.weeks[-1].last + DAY,
        **about,
    )


def _period(first_served: date | None) -> tuple[Period, dict[str, Any]]:
    """Return the months that the page is about, and what its tabs need to know of them."""
    years = years_since(first_served)
    period = period_of(request.args.get("year", ""), years)
    served = {"served_since": f"{period.first:%Y-%m}", "served_until": f"{period.last:%Y-%m}"}
    return period, {"period": period, "years": years, "served": served, "as_of": today()}


def _within(expected: Sequence[Expected], period: Period) -> list[Expected]:
    """Return what the picture shows: the months of the year asked for; all of the forecast beside the usual months."""
    return [each for each in expected if period.year in {None, each.month.year}]
