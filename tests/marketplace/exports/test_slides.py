"""The slides: four to six, native charts that hold the numbers, faces for Japanese, numbers of slides."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from marketplace.exports.queries import edition_of, told_of
from marketplace.exports.slides import slides_pptx
from marketplace.i18n import in_locale
from tests.factories.exports import told_project

pytestmark = pytest.mark.usefixtures("session")


def test_the_charts_hold_the_numbers_and_every_run_its_face() -> None:
    *_people, report = told_project()
    edition = edition_of(report)
    assert edition
    read = told_of(report, edition)
    deck = Presentation(io.BytesIO(slides_pptx(read)))
    assert len(deck.slides) == 6
    assert round(deck.slide_width / deck.slide_height, 2) == 1.78
    curve, grown, trend = (shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart)
    held = {each.name: each.values for each in curve.plots[0].series}
    assert held["PV"] == tuple(float(each.pv) for each in read.curve)
    assert held["EV"] == tuple(None if each.ev is None else float(each.ev) for each in read.curve)
    assert [each.values for each in grown.plots[0].series][1] == tuple(float(each.done) for each in read.grown)
    assert len(trend.plots[0].series) == len(read.trends)
    assert curve.part.chart_workbook.xlsx_part is not None
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert slide._element.findall(f".//{qn('a:fld')}")
        for run in slide._element.iter(qn("a:r")):
            assert run.find(qn("a:rPr")).find(qn("a:ea")).get("typeface") == "Yu Gothic"
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert any(cell.text in {"■ 赤", "▲ 黄"} for cell in tables[0].iter_cells())
    with in_locale("en"):
        bare = replace(read, value=None, curve=(), milestones=(), words=dict.fromkeys(read.words, "word " * 800))
        assert len(Presentation(io.BytesIO(slides_pptx(bare))).slides) == 4
