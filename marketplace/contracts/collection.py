"""Whether the operator takes in what a client pays under a contract (資金決済法; R48 of the trade's rules).

In VIA it collects its own receivable. In DIRECT the money is the consultant's: the operator takes it in its place
(代理受領, 収納代行) only where it has decided to, and never across a border: since the amendment of 2025 that is
為替取引, a bank's business.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.contracts.queries import party_of
from marketplace.engagements.states import ContractModel
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract


class Collection(StrEnum):
    """Who takes the client's payment in."""

    OWN = "own"  # VIA: the operator, for itself
    FOR_CONSULTANT = "for_consultant"  # DIRECT, switched on by the operator
    OFF = "off"  # DIRECT: the client pays the consultant
    ABROAD = "abroad"  # DIRECT with a party abroad: off whatever the operator has decided


def collection_of(contract: Contract) -> Collection:
    """Return who takes the client's payment in, and in DIRECT why."""
    if contract.model is ContractModel.VIA:
        return Collection.OWN
    application = contract.application
    parties = party_of(application.consultant), party_of(application.engagement.company)
    if not all(party is not None and party.domestic for party in parties):
        return Collection.ABROAD
    return Collection.FOR_CONSULTANT if value_of(Name.COLLECT_DIRECT) else Collection.OFF


def collects(contract: Contract) -> bool:
    """Tell whether the operator takes in what the client pays."""
    return collection_of(contract) in {Collection.OWN, Collection.FOR_CONSULTANT}
