"""The operator's margin by contract: what clients were invoiced less what consultants were billed for, without tax.

Both come from the living documents of VIA contracts; the ledger is asked beside them, and must say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.billing.models import Invoice, LedgerEntry, PaymentNotice
from marketplace.billing.states import Account, InvoiceState, NoticeState
from marketplace.contracts.models import Contract
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import ContractModel
from marketplace.pipeline.models import Application

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from marketplace.dashboards.periods import Period

TENTH = Decimal("0.1")


@dataclass(slots=True, kw_only=True)
class Margin:
    """One contract (or the sum of all), in yen without tax; `booked` is what the ledger says of the same months."""

    contract_id: UUID | None = None
    number: str = ""
    title: str = ""
    client: str = ""
    order: int = 0
    received: int = 0
    lost_credit: int = 0  # input tax that cannot be deducted, borne by the operator (R26)
    booked: int = 0

    @property
    def margin(self) -> int:
        return self.order - self.received

    @property
    def percent(self) -> Decimal | None:
        """Return the share of the order price, to a tenth of a percent; None where nothing was ordered."""
        if not self.order:
            return None
        return (Decimal(self.margin) * 100 / self.order).quantize(TENTH, ROUND_HALF_UP)

    @property
    def left(self) -> int:
        """Return what is left once the lost input tax credit is borne."""
        return self.margin - self.lost_credit


def margins(period: Period) -> list[Margin]:
    """What each contract left for the months of a period, the largest margin first; three queries."""
    found: dict[UUID, Margin] = {}
    _add_orders(found, period)
    _add_received(found, period)
    _add_booked(found, period)
    return sorted(found.values(), key=lambda each: (-each.margin, each.number))


def sum_of(rows: Iterable[Margin]) -> Margin:
    """Sum up contracts."""
    whole = Margin()
    for each in rows:
        whole.order += each.order
        whole.received += each.received
        whole.lost_credit += each.lost_credit
        whole.booked += each.booked
    return whole


def _add_orders(found: dict[UUID, Margin], period: Period) -> None:
    rows = db.session.execute(
        select(Contract.id, Contract.number, Engagement.title, func.max(Invoice.to_name), func.sum(Invoice.net))
        .join(Invoice, Invoice.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(Contract.model == ContractModel.VIA, Invoice.state != InvoiceState.CORRECTED)
        .where(Invoice.served_from.between(period.first, period.until))
        .group_by(Contract.id, Contract.number, Engagement.title)
    )
    for key, number, title, client, net in rows:
        found[key] = Margin(contract_id=key, number=number, title=title, client=client, order=int(net))


def _add_received(found: dict[UUID, Margin], period: Period) -> None:
    rows = db.session.execute(
        select(PaymentNotice.contract_id, func.sum(PaymentNotice.net), func.sum(PaymentNotice.lost_credit))
        .where(PaymentNotice.state != NoticeState.CORRECTED)
        .where(PaymentNotice.served_from.between(period.first, period.until))
        .group_by(PaymentNotice.contract_id)
    )
    for key, net, lost in rows:
        each = found.setdefault(key, Margin(contract_id=key))
        each.received, each.lost_credit = int(net), int(lost)


def _add_booked(found: dict[UUID, Margin], period: Period) -> None:
    """Add the ledger's word: sales less purchases of these months' documents, corrections with what they undid."""
    documents = (
        select(model.id)
        .join(Contract, model.contract_id == Contract.id)
        .where(Contract.model == ContractModel.VIA, model.served_from.between(period.first, period.until))
        for model in (Invoice, PaymentNotice)
    )
    rows = db.session.execute(
        select(LedgerEntry.contract_id, func.sum(-LedgerEntry.amount))
        .where(LedgerEntry.account.in_((Account.SALES, Account.PURCHASES)))
        .where(LedgerEntry.document_id.in_(next(documents)) | LedgerEntry.document_id.in_(next(documents)))
        .group_by(LedgerEntry.contract_id)
    )
    for key, amount in rows:
        if key in found:
            found[key].booked = int(amount)
