"""An interview's life, and the coded words of its answers."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class InterviewState(StrEnum):
    """draft → held: what was said on that day is not rewritten; who talks again holds another."""

    DRAFT = "draft"
    HELD = "held"


EDGES: Edges = {
    InterviewState.DRAFT: frozenset({InterviewState.HELD}),
    InterviewState.HELD: frozenset(),
}


class InterviewKind(StrEnum):
    """Who is interviewed."""

    CONSULTANT = "consultant"
    CLIENT = "client"


class Promise(StrEnum):
    """What the advisor promises within so many business days."""

    CONTACT = "contact"  # from signing up to getting in touch
    CHECK = "check"  # from the listed profile to the checked identity


class EmployerRule(StrEnum):
    """What an employer says of work on the side (副業)."""

    INDEPENDENT = "independent"
    ALLOWED = "allowed"
    PERMISSION = "permission"
    UNCLEAR = "unclear"


class Channel(StrEnum):
    """How somebody likes to be reached."""

    MAIL = "mail"
    PHONE = "phone"
    VIDEO = "video"
    CHAT = "chat"


class Evidence(StrEnum):
    """What the advisor asks to see."""

    IDENTITY = "identity"
    CERTIFICATES = "certificates"
    INVOICE = "invoice"
    REFERENCE = "reference"


class Way(StrEnum):
    """How a company usually contracts (商流)."""

    DIRECT = "direct"
    PRIME = "prime"
    AGENCY = "agency"


class Impression(StrEnum):
    """What the advisor would do now."""

    READY = "ready"
    LATER = "later"
    NOT_YET = "not_yet"
