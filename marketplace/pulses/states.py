"""A pulse's life, a concern's life, and the coded words of both."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class PulseState(StrEnum):
    """open → closed, fourteen days after it was asked, or when the contract ends."""

    OPEN = "open"
    CLOSED = "closed"


EDGES: Edges = {
    PulseState.OPEN: frozenset({PulseState.CLOSED}),
    PulseState.CLOSED: frozenset(),
}


class ConcernState(StrEnum):
    """open → done, with a note of what was done."""

    OPEN = "open"
    DONE = "done"


CONCERN_EDGES: Edges = {
    ConcernState.OPEN: frozenset({ConcernState.DONE}),
    ConcernState.DONE: frozenset(),
}


class Cause(StrEnum):
    """Why an advisor should look at a contract."""

    LOW_PULSE = "low_pulse"
    CALL_ME = "call_me"
    HEALTH_FELL = "health_fell"
    SIGN_SAID = "sign_said"
    SIGN_FOUND = "sign_found"


class CheckState(StrEnum):
    """asked → answered; asked → lapsed, when the next month is asked about or the contract ends."""

    ASKED = "asked"
    ANSWERED = "answered"
    LAPSED = "lapsed"


CHECK_EDGES: Edges = {
    CheckState.ASKED: frozenset({CheckState.ANSWERED, CheckState.LAPSED}),
    CheckState.ANSWERED: frozenset(),
    CheckState.LAPSED: frozenset(),
}


class Question(StrEnum):
    """What the two sides are asked, each with five steps; FIT to LOAD go to the PMO, DONE to AGAIN to the client."""

    FIT = "fit"
    TOGETHER = "together"
    INFORMED = "informed"
    LOAD = "load"
    DONE = "delivered"
    WITH_PMO = "with_pmo"
    VISIBLE = "visible"
    AGAIN = "again"
