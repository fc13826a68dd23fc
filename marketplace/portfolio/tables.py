"""The portfolio's tables in words, as its papers and slides show them: headings, widths in mm, rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.exports.wording import RAG_MARK
from marketplace.formats import date_short, month_of, yen
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext
from marketplace.tracker.labels import DIMENSION, RAG

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.portfolio.gathering import Portfolio
    from marketplace.portfolio.standing import Mark, Standing
    from marketplace.tracker.states import Rag

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Cell:
    """Words, after the marks of some colours."""

    words: str = ""
    colours: tuple[Rag | None, ...] = ()

    def marked(self) -> str:
        """Say it without colours."""
        marks = "".join(RAG_MARK[each] if each else NOTHING for each in self.colours)
        return " ".join(each for each in (marks, self.words) if each)


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are (heading, width in mm, whether it holds numbers); widths add up to a page across (275 mm)."""

    heading: str
    columns: Sequence[tuple[str, int, bool]]
    rows: list[list[Cell]]


def tables_of(portfolio: Portfolio) -> list[Table]:
    """Return what there is to tell, the health first."""
    found = [health(portfolio), budget(portfolio), milestones(portfolio), between(portfolio), risks(portfolio)]
    return [each for each in (*found, days_a_week(portfolio)) if each.rows]


def health(portfolio: Portfolio) -> Table:
    columns = [
        (_("Project"), 70, False), (_("Overall"), 22, False),
        *[(str(each), 17, False) for each in DIMENSION.values()],
        (_("Last reports"), 42, False), (_("Late work"), 14, True), (_("Open issues"), 14, True),
        (_("High risks"), 14, True), (_("Decisions overdue"), 14, True),
    ]  # fmt: skip
    return Table(_("Health"), columns, [_health_row(each) for each in portfolio.standings])


def _health_row(standing: Standing) -> list[Cell]:
    last, counts = standing.last, standing.counts
    ratings = [Cell("", (last.ratings.get(each.value),)) if last else Cell(NOTHING) for each in DIMENSION]
    since = _("due %(day)s, missing", day=date_short(standing.late_since)) if standing.late_since else ""
    reported = since or (date_short(last.due_on) if last else "")
    strip = tuple(each.overall for each in reversed(standing.reports))
    told = (counts.late_work, counts.open_issues, counts.high_risks, counts.late_decisions)
    overall = Cell(str(RAG[standing.overall]), (standing.overall,)) if standing.overall else Cell(NOTHING)
    names = " / ".join(each for each in (standing.project.name, standing.who) if each)
    numbers = [Cell(str(each) if standing.told else NOTHING) for each in told]
    return [Cell(names), overall, *ratings, Cell(reported, strip), *numbers]


def budget(portfolio: Portfolio) -> Table:
    columns = [
        (_("Project"), 95, False), (_("Budget"), 45, True), (_("Expected at completion"), 45, True),
        (_("Left or missing"), 45, True), ("CPI", 20, True), (_("As of"), 25, False),
    ]  # fmt: skip
    rows = [_budget_row(each) for each in portfolio.costed]
    whole = portfolio.whole
    if whole.costed > 1:
        sums = (whole.budget, whole.expected, whole.budget - whole.expected)
        name = _("All %(count)s projects with both sums", count=whole.costed)
        rows.append([Cell(name), *(Cell(yen(each)) for each in sums), Cell(NOTHING), Cell(NOTHING)])
    return Table(_("Budget"), columns, rows)


def _budget_row(standing: Standing) -> list[Cell]:
    planned, expected, last = standing.budget, standing.expected_cost, standing.last
    left = planned - expected if planned and expected is not None else None
    cpi = last.cpi if last else None
    sums = [Cell(yen(each) if each is not None else NOTHING) for each in (planned, expected, left)]
    index = Cell(f"{cpi:.2f}" if cpi is not None else NOTHING)
    return [Cell(standing.project.name), *sums, index, Cell(date_short(last.due_on) if last else NOTHING)]


def milestones(portfolio: Portfolio, *, reached: bool = True) -> Table:
    """One row a milestone of the months shown, by its day; those still to come alone, if wanted."""
    columns = [
        (_("Milestone"), 85, False), (_("Project"), 80, False), (_("Baseline"), 30, False),
        (_("Forecast"), 30, False), (_("Reached, or late"), 50, False),
    ]  # fmt: skip
    marks = [
        (mark, standing)
        for standing, cells in portfolio.lines
        for cell in cells
        for mark in cell
        if reached or mark.actual_on is None
    ]
    marks.sort(key=lambda pair: (pair[0].day or portfolio.on, pair[1].project.name, pair[0].number))
    rows = [
        [Cell(f"{mark.code} {mark.name}"), Cell(standing.project.name), Cell(date_short(mark.baseline_on)),
         Cell(date_short(mark.forecast_on)), Cell(state_of(mark, portfolio.on))]
        for mark, standing in marks
    ]  # fmt: skip
    return Table(_("Milestones") if reached else _("Next milestones"), columns, rows)


def state_of(mark: Mark, on: date) -> str:
    """Say whether it was reached, is overdue, or how much later than agreed it is expected."""
    match mark.state_on(on):
        case "reached":
            return _("reached %(day)s", day=date_short(mark.actual_on))
        case "late":
            return _("overdue")
        case "slipped" if mark.forecast_on and mark.baseline_on:
            days = (mark.forecast_on - mark.baseline_on).days
            return ngettext("%(num)s day later", "%(num)s days later", days)
    return NOTHING


def between(portfolio: Portfolio) -> Table:
    columns = [
        (_("Project in need"), 55, False), (_("What is needed"), 70, False), (_("Project that gives"), 80, False),
        (_("By when"), 22, False), (_("Comes"), 48, False),
    ]  # fmt: skip
    rows = []
    for each in portfolio.crossings:
        gives = " ".join((each.gives.project.name, *((each.mark.code, each.mark.name) if each.mark else ())))
        late = ngettext("%(num)s day too late", "%(num)s days too late", each.late_by) if each.late_by else ""
        comes = " ".join(part for part in (date_short(each.mark.day) if each.mark else NOTHING, late) if part)
        needed = f"X-{each.needed.number} {each.needed.title}"
        day = date_short(each.needed.due_on)
        rows.append([Cell(each.needs.project.name), Cell(needed), Cell(gives), Cell(day), Cell(comes)])
    return Table(_("Between projects"), columns, rows)


def risks(portfolio: Portfolio) -> Table:
    columns = [
        (_("Risk"), 110, False), (_("Project"), 80, False), (_("Score of 25"), 25, True),
        (_("Person in charge"), 35, False), (_("To be done by"), 25, False),
    ]  # fmt: skip
    by_id = portfolio.by_id
    rows = [
        [Cell(f"R-{each.number} {each.title}"), Cell(by_id[each.project_id].project.name), Cell(str(each.score)),
         Cell(each.owner or NOTHING), Cell(date_short(each.due_on))]
        for each in portfolio.risks
    ]  # fmt: skip
    return Table(_("Largest risks"), columns, rows)


def days_a_week(portfolio: Portfolio) -> Table:
    columns = [
        (_("PMO"), 40, False), (_("Projects"), 95, False), *[(month_of(each), 20, True) for each in portfolio.months]
    ]  # fmt: skip
    rows = [
        [Cell(each.person), Cell("\n".join(of.project for of in each.projects)),
         *(Cell(str(days) if days else NOTHING) for days in each.days)]
        for each in portfolio.loads
    ]  # fmt: skip
    return Table(_("Days a week"), columns, rows)
