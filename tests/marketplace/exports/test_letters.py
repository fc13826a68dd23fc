"""What is no letter at all (U+FFFE, typed or pasted) stands in no file: XML cannot hold it, nor a program open it."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation

from marketplace.exports.papers import minutes_file, status_file, workbook_file
from tests.factories.exports import day, handed_in
from tests.factories.tracker import plain_minutes, started_project, written

pytestmark = pytest.mark.usefixtures("session")
ODD = "基幹\ufffe刷新\uffff"


def test_every_file_opens_whatever_was_typed() -> None:
    project, pmo, *_rest = started_project(weeks=5, name=ODD)
    written(project, "milestones", pmo, {"name": ODD, "forecast_on": day(9)})
    written(project, "risks", pmo, {"title": ODD, "probability": "5", "impact": "5"})
    report = handed_in(project, pmo, {"summary": ODD})
    slides = status_file(report, "slides")
    assert slides
    deck = Presentation(io.BytesIO(slides.content))
    assert deck.core_properties.title.startswith("基幹刷新")
    assert any(shape.has_chart for slide in deck.slides for shape in slide.shapes)
    book = load_workbook(io.BytesIO(workbook_file(project).content))
    assert book.properties.title == "基幹刷新"
    assert book.worksheets[0].oddHeader.left.text == "基幹刷新"
    minutes = plain_minutes(project)
    minutes.title = ODD
    paper = Document(io.BytesIO(minutes_file(minutes).content))
    assert paper.core_properties.title == "基幹刷新 基幹刷新"
    assert all(status_file(report, kind) for kind in ("summary", "report"))
