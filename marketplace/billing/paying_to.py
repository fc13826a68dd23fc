"""Where an invoice is paid to: kept with it when it is issued, for what a document says never changes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace import events
from marketplace.billing.sealing import unseal
from marketplace.i18n import gettext as _
from marketplace.own_account import own_account
from marketplace.trade.banks import AccountType
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.contracts.models import Contract
    from marketplace.trade.banks import Branch


def account_now() -> dict[str, Any] | None:
    """Return the operator's account as an invoice keeps it; None where there is none, or its branch is no more."""
    row = own_account()
    try:
        place = row.account() if row else None
    except Refusal:
        return None
    if row is None or place is None:
        return None
    return {**_at(place.branch), "kind": row.kind.value, "number": place.number, "holder": row.holder}


def payees_account_now(contract: Contract) -> dict[str, Any] | None:
    """Return the account of a DIRECT contract's consultant as an invoice keeps it; None where none was entered."""
    answers = [answer for _receiver, answer in events.payee_asked.send(contract)]
    return next(filter(None, answers), None)


def sealed_place(branch: Branch, kind: AccountType, sealed_number: str, holder: str) -> dict[str, Any]:
    """Return a person's account as an invoice keeps it: the number stays sealed at rest there too."""
    return {**_at(branch), "kind": kind.value, "sealed_number": sealed_number, "holder": holder}


def _at(branch: Branch) -> dict[str, str]:
    return {
        "bank": branch.bank.name, "bank_code": branch.bank.code, "branch": branch.name, "branch_code": branch.code,
    }  # fmt: skip


def account_lines(kept: Mapping[str, Any] | None) -> list[list[str]]:
    """Return what an invoice says about it: each line's name and value; nothing where nothing was kept."""
    if not kept:
        return []
    kinds = {
        AccountType.ORDINARY: _("Ordinary account"), AccountType.CURRENT: _("Current account"),
        AccountType.SAVINGS: _("Savings account"), AccountType.OTHER: _("Other account"),
    }  # fmt: skip
    number = unseal(kept["sealed_number"]) if "sealed_number" in kept else kept["number"]
    return [
        [_("Bank"), f"{kept['bank']} ({kept['bank_code']})"],
        [_("Branch"), f"{kept['branch']} ({kept['branch_code']})"],
        [_("Account number"), f"{kinds[AccountType(kept['kind'])]} {number}"],
        [_("Account holder in kana"), kept["holder"]],
    ]
