"""Due days over holidays, and the colours that the boards propose. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from marketplace.status_reports.colours import RULES, Facts, proposed
from marketplace.status_reports.due_days import due_days
from marketplace.tracker.states import Cadence, Dimension, Rag

_D, _R = Dimension, Rag


@pytest.mark.parametrize(
    ("start", "cadence", "weekday", "expected"),
    [
        (date(2026, 11, 23), Cadence.WEEKLY, 3, ["2026-11-26", "2026-12-03", "2026-12-10"]),
        (date(2026, 11, 16), Cadence.WEEKLY, 0, ["2026-11-16", "2026-11-20", "2026-11-30"]),  # 23 Nov: 勤労感謝の日
        (date(2026, 12, 24), Cadence.WEEKLY, 3, ["2026-12-24", "2026-12-28", "2027-01-07"]),  # 31 Dec: the year's end
        (date(2026, 11, 24), Cadence.BIWEEKLY, 4, ["2026-11-27", "2026-12-11", "2026-12-25"]),
        (date(2026, 11, 23), Cadence.MONTHLY, 3, ["2026-11-26", "2026-12-28", "2027-01-28"]),
    ],
)  # fmt: skip
def test_due_days(start: date, cadence: Cadence, weekday: int, expected: list[str]) -> None:
    assert [each.isoformat() for each in islice(due_days(start, cadence, weekday), 3)] == expected


@pytest.mark.parametrize(
    ("facts", "colours"),
    [
        (Facts(), {}),
        (Facts(worst_slip=1), {_D.SCHEDULE: _R.AMBER}),
        (Facts(worst_slip=10), {_D.SCHEDULE: _R.AMBER}),
        (Facts(worst_slip=11), {_D.SCHEDULE: _R.RED}),
        (Facts(overdue_milestones=1), {_D.SCHEDULE: _R.RED}),
        (Facts(overdue_items=2), {_D.SCHEDULE: _R.AMBER}),
        (Facts(open_changes=1), {_D.SCOPE: _R.AMBER}),
        (Facts(open_changes=2, changed_days=11), {_D.SCOPE: _R.RED}),
        (Facts(budget=100, expected_cost=100), {}),
        (Facts(budget=100, expected_cost=101), {_D.COST: _R.AMBER}),
        (Facts(budget=100, expected_cost=110), {_D.COST: _R.AMBER}),
        (Facts(budget=100, expected_cost=111), {_D.COST: _R.RED}),
        (Facts(budget=1000, expected_cost=1101), {_D.COST: _R.RED}),
        (Facts(budget=None, expected_cost=999), {}),
        (Facts(high_issues=1), {_D.QUALITY: _R.AMBER}),
        (Facts(high_issues=1, overdue_high_issues=1), {_D.QUALITY: _R.RED}),
        (Facts(worst_risk=7), {}),
        (Facts(worst_risk=8), {_D.RISK: _R.AMBER}),
        (Facts(worst_risk=15), {_D.RISK: _R.RED}),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.usefixtures("app")
def test_the_boards_propose_a_colour(facts: Facts, colours: dict[Dimension, Rag]) -> None:
    found = {each: proposed(each, facts).rag for each in Dimension}
    assert found == dict.fromkeys(Dimension, Rag.GREEN) | colours
    assert set(RULES) == set(Dimension)


@pytest.mark.usefixtures("app")
def test_a_reason_names_its_numbers() -> None:
    facts = replace(Facts(), worst_slip=12, budget=200, expected_cost=230, worst_risk=20)
    assert "12" in proposed(_D.SCHEDULE, facts).reason
    assert "115" in proposed(_D.COST, facts).reason
    assert "20" in proposed(_D.RISK, facts).reason
