"""The portfolio as an Excel file: a sheet a table with filters; what is left, how late, and all sums as formulas."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from marketplace.exports.cells import DAY, INDEX, YEN, Results, set_heads, set_number, set_text, with_results
from marketplace.i18n import gettext as _
from marketplace.portfolio.tables import NOTHING, between, days_a_week, health, risks

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from marketplace.portfolio.gathering import Portfolio
    from marketplace.portfolio.tables import Table

A_LETTER = 2.0  # millimetres of a column that are one letter of Excel's width


def portfolio_workbook(portfolio: Portfolio) -> bytes:
    """Return the workbook in the present locale."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator, book.properties.title = "", _("Portfolio")
    results: Results = {}
    _plain(book.create_sheet(_("Health")), health(portfolio))
    if portfolio.costed:
        _budget(book.create_sheet(_("Budget")), portfolio, results)
    _milestones(book.create_sheet(_("Milestones")), portfolio, results)
    for table in (between(portfolio), risks(portfolio), days_a_week(portfolio)):
        _plain(book.create_sheet(table.heading[:31]), table)
    out = io.BytesIO()
    book.save(out)
    return with_results(out.getvalue(), book.sheetnames, results)


def _plain(sheet: Worksheet, table: Table) -> None:
    """Write a table as it stands on paper; numbers are numbers."""
    heads = [name for name, _width, _number in table.columns]
    set_heads(sheet, heads, [max(9, width / A_LETTER) for _name, width, _number in table.columns], freeze="B2")
    for at, row in enumerate(table.rows, 2):
        for place, (cell, (_name, _width, number)) in enumerate(zip(row, table.columns, strict=True), 1):
            if number and cell.words.isdecimal():
                set_number(sheet.cell(at, place), int(cell.words), "0")
            elif number and cell.words == NOTHING:
                set_number(sheet.cell(at, place), None, "@")
            else:
                set_text(sheet.cell(at, place), cell.marked(), bold=place == 1)
    _filtered(sheet, len(heads), len(table.rows))


def _budget(sheet: Worksheet, portfolio: Portfolio, results: Results) -> None:
    heads = [_("Project"), _("Budget"), _("Expected at completion"), _("Left or missing"), "CPI", _("As of")]
    set_heads(sheet, heads, [46, 18, 18, 18, 9, 13], freeze="B2")
    kept = results.setdefault(sheet.title, {})
    for at, each in enumerate(portfolio.costed, 2):
        planned, expected, last = each.budget, each.expected_cost, each.last
        set_text(sheet.cell(at, 1), each.project.name, bold=True)
        set_number(sheet.cell(at, 2), planned, YEN)
        set_number(sheet.cell(at, 3), expected, YEN)
        set_number(sheet.cell(at, 4), f'=IF(OR(B{at}="",C{at}=""),"",B{at}-C{at})', YEN)
        kept[f"D{at}"] = planned - expected if planned is not None and expected is not None else ""
        set_number(sheet.cell(at, 5), last.cpi if last else None, INDEX)
        set_number(sheet.cell(at, 6), last.due_on if last else None, DAY)
    last_row = len(portfolio.costed) + 1
    _filtered(sheet, len(heads), len(portfolio.costed))
    _sums(sheet, last_row, portfolio, kept)


def _sums(sheet: Worksheet, last_row: int, portfolio: Portfolio, kept: dict[str, Any]) -> None:
    """Add up, as the page does, the projects that have both sums."""
    at, whole = last_row + 2, portfolio.whole
    set_text(sheet.cell(at, 1), _("All %(count)s projects with both sums", count=whole.costed), bold=True)
    for column, other, value in (("B", "C", whole.budget), ("C", "B", whole.expected)):
        of, by = f"{column}2:{column}{last_row}", f"{other}2:{other}{last_row}"
        set_number(sheet[f"{column}{at}"], f'=SUMIFS({of},{by},"<>",{of},"<>")', YEN)
        kept[f"{column}{at}"] = value
    set_number(sheet[f"D{at}"], f"=B{at}-C{at}", YEN)
    kept[f"D{at}"] = whole.budget - whole.expected


def _milestones(sheet: Worksheet, portfolio: Portfolio, results: Results) -> None:
    heads = [
        _("Project"), _("No."), _("Milestone"), _("Baseline"), _("Forecast"), _("Reached on"), _("Days late"),
    ]  # fmt: skip
    set_heads(sheet, heads, [40, 8, 40, 13, 13, 13, 10], freeze="D2")
    kept = results.setdefault(sheet.title, {})
    marks = [(standing, mark) for standing in portfolio.standings for mark in standing.marks]
    for at, (standing, mark) in enumerate(marks, 2):
        set_text(sheet.cell(at, 1), standing.project.name)
        set_text(sheet.cell(at, 2), mark.code)
        set_text(sheet.cell(at, 3), mark.name, bold=True)
        for place, day in enumerate((mark.baseline_on, mark.forecast_on, mark.actual_on), 4):
            set_number(sheet.cell(at, place), day, DAY)
        comes = f'IF(F{at}<>"",F{at},E{at})'
        set_number(sheet.cell(at, 7), f'=IF(OR(D{at}="",{comes}=""),0,MAX(0,{comes}-D{at}))', "0;-0;")
        day = mark.actual_on or mark.forecast_on
        kept[f"G{at}"] = max(0, (day - mark.baseline_on).days) if day and mark.baseline_on else 0
    _filtered(sheet, len(heads), len(marks))


def _filtered(sheet: Worksheet, columns: int, rows: int) -> None:
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{rows + 1}"
