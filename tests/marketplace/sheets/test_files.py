"""The two files, read back: everything of the sheet is in them, set as text, in both languages."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace import pdf
from marketplace.i18n import in_locale
from marketplace.profiles.sheet import profile_sheet
from marketplace.sheets.content import document, fingerprint
from marketplace.sheets.files import sheet_file, sheet_pdf
from marketplace.sheets.states import ViewKind
from marketplace.sheets.workbook import set_workbook
from tests.factories.curated import CODES, make_curated
from tests.factories.profiles import make_consultant, make_listed_consultant
from tests.marketplace.sheets.reading import pdf_text, squeezed, worksheet, xlsx_text

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.sheets.content import SheetDocument

EVIL = "#evil[$x$] *bold* @cite <label> \\ `raw` // /* = + - 髙﨑①～"
LONG = "課題430件の滞留を平均21日から6日へ短縮しました。" * 60


@pytest.fixture
def shown(app: Flask) -> SheetDocument:
    del app
    return document(profile_sheet(make_listed_consultant(), named=False))


def said(shown: SheetDocument) -> list[str]:
    """Every word of the document that must be readable in a file."""
    words = [shown.title, shown.who, *shown.notes, *shown.levels]
    words += [each for pair in (*shown.terms, *shown.strengths) for each in pair]
    words += [each for row in (*shown.skills, *shown.certifications) for each in row]
    for block in shown.projects:
        words += [block.heading, block.title, block.subtitle]
        words += [each for pair in (*block.facts, *block.texts) for each in pair]
    words += [shown.summary[1], shown.self_pr[1]]
    return [squeezed(each) for each in words if each]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("named", [True, False])
def test_all_of_a_curated_profile_is_in_both_files(app: Flask, code: str, locale: str, named: bool) -> None:  # noqa: FBT001 - a case
    del app
    consultant = make_curated(code)
    with in_locale(locale):
        whole = document(profile_sheet(consultant, named=named))
        assert whole.who == (consultant.user.name if named else consultant.initials)
        assert whole.locale == locale
        texts = pdf_text(sheet_pdf(whole)), xlsx_text(set_workbook(whole))
    for text in texts:
        assert [each for each in said(whole) if each not in text] == []
        assert (consultant.user.name.replace(" ", "") in text) is named


def test_the_pdf_is_archival_tagged_and_counts_its_pages(shown: SheetDocument) -> None:
    content = sheet_pdf(replace(shown, self_pr=(shown.self_pr[0], LONG * 2)))
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("ja")
    assert b"pdfaid:part>2<" in content or b'pdfaid:part="2"' in content
    assert len(reader.pages) >= 2
    for at, page in enumerate(reader.pages, start=1):
        assert f"{at}/{len(reader.pages)}" in squeezed(page.extract_text())
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert {font["/BaseFont"][8:] for font in fonts(page)} <= {"BIZUDPGothic-Regular", "BIZUDPGothic-Bold"}


def fonts(page: object) -> list[dict[str, str]]:
    return [each.get_object() for each in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_what_looks_like_markup_is_text(shown: SheetDocument) -> None:
    told = replace(shown, who=EVIL, summary=("要約", EVIL), skills=((EVIL, EVIL, "A", "", ""),))
    assert pdf_text(sheet_pdf(told)).count(squeezed(EVIL)) >= 4
    assert xlsx_text(set_workbook(told)).count(squeezed(EVIL)) >= 3


@pytest.mark.parametrize("words", ["=1+1", "+81", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A", "123", "TRUE"])
def test_a_cell_is_text_whatever_it_begins_with(shown: SheetDocument, words: str) -> None:
    page = worksheet(set_workbook(replace(shown, who=words, skills=((words, "", "A", "", ""),))))
    found = [cell for row in page.iter_rows() for cell in row if cell.value == words]
    assert len(found) == 2
    for cell in found:
        assert cell.data_type == "s"
        assert cell.quotePrefix is words.startswith(("=", "+", "-", "@"))


def test_characters_without_type_are_marked_not_lost_in_silence(shown: SheetDocument) -> None:
    told = replace(shown, self_pr=("PR", "한국 😀 ok"))
    text = pdf_text(sheet_pdf(told))
    assert f"{pdf.GETA}{pdf.GETA}{pdf.GETA}ok" in text
    assert "한국😀ok" in xlsx_text(set_workbook(told))


def test_long_texts_wrap_and_end(shown: SheetDocument) -> None:
    block = replace(shown.projects[0], texts=(("担当業務", LONG), ("成果", LONG + "\n\n" + "x" * 900)))
    told = replace(shown, summary=("要約", LONG), projects=(block,) * 3)
    content = sheet_pdf(told)
    assert pdf_text(content).count(LONG[:40]) >= 7
    page = worksheet(set_workbook(told))
    assert xlsx_text(set_workbook(told)).count(LONG[:25]) >= 7 * 60 - 7 * 4
    assert max(row.height or 0 for row in page.row_dimensions.values()) <= 409


def test_an_empty_profile_has_no_empty_sections(app: Flask) -> None:
    del app
    bare = document(profile_sheet(make_consultant(initials="A.B."), named=False))
    text = pdf_text(sheet_pdf(bare))
    assert "A.B." in text
    for heading in (*bare.headings.values(), bare.summary[0], bare.self_pr[0]):
        assert heading not in text.replace(bare.title, "")
        assert heading not in xlsx_text(set_workbook(bare)).replace(bare.title, "")


def test_the_workbook_is_ready_to_print(shown: SheetDocument) -> None:
    page = worksheet(set_workbook(shown))
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "portrait")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert all(page.column_dimensions[name].width > 5 for name in "ABCDE")
    assert page["A1"].value == shown.who
    assert page["A4"].alignment.wrap_text


def test_skills_stand_in_columns(shown: SheetDocument) -> None:
    rows = [[cell.value for cell in row] for row in worksheet(set_workbook(shown)).iter_rows()]
    assert ["移行リハーサル", None, "A", "10年", "2026"] in rows


def test_a_file_is_named_so_that_one_finds_it_again(shown: SheetDocument) -> None:
    day = f"{shown.issued_on:%Y%m%d}"
    assert sheet_file(shown, ViewKind.PDF).name == f"スキルシート_T.M_{day}.pdf"
    assert (
        sheet_file(replace(shown, who="../山田/\r\n\u202e太郎"), ViewKind.XLSX).name
        == f"スキルシート_山田太郎_{day}.xlsx"
    )
    assert load_workbook(io.BytesIO(sheet_file(shown, ViewKind.XLSX).content)).properties.creator in {"", None}


def test_the_fingerprint_is_of_the_words(shown: SheetDocument) -> None:
    assert fingerprint(shown) == fingerprint(replace(shown))
    assert fingerprint(shown) != fingerprint(replace(shown, who="X.Y."))
    assert len(fingerprint(shown)) == 64


def test_documents_set_at_the_same_time_do_not_mix(shown: SheetDocument) -> None:
    people = [f"Q{n}.W." for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda who: sheet_pdf(replace(shown, who=who)), people))
    for who, content in zip(people, made, strict=True):
        text = pdf_text(content)
        assert who in text
        assert not any(other in text for other in people if other != who)
