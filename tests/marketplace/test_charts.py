"""Charts: drawn on the server, in the page's own colours, loaded with the first one only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from marketplace.charts import KEPT, NARROW, Bar, Bars, Stack, Stacks, bars, draw, stacks

ROWS = (Bar("登録", 30, "30"), Bar("提出", 12, "12 (40%)"))


def test_a_bar_is_as_long_as_its_number_and_both_texts_are_there() -> None:
    svg = draw(Bars(ROWS, 100))
    assert [float(each) for each in re.findall(r'd="M0,[\d.]+h([\d.]+)v[\d.]+h-[\d.]+Z" fill="var', svg)] == [100, 40]
    assert "登録" in svg
    assert ">12 (40%)<" in svg


def test_parts_of_a_row_lie_end_to_end_and_what_is_negative_left_of_the_line() -> None:
    svg = draw(Stacks((Stack("10月", (60, 20, 0), "80円"), Stack("11月", (40, -20), "20円")), 100))
    found = re.findall(r'd="M([\d.]+),[\d.]+h([\d.]+)v[\d.]+h-[\d.]+Z" fill="var\(--series-(\d)\)"', svg)
    assert [(float(x), float(width), colour) for x, width, colour in found] == [
        (20, 60, "1"),
        (80, 20, "2"),
        (20, 40, "1"),
        (0, 20, "2"),
    ]
    assert ">80円<" in svg
    assert svg.count(">11月<") == 1


def test_stacks_are_as_clean_as_bars() -> None:
    for svg in [*stacks([Stack("<b onload=1>", (1, 2), "<i>")]), draw(Stacks(())), draw(Stacks((Stack("0", (), ""),)))]:
        assert "<svg" in svg
        assert "<b" not in svg
        assert "<i>" not in svg
        assert "style" not in svg
        assert "id=" not in svg


def test_the_strict_policy_of_the_pages_refuses_nothing_in_it() -> None:
    for svg in bars(ROWS):
        assert "style" not in svg
        assert "<script" not in svg
        assert "href=" not in svg
        assert 'fill="var(--accent)"' in svg
        assert "id=" not in svg  # two pictures in one page would share it


def test_names_are_text_not_markup() -> None:
    svg = draw(Bars((Bar("<b onload=1>&", 1, "<i>"),)))
    assert "<b" not in svg
    assert "<i>" not in svg
    assert "&lt;b onload=1&gt;&amp;" in svg


def test_nothing_and_zeros_can_be_drawn() -> None:
    assert "<svg" in draw(Bars(()))
    assert "<svg" in draw(Bars((Bar("登録", 0, "0"),), NARROW))


def test_a_picture_is_drawn_once_and_the_memory_of_them_is_bounded() -> None:
    assert draw(Bars(ROWS)) is draw(Bars(tuple(ROWS)))
    assert draw.cache_info().maxsize == KEPT


def test_a_process_that_draws_nothing_loads_neither_library() -> None:
    code = "import sys, marketplace.charts; sys.exit(bool({'altair', 'vl_convert'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0
