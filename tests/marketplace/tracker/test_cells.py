"""What people type into a cell, and what is kept of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.tracker.boards import BOARDS, ISSUES, MILESTONES, RISKS, WORK_ITEMS
from marketplace.tracker.cells import NotUnderstoodError, read_cell, read_day, read_hours, read_yen, show_cell
from marketplace.tracker.links import links_between, read_links
from marketplace.tracker.pasting import pasted_rows
from marketplace.tracker.states import Response, Severity

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)), ("2026/12/1", date(2026, 12, 1)), ("2026年12月1日", date(2026, 12, 1)),
        ("12/1", date(2026, 12, 1)), ("１２／１（火）", date(2026, 12, 1)), ("1/8", date(2027, 1, 8)),
        ("9月30日", date(2026, 9, 30)), ("2028/2/29", date(2028, 2, 29)), ("2/29", date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_a_day_without_a_year_is_the_nearest(text: str, day: date) -> None:
    if text == "2/29":
        with pytest.raises(NotUnderstoodError):  # neither 2025, 2026 nor 2027 has one: it takes its year
            read_day(text, TODAY)
    else:
        assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["2026-13-01", "2026-02-30", "6/31", "soon", "12/1/2026", "1", "0026-11-30", "9999-12-31"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_day(text, TODAY)


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("1,200,000", 1_200_000),
        ("120万", 1_200_000),
        ("¥1200000", 1_200_000),
        ("1.5億円", 150_000_000),
        ("1.2345万", 12_345),
    ],
)
def test_yen(text: str, yen: int) -> None:
    assert read_yen(text) == yen


@pytest.mark.parametrize("text", ["12.5", "-1", "1.23456万", "abc", "99999999999999"])
def test_what_is_no_yen_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        read_yen(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("12", 720), ("12.5", 750), ("12:30", 750), ("3人日", 1440), ("0.25h", 15)]
)
def test_hours(text: str, minutes: int) -> None:
    assert read_hours(text) == minutes


@settings(max_examples=60, deadline=None)
@given(minutes=st.integers(0, 60_000_000), yen=st.integers(0, 1_000_000_000_000), days=st.integers(0, 40_000))
def test_what_is_shown_is_read_back_as_the_same(minutes: int, yen: int, days: int) -> None:
    day = date(1990, 1, 1) + timedelta(days=days)
    for name, value in (("effort", minutes), ("cost", yen), ("due_on", day), ("percent", minutes % 101)):
        column = WORK_ITEMS.column(name)
        assert read_cell(column, show_cell(column, value), TODAY) == value


def test_a_choice_is_read_by_code_by_word_and_by_what_people_say() -> None:
    severity, response = ISSUES.column("severity"), RISKS.column("response")
    assert read_cell(severity, "high", TODAY) is Severity.HIGH
    assert read_cell(severity, "高", TODAY) is Severity.HIGH
    assert read_cell(response, "低減", TODAY) is Response.MITIGATE
    assert read_cell(response, "", TODAY) is Response.MITIGATE
    with pytest.raises(NotUnderstoodError):
        read_cell(severity, "最高", TODAY)


def test_predecessors_are_checked_over_the_whole_board() -> None:
    assert [str(each) for each in read_links("3, 4SS+2d、M-5 FF-1日") or []] == ["3", "4SS+2d", "5FF-1d"]
    assert read_links("そのうち") is None
    assert links_between({1: "", 2: "1", 3: "1,2FS+3d"}) == {}
    assert set(links_between({1: "2", 2: "3", 3: "1", 4: "1"})) == {1}
    assert set(links_between({1: "", 2: "9"})) == {2}
    chain = {number: str(number - 1) if number else "" for number in range(5000)}
    assert links_between(chain) == {}
    assert set(links_between(chain | {0: "4999"})) == {0}


def test_a_needed_cell_of_signs_that_nobody_sees_is_empty() -> None:
    with pytest.raises(NotUnderstoodError):
        read_cell(ISSUES.column("title"), "\x07\x00", TODAY)


def test_pasted_rows_with_headings_in_any_order_and_quoted_cells() -> None:
    text = '期限\t課題名\t備考\t担当者\r\n2026/12/1\t"権限が\n足りない"\t無視\t山田\r\n\r\n12/8\t二つ目\t\t\r\n'
    assert pasted_rows(ISSUES, text) == [
        {"due_on": "2026/12/1", "title": "権限が\n足りない", "owner": "山田"},
        {"due_on": "12/8", "title": "二つ目", "owner": ""},
    ]


def test_pasted_rows_without_headings_follow_the_board_and_one_column_is_the_name() -> None:
    assert pasted_rows(MILESTONES, "要件確定\t2026/12/1\n設計完了\t2027/1/15")[1] == {
        "name": "設計完了", "baseline_on": "2027/1/15",
    }  # fmt: skip
    assert pasted_rows(WORK_ITEMS, "移行計画\n移行試験") == [{"name": "移行計画"}, {"name": "移行試験"}]


def test_every_board_has_one_needed_column_and_no_heading_twice() -> None:
    for board in BOARDS.values():
        assert sum(each.required for each in board.columns) == 1
        assert len({each.name for each in board.columns}) == len(board.columns)
