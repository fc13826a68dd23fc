"""Projects beside one another: what is added up, laid out over months, and held against each other."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from marketplace.portfolio.standing import (
    Engaged,
    Mark,
    Needed,
    Reported,
    Standing,
    by_month,
    crossings,
    loads,
    months_from,
    roll_up,
    worst_first,
)
from marketplace.tracker.states import Rag

TODAY = date(2026, 11, 23)


def standing(name: str, *rags: Rag, budget: int | None = None, expected: int | None = None, **more: Any) -> Standing:
    reports = (Reported(TODAY, dict(zip("abcde", rags, strict=False)), {}, expected),) if rags else ()
    project: Any = SimpleNamespace(id=uuid4(), name=name, budget=budget)
    values = {"late_since": None, "costed": True} | more
    return Standing(project=project, who="", company="", told=True, reports=reports, **values)


def mark(project: Standing, number: int, day: date, **more: Any) -> Mark:
    values = {"baseline_on": day, "forecast_on": day, "actual_on": None} | more
    return Mark(project.project.id, number, "移行判定", **values)


def test_the_worst_project_comes_first_and_a_late_one_before_its_equals() -> None:
    green = standing("緑", Rag.GREEN)
    late = standing("緑で未提出", Rag.GREEN, late_since=TODAY)
    red = standing("赤", Rag.GREEN, Rag.RED)
    amber = standing("黄", Rag.AMBER, Rag.GREEN)
    new = standing("新規")
    ordered = worst_first([green, new, late, amber, red])
    assert [each.project.name for each in ordered] == ["赤", "黄", "緑で未提出", "緑", "新規"]


def test_money_is_added_only_where_both_sums_are_known() -> None:
    whole = roll_up(
        [
            standing("甲", Rag.GREEN, budget=100, expected=120),
            standing("乙", Rag.RED, budget=50),
            standing("丙", Rag.RED, expected=70),
            standing("丁", late_since=TODAY),
        ],
        TODAY,
    )
    assert (whole.costed, whole.budget, whole.expected) == (1, 100, 120)
    assert whole.colours == {Rag.RED: 2, Rag.AMBER: 0, Rag.GREEN: 1}
    assert (whole.count, whole.unreported, whole.late_reports) == (4, 1, 1)
    kept = roll_up([standing("戊", Rag.GREEN, budget=1000, expected=2000, costed=False)], TODAY)
    assert (kept.count, kept.costed, kept.budget, kept.expected) == (1, 0, 0, 0), "the reader sees its health alone"


def test_an_overdue_milestone_older_than_the_time_line_stands_in_its_first_month() -> None:
    one = standing("甲")
    months = months_from(date(2026, 1, 31))
    assert months[:3] == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert months[-1] == date(2026, 6, 1)
    old = mark(one, 1, date(2025, 8, 1))
    reached = mark(one, 2, date(2025, 8, 1), actual_on=date(2025, 8, 3))
    far = mark(one, 3, date(2027, 1, 1))
    slipped = mark(one, 4, date(2026, 2, 1), forecast_on=date(2026, 2, 20))
    undated = mark(one, 5, TODAY, baseline_on=None, forecast_on=None)
    cells = by_month([slipped, far, reached, old, undated], months, date(2026, 1, 31))
    assert cells == [[old], [], [slipped], [], [], [], []]
    assert [each.state_on(date(2026, 1, 31)) for each in (old, reached, far, slipped, undated)] == [
        "late", "reached", "expected", "slipped", "expected",
    ]  # fmt: skip


def test_a_dependency_names_another_project_and_its_milestone() -> None:
    needs, gives, longer = standing("販売管理刷新"), standing("基盤"), standing("基盤更改 二期")
    object.__setattr__(longer, "marks", (mark(longer, 3, date(2026, 12, 20)),))
    row = Needed(needs.project.id, 1, "検証環境", "基盤更改　二期　Ｍ-3", date(2026, 12, 10))
    whole = Needed(needs.project.id, 2, "回線", "情報システム部（基盤）", None)
    own = Needed(needs.project.id, 3, "要員", "販売管理刷新", None)
    outside = Needed(needs.project.id, 4, "契約", "法務部", None)
    found = crossings([row, whole, own, outside], [needs, gives, longer])
    assert [(each.needed.number, each.gives.project.name, each.late_by) for each in found] == [
        (1, "基盤更改 二期", 10),
        (2, "基盤", 0),
    ]
    assert (found[0].mark, found[1].mark) == (longer.marks[0], None)


def test_days_a_week_add_up_in_the_months_that_contracts_touch() -> None:
    months = months_from(TODAY)
    busy, calm = uuid4(), uuid4()
    rows = [
        Engaged(calm, "山田", "甲", 2, date(2026, 1, 1), date(2027, 12, 31)),
        Engaged(busy, "佐藤", "甲", 3, date(2026, 10, 1), date(2026, 12, 31)),
        Engaged(busy, "佐藤", "乙", 3, date(2026, 12, 15), date(2027, 3, 31)),
    ]
    found = loads(rows, months)
    assert [(each.person, each.over) for each in found] == [("佐藤", True), ("山田", False)]
    assert found[0].days == (3, 3, 6, 3, 3, 3, 0)
