"""Where an invoice is paid to: kept with it when it is issued, for what a document says never changes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.i18n import gettext as _
from marketplace.own_account import own_account
from marketplace.trade.banks import AccountType
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping


def account_now() -> dict[str, Any] | None:
    """Return the operator's account as an invoice keeps it; None where there is none, or its branch is no more."""
    row = own_account()
    try:
        place = row.account() if row else None
    except Refusal:
        return None
    if row is None or place is None:
        return None
    return {
        "bank": place.branch.bank.name, "bank_code": place.branch.bank.code, "branch": place.branch.name,
        "branch_code": place.branch.code, "kind": row.kind.value, "number": place.number, "holder": row.holder,
    }  # fmt: skip


def account_lines(kept: Mapping[str, Any] | None) -> list[list[str]]:
    """Return what an invoice says about it: each line's name and value; nothing where nothing was kept."""
    if not kept:
        return []
    kinds = {
        AccountType.ORDINARY: _("Ordinary account"), AccountType.CURRENT: _("Current account"),
        AccountType.SAVINGS: _("Savings account"), AccountType.OTHER: _("Other account"),
    }  # fmt: skip
    return [
        [_("Bank"), f"{kept['bank']} ({kept['bank_code']})"],
        [_("Branch"), f"{kept['branch']} ({kept['branch_code']})"],
        [_("Account number"), f"{kinds[AccountType(kept['kind'])]} {kept['number']}"],
        [_("Account holder in kana"), kept["holder"]],
    ]
