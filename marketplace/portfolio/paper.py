"""The portfolio on paper, A4 across: on one page, where what does not fit is counted, or in full."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.exports.wording import RAG_MARK, fitting
from marketplace.formats import date_long
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.pdf import set_pdf
from marketplace.portfolio.tables import Table, between, budget, health, milestones, risks, tables_of
from marketplace.tracker.labels import RAG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.portfolio.gathering import Portfolio
    from marketplace.portfolio.tables import Cell

TEMPLATE = Path(__file__).with_name("portfolio.typ")
LETTER = 2.55  # millimetres of a full-width letter of the one page's tables
LATIN = 0.56  # of that a Latin letter takes in the mean
MARK = 2.9  # millimetres of a colour's mark
HEALTHY, LISTED, COSTED = 13, 7, 4  # rows of one line that the page has room for: projects, the halves' rows, sums
# Half of a page (136 mm) takes these columns of a table, so wide each.
MILESTONES = ((0, 48), (1, 38), (3, 24), (4, 26))
RISKS = ((0, 62), (1, 40), (2, 14), (3, 20))
SUMS = ((0, 49), (1, 29), (2, 29), (3, 29))
BETWEEN = ((0, 32), (1, 38), (2, 32), (4, 34))


def one_page_pdf(portfolio: Portfolio) -> bytes:
    """Set the one page: the health, what comes next, the largest risks, the money, who waits for whom."""
    tables = [
        _cut(health(portfolio), HEALTHY),
        _cut(_half(milestones(portfolio, reached=False), MILESTONES), LISTED),
        _cut(_half(risks(portfolio), RISKS), LISTED),
        _costs(portfolio),
        _cut(_half(between(portfolio), BETWEEN), COSTED + 1),
    ]
    return set_pdf(TEMPLATE, _head(portfolio) | {"compact": True, "tables": tables})


def full_pdf(portfolio: Portfolio) -> bytes:
    """Set all tables, each in full."""
    tables = [
        {"heading": each.heading, "columns": _columns(each), "more": "", "rows": [_row(row) for row in each.rows]}
        for each in tables_of(portfolio)
    ]
    return set_pdf(TEMPLATE, _head(portfolio) | {"compact": False, "tables": tables})


def figures(portfolio: Portfolio) -> list[tuple[str, str]]:
    """Return the few numbers of all projects together, as (name, number)."""
    whole = portfolio.whole
    colours = [(f"{RAG_MARK[rag]} {RAG[rag]}", str(count)) for rag, count in whole.colours.items()]
    return [
        (_("Projects"), str(whole.count)), *colours, (_("Reports missing"), str(whole.late_reports)),
        (_("Milestones overdue"), str(whole.late_milestones)),
    ]  # fmt: skip


def _head(portfolio: Portfolio) -> dict[str, Any]:
    on = portfolio.on
    return {
        "locale": present_locale(), "title": _("Portfolio"), "issued_on": [on.year, on.month, on.day],
        "day": _("As of %(day)s", day=date_long(on)), "none": _("No project is tracked yet"),
        "figures": [{"name": name, "number": number} for name, number in figures(portfolio)],
        "footer": _("All projects on one page, as their last reports and their boards say."),
    }  # fmt: skip


def _costs(portfolio: Portfolio) -> dict[str, Any]:
    """Return the first few projects' sums, and those of all of them at the end."""
    table = _half(budget(portfolio), SUMS)
    if portfolio.whole.costed <= 1:
        return _cut(table, COSTED)
    *rows, total = table.rows
    found = _cut(Table(table.heading, table.columns, rows), COSTED)
    return found | {"rows": [*found["rows"], *_cut(Table("", table.columns, [total]), 1)["rows"]]}


def _half(table: Table, columns: Sequence[tuple[int, int]]) -> Table:
    """Return some columns of a table, as wide as half of the page has room for."""
    named = [(table.columns[at][0], width, table.columns[at][2]) for at, width in columns]
    return Table(table.heading, named, [[row[at] for at, _width in columns] for row in table.rows])


def _cut(table: Table, most: int) -> dict[str, Any]:
    """Return a table with so many rows of one line each, and how many are left out."""
    left = len(table.rows) - most
    widths = [width for _name, width, _number in table.columns]
    return {
        "heading": table.heading, "columns": _columns(table),
        "more": ngettext("… and %(num)d more", "… and %(num)d more", left) if left > 0 else "",
        "rows": [
            [_one_line(cell, width) for cell, width in zip(row, widths, strict=True)] for row in table.rows[:most]
        ],
    }  # fmt: skip


def _columns(table: Table) -> list[dict[str, Any]]:
    return [{"name": name, "width": width, "number": number} for name, width, number in table.columns]


def _row(row: Sequence[Cell]) -> list[dict[str, Any]]:
    return [_cell(each, each.words) for each in row]


def _cell(cell: Cell, words: str) -> dict[str, Any]:
    marks = [{"rag": each.value if each else "", "mark": RAG_MARK[each] if each else "—"} for each in cell.colours]
    return {"marks": marks, "words": words}


def _one_line(cell: Cell, width: int) -> dict[str, Any]:
    room = (width - 3 - MARK * len(cell.colours)) / LETTER
    return _cell(cell, fitting(cell.words.replace("\n", ", "), room, narrow=LATIN))
