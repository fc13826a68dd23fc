"""The coded words of a posting, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.engagements.states import (
    CloseReason,
    ContractModel,
    ContractType,
    EngagementState,
    Layer,
    Settlement,
    Side,
)
from marketplace.i18n import lazy_gettext as _
from marketplace.profiles.states import Remote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

STATE: Mapping[StrEnum, str] = {
    EngagementState.DRAFT: _("Draft"),
    EngagementState.IN_REVIEW: _("In review"),
    EngagementState.OPEN: _("Open"),
    EngagementState.PAUSED: _("Paused"),
    EngagementState.FILLED: _("Filled"),
    EngagementState.CLOSED: _("Closed"),
    EngagementState.EXPIRED: _("Expired"),
}
SIDE: Mapping[StrEnum, str] = {Side.USER: _("User-side PMO"), Side.VENDOR: _("Vendor-side PMO")}
LAYER: Mapping[StrEnum, str] = {
    Layer.DIRECT: _("Direct from the end client"),
    Layer.PRIME: _("Through the prime contractor"),
    Layer.SECOND: _("Second tier or further"),
}
SETTLEMENT: Mapping[StrEnum, str] = {
    Settlement.SPLIT: _("Upper/lower split"),
    Settlement.MIDDLE: _("Middle split"),
    Settlement.FIXED: _("Fixed, no settlement"),
}
CONTRACT_TYPE: Mapping[StrEnum, str] = {
    ContractType.QUASI_MANDATE_TIME: _("Quasi-mandate (time-based)"),
    ContractType.QUASI_MANDATE_RESULT: _("Quasi-mandate (result-based)"),
    ContractType.WORK: _("Contract for work"),
}
CONTRACT_MODEL: Mapping[StrEnum, str] = {
    ContractModel.VIA: _("Contract with the operator"),
    ContractModel.DIRECT: _("Contract with the client"),
}
REMOTE: Mapping[StrEnum, str] = {
    Remote.FULL: _("Fully remote"),
    Remote.HYBRID: _("Partly on site"),
    Remote.ONSITE: _("On site"),
}
CLOSE_REASON: Mapping[StrEnum, str] = {
    CloseReason.FILLED_HERE: _("Filled through this service"),
    CloseReason.FILLED_ELSEWHERE: _("Filled through another route"),
    CloseReason.BUDGET: _("The budget was not approved"),
    CloseReason.PLAN_CHANGED: _("The project plan changed"),
    CloseReason.NO_FIT: _("No suitable person was found"),
    CloseReason.NOT_CONFIRMED: _("The client has not confirmed it any more"),
}
CHOSEN_REASON = {code: words for code, words in CLOSE_REASON.items() if code is not CloseReason.NOT_CONFIRMED}
TABLES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    type(next(iter(table))): table
    for table in (STATE, SIDE, LAYER, SETTLEMENT, CONTRACT_TYPE, CONTRACT_MODEL, REMOTE, CLOSE_REASON)
}


def label(code: StrEnum) -> str:
    """Return a code's words; by its type, because two codes of different types may be spelled alike."""
    return str(TABLES[type(code)][code])


def close_reason(code: str) -> str:
    """Return the words of a closing reason that travelled as text in a message."""
    return str(CLOSE_REASON[CloseReason(code)])


def choices(labels: Mapping[StrEnum, str]) -> Callable[[], list[tuple[str, str]]]:
    """Return what a ChoiceField asks for: (code, words in the reader's language)."""
    return lambda: [(code.value, str(words)) for code, words in labels.items()]
