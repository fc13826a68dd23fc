"""An application's life: forward step by step, with three endings from any of them."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ApplicationState(StrEnum):
    """The steps in order, then the three endings."""

    PROPOSED = "proposed"
    CONSENT_ASKED = "consent_asked"
    CONSENTED = "consented"
    SUBMITTED = "submitted"
    MEETING = "meeting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by the consultant, before or instead of an acceptance
    WITHDRAWN = "withdrawn"  # by the consultant
    NOT_SELECTED = "not_selected"  # by the client or the advisor


_S = ApplicationState
STEPS = (_S.PROPOSED, _S.CONSENT_ASKED, _S.CONSENTED, _S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED)
ENDINGS = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.NOT_SELECTED})
EDGES: Edges = {step: frozenset({after}) | ENDINGS for step, after in pairwise(STEPS)} | {
    _S.ACCEPTED: ENDINGS,
    _S.DECLINED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.NOT_SELECTED: frozenset(),
}
IN_PROCESS = frozenset(STEPS)
FROM_MEETING = frozenset({_S.MEETING, _S.OFFERED, _S.ACCEPTED})  # a hidden client is named to the person
SHOWN_TO_CLIENT = frozenset({_S.SUBMITTED, _S.MEETING, _S.OFFERED, _S.ACCEPTED}) | ENDINGS


class Source(StrEnum):
    """Who brought the pair together."""

    APPLIED = "applied"
    RECOMMENDED = "recommended"
    INVITED = "invited"
    RANKED = "ranked"


class ConsentState(StrEnum):
    """given → withdrawn / expired."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


CONSENT_EDGES: Edges = {
    ConsentState.GIVEN: frozenset({ConsentState.WITHDRAWN, ConsentState.EXPIRED}),
    ConsentState.WITHDRAWN: frozenset(),
    ConsentState.EXPIRED: frozenset(),
}


class EndReason(StrEnum):
    """Codes of reasons that the code itself names; the list is the operator's (reasons.py)."""

    OTHER_WORK = "other_work"
    RATE = "rate"
    TIME = "time"
    PLACE = "place"
    CONTENT = "content"
    POSTING_CLOSED = "posting_closed"
    SKILLS = "skills"
    OTHER = "other"
