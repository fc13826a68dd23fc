"""Synthetic people and postings for measuring speed: the demo world's generated ones, repeated with differences.

`people(1000)` and `briefs(100)` are profiles and postings as `marketplace.demo.generate` writes them (about 300
characters of Japanese a profile, two or three past projects, five skills); the same number gives the same one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from marketplace.demo.generate import consultant_values, engagement_values
from matching.columns import first_of, key
from matching.held import concept_of_each, ordered
from matching.index import PART, CandidateIndex, Part, build_index
from matching.records import Brief, Candidate, Certification, PastProject, Requirement, Skill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matching.held import Columns

TODAY = date(2026, 11, 23)
SECTIONS = {True: "必須", False: "尚可"}


def people(count: int) -> list[Candidate]:
    return [_candidate(number) for number in range(count)]


def briefs(count: int) -> list[Brief]:
    return [_brief(number) for number in range(count)]


def _candidate(number: int) -> Candidate:
    values, lists = consultant_values(number, TODAY)
    drawn = random.Random(number)
    busy = drawn.choice((0, 0, 0, 1, 2))
    finished = drawn.choice((0, 0, 0, 1, 2, 5))
    return Candidate(
        id=f"p{number:07d}",
        text=f"{values['summary']}\n{values['self_pr']}",
        type_mix=(values["strategic"], values["controlling"], values["supportive"]),
        functions=tuple(values["functions"]),
        phases=tuple(values["phases"]),
        industries=tuple((one["industry"], float(one["years"])) for one in lists["industry_experience"]),
        skills=tuple(
            Skill(one["concept"], one["level"].value, float(one["years"]), one["last_used"], "スキル")
            for one in lists["skill"]
        ),
        certifications=tuple(
            Certification(one["concept"], one["obtained_year"], one["expires_on"], "資格")
            for one in lists["certification"]
        ),
        tools=tuple(values["tools"]),
        languages=tuple((one["language"], one["level"]) for one in lists["language_skill"]),
        rate=values["rate"],
        days_min=values["days_min"],
        days_max=values["days_max"],
        days_free=max(0, values["days_max"] - busy),
        available_from=values["available_from"],
        remote=frozenset(values["remote"]),
        max_onsite_days=values["onsite_days"],
        prefectures=frozenset(values["work_prefectures"]),
        business_form="company" if values["business_form"].value == "corporation" else "individual",
        projects=tuple(_project(one) for one in lists["past_project"]),
        blocked=frozenset({f"company-{drawn.randrange(300)}"} if drawn.random() < 0.2 else ()),
        completeness=values["completeness"] / 100,
        finished=finished,
        renewed=drawn.randint(0, finished),
        review_mean=drawn.choice((3.5, 4.0, 4.5, 5.0)) if finished else None,
        review_count=finished,
        answered_share=drawn.choice((None, 0.5, 0.8, 1.0)),
    )


def _project(row: Mapping[str, Any]) -> PastProject:
    return PastProject(
        text="\n".join((row["title"], row["tasks"], row["results"])),
        industry=row["industry"],
        role=row["role"],
        phases=tuple(row["phases"]),
        headcount=row["headcount"],
        budget=row["budget"],
        ended=row["ended"],
        where=row["title"],
    )


def _brief(number: int) -> Brief:
    values, requirements, _ = engagement_values(number, TODAY)
    return Brief(
        id=f"b{number:05d}",
        title=values["title"],
        text=f"{values['background']}\n{values['duties']}",
        type_mix=(values["strategic"], values["controlling"], values["supportive"]),
        functions=tuple(values["functions"]),
        phases=tuple(values["phases"]),
        industry=values["industry"],
        requirements=tuple(_requirement(one) for one in requirements),
        tools=tuple(values["tools"]),
        rate_min=values["received_rate_min"],
        rate_max=values["received_rate_max"],
        days_min=values["days_min"],
        days_max=values["days_max"],
        start=values["start_on"],
        months=values["months"],
        remote=values["remote"].value,
        onsite_days=values["onsite_days"],
        prefecture=values["prefecture"],
        accepts_individual=values["accepts_individual"],
        accepts_company=values["accepts_company"],
        company=f"company-{number % 300}",
    )


def _requirement(row: Mapping[str, Any]) -> Requirement:
    required = row["required"]
    return Requirement(row["text"], tuple(row["concepts"]), required, row["years"], SECTIONS[required])


def crowd(rows: int, of: int = 1000, seed: int = 0) -> CandidateIndex:
    """Repeat an index of generated people until it has `rows`, each repetition somewhat different.

    Reading a million profiles takes a quarter of an hour and measures nothing that is asked for here. So the arrays of
    `of` people are repeated; rates, days, dates, reviews and years differ from one repetition to the next, and one
    concept in ten and one word in eight of each text are taken away.
    """
    small = build_index(people(of), as_of=TODAY)
    drawn = np.random.default_rng(seed)
    sizes = [min(PART, rows - first) for first in range(0, rows, PART)]
    parts = [_repeated(small.parts[0], size, at * PART, drawn) for at, size in enumerate(sizes)]
    return CandidateIndex(tuple(parts), tuple(np.empty(0, dtype=np.intp) for _ in parts))


def _repeated(part: Part, size: int, first: int, drawn: np.random.Generator) -> Part:
    rows = np.arange(size) % len(part)
    columns = {name: column[rows] for name, column in part.columns.items()}
    ids = [f"p{first + row:07d}" for row in range(size)]
    columns["strongest"] = np.asfortranarray(columns["strongest"])  # as it is built: a group in one piece
    columns["id"] = np.array([one.encode() for one in ids])
    columns["key"] = np.array([key(one) for one in ids], dtype=np.uint64)
    columns["rate"] = columns["rate"] * drawn.lognormal(0, 0.1, size).astype(np.float32)
    columns["available"] = columns["available"] + drawn.integers(-20, 60, size, dtype=np.int32)
    columns["days_free"] = np.clip(columns["days_free"] - drawn.choice([0, 0, 0, 1, 2], size), 0, 5).astype(np.float32)
    for name in ("review", "answered", "completeness"):
        columns[name] = np.clip(columns[name] * drawn.uniform(0.8, 1, size), 0, 5).astype(np.float32)
    columns["words"] = _thinned(columns["words"], drawn)
    projects, begin = part.projects_of(rows)
    lengths = np.diff(np.append(begin, len(projects)))
    of_projects = {name: column[projects] for name, column in part.projects.items()}
    columns["first"] = first_of(columns["projects"])
    of_projects["owner"] = np.repeat(np.arange(size, dtype=np.int32), lengths)
    of_projects["words"] = _thinned(of_projects["words"], drawn)
    return replace(
        part,
        candidates=Repeated(part.candidates, ids),
        columns=columns,
        projects=of_projects,
        blocked=_repeated_blocked(part, size),
        held=_repeated_held(part, size, drawn),
    )


def _repeated_blocked(part: Part, size: int) -> Columns:
    times = -(-size // len(part))
    row = np.tile(part.blocked["row"], times) + np.repeat(np.arange(times) * len(part), len(part.blocked["row"]))
    stays = row < size
    return {"row": row[stays].astype(np.int32), "company": np.tile(part.blocked["company"], times)[stays]}


def _thinned(words: NDArray[np.uint32], drawn: np.random.Generator) -> NDArray[np.uint32]:
    thinned: NDArray[np.uint32] = words * (drawn.random(words.shape, dtype=np.float32) > 1 / 8).astype(np.uint32)
    return thinned


def _repeated_held(part: Part, size: int, drawn: np.random.Generator) -> Columns:
    times = -(-size // len(part))
    concept = np.tile(concept_of_each(part.held), times)
    found = {name: np.tile(column, times) for name, column in part.held.items() if name != "ends"}
    found["row"] = found["row"].astype(np.int32) + np.repeat(np.arange(times) * len(part), len(part.held["row"]))
    found["years"] = (found["years"] * drawn.uniform(0.7, 1.3, len(concept))).astype(np.uint16)
    stays = (found["row"] < size) & (drawn.random(len(concept)) > 0.1)
    return ordered({name: column[stays] for name, column in found.items()}, concept[stays], size, len(part.places))


class Repeated(Sequence[Candidate]):
    """The records of those who are repeated, each under its own id."""

    def __init__(self, of: Sequence[Candidate], ids: Sequence[str]) -> None:
        self._of, self._ids = of, ids

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, row: int) -> Candidate: ...
    @overload
    def __getitem__(self, row: slice) -> list[Candidate]: ...
    def __getitem__(self, row: int | slice) -> Candidate | list[Candidate]:
        if isinstance(row, slice):
            return [self[one] for one in range(*row.indices(len(self)))]
        return replace(self._of[row % len(self._of)], id=self._ids[row])
