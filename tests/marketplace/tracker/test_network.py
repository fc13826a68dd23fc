"""The critical path: a published network, holidays, summaries, and small networks against every path there is."""

from __future__ import annotations

from datetime import date, timedelta
from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.tracker.links import Link
from marketplace.tracker.numbers.axis import Axis
from marketplace.tracker.numbers.network import Network, Task, network

MONDAY = date(2026, 6, 1)  # no holiday until 20 July
AXIS = Axis(MONDAY, MONDAY)
FIRST = AXIS.number(MONDAY)


def task(number: int, days: int, *links: Link, start: int | None = 0, level: int = 1, done: bool = False) -> Task:
    """Make a line of so many business days, the first `start` business days after the Monday."""
    if start is None:
        return Task(number=number, links=links, level=level, done=done)
    first = AXIS.day(FIRST + start)
    last = AXIS.day(FIRST + start + days - 1)
    return Task(number=number, starts_on=first, due_on=last, links=links, level=level, done=done)


def starts(net: Network) -> list[int]:
    return [AXIS.number(each.early_start) - FIRST for each in net.lines]


def test_the_parallel_release() -> None:
    """Nova Calculator, Milestone Timeline & Critical Path Estimator, example 2 (novacalculator.com): 50 days.

    Requirements 5, design 10, then development 20 beside content 15, testing 10, launch 5.
    """
    net = network(
        [
            task(1, 5),
            task(2, 10, Link(1)),
            task(3, 20, Link(2)),
            task(4, 15, Link(2)),
            task(5, 10, Link(3), Link(4)),
            task(6, 5, Link(5)),
        ]
    )
    assert starts(net) == [0, 5, 15, 15, 35, 45]
    assert net.finish == AXIS.day(FIRST + 49)
    assert net.critical == (1, 2, 3, 5, 6)
    assert [(each.total_float, each.free_float) for each in net.lines] == [(0, 0)] * 3 + [(5, 5)] + [(0, 0)] * 2
    assert [each.critical for each in net.lines] == [True, True, True, False, True, True]


def test_holidays_are_no_working_days() -> None:
    first = Task(number=1, starts_on=date(2026, 4, 30), due_on=date(2026, 5, 1))
    second = Task(number=2, starts_on=date(2026, 4, 30), due_on=date(2026, 4, 30), links=(Link(1),))
    line = network([first, second]).lines[1]
    assert (line.early_start, line.late_finish, line.days) == (date(2026, 5, 7), date(2026, 5, 7), 1)  # 3〜6 May


def test_each_kind_of_link() -> None:
    net = network(
        [
            task(1, 4),
            task(2, 2, Link(1, "SS", 1)),
            task(3, 3, Link(1, "FF", 2)),
            task(4, 2, Link(1, "SF", 5)),
            task(5, 2, Link(1, "FS", -1)),
        ]
    )
    assert starts(net) == [0, 1, 3, 3, 3]


def test_a_typed_start_is_not_before_and_gives_float_to_what_leads_there() -> None:
    net = network([task(1, 2), task(2, 3, Link(1), start=6)])
    assert starts(net) == [0, 6]
    assert (net.lines[0].total_float, net.lines[0].free_float) == (4, 4)
    assert net.critical == (2,)


def test_a_summary_spans_its_parts_and_what_follows_it_follows_them_all() -> None:
    net = network(
        [
            Task(number=10, level=1),
            task(11, 2, level=2),
            task(12, 5, level=2),
            task(20, 1, Link(10)),
            task(30, 1, Link(10, "SS", 1)),
            Task(number=40, level=1, links=(Link(20),)),
            task(41, 2, level=2),
            task(42, 1, Link(40), level=2),  # its own summary: nothing can wait for what it is part of
        ]
    )
    assert starts(net) == [0, 0, 0, 5, 1, 6, 6, 6]
    assert [each.number for each in net.lines if each.summary] == [10, 40]
    assert (net.lines[0].days, net.lines[0].critical, net.lines[0].total_float) == (5, True, 0)
    assert net.critical == (12, 20, 41)


def test_a_circle_is_named_and_the_rest_is_worked_out() -> None:
    net = network(
        [
            task(1, 2),
            task(2, 3, Link(1), Link(3)),
            task(3, 1, Link(2)),
            task(4, 1, Link(3), Link(99)),
        ]
    )
    assert net.circular == (2, 3)
    assert starts(net) == [0, 2, 0, 1]


def test_what_is_done_waits_for_nothing_and_lines_without_dates_take_a_day() -> None:
    net = network([task(1, 5), task(2, 9, Link(1), done=True), task(3, 1, Link(2), start=None)])
    assert starts(net) == [0, 0, 9]
    assert net.critical == (3,)
    assert network([]) == Network()
    assert network([Task(number=1)]) == Network()


def test_two_thousand_lines_take_no_time() -> None:
    lines = [task(number, 1 + number % 7, *([Link(number - 40)] if number > 40 else [])) for number in range(1, 2_001)]
    network(lines)  # a year's holidays are found once a process
    begun = perf_counter()
    assert len(network(lines).lines) == 2_000
    assert perf_counter() - begun < 0.5  # some 20 ms; the machines that test are shared


def test_days_far_out_are_the_ends_of_the_axis() -> None:
    net = network([Task(number=1, starts_on=date(2099, 5, 1), due_on=date(9999, 12, 31))])
    assert net.finish == date(2100, 12, 31)
    assert Axis(date(1, 1, 1), date(1, 1, 1)).day(0) == date(1990, 1, 1)


LINKS = st.builds(Link, st.just(0), st.sampled_from(["FS", "SS", "FF", "SF"]), st.integers(-3, 4))


@st.composite
def plans(draw: st.DrawFn) -> list[Task]:
    """Draw up to seven lines, each linked to some of those before it."""
    count = draw(st.integers(1, 7))
    plan = []
    for number in range(1, count + 1):
        before = draw(st.lists(st.integers(1, number - 1), max_size=3, unique=True)) if number > 1 else []
        links = tuple(Link(each, link.kind, link.lag) for each in before for link in [draw(LINKS)])
        plan.append(task(number, draw(st.integers(1, 6)), *links, start=draw(st.integers(0, 5))))
    return plan


def gap(link: Link, days: dict[int, int], after: int) -> int:
    one, other = days[link.number], days[after]
    return link.lag + {"FS": one, "SS": 0, "FF": one - other, "SF": -other}[link.kind]


@settings(max_examples=60, deadline=None)
@given(plans())
def test_dates_are_the_longest_paths_of_all(plan: list[Task]) -> None:
    net = network(plan)
    days = {each.number: each.days for each in net.lines}
    release = {each.number: AXIS.number(each.starts_on) - FIRST for each in plan if each.starts_on}
    into = {each.number: each.links for each in plan}

    def paths(number: int) -> list[int]:
        """Return the earliest start by every path that leads to a line."""
        return [
            release[number],
            *(way + gap(link, days, number) for link in into[number] for way in paths(link.number)),
        ]

    early = {number: max(paths(number)) for number in days}
    assert starts(net) == list(early.values())
    finish = max(early[number] + days[number] for number in days)
    for line in net.lines:
        slipped = early[line.number] + line.total_float
        assert late_finish(plan, days, early, line.number, slipped) == finish or line.total_float == 0
        assert late_finish(plan, days, early, line.number, slipped + 1) > finish
        assert 0 <= line.free_float <= line.total_float
        assert line.late_start - line.early_start >= timedelta()
    assert net.critical  # something always decides the end


def late_finish(plan: list[Task], days: dict[int, int], early: dict[int, int], slips: int, to: int) -> int:
    """Work the plan out again with one line begun later."""
    begun: dict[int, int] = {}
    for each in plan:  # in an order that suits: links name earlier lines only
        base = AXIS.number(each.starts_on) - FIRST if each.starts_on else 0
        waits = [begun[link.number] + gap(link, days, each.number) for link in each.links]
        begun[each.number] = max([base, *waits, *([to] if each.number == slips else [])])
    assert all(begun[number] >= early[number] for number in days)
    return max(begun[number] + days[number] for number in days)
