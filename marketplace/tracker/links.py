"""What comes before what: "3", "4SS+2d", "M-1, M-3" in a cell, read, checked for circles. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.tracker.cells import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

_LINK = re.compile(r"(?:[A-Z]-)?(\d{1,6})\s*(FS|SS|FF|SF)?\s*(?:([+-]\d{1,4})\s*(?:d|日|days?)?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor: FS finish to start, SS, FF, SF (as Microsoft Project names them), and a lag in working days."""

    number: int
    kind: str = "FS"
    lag: int = 0

    def __str__(self) -> str:
        return (
            f"{self.number}{self.kind if self.kind != 'FS' or self.lag else ''}{f'{self.lag:+d}d' if self.lag else ''}"
        )


def read_links(text: str) -> list[Link] | None:
    """Return the links that a cell names, none for an empty one; None where it cannot be read."""
    links = []
    joined = re.sub(r"\s+(?=FS|SS|FF|SF|[+-])", "", folded(text), flags=re.IGNORECASE)
    for part in re.split(r"[,;、\s]+", joined):
        if not part:
            continue
        found = _LINK.fullmatch(part)
        if found is None:
            return None
        links.append(Link(int(found[1]), (found[2] or "FS").upper(), int(found[3] or 0)))
    return links


def links_between(cells: Mapping[int, str]) -> dict[int, object]:
    """Return what is wrong with the predecessors of rows, by number: cannot be read, no such row, a circle."""
    wrong: dict[int, object] = {}
    before: dict[int, list[int]] = {}
    for number, text in cells.items():
        links = read_links(text)
        if links is None:
            wrong[number] = _("Name predecessors by number, such as 3, 4SS+2d.")
        elif missing := [each.number for each in links if each.number not in cells]:
            wrong[number] = _("There is no row %(number)s.", number=missing[0])
        else:
            before[number] = [each.number for each in links]
    if not wrong and (circle := _circle(before)) is not None:
        wrong[circle] = _("It would wait for itself: the predecessors make a circle.")
    return wrong


def _circle(before: Mapping[int, list[int]]) -> int | None:
    """Return a row that comes before itself: what is left when no row is free any more (Kahn's order, in one pass)."""
    waits = {number: len(set(first)) for number, first in before.items()}
    after: dict[int, list[int]] = {number: [] for number in before}
    for number, first in before.items():
        for each in set(first):
            after[each].append(number)
    free = [number for number, count in waits.items() if not count]
    while free:
        done = free.pop()
        del waits[done]
        for number in after[done]:
            waits[number] -= 1
            if not waits[number]:
                free.append(number)
    return min(waits, default=None)
