"""Reads of work reports: a contract's, whose turn it is, and what billing builds on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import TOKYO, today
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.states import ContractState, VersionState
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.pipeline.models import Application
from marketplace.work_reports.models import Expense, WorkReport
from marketplace.work_reports.months import last_of, months_until_now, was_suspended_throughout, written_by
from marketplace.work_reports.states import SETTLED, WRITABLE, ReportState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from marketplace.accounts.models import User

BEGUN = frozenset({ContractState.ACTIVE, ContractState.SUSPENDED, ContractState.ENDED})
MOST = 200


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a contract and the newest report on it, if there is one."""

    contract: Contract
    month: date
    report: WorkReport | None

    @property
    def due(self) -> date:
        """By when it is handed in."""
        return written_by(self.month)

    @property
    def over(self) -> bool:
        """Whether the month has ended."""
        return last_of(self.month) < today()


def reports_of(contract: Contract) -> Sequence[WorkReport]:
    """Every report of a contract, the newest month and version first."""
    query = select(WorkReport).where(WorkReport.contract_id == contract.id)
    return db.session.scalars(query.order_by(WorkReport.month.desc(), WorkReport.number.desc())).all()


def versions_of(report: WorkReport) -> Sequence[WorkReport]:
    """Every version of a report's month, oldest first."""
    query = select(WorkReport).where(WorkReport.contract_id == report.contract_id, WorkReport.month == report.month)
    return db.session.scalars(query.order_by(WorkReport.number)).all()


def newest_report(contract: Contract, month: date) -> WorkReport | None:
    """The version with the highest number of a month, whatever its state."""
    return db.session.scalar(
        select(WorkReport)
        .where(WorkReport.contract_id == contract.id, WorkReport.month == month)
        .order_by(WorkReport.number.desc())
        .limit(1)
    )


def approved_report(contract: Contract, month: date) -> WorkReport | None:
    """What a month is billed by: the newest version that is approved or locked."""
    return db.session.scalar(
        select(WorkReport)
        .where(WorkReport.contract_id == contract.id, WorkReport.month == month, WorkReport.state.in_(SETTLED))
        .order_by(WorkReport.number.desc())
        .limit(1)
    )


def approved_reports(month: date) -> Sequence[WorkReport]:
    """The same for every contract with an approved report of this month, by contract."""
    query = select(WorkReport).where(WorkReport.month == month, WorkReport.state.in_(SETTLED))
    found = db.session.scalars(query.order_by(WorkReport.contract_id, WorkReport.number)).all()
    return list({each.contract_id: each for each in found}.values())


def version_for(contract: Contract, month: date) -> ContractVersion:
    """The terms that a month is settled by: the newest agreed when it, or the contract in it, began.

    A change that is signed inside a month rules from the next one: no month has two prices, none is cut afterwards.
    A contract signed after its first day is ruled by its first terms.
    """
    query = select(ContractVersion).where(
        ContractVersion.contract_id == contract.id, ContractVersion.state == VersionState.AGREED
    )
    agreed = db.session.scalars(query.order_by(ContractVersion.number)).all()
    return ruling(agreed, max(month, contract.first_day))


def ruling(agreed: Sequence[ContractVersion], begin: date) -> ContractVersion:
    """Of the agreed versions, oldest first, the one that rules what begins on a day."""
    in_time = [each for each in agreed if each.agreed_at and each.agreed_at.astimezone(TOKYO).date() <= begin]
    return in_time[-1] if in_time else agreed[0]


def months_of(contract: Contract) -> list[Month]:
    """The months of a contract that have begun, each with its newest report; the newest first."""
    newest: dict[date, WorkReport] = {}
    for report in reversed(reports_of(contract)):
        newest[report.month] = report
    if contract.state not in BEGUN:
        return []
    return [Month(contract, month, newest.get(month)) for month in reversed(months_until_now(contract))]


def months_to_write(user: User) -> list[Month]:
    """A consultant's months that are over and not handed in, and what was returned; the oldest first."""
    contracts = db.session.scalars(
        select(Contract)
        .join(Application, Contract.application_id == Application.id)
        .where(Contract.state.in_(BEGUN), Application.consultant.has(user_id=user.id))
        .order_by(Contract.first_day)
    ).all()
    waiting = [
        each
        for each in unwritten(contracts)
        if each.over or (each.report is not None and each.report.state is ReportState.RETURNED)
    ]
    return sorted(waiting, key=lambda each: each.month)


def unwritten(contracts: Sequence[Contract]) -> list[Month]:
    """The begun months of these contracts whose newest report is missing, a draft or returned: one query for all."""
    query = select(WorkReport).where(WorkReport.contract_id.in_([each.id for each in contracts]))
    newest: dict[tuple[UUID, date], WorkReport] = {
        (each.contract_id, each.month): each for each in db.session.scalars(query.order_by(WorkReport.number))
    }
    months = [
        Month(contract, month, newest.get((contract.id, month)))
        for contract in contracts
        for month in months_until_now(contract)
        if (contract.id, month) in newest or not was_suspended_throughout(contract, month)
    ]
    return [each for each in months if each.report is None or each.report.state in WRITABLE]


def reports_to_approve(user: User) -> Sequence[WorkReport]:
    """What a client's member is to check, what is due first."""
    return db.session.scalars(
        select(WorkReport)
        .join(Contract, WorkReport.contract_id == Contract.id)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(WorkReport.state == ReportState.SUBMITTED, Engagement.company_id == user.company_id)
        .order_by(WorkReport.due_at)
        .limit(MOST)
    ).all()


def named_files() -> set[str]:
    """The keys of all receipts that a row names."""
    return {key for key in db.session.scalars(select(Expense.receipt_key)) if key}


def all_to_approve() -> Sequence[WorkReport]:
    """What waits for any client, for the desk."""
    query = select(WorkReport).where(WorkReport.state == ReportState.SUBMITTED)
    return db.session.scalars(query.order_by(WorkReport.due_at).limit(MOST)).all()


def saved_version(report: WorkReport) -> int:
    """The version as it is written now: what the next save must have seen."""
    return db.session.scalars(select(WorkReport.version).where(WorkReport.id == report.id)).one()
