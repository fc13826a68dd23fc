"""A profile's life, and the coded words of its fields."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class ProfileState(StrEnum):
    """incomplete → listed ⇄ hidden → closed; what was never listed closes as it is."""

    INCOMPLETE = "incomplete"
    LISTED = "listed"
    HIDDEN = "hidden"
    CLOSED = "closed"


EDGES: Edges = {
    ProfileState.INCOMPLETE: frozenset({ProfileState.LISTED, ProfileState.CLOSED}),
    ProfileState.LISTED: frozenset({ProfileState.HIDDEN}),
    ProfileState.HIDDEN: frozenset({ProfileState.LISTED, ProfileState.CLOSED}),
    ProfileState.CLOSED: frozenset(),
}


class SkillLevel(StrEnum):
    """A: leads others in it; B: does it alone; C: has done it with help."""

    A = "A"
    B = "B"
    C = "C"


class BusinessForm(StrEnum):
    """個人事業主, 一人法人, 法人."""

    INDIVIDUAL = "individual"
    ONE_PERSON_COMPANY = "one_person_company"
    COMPANY = "company"


class InvoiceStatus(StrEnum):
    """Registration as 適格請求書発行事業者."""

    REGISTERED = "registered"
    UNREGISTERED = "unregistered"
    CONSIDERING = "considering"


class Remote(StrEnum):
    """フルリモート, 一部出社, 常駐; postings use the same words."""

    FULL = "full"
    HYBRID = "hybrid"
    ONSITE = "onsite"


class CommitmentState(StrEnum):
    """What else the person is doing or considering now (並行状況)."""

    PROPOSED = "proposed"
    SCREENING = "screening"
    TENTATIVE = "tentative"
    CONTRACTED = "contracted"


class Visibility(StrEnum):
    """Who can see me: the anonymous profile to clients with an open engagement, or advisors alone."""

    CLIENTS = "clients"
    ADVISORS = "advisors"
