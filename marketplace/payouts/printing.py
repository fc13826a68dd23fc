"""The account that an invoice in a consultant's name prints, so that its client knows where to pay (DIRECT)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.billing.paying_to import sealed_place
from marketplace.payouts.queries import account_in_use
from marketplace.trade.banks import branch
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract


def account_to_print(contract: Contract) -> dict[str, Any] | None:
    """Return the consultant's account as an invoice keeps it; None where there is none, or its branch is no more.

    One on hold is printed too (R35 holds what the operator pays): the client pays on the due day, weeks later.
    """
    row = account_in_use(contract.application.consultant_id)
    if row is None:
        return None
    try:
        place = branch(row.bank_code, row.branch_code)
    except Refusal:
        return None
    return sealed_place(place, row.kind, row.sealed_number, row.holder)
