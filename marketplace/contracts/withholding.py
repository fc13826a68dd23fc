"""What is withheld from a payment under a contract: by what was decided, and for whom it was (R28)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.contracts.terms import form_of
from marketplace.profiles.states import BusinessForm
from marketplace.trade.taxes import Withholding, withholding_tax

if TYPE_CHECKING:
    from datetime import date

    from marketplace.contracts.models import ContractVersion
    from marketplace.money import Yen


def withheld_from(version: ContractVersion, base: Yen, *, on: date) -> Yen | None:
    """Return the income tax to withhold from a payment of a day, in yen.

    None while it is open: nobody has decided, or what was decided hangs on a form of business that is not known.
    """
    form = form_of(version)
    if version.withholding is None or (form is None and version.withholding is not Withholding.NONE):
        return None
    return withholding_tax(base, version.withholding, individual=form is BusinessForm.INDIVIDUAL, on=on)
