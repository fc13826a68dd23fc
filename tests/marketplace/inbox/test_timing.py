"""When a mail that is not urgent may go: quiet hours to the second, summaries by day and week, which event waits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from marketplace.clock import TOKYO
from marketplace.inbox.labels import ABOUT
from marketplace.inbox.states import Rhythm
from marketplace.inbox.timing import URGENT, Wish, is_urgent

NOTICES = Path(__file__).parents[3] / "templates" / "notices"


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def test_every_notice_is_said_to_be_urgent_or_not() -> None:
    events = {f"{path.parent.parent.name}/{path.parent.name}" for path in NOTICES.glob("*/*/subject.txt")}
    assert events == set(URGENT)


def test_every_notice_that_can_wait_has_its_heading_in_a_summary() -> None:
    assert {event.partition("/")[0] for event, urgent in URGENT.items() if not urgent} <= set(ABOUT)


def test_what_nobody_has_thought_about_is_not_held_back() -> None:
    assert is_urgent("something/new")
    assert is_urgent("pipeline/consent_asked")
    assert not is_urgent("engagements/published")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-20T20:59:59", "2026-11-20T20:59:59"),
        ("2026-11-20T21:00:00", "2026-11-21T08:00:00"),
        ("2026-11-20T23:59:59", "2026-11-21T08:00:00"),
        ("2026-11-21T00:00:00", "2026-11-21T08:00:00"),
        ("2026-11-21T07:59:59", "2026-11-21T08:00:00"),
        ("2026-11-21T08:00:00", "2026-11-21T08:00:00"),
        ("2026-12-31T22:00:00", "2027-01-01T08:00:00"),
    ],
)
def test_quiet_hours_span_midnight_unless_chosen_otherwise(asked: str, due: str) -> None:
    assert Wish().due(tokyo(asked)) == tokyo(due)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-20T00:59:59", "2026-11-20T00:59:59"),
        ("2026-11-20T01:00:00", "2026-11-20T06:00:00"),
        ("2026-11-20T05:59:59", "2026-11-20T06:00:00"),
        ("2026-11-20T06:00:00", "2026-11-20T06:00:00"),
        ("2026-11-20T22:00:00", "2026-11-20T22:00:00"),
    ],
)
def test_quiet_hours_within_one_day(asked: str, due: str) -> None:
    assert Wish(quiet_from=1, quiet_until=6).due(tokyo(asked)) == tokyo(due)


def test_without_quiet_hours_a_mail_goes_at_night() -> None:
    at = tokyo("2026-11-20T03:00:00")
    assert Wish(quiet=False).due(at) == at
    assert Wish(quiet=False).due(at).tzinfo is UTC


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-20T08:59:59", "2026-11-20T09:00:00"),
        ("2026-11-20T09:00:00", "2026-11-20T09:00:00"),
        ("2026-11-20T09:00:01", "2026-11-21T09:00:00"),
        ("2026-11-20T23:00:00", "2026-11-21T09:00:00"),
    ],
)
def test_a_summary_a_day(asked: str, due: str) -> None:
    assert Wish(Rhythm.DAILY, hour=9).due(tokyo(asked)) == tokyo(due)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-22T23:59:59", "2026-11-23T09:00:00"),  # Sunday
        ("2026-11-23T08:59:59", "2026-11-23T09:00:00"),  # Monday, a holiday: a summary comes all the same
        ("2026-11-23T09:00:01", "2026-11-30T09:00:00"),
        ("2026-11-25T12:00:00", "2026-11-30T09:00:00"),
    ],
)
def test_a_summary_on_mondays(asked: str, due: str) -> None:
    assert Wish(Rhythm.WEEKLY, hour=9).due(tokyo(asked)) == tokyo(due)


def test_a_summary_in_quiet_hours_comes_at_their_end() -> None:
    assert Wish(Rhythm.DAILY, hour=22).due(tokyo("2026-11-20T12:00:00")) == tokyo("2026-11-21T08:00:00")
    assert Wish(Rhythm.WEEKLY, hour=23).due(tokyo("2026-11-20T12:00:00")) == tokyo("2026-11-24T08:00:00")
