"""The portfolio as files: opened by their libraries, one page that stays one, money only for whom it is meant."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from marketplace.clock import today
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.portfolio.gathering import Portfolio, Shown, gathered
from marketplace.portfolio.paper import full_pdf, one_page_pdf
from marketplace.portfolio.slides import portfolio_slides
from marketplace.portfolio.standing import by_month, roll_up
from marketplace.portfolio.workbook import portfolio_workbook
from marketplace.status_reports.queries import editions_of
from tests.factories.tracker import plain_status, started_project, written

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient

FILES = ("summary.pdf", "report.pdf", "slides.pptx", "tables.xlsx")
LATE, NEXT = (today() - timedelta(days=3)).isoformat(), (today() + timedelta(days=12)).isoformat()
BUDGET, EXPECTED = 31_400_000, 27_180_000


def told(name: str = "甲の計画") -> tuple[User, User]:
    """Make a project with something in every table; return its client and its advisor."""
    project, pmo, owner, advisor = started_project(name=name, budget=BUDGET)
    written(project, "risks", pmo, {"title": "主要要員の退職", "probability": "4", "impact": "5"})
    written(project, "milestones", pmo, {"name": "本番切替", "forecast_on": LATE})
    written(project, "milestones", pmo, {"name": "=1+1 引き継ぎ", "forecast_on": NEXT})
    report = plain_status(project, pmo)
    report.ratings = {"schedule": {"rag": "red"}, "cost": {"rag": "green"}}
    db.session.flush()
    content = editions_of(report)[0].content
    ratings = {"schedule": {"rag": "red", "word": ""}, "cost": {"rag": "green", "word": ""}}
    editions_of(report)[0].content = content | {"facts": {"expected_cost": EXPECTED}, "ratings": ratings}
    db.session.commit()
    return owner, advisor


def pages(content: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(content)).pages]


def slide_words(content: bytes) -> str:
    words = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                words.append(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                words += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(words)


def many(portfolio: Portfolio, count: int) -> Portfolio:
    """Return it with each project many times."""
    standings = [replace(each, who=f"{each.who}{at}") for at in range(count) for each in portfolio.standings]
    lines = [(each, by_month(each.marks, portfolio.months, portfolio.on)) for each in standings]
    whole = roll_up(standings, portfolio.on)
    return replace(portfolio, standings=standings, lines=lines, whole=whole, risks=portfolio.risks * count)


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.usefixtures("app")
def test_the_one_page_stays_one_however_much_there_is(locale: str) -> None:
    owner, _advisor = told("とても長い名前の計画" * 8)
    found = gathered(owner, today(), Shown())
    with in_locale(locale):
        (one,), (crowded,) = (pages(one_page_pdf(each)) for each in (found, many(found, 40)))
        whole = pages(full_pdf(many(found, 40)))
    assert "本番切替" in one
    assert "主要要員の退職" in one
    assert "主要要員の退職" in crowded
    assert {"ja": "…ほか27件", "en": "…and27more"}[locale] in crowded
    assert len(whole) > 2
    assert "".join(whole).count("本番切替") == 40
    assert PdfReader(io.BytesIO(one_page_pdf(found))).pages[0].mediabox.width > 800


@pytest.mark.usefixtures("app")
def test_slides_hold_a_chart_that_can_be_edited() -> None:
    owner, _advisor = told()
    with in_locale("ja"):
        content = portfolio_slides(gathered(owner, today(), Shown()))
    deck = Presentation(io.BytesIO(content))
    (chart,) = [shape.chart for slide in deck.slides for shape in slide.shapes if getattr(shape, "has_chart", False)]
    assert [(line.name, list(line.values)) for line in chart.plots[0].series] == [
        ("予算", [BUDGET]), ("完了時の見込み", [EXPECTED]),
    ]  # fmt: skip
    said = slide_words(content)
    for words in ("甲の計画", "■ 赤", "本番切替", "主要要員の退職", "期限を過ぎたマイルストーンが2件あります。"):
        assert words in said


@pytest.mark.usefixtures("app")
def test_tables_reckon_and_what_was_typed_stays_text() -> None:
    owner, _advisor = told()
    found = many(gathered(owner, today(), Shown()), 3)
    with in_locale("ja"):
        content = portfolio_workbook(found)
    typed, shown = (load_workbook(io.BytesIO(content), data_only=each) for each in (False, True))
    assert typed["予算"]["D2"].value == '=IF(OR(B2="",C2=""),"",B2-C2)'
    assert shown["予算"]["D2"].value == BUDGET - EXPECTED
    sums: Any = [shown["予算"][f"{column}6"].value for column in "BCD"]
    assert sums == [3 * BUDGET, 3 * EXPECTED, 3 * (BUDGET - EXPECTED)]
    assert typed["予算"]["B6"].value == '=SUMIFS(B2:B4,C2:C4,"<>",B2:B4,"<>")'
    names = [cell.value for cell in typed["マイルストーン"]["C"]]
    assert "=1+1 引き継ぎ" in names
    assert all(cell.data_type != "f" for cell in typed["マイルストーン"]["C"])
    assert typed["健全性"].auto_filter.ref.startswith("A1:")
    assert shown["主なリスク"]["C2"].value == 20


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_each_file_is_sent_with_what_the_page_shows_and_no_more(client: PageClient, locale: str) -> None:
    owner, _advisor = told()
    stranger, _other = told("乙の計画")
    for user, own, others in ((owner, "甲の計画", "乙の計画"), (stranger, "乙の計画", "甲の計画")):
        client.sign_in(user)
        for name in FILES:
            answer = client.get(f"/portfolio/{name}?language={locale}")
            assert answer.status_code == 200, name
            said = words_in(name, answer.data)
            assert own in said
            assert others not in said
    assert "乙の計画" not in words_in("summary.pdf", client.get("/portfolio/summary.pdf?state=closed").data)


def words_in(name: str, content: bytes) -> str:
    if name.endswith("pdf"):
        return "".join(pages(content))
    if name.endswith("pptx"):
        return slide_words(content)
    book = load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_an_advisor_who_was_not_let_in_gets_no_sums_in_any_file(client: PageClient) -> None:
    owner, advisor = told()
    for user, told_sums in ((owner, True), (advisor, False)):
        client.sign_in(user)
        for name in ("summary.pdf", "report.pdf", "tables.xlsx"):
            said = words_in(name, client.get(f"/portfolio/{name}").data).replace(",", "")
            assert (str(BUDGET) in said, str(EXPECTED) in said) == (told_sums, told_sums), (user.kind, name)
        slides = Presentation(io.BytesIO(client.get("/portfolio/slides.pptx").data)).slides
        assert any(getattr(each, "has_chart", False) for slide in slides for each in slide.shapes) is told_sums


def test_nobody_gets_a_file_without_signing_in(client: PageClient) -> None:
    for name in FILES:
        assert client.get(f"/portfolio/{name}").status_code in {302, 303}


def test_an_empty_portfolio_makes_files_too(client: PageClient) -> None:
    owner, _advisor = told()
    client.sign_in(owner)
    for name in FILES:
        assert client.get(f"/portfolio/{name}?state=closed").status_code == 200
