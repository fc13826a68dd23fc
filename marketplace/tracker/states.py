"""A project's life, a change request's life, and the coded words of the tracker."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ProjectState(StrEnum):
    """set_up → running → closed."""

    SET_UP = "set_up"
    RUNNING = "running"
    CLOSED = "closed"


EDGES: Edges = {
    ProjectState.SET_UP: frozenset({ProjectState.RUNNING, ProjectState.CLOSED}),
    ProjectState.RUNNING: frozenset({ProjectState.CLOSED}),
    ProjectState.CLOSED: frozenset(),
}


class ChangeState(StrEnum):
    """proposed → agreed, once both sides have said so; proposed → declined, withdrawn."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


CHANGE_EDGES: Edges = {
    ChangeState.PROPOSED: frozenset({ChangeState.AGREED, ChangeState.DECLINED, ChangeState.WITHDRAWN}),
    ChangeState.AGREED: frozenset(),
    ChangeState.DECLINED: frozenset(),
    ChangeState.WITHDRAWN: frozenset(),
}


class PmoType(StrEnum):
    """参謀型, 推進型, 事務局型: which template a project begins with."""

    STRATEGIC = "strategic"
    CONTROLLING = "controlling"
    SUPPORTIVE = "supportive"


class Cadence(StrEnum):
    """How often a status report is due."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"


class Dimension(StrEnum):
    """What a status report rates."""

    SCHEDULE = "schedule"
    SCOPE = "scope"
    COST = "cost"
    QUALITY = "quality"
    RISK = "risk"


class Rag(StrEnum):
    """青 ●, 黄 ▲, 赤 ■: the Japanese words of the trade; English readers say green, amber, red."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Response(StrEnum):
    """What is done about a risk (PMBOK's four responses to a threat)."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"


class Severity(StrEnum):
    """How much an issue hurts."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Held(StrEnum):
    """Whether an assumption has held so far."""

    OPEN = "open"
    HELD = "held"
    BROKEN = "broken"
