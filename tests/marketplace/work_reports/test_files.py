"""A report as PDF and Excel: complete, each reader's own side alone, totals that the sheet itself reckons."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.work_reports.entries import DayEntry, ExpenseEntry
from marketplace.work_reports.files import PDF, XLSX, report_file
from marketplace.work_reports.operations.answering import submit
from marketplace.work_reports.operations.writing import add_expense, correct, save_days
from marketplace.work_reports.states import ExpenseKind
from tests.factories.work_reports import (
    approved_report,
    drafted_report,
    last_month,
    reported_contract,
    submitted_report,
    writer,
)

if TYPE_CHECKING:
    from pathlib import Path

    from marketplace.accounts.models import User
    from marketplace.work_reports.models import WorkReport

pytestmark = pytest.mark.usefixtures("session")
EVIL = "#evil[$x$]"


def text_of(report: WorkReport, reader: User) -> str:
    pages = PdfReader(io.BytesIO(report_file(report, reader, PDF).content)).pages
    return "\n".join(page.extract_text() for page in pages).replace(" ", "")


def test_the_paper_says_everything_and_each_reader_its_own_money() -> None:
    contract, owner, advisor = reported_contract()
    report = submitted_report(contract, 188 * 60 + 15)
    mine, theirs = text_of(report, writer(contract)), text_of(report, owner)
    for text in (mine, theirs):
        for said in ("作業報告書", contract.number, "188:15", "2026年10月", "課題管理表の更新"):
            assert said in text, said
    assert "836,630円" in mine
    assert not [each for each in ("1,045,787", "1,000,000", "209,157") if each in mine]
    assert "1,045,787円" in theirs
    assert not [each for each in ("836,630", "800,000", "209,157") if each in theirs]
    staff = text_of(report, advisor)
    assert "836,630円" in staff
    assert "1,045,787円" in staff


def test_pages_are_counted_and_words_are_words() -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    days = {row.day: DayEntry(row.minutes, EVIL + "長い作業内容です。" * 30, place=EVIL) for row in report.days}
    save_days(report, days, issues=EVIL, by=writer(contract))
    submit(report, by=writer(contract))
    db.session.commit()
    made = report_file(report, owner, PDF)
    pages = PdfReader(io.BytesIO(made.content)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in page.extract_text()
    width, height = (round(float(each) / 72 * 25.4) for each in (pages[0].mediabox.width, pages[0].mediabox.height))
    assert (width, height) == (210, 297)
    assert EVIL in text_of(report, owner)


def test_a_correction_stands_on_its_paper() -> None:
    contract, owner, _advisor = reported_contract()
    report = approved_report(contract, owner)
    corrected = correct(report, reason="10/1の記入もれ", by=writer(contract))
    save_days(corrected, {report.days[0].day: DayEntry(600, "会議")}, issues="", by=writer(contract))
    db.session.commit()
    text = text_of(corrected, writer(contract))
    assert "10/1の記入もれ" in text
    assert "+2:00" in text


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_files_are_named_by_contract_month_and_version(locale: str) -> None:
    contract, owner, _advisor = reported_contract()
    report = submitted_report(contract)
    title = {"ja": "作業報告書", "en": "Work_report"}[locale]
    with in_locale(locale):
        for kind, ending in ((PDF, "pdf"), (XLSX, "xlsx")):
            made = report_file(report, owner, kind)
            assert made.name == f"{title}_{contract.number}_202610_v1.{ending}"
            assert made.content


def test_what_people_wrote_is_no_formula_and_totals_are() -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    first = report.days[0].day
    save_days(report, {first: DayEntry(480, "=1+1", place="+SUM(A1)")}, issues="-2", by=writer(contract))
    db.session.commit()
    page = load_workbook(io.BytesIO(report_file(report, owner, XLSX).content)).active
    assert page is not None
    formulas = [cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(formulas) == 1
    assert str(formulas[0]).startswith("=SUM(B")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice reckons the sheet anew; it is not installed")
def test_another_program_reckons_the_same_totals(tmp_path: Path) -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract, 188 * 60 + 15)
    for amount in (21_120, 9_800):
        day = last_month() + timedelta(days=6)
        add_expense(report, ExpenseEntry(day, ExpenseKind.LODGING, "名古屋", amount), by=writer(contract))
    db.session.commit()
    file = tmp_path / "report.xlsx"
    file.write_bytes(report_file(report, owner, XLSX).content)
    subprocess.run(
        [
            str(shutil.which("soffice")), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", str(tmp_path), str(file),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    rows = [line.split(",") for line in (tmp_path / "report.csv").read_text().splitlines()]
    totals = [row for row in rows if row[0] == "合計"]
    assert [Decimal(totals[0][1]), totals[1][1:3]] == [Decimal("188.25"), ['"30', '920"']]
