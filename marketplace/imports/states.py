"""An upload's life, and the coded words of its parts."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ImportState(StrEnum):
    """proposed → done, when everything is decided; or → discarded."""

    PROPOSED = "proposed"
    DONE = "done"
    DISCARDED = "discarded"


EDGES: Edges = {
    ImportState.PROPOSED: frozenset({ImportState.DONE, ImportState.DISCARDED}),
    ImportState.DONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}


class ImportSource(StrEnum):
    """Where proposals are from."""

    DOCUMENT = "document"
    INTERVIEW = "interview"  # the registration interview: no file, no lines


class Decision(StrEnum):
    """What the person said to a proposal."""

    OPEN = ""
    ACCEPTED = "accepted"
    CORRECTED = "corrected"  # accepted, with other words than proposed
    SKIPPED = "skipped"


class Refusal(StrEnum):
    """Why a file is not read; each has its words in labels.py."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    KIND = "kind"
    LEGACY = "legacy"
    DISGUISED = "disguised"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    BOMB = "bomb"
    ENTITIES = "entities"
    BROKEN = "broken"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"
