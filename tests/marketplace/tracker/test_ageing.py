"""Ages of open issues, and the strip of colours."""

from __future__ import annotations

from datetime import date, timedelta

from marketplace.tracker.numbers.ageing import Bucket, Opened, Rated, Strip, StripRow, ageing, strip

TODAY = date(2026, 11, 20)


def old(days: int, kind: str = "high", closed: date | None = None) -> Opened:
    return Opened(TODAY - timedelta(days=days), kind, closed)


def test_each_age_falls_into_its_bucket() -> None:
    issues = [old(0), old(7), old(8, "low"), old(14), old(15), old(30), old(31, "low"), old(400)]
    assert ageing(issues, TODAY, ("high", "medium", "low")) == (
        Bucket(0, 7, (2, 0, 0)),
        Bucket(8, 14, (1, 0, 1)),
        Bucket(15, 30, (2, 0, 0)),
        Bucket(31, None, (1, 0, 1)),
    )
    assert [each.total for each in ageing([Opened(TODAY)], TODAY)] == [1, 0, 0, 0]


def test_closed_ones_counted_while_they_were_open() -> None:
    issues = [old(20, closed=TODAY - timedelta(days=2)), old(1, closed=TODAY)]
    assert sum(each.total for each in ageing(issues, TODAY, ("high",))) == 0
    assert [each.total for each in ageing(issues, TODAY - timedelta(days=5), ("high",))] == [0, 0, 1, 0]


def test_a_row_a_dimension_and_since_when_it_has_its_colour() -> None:
    days = [date(2026, 10, 9), date(2026, 10, 16), date(2026, 10, 23)]
    reports = [
        Rated(days[1], {"schedule": "red", "cost": "green"}),
        Rated(days[0], {"schedule": "green", "cost": "green"}),
        Rated(days[2], {"schedule": "red"}),
    ]
    assert strip(reports, ["schedule", "cost"]) == Strip(
        tuple(days),
        (
            StripRow("schedule", ("green", "red", "red"), days[1]),
            StripRow("cost", ("green", "green", None), None),
        ),
    )
    short = strip(reports, ["schedule"], most=1)
    assert short.rows == (StripRow("schedule", ("red",), days[1]),)  # since is older than what is shown
    assert strip([], ["cost"]).rows == (StripRow("cost", (), None),)
