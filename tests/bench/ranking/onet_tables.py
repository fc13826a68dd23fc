"""The O*NET tables as arrays: which occupations are related, and what is known of each.

O*NET 29 database, U.S. Department of Labor, Employment and Training Administration (CC BY 4.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from openpyxl import load_workbook

from tests.bench.ranking.needs import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

GRADES = {"Primary-Short": 3, "Primary-Long": 2, "Supplemental": 1}
PROFILES = {
    "skills": ("Skills", "IM"),
    "skill_levels": ("Skills", "LV"),
    "knowledge": ("Knowledge", "IM"),
    "knowledge_levels": ("Knowledge", "LV"),
    "styles": ("Work Styles", "IM"),
    "interests": ("Interests", "OI"),
    "values": ("Work Values", "EX"),
}
LISTS = {
    "titles": ("Occupation Data", 1),
    "descriptions": ("Occupation Data", 2),
    "alternates": ("Alternate Titles", 2),
    "tasks": ("Task Statements", 3),
    "tools": ("Technology Skills", 2),
    "commodities": ("Technology Skills", 3),
}
SCALE, VALUE, ELEMENT = 4, 6, 2


@dataclass(frozen=True)
class Occupations:
    """n occupations in the order of their codes.

    `grades` (n, n): how related the second is to the first, 0 to 3. `profiles`: (n, elements) by name, NaN where O*NET
    has no data. `lists`: texts of each occupation by name. `zones` (n,): job zone, 1 to 5.
    """

    codes: list[str]
    grades: NDArray[np.int8]
    profiles: dict[str, Matrix]
    lists: dict[str, list[list[str]]]
    zones: Matrix

    def __len__(self) -> int:
        return len(self.codes)


def read() -> Occupations:
    """Read all tables; takes about half a minute."""
    folder = data_folder("onet")
    rows = {name: list(_rows(folder / f"{name}.xlsx")) for name in _tables()}
    codes = sorted({row[0] for row in rows["Related Occupations"]})
    place = {code: at for at, code in enumerate(codes)}
    grades = np.zeros((len(codes), len(codes)), dtype=np.int8)
    for row in rows["Related Occupations"]:
        if row[2] in place:
            grades[place[row[0]], place[row[2]]] = GRADES[row[4]]
    zones = np.zeros(len(codes), dtype=np.float32)
    for row in rows["Job Zones"]:
        if row[0] in place:
            zones[place[row[0]]] = row[2]
    return Occupations(
        codes,
        grades,
        {name: _profile(rows[table], scale, place) for name, (table, scale) in PROFILES.items()},
        {name: _listed(rows[table], column, place) for name, (table, column) in LISTS.items()},
        zones,
    )


def _tables() -> list[str]:
    named = {table for table, _ in (*PROFILES.values(), *LISTS.values())}
    return sorted(named | {"Related Occupations", "Job Zones"})


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    sheet = load_workbook(path, read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    next(rows)
    yield from rows


def _profile(rows: list[tuple[Any, ...]], scale: str, place: dict[str, int]) -> Matrix:
    wanted = [row for row in rows if row[SCALE] == scale and row[0] in place]
    column = {element: at for at, element in enumerate(sorted({row[ELEMENT] for row in wanted}))}
    profile = np.full((len(place), len(column)), np.nan, dtype=np.float32)
    for row in wanted:
        profile[place[row[0]], column[row[ELEMENT]]] = row[VALUE]
    return profile


def _listed(rows: list[tuple[Any, ...]], column: int, place: dict[str, int]) -> list[list[str]]:
    texts: list[list[str]] = [[] for _ in place]
    for row in rows:
        if row[0] in place:
            texts[place[row[0]]].append(str(row[column]))
    return texts
