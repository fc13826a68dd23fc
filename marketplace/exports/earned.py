"""Earned value as a sheet that reckons itself: the lines of the plan above, PMI's formulas over their sums below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.exports.cells import BOLD, DAY, HOURS, INDEX, YEN, Results, set_heads, set_number, set_text
from marketplace.i18n import gettext as _
from marketplace.status_reports.indicators import works_of
from marketplace.tracker.boards import WORK_ITEMS, code
from marketplace.tracker.numbers.evm import Measure, earned_value, measure_of, planned_values, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from marketplace.tracker.numbers.evm import EarnedValue

MINUTES = 60


def earned_sheet(book: Workbook, items: Sequence[Any], on: date, results: Results) -> None:
    """Add the sheet; none where no line has a value."""
    works = works_of(items)
    measure = measure_of(works)
    named = list(zip(works, items, strict=True))
    counted = {id(each) for each in weighed(works, measure)}
    lines = [
        (work, row) for work, row in named if id(work) in counted and (work.planned(measure) or work.used(measure))
    ]
    if not lines:
        return
    value, unit = earned_value(works, on), 1 if measure == Measure.YEN else MINUTES
    form = YEN if measure == Measure.YEN else HOURS
    sheet = book.create_sheet(_("Earned value"))
    of = _("(yen)") if measure == Measure.YEN else _("(hours)")
    heads = [
        _("Line"),
        _("Part of the plan"),
        _("Planned value of the line") + " " + of,
        _("Done (%)"),
        f"PV {of}",
        f"EV {of}",
        f"AC {of}",
    ]
    set_heads(sheet, heads, [8, 46, 18, 10, 16, 16, 16], freeze="C2")
    kept = results.setdefault(sheet.title, {})
    shares = _planned(lines, value, on)
    for at, ((work, row), planned) in enumerate(zip(lines, shares, strict=True), 2):
        set_text(sheet.cell(at, 1), code(WORK_ITEMS, row))
        set_text(sheet.cell(at, 2), row.name)
        whole = work.planned(measure) if work.due_on else 0
        for place, amount in ((3, whole), (5, planned), (7, work.used(measure))):
            set_number(sheet.cell(at, place), amount / unit if unit > 1 else amount, form)
        set_number(sheet.cell(at, 4), work.percent, "0")
        set_number(sheet.cell(at, 6), f"=C{at}*D{at}/100", form)
        kept[f"F{at}"] = whole * work.percent / 100 / unit
    set_text(sheet.cell(len(lines) + 3, 2), _("Day reckoned for"), bold=True)
    set_number(sheet.cell(len(lines) + 3, 3), on, DAY)
    _sums(sheet, len(lines) + 1, value, unit, form, kept)


def _planned(lines: Sequence[tuple[Any, Any]], value: EarnedValue, on: date) -> list[int]:
    """Return each line's PV; what rounding each by itself loses or adds is set right in the largest."""
    shares = [planned_values([work], [on])[0] if work.due_on else 0 for work, _row in lines]
    largest = max(range(len(shares)), key=shares.__getitem__)
    shares[largest] += value.pv - sum(shares)
    return shares


def _sums(sheet: Worksheet, last: int, value: EarnedValue, unit: int, form: str, kept: dict[str, Any]) -> None:
    at = last + 2
    names = ("BAC", "PV", "EV", "AC", "SPI", "CPI", "EAC", "ETC", "VAC")
    cell = {name: f"C{at + place}" for place, name in enumerate(names, 1)}
    formulas = {
        "BAC": f"=SUM(C2:C{last})", "PV": f"=SUM(E2:E{last})", "EV": f"=SUM(F2:F{last})", "AC": f"=SUM(G2:G{last})",
        "SPI": f'=IF({cell["PV"]}=0,"",{cell["EV"]}/{cell["PV"]})',
        "CPI": f'=IF({cell["AC"]}=0,"",{cell["EV"]}/{cell["AC"]})',
        "EAC": f'=IF({cell["EV"]}*{cell["AC"]}=0,"",{cell["BAC"]}/{cell["CPI"]})',
        "ETC": f'=IF({cell["EAC"]}="","",{cell["EAC"]}-{cell["AC"]})',
        "VAC": f'=IF({cell["EAC"]}="","",{cell["BAC"]}-{cell["EAC"]})',
    }  # fmt: skip
    words = {
        "BAC": _("The whole plan"), "PV": _("Planned to be done by today"),
        "EV": _("Done by today, at its planned value"),
        "AC": _("What it has taken"), "SPI": _("EV ÷ PV: below 1 is behind the plan"),
        "CPI": _("EV ÷ AC: below 1 takes more than planned"),
        "EAC": _("BAC ÷ CPI: what the whole will take at this rate"),
        "ETC": _("EAC − AC: what is still to come"), "VAC": _("BAC − EAC: what will be left, or missing"),
    }  # fmt: skip
    for place, name in enumerate(names, at + 1):
        set_text(sheet.cell(place, 1), name, bold=True)
        set_text(sheet.cell(place, 2), words[name])
        amount = getattr(value, name.lower())
        index = name in {"SPI", "CPI"}
        set_number(sheet.cell(place, 3), formulas[name], INDEX if index else form)
        sheet.cell(place, 3).font = BOLD
        kept[cell[name]] = None if amount is None else float(amount) if index else amount / unit
