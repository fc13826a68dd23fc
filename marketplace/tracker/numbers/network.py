"""The network of the work items: early and late dates, float, critical path (クリティカルパス).

The critical path method with the four links of the precedence diagram (PMBOK Guide, 6th edition, 6.3.2.1 and 6.5.2.2),
in business days. A typed start means "not before", as in Microsoft Project: what waits for its own day has no float of
its own making, and what leads to it may slip until then. Lines with parts below are summaries: from their first part to
their last. A link that names a summary means its parts: to begin after it is to begin after all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.tracker.numbers.axis import Axis
from marketplace.tracker.numbers.outline import parents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.tracker.links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A line of the WBS, in the order of the board; a line without both of its dates takes one day."""

    number: int
    level: int = 1
    starts_on: date | None = None
    due_on: date | None = None
    links: tuple[Link, ...] = ()
    done: bool = False  # stands where it is: waits for nothing, and is not critical any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """Where a line lies at the earliest and at the latest; days and floats are business days."""

    number: int
    days: int
    early_start: date
    early_finish: date
    late_start: date
    late_finish: date
    total_float: int  # it may slip so far and the project still ends on its day
    free_float: int  # … and no other line has to move
    critical: bool
    summary: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """The lines in the order given; the critical ones by their start; those whose links went in a circle, left out."""

    lines: tuple[Scheduled, ...] = ()
    finish: date | None = None
    critical: tuple[int, ...] = ()
    circular: tuple[int, ...] = ()


@dataclass(slots=True)
class _Node:
    """A line without parts, in numbers of the axis: from `start` to before `start + days`."""

    task: Task
    days: int
    start: int
    latest: int = 0  # its last possible start
    free: int = 0


@dataclass(frozen=True, slots=True)
class _Arrow:
    """A link between lines without parts, as one rule: the start of `after` ≥ the start of `before` + `gap`."""

    before: int
    after: int
    gap: int


def network(tasks: Sequence[Task]) -> Network:
    """Return the network of a board's lines; links to lines that are not there are passed over."""
    dates = [day for each in tasks for day in (each.starts_on, each.due_on) if day]
    if not dates:
        return Network()
    axis = Axis(min(dates), max(dates))
    begin = axis.number(min(dates))
    over = parents([each.level for each in tasks])
    summaries = {index for index in over if index is not None}
    nodes = {index: _node(task, axis, begin) for index, task in enumerate(tasks) if index not in summaries}
    arrows = _arrows(tasks, over, nodes)
    order, circular = _order(nodes, arrows)
    arrows = [each for each in arrows if not {each.before, each.after} <= circular]
    finish = _pass_forward_and_back(nodes, arrows, order)
    lines = _with_summaries(tasks, over, {index: _scheduled(node, axis) for index, node in nodes.items()})
    critical = sorted((index for index in nodes if lines[index].critical), key=lambda index: nodes[index].start)
    return Network(
        tuple(lines),
        axis.day(finish - 1),
        tuple(tasks[index].number for index in critical),
        tuple(tasks[index].number for index in sorted(circular)),
    )


def _node(task: Task, axis: Axis, begin: int) -> _Node:
    start, due = task.starts_on or task.due_on, task.due_on or task.starts_on
    if start is None or due is None:
        return _Node(task, 1, begin)
    return _Node(task, max(axis.count(start, due), 1), axis.number(start))


def _arrows(tasks: Sequence[Task], over: Sequence[int | None], nodes: dict[int, _Node]) -> list[_Arrow]:
    parts: dict[int, list[int]] = {index: [] for index in range(len(tasks))}
    for index in nodes:
        at: int | None = index
        while at is not None:
            parts[at].append(index)
            at = over[at]
    known = {task.number: index for index, task in enumerate(tasks)}
    return [
        _Arrow(before, after, _gap(link, nodes[before].days, nodes[after].days))
        for index, task in enumerate(tasks)
        for link in task.links
        if link.number in known and not _related(known[link.number], index, over)
        for before in _ends(parts[known[link.number]], from_start=link.kind in {"SS", "SF"})
        for after in _begins(parts[index], at_finish=link.kind in {"FF", "SF"})
        if not nodes[after].task.done
    ]


def _ends(parts: list[int], *, from_start: bool) -> list[int]:
    """Return what a link waits for: all parts of a summary to be done, or its first one to begin."""
    return parts[:1] if from_start else parts


def _begins(parts: list[int], *, at_finish: bool) -> list[int]:
    """Return what a link holds back: the begin of every part, or the end of the last one."""
    return parts[-1:] if at_finish else parts


def _related(one: int, other: int, over: Sequence[int | None]) -> bool:
    """Tell whether one line is part of the other: neither can wait for the other."""
    for low, high in ((one, other), (other, one)):
        at: int | None = low
        while at is not None:
            if at == high:
                return True
            at = over[at]
    return False


def _gap(link: Link, before: int, after: int) -> int:
    """Return how much later than the one the other begins at the earliest, both being so many days long."""
    return link.lag + {"FS": before, "SS": 0, "FF": before - after, "SF": -after}[link.kind]


def _order(nodes: dict[int, _Node], arrows: Sequence[_Arrow]) -> tuple[list[int], set[int]]:
    """Return the lines so that each comes after those it waits for, and those that wait for themselves.

    Kahn's order from the front, and from the back through what it leaves: in between lie the circles.
    """
    links = [(each.before, each.after) for each in arrows]
    first = _freed(set(nodes), links)
    rest = set(nodes) - set(first)
    last = _freed(rest, [(after, before) for before, after in links if {before, after} <= rest])
    circular = rest - set(last)
    return [*first, *sorted(circular), *reversed(last)], circular


def _freed(indexes: set[int], links: Sequence[tuple[int, int]]) -> list[int]:
    waiting = dict.fromkeys(sorted(indexes), 0)
    following: dict[int, list[int]] = {index: [] for index in indexes}
    for before, after in links:
        waiting[after] += 1
        following[before].append(after)
    order = [index for index, count in waiting.items() if not count]
    for index in order:  # grows while it is walked
        for after in following[index]:
            waiting[after] -= 1
            if not waiting[after]:
                order.append(after)
    return order


def _pass_forward_and_back(nodes: dict[int, _Node], arrows: Sequence[_Arrow], order: Sequence[int]) -> int:
    """Set each line's earliest and latest start and its free float; return the number after the last day."""
    out: dict[int, list[_Arrow]] = {index: [] for index in nodes}
    for arrow in arrows:
        out[arrow.before].append(arrow)
    for index in order:
        for arrow in out[index]:
            nodes[arrow.after].start = max(nodes[arrow.after].start, nodes[index].start + arrow.gap)
    finish = max(node.start + node.days for node in nodes.values())
    for index in reversed(order):
        node = nodes[index]
        end = finish - node.days
        node.latest = min([end, *(nodes[arrow.after].latest - arrow.gap for arrow in out[index])])
        earliest = min([end, *(nodes[arrow.after].start - arrow.gap for arrow in out[index])])
        node.free = earliest - node.start
    return finish


def _scheduled(node: _Node, axis: Axis) -> Scheduled:
    return Scheduled(
        number=node.task.number,
        days=node.days,
        early_start=axis.day(node.start),
        early_finish=axis.day(node.start + node.days - 1),
        late_start=axis.day(node.latest),
        late_finish=axis.day(node.latest + node.days - 1),
        total_float=node.latest - node.start,
        free_float=node.free,
        critical=node.latest == node.start and not node.task.done,
    )


def _with_summaries(tasks: Sequence[Task], over: Sequence[int | None], found: dict[int, Scheduled]) -> list[Scheduled]:
    """Return all lines: a summary spans its parts, may slip as far as the tightest, is critical with any."""
    parts: dict[int, list[Scheduled]] = {}
    lines: dict[int, Scheduled] = {}
    for index in range(len(tasks) - 1, -1, -1):
        line = found.get(index) or _summary(tasks[index].number, parts[index])
        lines[index] = line
        above = over[index]
        if above is not None:
            parts.setdefault(above, []).append(line)
    return [lines[index] for index in range(len(tasks))]


def _summary(number: int, parts: Sequence[Scheduled]) -> Scheduled:
    first, last = min(each.early_start for each in parts), max(each.early_finish for each in parts)
    return Scheduled(
        number=number,
        days=Axis(first, last).count(first, last),
        early_start=first,
        early_finish=last,
        late_start=min(each.late_start for each in parts),
        late_finish=max(each.late_finish for each in parts),
        total_float=min(each.total_float for each in parts),
        free_float=min(each.free_float for each in parts),
        critical=any(each.critical for each in parts),
        summary=True,
    )
