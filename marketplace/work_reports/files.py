"""A report as a file: PDF/A to keep and to sign off, Excel to reckon with. Both show the reader's own side alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from marketplace.clock import today
from marketplace.contracts.labels import hours
from marketplace.formats import date_long, date_short, moment, yen
from marketplace.formats import month_of as month_said
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.issuer import issuer
from marketplace.pdf import set_pdf
from marketplace.work_reports.labels import EXPENSE, STATE
from marketplace.work_reports.page import report_page
from marketplace.work_reports.wording import clock, in_hours, signed_clock, signed_yen
from marketplace.work_reports.workbook import set_workbook

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkDay, WorkReport
    from marketplace.work_reports.page import ReportPage

TEMPLATE = Path(__file__).with_name("report.typ")
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    """What a browser is sent."""

    content: bytes
    mimetype: str
    name: str


def report_file(report: WorkReport, reader: User, mimetype: str) -> File:
    """Set a report for its reader; the name says contract, month and version: 作業報告書_2026-0001_202610_v1."""
    data = content(report_page(report, reader))
    made = set_pdf(TEMPLATE, data) if mimetype == PDF else set_workbook(data, report)
    ending = "pdf" if mimetype == PDF else "xlsx"
    name = f"{data['title']}_{report.contract.number}_{report.month:%Y%m}_v{report.number}.{ending}"
    return File(made, mimetype, name.replace(" ", "_"))


def content(page: ReportPage) -> dict[str, Any]:
    """Return what the papers say, all of it words in the present locale."""
    report = page.report
    day = today()
    return {
        "locale": present_locale(),
        "title": _("Work report"),
        "month": month_said(report.month),
        "number": report.contract.number,
        "issued_on": [day.year, day.month, day.day],
        "state": str(STATE[report.state]),
        "to": page.client,
        "operator": issuer().name,
        "facts": _facts(page),
        "columns": [_("Day"), _("Hours"), _("Began"), _("Ended"), _("Break"), _("What was done"), _("Where")],
        "days": [_day(row) for row in report.days],
        "total": [_("Total"), clock(report.minutes), _("%(hours)s hours", hours=hours(report.minutes))],
        "expenses": _expenses(page),
        "remarks": [_("Remarks"), report.issues],
        "correction": _correction(page),
        "calculations": [
            {"heading": _("Settlement: %(side)s", side=each.heading), "lines": each.lines} for each in page.calculations
        ],
        "checks": [
            [_("Handed in"), page.submitted_by, moment(report.submitted_at)],
            [_("Approved"), _approver(page), moment(report.approved_at)],
        ],
    }


def _facts(page: ReportPage) -> list[list[str]]:
    report = page.report
    return [
        [_("Contract"), f"{report.contract.number}　{report.contract.application.engagement.title}"],
        [_("Period"), f"{date_long(page.first)} – {date_long(page.last)}"],
        [_("Client"), page.client],
        [_("Consultant"), page.consultant],
        [_("Version"), str(report.number)],
        [_("Hours worked"), in_hours(report.minutes)],
    ]


def _approver(page: ReportPage) -> str:
    return _("by silence, as the contract says") if page.report.deemed else page.approved_by


def _day(row: WorkDay) -> list[str]:
    starts, ends, pause = ("" if each is None else clock(each) for each in (row.starts, row.ends, row.pause))
    place = " ".join(each for each in (_("Remote") if row.remote else "", row.place) if each)
    return [date_short(row.day), clock(row.minutes) if row.minutes else "", starts, ends, pause, row.content, place]


def _expenses(page: ReportPage) -> dict[str, Any]:
    report = page.report
    return {
        "heading": _("Expenses"),
        "columns": [_("Day"), _("Kind"), _("What for"), _("Receipt"), _("Amount, with tax")],
        "rows": [
            [
                date_short(each.day), str(EXPENSE[each.kind]),
                each.words + (" (" + _("paid by the operator directly") + ")" if each.paid_to_carrier else ""),
                each.receipt_name or "—", yen(each.amount),
            ]
            for each in report.expenses
        ],
        "total": [_("Total"), yen(report.spent)],
    }  # fmt: skip


def _correction(page: ReportPage) -> dict[str, Any] | None:
    """Say what a correction changes against the version before."""
    changed, report = page.difference, page.report
    if changed is None:
        return None
    rows = [
        [date_short(each.day), clock(each.before.minutes), clock(each.after.minutes), each.after.content]
        for each in changed.days
    ]
    rows += [[date_short(each.day), yen(each.amount), "—", each.words] for each in changed.removed]
    rows += [[date_short(each.day), "—", yen(each.amount), each.words] for each in changed.added]
    return {
        "heading": _("Correction of version %(n)s", n=report.number - 1),
        "reason": report.correction_reason,
        "columns": [_("Day"), _("Before"), _("Now"), _("What was done")],
        "rows": rows,
        "total": _("Difference: %(hours)s", hours=signed_clock(changed.minutes)),
        "money": [[name, signed_yen(amount)] for name, amount in page.money_difference],
    }
