"""An engagement's life, and the coded words of a posting."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class EngagementState(StrEnum):
    """draft → in_review → open ⇄ paused → filled / closed / expired; expired → open, filled or closed."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    OPEN = "open"
    PAUSED = "paused"
    FILLED = "filled"
    CLOSED = "closed"
    EXPIRED = "expired"


_S = EngagementState
EDGES: Edges = {
    _S.DRAFT: frozenset({_S.IN_REVIEW}),
    _S.IN_REVIEW: frozenset({_S.OPEN, _S.DRAFT}),
    _S.OPEN: frozenset({_S.PAUSED, _S.FILLED, _S.CLOSED, _S.EXPIRED}),
    _S.PAUSED: frozenset({_S.OPEN, _S.FILLED, _S.CLOSED, _S.EXPIRED}),
    _S.FILLED: frozenset(),
    _S.CLOSED: frozenset(),
    _S.EXPIRED: frozenset({_S.OPEN, _S.FILLED, _S.CLOSED}),  # closed: whoever still waits is answered
}
ENDED = frozenset({_S.FILLED, _S.CLOSED, _S.EXPIRED})


class Side(StrEnum):
    """ユーザー側 or ベンダー側 PMO."""

    USER = "user"
    VENDOR = "vendor"


class Layer(StrEnum):
    """商流: how many parties stand between the end client and the operator."""

    DIRECT = "direct"
    PRIME = "prime"
    SECOND = "second"


class Settlement(StrEnum):
    """精算: 上下割, 中間割, 固定."""

    SPLIT = "split"
    MIDDLE = "middle"
    FIXED = "fixed"


class ContractType(StrEnum):
    """準委任(履行割合型), 準委任(成果完成型), 請負."""

    QUASI_MANDATE_TIME = "quasi_mandate_time"
    QUASI_MANDATE_RESULT = "quasi_mandate_result"
    WORK = "work"


class ContractModel(StrEnum):
    """VIA: client → operator → consultant. DIRECT: client → consultant, the operator only introduces."""

    VIA = "via"
    DIRECT = "direct"


class CloseReason(StrEnum):
    """Why a posting ends; every applicant is told it."""

    FILLED_HERE = "filled_here"
    FILLED_ELSEWHERE = "filled_elsewhere"
    BUDGET = "budget"
    PLAN_CHANGED = "plan_changed"
    NO_FIT = "no_fit"
    NOT_CONFIRMED = "not_confirmed"  # by itself, some time after it has expired
