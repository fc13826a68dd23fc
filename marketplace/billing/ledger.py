"""Posting to the ledger: every document and payment as entries that sum up to nothing, in its own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.models import Advance, Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.states import Account
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import ContractModel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

Document = Invoice | PaymentNotice


def entries_of(document: Document) -> dict[Account, int]:
    """Return what issuing a document books: debits positive, credits negative."""
    if isinstance(document, Invoice):
        return {
            Account.RECEIVABLE: document.total,
            Account.SALES: -document.net,
            Account.TAX_RECEIVED: -document.tax,
            Account.OUTLAYS: -document.outlays,
        }
    return {
        Account.PURCHASES: document.net,
        Account.TAX_PAID: document.tax,
        Account.OUTLAYS: document.outlays,
        Account.WITHHELD: -document.withheld,
        Account.ADVANCES: -document.deducted,
        Account.PAYABLE: -(document.total - document.withheld - document.deducted),
    }


def post(document: Document | Advance, entries: Mapping[Account, int], words: str, *, on: date | None = None) -> None:
    """Book entries about a document; what is nothing is left out. A DIRECT invoice is in nobody's books here.

    What the operator takes in for one by Stripe Connect is a deposit: see post_deposit.
    """
    if sum(entries.values()):
        raise ValueError(entries)
    if document.contract.model is ContractModel.DIRECT:
        return
    for account, amount in entries.items():
        if amount:
            db.session.add(
                LedgerEntry(
                    document_kind=document.__tablename__, document_id=document.id, contract_id=document.contract_id,
                    on=on or today(), account=account, amount=amount, words=words,
                )
            )  # fmt: skip


def post_deposit(invoice: Invoice, amount: int, words: str) -> None:
    """Book yen taken in for a DIRECT invoice in the consultant's place (代理受領); negative: handed on, or given back.

    It is never the operator's sales: 預り金 is all that stands against the cash.
    """
    if invoice.contract.model is not ContractModel.DIRECT:
        raise ValueError(invoice.number)
    for account, yen in ((Account.CASH, amount), (Account.DEPOSITS, -amount)):
        db.session.add(
            LedgerEntry(
                document_kind=invoice.__tablename__, document_id=invoice.id, contract_id=invoice.contract_id,
                on=today(), account=account, amount=yen, words=words,
            )
        )  # fmt: skip


def reverse(document: Document, words: str) -> None:
    """Book the opposite of what issuing it booked."""
    post(document, {account: -amount for account, amount in entries_of(document).items()}, words)
