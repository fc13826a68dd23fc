"""Reads of the catalogue for its pages: searched in Python, by the rules by which names are compared everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.catalogue.labels import KIND
from marketplace.db import db
from marketplace.vocabulary import fold
from marketplace.vocabulary.models import Concept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

ORDER = {kind: at for at, kind in enumerate(KIND)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the catalogue is asked for: words of a name or code, a kind (empty: all), living or retired ones."""

    words: str = ""
    kind: str = ""
    retired: bool = False


def key_of(name: str) -> str:
    """Return a name as it is compared: width, case, kana and spaces make no difference."""
    return fold(name.removeprefix("=")).replace(" ", "")


def concepts(wanted: Wanted) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return all concepts that are asked for, in one query: those named so entirely first, then by kind and place."""
    columns = (
        Concept.id, Concept.code, Concept.kind, Concept.ja, Concept.en, Concept.aliases, Concept.retired_at,
        Concept.position,
    )  # fmt: skip
    living = Concept.retired_at.is_not(None) if wanted.retired else Concept.retired_at.is_(None)
    query = select(*columns).where(living)
    if wanted.kind:
        query = query.where(Concept.kind == wanted.kind)
    rows = sorted(db.session.execute(query), key=lambda row: (ORDER[row.kind], row.position, row.code))
    sought = key_of(wanted.words)
    if not sought:
        return rows
    keys = {row.code: _keys(row) for row in rows}
    found = [row for row in rows if any(sought in each for each in keys[row.code])]
    return sorted(found, key=lambda row: sought not in keys[row.code])


def _keys(row: Row[*tuple[Any, ...]]) -> list[str]:
    return [row.code, *(key_of(each) for each in (row.ja, row.en, *row.aliases))]


def living_names(*, but: Concept | None) -> dict[str, tuple[str, str, str]]:
    """Return (kind, ja, en) of the living concept that has each name, by the name's key; `but` one's own are free."""
    query = select(Concept.code, Concept.kind, Concept.ja, Concept.en, Concept.aliases).where(
        Concept.retired_at.is_(None)
    )
    return {
        key_of(name): (row.kind, row.ja, row.en)
        for row in db.session.execute(query)
        if but is None or row.code != but.code
        for name in (row.ja, row.en, *row.aliases)
    }


def codes() -> set[str]:
    """Return every code that was ever given."""
    return set(db.session.scalars(select(Concept.code)))
