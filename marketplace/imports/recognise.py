"""From the rows of a document to proposals: walks through its sections and asks each finder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.imports import abilities, histories
from marketplace.imports.proposals import Found
from marketplace.imports.spans import day_in, folded, monthly_yen, week_days
from marketplace.imports.words import PERSON, heading, labelled
from marketplace.places import PREFECTURES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from marketplace.imports.histories import Project
    from marketplace.imports.rows import Row

_PHONE = re.compile(r"\+?\d[\d() -]{8,18}\d")
_KANA = re.compile(r"[ァ-ヺーぁ-ゖ]+(?:[\s・]+[ァ-ヺーぁ-ゖ]+)*")
_REMOTE = (
    ("full", re.compile(r"フルリモート|完全リモート|フル在宅|fully remote", re.IGNORECASE)),
    (
        "hybrid",
        re.compile(r"ハイブリッド|一部(?:リモート|出社)|リモート併用|/リモート|週\s*\d\s*日?\s*(?:リモート|出社)"),
    ),
    ("onsite", re.compile(r"常駐可|フル出社|オンサイト")),
)
LONGEST = 2000
QUIET_SECTIONS = frozenset({"other"})


def recognise(rows: list[Row]) -> list[dict[str, Any]]:
    """Return the proposals of a document in its own order."""
    walk = _Walk()
    for row in rows:
        walk.take(row)
    walk.finish()
    return walk.found.items


@dataclass(slots=True)
class _Walk:
    """Where in the document we are: the section, the table's columns, the project that is being read."""

    found: Found = field(default_factory=Found)
    section: str = ""
    columns: dict[int, str] = field(default_factory=dict)
    part: str = ""
    project: Project | None = None
    prose: list[Row] = field(default_factory=list)

    def take(self, row: Row) -> None:
        if row.part != self.part:
            self.part = row.part
            if not row.part.isdigit():  # another sheet; a page goes on
                self._enter("")
        announced = heading(row)
        if announced:
            self._enter(announced)
        elif columns := histories.columns_of(row):
            self._enter("history")
            self.columns = columns
        elif self.columns:
            self._table(row)
        elif self.section in {"summary", "self_pr"} and not labelled(row, PERSON):
            self.prose.append(row)
            self._concepts(row)
        else:
            self._line(row)

    def finish(self) -> None:
        self._enter("")

    def _enter(self, section: str) -> None:
        self._end_project()
        if self.prose and self.section in {"summary", "self_pr"}:
            words = "\n".join(row.text for row in self.prose)[:LONGEST]
            self.found.add(self.section, {self.section: words}, self.prose)
        self.section, self.columns, self.prose = section, {}, []

    def _end_project(self) -> None:
        if self.project is not None:
            histories.propose(self.project, self.found)
        self.project = None

    def _table(self, row: Row) -> None:
        project, began = histories.table_row(row, self.columns, self.project)
        if began:
            self._end_project()
        self.project = project
        self._concepts(row)

    def _line(self, row: Row) -> None:
        """A line outside of tables: its labels first, then the section it stands in."""
        if self._labels(row):
            return
        if self.section in QUIET_SECTIONS:
            return
        if self.section == "certifications":
            abilities.find_certifications(row, self.found)
        elif self.section == "languages":
            abilities.find_languages(row, self.found)
        elif self.section == "mix":
            abilities.find_mix(row, self.found)
        else:
            self._work(row)
            self._concepts(row)

    def _work(self, row: Row) -> None:
        begun = histories.block_begins(row) if self.section in {"history", ""} else None
        if begun is not None:
            self._end_project()
            self.project = begun
        elif self.project is not None:
            histories.block_goes_on(row, self.project)

    def _concepts(self, row: Row) -> None:
        abilities.find_mix(row, self.found)
        abilities.find_concepts(row, self.found)

    def _labels(self, row: Row) -> bool:
        """Take what the row says by label; True where it is about the person and nothing else."""
        said = labelled(row, PERSON)
        for each in said:
            if each.field in _FINDERS:
                _FINDERS[each.field](each.words, row, self.found)
            elif each.field in {"summary", "self_pr"}:
                self._end_project()
                self.found.add(each.field, {each.field: each.words[:LONGEST]}, [row])
            if each.field in {"skills", "summary", "self_pr", "industries", "tool_list", "mix"}:
                self._concepts(row)
        return bool(said) and not (self.project is not None and said[0].field == "other")


def _kana(words: str, row: Row, found: Found) -> None:
    plain = re.sub(r"\s+", " ", folded(words)).strip()
    if _KANA.fullmatch(plain):
        found.add("basics", {"name_kana": plain[:80]}, [row])


def _phone(words: str, row: Row, found: Found) -> None:
    number = _PHONE.search(folded(words))
    if number:
        found.add("basics", {"phone": number[0]}, [row])


def _address(words: str, row: Row, found: Found) -> None:
    plain = folded(words)
    for code, (name, _english) in PREFECTURES.items():
        at = plain.find(name)
        if at >= 0:
            found.add("basics", {"prefecture": code}, [row])
            city = re.match(r"[^\d\s,、/]{1,12}?[市区町村](?:[^\d\s,、/]{1,6}区)?", plain[at + len(name) :])
            if city:
                found.add("basics", {"city": city[0]}, [row])
            return


def _station(words: str, row: Row, found: Found) -> None:
    found.add("basics", {"nearest_station": folded(words).strip()[:80]}, [row])


def _rate(words: str, row: Row, found: Found) -> None:
    amount = monthly_yen(folded(words))
    if amount:
        found.add("wishes", {"rate": amount}, [row])


def _days(words: str, row: Row, found: Found) -> None:
    days = week_days(folded(words))
    if days:
        found.add("wishes", {"days_min": days[0], "days_max": days[1]}, [row])
    _remote(words, row, found)


def _available(words: str, row: Row, found: Found) -> None:
    day = day_in(folded(words))
    if day:
        found.add("wishes", {"available_from": day.isoformat()}, [row])


def _remote(words: str, row: Row, found: Found) -> None:
    plain = folded(words)
    modes = [code for code, pattern in _REMOTE if pattern.search(plain)]
    if modes:
        found.add("wishes", {"remote": modes}, [row])


_FINDERS: Mapping[str, Callable[[str, Row, Found], None]] = {
    "kana": _kana,
    "phone": _phone,
    "address": _address,
    "station": _station,
    "rate": _rate,
    "days": _days,
    "available": _available,
    "remote": _remote,
    "certifications": lambda _words, row, found: abilities.find_certifications(_without_label(row), found),
    "phase_list": lambda words, row, found: found.add("phases", {"phases": histories.phases_in(words)}, [row]),
    "languages": lambda _words, row, found: abilities.find_languages(row, found),
}


def _without_label(row: Row) -> Row:
    """Return the row with what follows the label alone."""
    from dataclasses import replace  # noqa: PLC0415

    words = labelled(row, PERSON)[0].words
    return replace(row, cells=((row.cells[0][0], words),))
