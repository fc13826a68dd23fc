"""The tracker's charts: the right lines in the right places, in both languages, clean, each with its table."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.charts import Line, Lines, Tick, draw
from marketplace.charts.lines import APART
from marketplace.charts.look import shortened
from marketplace.i18n import in_locale
from marketplace.tracker.drawings import (
    DRAWN_MILESTONES,
    DRAWN_ROWS,
    GanttRow,
    Trend,
    ageing,
    burn_up,
    estimate_words,
    gantt,
    milestone_trend,
    s_curve,
)
from marketplace.tracker.numbers.ageing import Bucket
from marketplace.tracker.numbers.curve import Point, Scope
from marketplace.tracker.numbers.curve import s_curve as s_curve_points
from marketplace.tracker.numbers.evm import Measure, Work
from marketplace.tracker.numbers.trend import Estimate, Forecast
from marketplace.tracker.scales import amount_ticks, date_ticks, hours

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = date(2026, 11, 18)


@pytest.fixture(autouse=True)
def _on_a_wednesday() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 18, 2, tzinfo=UTC), tick=False):
        yield


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def clean(*pictures: str) -> None:
    for svg in pictures:
        assert "<svg" in svg
        for each in ("style", "id=", "href=", "<script", "<b"):
            assert each not in svg


def test_the_s_curve_ends_today_for_what_is_known() -> None:
    points = [
        Point(date(2026, 11, 6), 0, 0, 0),
        Point(date(2026, 11, 13), 400_000, 300_000, 350_000),
        Point(TODAY, 600_000, 500_000, 650_000),
        Point(date(2026, 11, 27), 1_000_000, None, None),
    ]
    drawing = s_curve(points, Measure.YEN, TODAY)
    assert drawing is not None
    assert drawing.title == "Sカーブ"
    assert drawing.alt.startswith("11/18(水)時点で、計画値は60万円、出来高は50万円、実績値は65万円")
    assert drawing.rows[-1] == ("11/27(金)", "100万円", "—", "—")
    assert drawing.series == ("出来高計画値（PV）", "出来高実績値（EV）", "コスト実績値（AC）")
    clean(*drawing.drawn)
    wide = drawing.drawn[0]
    assert {"PV", "EV", "AC", "今日", "100万円", "11/9"} <= set(words(wide))
    assert s_curve([], Measure.YEN, TODAY) is None
    lines = re.findall(r'd="M([^"]*)" stroke="var\(--series-(\d)\)"', wide)
    ends = {series: float(path.split("L")[-1].split(",")[0]) for path, series in lines}
    assert ends["1"] == pytest.approx(560)
    assert ends["2"] == ends["3"] == pytest.approx(560 * 12 / 21, abs=0.01)


def test_burn_up_counts_items_or_says_hours() -> None:
    drawing = burn_up([Scope(TODAY, 12, 5)])
    assert drawing is not None
    assert drawing.alt.startswith("11/18(水)時点で、全体12のうち5が完了")
    clean(*drawing.drawn)
    with in_locale("en"):
        in_hours = burn_up([Scope(date(2026, 11, 6), 7_200, 0), Scope(TODAY, 7_200, 90)], Measure.MINUTES)
    assert in_hours is not None
    assert in_hours.rows[-1] == ("18 Nov", "120 h", "1.5 h")
    assert burn_up([]) is None


def test_a_milestone_trend_stands_over_a_line_at_45_degrees() -> None:
    start = date(2026, 10, 2)
    trends = [
        Trend(
            f"M-{n}", "<b>設計", tuple(Forecast(start + timedelta(7 * w), TODAY + timedelta(n * w)) for w in range(3))
        )
        for n in range(9)
    ]
    drawing = milestone_trend([Trend("M-99", "", ()), *trends], TODAY)
    assert drawing is not None
    clean(*drawing.drawn)
    even = re.search(r'd="M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)" stroke="var\(--border-strong\)"', drawing.drawn[0])
    assert even is not None
    assert [float(each) for each in even.groups()] == [0, 400, 400, 0]
    assert drawing.alt.startswith("当初より遅れる見込みのマイルストーンは8件")
    assert [each for each in words(drawing.drawn[0]) if each.startswith("M-")] == [f"M-{n}" for n in range(6)]
    assert len(drawing.series) == DRAWN_MILESTONES
    assert len(drawing.rows) == 27
    assert milestone_trend([], TODAY) is None


def test_a_gantt_chart_shows_baseline_path_and_levels() -> None:
    day = date(2026, 11, 2)
    rows = [
        GanttRow(name="<b onload=1>", starts_on=day, due_on=day + timedelta(9), critical=True, summary=True),
        GanttRow(name="設計", level=2, starts_on=day, due_on=day + timedelta(4), percent=50, critical=True),
        GanttRow(
            name="同じ", level=2, due_on=day + timedelta(9), baseline_starts_on=day, baseline_due_on=day + timedelta(7)
        ),
        GanttRow(name="同じ", level=2),
    ]
    drawing = gantt(rows, TODAY)
    assert drawing is not None
    clean(*drawing.drawn)
    wide = drawing.drawn[0]
    assert wide.count('stroke="var(--critical)"') == 1
    assert len(re.findall(r'fill="var\(--series-6\)"', wide)) == 1  # a baseline
    assert "今日" not in words(wide)  # it lies beyond
    assert words(wide)[-3:] == ["◆ &lt;b onload=1&gt;", "◆ 設計", "同じ"]
    assert drawing.alt.startswith("クリティカルパス上の作業は1件")
    assert drawing.rows[1] == ("\u3000設計", "11/2(月)", "11/6(金)", "—", "—", "50", "該当")
    assert drawing.rows[3] == ("\u3000同じ", "—", "—", "—", "—", "0", "—")
    assert "図には4件のうち3件" in drawing.note
    assert gantt([GanttRow(name="x")], TODAY) is None


def test_a_long_plan_is_drawn_by_its_upper_levels() -> None:
    rows = [GanttRow(name=f"{n}", level=1 + (n % 10 > 0), starts_on=TODAY, due_on=TODAY) for n in range(60)]
    assert len(rows) > DRAWN_ROWS
    with in_locale("en"):
        drawing = gantt(rows, TODAY)
    assert drawing is not None
    assert len(drawing.rows) == 60
    assert drawing.note.endswith(" Drawn: 6 of 60 items.")


def test_a_slip_of_the_finger_draws_no_eight_thousand_years() -> None:
    row = GanttRow(name="x", starts_on=date(1, 1, 1), due_on=date(9999, 12, 31))
    drawing = gantt([row], TODAY)
    assert drawing is not None
    assert len(words(drawing.drawn[0])) < 20
    points = s_curve_points(
        [Work(starts_on=date(2070, 1, 1), due_on=date(9999, 12, 31), cost=9)], [], date(2070, 11, 18)
    )
    assert points[-1].on.year == 2100
    trend = milestone_trend([Trend("M-1", "x", (Forecast(TODAY, date(9999, 12, 31)),))], TODAY)
    assert trend is not None
    assert len(words(trend.drawn[0])) < 20


def test_ages_are_stacked_by_kind() -> None:
    with in_locale("en"):
        drawing = ageing([Bucket(0, 7, (1, 2)), Bucket(31, None, (0, 1))], ("High", "Low"))
    assert drawing.rows == (("0 to 7 days", "1", "2", "3"), ("31 days and more", "0", "1", "1"))
    assert drawing.columns == ("Age", ("High", "num"), ("Low", "num"), ("Total", "num"))
    assert drawing.alt == "4 issues are open; the numbers follow."
    clean(*drawing.drawn)


def test_an_estimate_in_words() -> None:
    one, two, three = date(2026, 12, 1), date(2026, 12, 8), date(2027, 1, 4)
    with in_locale("en"):
        assert estimate_words(Estimate(two, one, three, 5)).endswith("8 Dec, probably between 1 Dec and 4 Jan 2027.")
        assert estimate_words(Estimate(two, two, two, 5)) == "By its trend it is reached on 8 Dec."
        assert "at the earliest on 1 Dec" in estimate_words(Estimate(two, one, None, 5))
        assert "no day" in estimate_words(Estimate(None, one, None, 5))


def test_names_at_the_ends_do_not_lie_on_each_other() -> None:
    lines = tuple(Line(name, ((0, 0), (9, at))) for name, at in (("a", 50), ("b", 50), ("c", 51)))
    svg = draw(Lines(lines, (Tick(0, "x"),), (Tick(0, "0"), Tick(100, "1")), (0, 9), 100, 100))
    at = [float(each) for each in re.findall(r'translate\(109,([-\d.]+)\)"[^>]*>[abc]<', svg)]
    assert len(at) == 3
    assert all(one - other >= APART - 0.01 for one, other in pairwise(at))


def test_ticks_are_round_and_few() -> None:
    assert [each.words for each in amount_ticks(16_112_538, Measure.YEN)] == [
        "0", "500万円", "1,000万円", "1,500万円", "2,000万円",
    ]  # fmt: skip
    assert [each.at for each in amount_ticks(0, None)] == [0, 1]
    assert [each.at for each in amount_ticks(3, None)] == [0, 1, 2, 3]
    assert [each.words for each in amount_ticks(45 * 60, Measure.MINUTES)] == ["0時間", "20時間", "40時間", "60時間"]
    assert hours(630) == "10.5時間"
    first = date(2026, 10, 14)
    assert [each.words for each in date_ticks(first, date(2026, 11, 6), 8)] == ["10/19", "10/26", "11/2"]
    assert [each.words for each in date_ticks(first, date(2027, 2, 3), 4)] == ["2026/11", "12月", "2027/1", "2月"]
    with in_locale("en"):
        assert [each.words for each in date_ticks(first, date(2028, 2, 3), 4)] == ["Jan ’27", "Jul", "Jan ’28"]
    assert len(date_ticks(date(1990, 1, 1), date(2100, 1, 1), 3)) <= 8
    assert shortened("データ移行設計", 60) == "データ…"
