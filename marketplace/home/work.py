"""What waits for a person under a contract: papers to sign, months to write or check, notices and invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from marketplace.billing.queries import Wanted, invoices_for, payment_notices_for
from marketplace.billing.states import InvoiceState, NoticeState
from marketplace.checkouts.labels import task_label
from marketplace.checkouts.queries import open_tasks
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.signing import signer_of, to_be_signed
from marketplace.contracts.queries import contracts_for
from marketplace.formats import month_of
from marketplace.home.todo import Todo
from marketplace.i18n import gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.policy import Can, may
from marketplace.pulses.months import checks_waiting_for
from marketplace.pulses.queries import pulses_waiting_for
from marketplace.reviews.queries import rounds_waiting_for
from marketplace.work_reports.queries import months_to_write, reports_to_approve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

MOST = 10  # lines of a kind: the pages behind them hold the rest


def work_of_consultant(user: User) -> list[Todo]:
    """Return what a consultant is to do: sign, write the month, check what will be paid."""
    contracts = contracts_for(user)
    if not contracts:  # most who open their home page have none
        return []
    months = [
        Todo(
            _("Write the work report of %(month)s", month=month_of(each.month)),
            url_for("work_reports.of_contract", contract_id=each.contract.id),
            _title(each.contract), end_of(each.due), "warning",
        )
        for each in months_to_write(user)[:MOST]
    ]  # fmt: skip
    notices, _total = payment_notices_for(user, Wanted(state=NoticeState.SENT.value))
    checks = [
        Todo(
            _("Check payment notice %(number)s", number=each.number),
            url_for("billing.payment_notice", payment_notice_id=each.id), _title(each.contract), end_of(each.deemed_on),
        )
        for each in notices[:MOST]
    ]  # fmt: skip
    minutes = [
        Todo(
            _("One minute about %(month)s", month=month_of(each.month)),
            url_for("month_checks.answer", month_check_id=each.id), _title(each.contract),
        )
        for each in checks_waiting_for(user)
    ]  # fmt: skip
    return [*_signatures(user, contracts), *months, *checks, *_pulses(user), *minutes]


def work_of_client(user: User) -> list[Todo]:
    """Return what a client's member is to do: sign, check hours, pay."""
    contracts = contracts_for(user)
    if not contracts:
        return []
    reports = [
        Todo(
            _("Check the work report of %(month)s", month=month_of(each.month)),
            url_for("work_reports.show", work_report_id=each.id), _title(each.contract), each.due_at, "warning",
        )
        for each in reports_to_approve(user)[:MOST]
    ]  # fmt: skip
    late, _total = invoices_for(user, Wanted(state=InvoiceState.OVERDUE.value))
    due, _total = invoices_for(user, Wanted(state=InvoiceState.ISSUED.value))
    bills = [
        Todo(
            _("Pay invoice %(number)s", number=each.number), url_for("billing.invoice", invoice_id=each.id),
            _title(each.contract), end_of(each.due_on), "critical" if each.state is InvoiceState.OVERDUE else "",
        )
        for each in [*late, *due][:MOST]
    ]  # fmt: skip
    return [*_signatures(user, contracts), *reports, *bills, *_pulses(user)]


def work_of_operator() -> list[Todo]:
    """Return what Stripe leaves to an operator: refunds, objections, amounts that do not agree."""
    return [
        Todo(task_label(each.kind), url_for("checkouts.tasks"), each.checkout.invoice.number, None, "warning")
        for each in open_tasks()[:MOST]
    ]


def _signatures(user: User, contracts: Sequence[Contract]) -> list[Todo]:
    waiting = [each for each in contracts if each.due_at is not None][:MOST]
    return [
        Todo(
            _("Sign contract %(number)s", number=each.number), url_for("contracts.show", contract_id=each.id),
            _title(each), each.due_at, "warning",
        )
        for each in waiting
        if _is_to_sign(user, each)
    ]  # fmt: skip


def _pulses(user: User) -> list[Todo]:
    return [
        Todo(
            _("Say in a minute how it is going"), url_for("pulses.answer", pulse_id=each.id), _title(each.contract),
            end_of(each.closes_on),
        )
        for each in pulses_waiting_for(user)
    ] + [
        Todo(
            _("Write a review"), url_for("reviews.show", review_round_id=each.id), _title(each.contract),
            end_of(each.closes_on),
        )
        for each in rounds_waiting_for(user)
    ]  # fmt: skip


def _is_to_sign(user: User, contract: Contract) -> bool:
    papers = to_be_signed(contract)
    return any(may(user, Can.SIGN_PAPER, each) and signer_of(user, each) in missing_signers(each) for each in papers)


def _title(contract: Contract) -> str:
    return contract.application.engagement.title
