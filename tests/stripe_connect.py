"""Connected accounts and transfers at Stripe's stand-in, and what their holders and the operator do to them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.stripe_account import RefusedError

if TYPE_CHECKING:
    from tests.stripe_account import Account, Thing

MINUTES = 300  # seconds that a link is good for


def make_account(account: Account, params: Thing, _base: str) -> Thing:
    wanted = params["controller"]
    if account.refused:
        raise RefusedError(400, "invalid_request_error", account.refused)
    if wanted["losses"]["payments"] == "application" and wanted["fees"]["payer"] != "application":
        raise RefusedError(400, "invalid_request_error", "Losses of the application require that it pays the fees.")
    if params["country"] != "JP" or params["capabilities"]["transfers"]["requested"] != "true":
        raise RefusedError(400, "invalid_request_error", "This platform makes accounts in Japan that take transfers.")
    return account.make(
        "account", country="JP", default_currency="jpy", email=params["email"], metadata=params["metadata"],
        capabilities={"transfers": "inactive"}, details_submitted=False, payouts_enabled=False,
        controller={"type": "application", **wanted},
    )  # fmt: skip


def make_link(account: Account, params: Thing, base: str) -> Thing:
    holder = account.get(params["account"])
    made = account.make("account_link", expires_at=int(time.time()) + MINUTES)
    made["url"] = f"{base}/setup/s/{holder['id']}/{made['id']}"
    return made


def make_transfer(account: Account, params: Thing, _base: str) -> Thing:
    amount, charge = int(params["amount"]), account.get(params["source_transaction"])
    if account.get(params["destination"])["capabilities"]["transfers"] != "active":
        raise RefusedError(
            400, "invalid_request_error", "Your destination account needs to have the transfers capability."
        )
    out = [each for each in account.of_kind("transfer") if each["source_transaction"] == charge["id"]]
    if sum(each["amount"] - each["amount_reversed"] for each in out) + amount > charge["amount"]:
        raise RefusedError(
            400, "invalid_request_error", "Cannot transfer more than the source transaction has brought."
        )
    made = account.make(
        "transfer", amount=amount, currency=params["currency"], destination=params["destination"], amount_reversed=0,
        source_transaction=charge["id"], description=params["description"], metadata=params["metadata"],
        transfer_group=f"group_{charge['payment_intent']}",
    )  # fmt: skip
    account.tell("transfer.created", made)
    return made


def listed(account: Account, params: Thing, _base: str) -> Thing:
    since = int(params["created"]["gte"])
    found = [
        each for each in account.of_kind("transfer")
        if each["destination"] == params["destination"] and each["created"] >= since
    ]  # fmt: skip
    return {"object": "list", "data": found, "has_more": False, "url": "/v1/transfers"}


Work = Any  # (account, params, base, *ids) -> the object
ROUTES: list[tuple[str, str, Work]] = [
    ("POST", "/v1/accounts", make_account),
    ("GET", "/v1/accounts/([^/]+)", lambda a, _p, _b, i: a.get(i)),
    ("POST", "/v1/account_links", make_link),
    ("GET", "/v1/transfers", listed),
    ("POST", "/v1/transfers", make_transfer),
    ("GET", "/v1/transfers/([^/]+)", lambda a, _p, _b, i: a.get(i)),
]


# What people do


def finish(account: Account, stripe_id: str) -> None:
    """Answer all that Stripe asks: the account takes transfers and is paid out."""
    _change(account, stripe_id, reason=None, active=True)


def restrict(account: Account, stripe_id: str, reason: str = "requirements.past_due") -> None:
    """Stripe wants to know more, and pays nothing meanwhile."""
    _change(account, stripe_id, reason=reason, active=False)


def _change(account: Account, stripe_id: str, *, reason: str | None, active: bool) -> None:
    with account.lock:
        holder = account.get(stripe_id)
        holder |= {"details_submitted": True, "payouts_enabled": active}
        holder["capabilities"] = {"transfers": "active" if active else "inactive"}
        holder["requirements"] = {**holder["requirements"], "disabled_reason": reason}
        account.tell("account.updated", holder)


def reverse(account: Account, transfer_id: str, amount: int) -> None:
    """Take yen of a transfer back, as the operator does in Stripe's dashboard."""
    with account.lock:
        transfer = account.get(transfer_id)
        account.make("transfer_reversal", amount=amount, currency="jpy", transfer=transfer_id)
        transfer["amount_reversed"] += amount
        transfer["reversed"] = transfer["amount_reversed"] == transfer["amount"]
        account.tell("transfer.reversed", transfer)
