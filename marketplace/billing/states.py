"""The lives of invoices and payment notices, and what their lines may be."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketplace.states import Edges


class InvoiceState(StrEnum):
    """issued → paid / overdue / corrected; a corrected one is replaced by another, with what was paid carried over.

    A paid one is open again (issued, or overdue) where a payment was booked for it by mistake and is taken back.
    """

    ISSUED = "issued"
    PAID = "paid"
    OVERDUE = "overdue"
    CORRECTED = "corrected"


_I = InvoiceState
INVOICE_EDGES: Edges = {
    _I.ISSUED: frozenset({_I.PAID, _I.OVERDUE, _I.CORRECTED}),
    _I.OVERDUE: frozenset({_I.PAID, _I.CORRECTED}),
    _I.PAID: frozenset({_I.ISSUED, _I.OVERDUE, _I.CORRECTED}),
    _I.CORRECTED: frozenset(),
}
OWED = frozenset({_I.ISSUED, _I.OVERDUE})
# 振込手数料 that clients take off, in yen; a rest outside of this is no transfer fee (rules 6.1).
LEAST_FEE, MOST_FEE = 165, 880


class NoticeState(StrEnum):
    """sent → confirmed / disputed → scheduled → paid; a disputed one is corrected, or agreed on after all.

    One that leaves nothing to transfer goes from confirmed to paid by itself, one that asks for money back once that
    is settled. A paid one is confirmed again where the bank has returned the transfer.
    """

    SENT = "sent"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SCHEDULED = "scheduled"
    PAID = "paid"
    CORRECTED = "corrected"


_N = NoticeState
NOTICE_EDGES: Edges = {
    _N.SENT: frozenset({_N.CONFIRMED, _N.DISPUTED, _N.CORRECTED}),
    _N.CONFIRMED: frozenset({_N.SCHEDULED, _N.PAID, _N.CORRECTED}),
    _N.DISPUTED: frozenset({_N.CONFIRMED, _N.CORRECTED}),
    _N.SCHEDULED: frozenset({_N.PAID, _N.CONFIRMED}),
    _N.PAID: frozenset({_N.CONFIRMED, _N.CORRECTED}),
    _N.CORRECTED: frozenset(),
}


UNSETTLED = frozenset({_N.SENT, _N.CONFIRMED, _N.DISPUTED, _N.SCHEDULED})  # money has not gone yet


class AdvanceState(StrEnum):
    """proposed (written down by the operator) → agreed (by the consultant) → paid: taken off what is due next."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


_A = AdvanceState
ADVANCE_EDGES: Edges = {
    _A.PROPOSED: frozenset({_A.AGREED, _A.WITHDRAWN}),
    _A.AGREED: frozenset({_A.PAID, _A.WITHDRAWN}),
    _A.PAID: frozenset(),
    _A.WITHDRAWN: frozenset(),
}


class ExportState(StrEnum):
    """waiting for the job → ready to be taken → removed after some days, or where nobody may have it any more."""

    WAITING = "waiting"
    READY = "ready"
    REMOVED = "removed"


_E = ExportState
EXPORT_EDGES: Edges = {
    _E.WAITING: frozenset({_E.READY, _E.REMOVED}),
    _E.READY: frozenset({_E.REMOVED}),
    _E.REMOVED: frozenset(),
}


class LineKind(StrEnum):
    """What a line of a document is. There is no line for a transfer fee: taking one off is 減額 (R19)."""

    FEE = "fee"  # the settled month, additions and deductions by the agreed formula in it
    EXPENSE = "expense"  # money laid out, given back as it was spent


class Account(StrEnum):
    """Accounts of the ledger; the entries of one document sum up to nothing."""

    RECEIVABLE = "receivable"
    PAYABLE = "payable"
    SALES = "sales"
    PURCHASES = "purchases"
    OUTLAYS = "outlays"  # expenses passed on
    TAX_RECEIVED = "tax_received"
    TAX_PAID = "tax_paid"
    WITHHELD = "withheld"
    CASH = "cash"
    DEPOSITS = "deposits"  # 預り金: collected in a consultant's place (DIRECT), and not handed on yet
    ADVANCES = "advances"  # what consultants have already, and agreed to have taken off later
    FEES = "fees"  # what a client's transfer cost, taken off by the client and borne by the operator
