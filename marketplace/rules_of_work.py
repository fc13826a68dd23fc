"""The policy's sentences of what is done under a contract: month by month, by whom it is written and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.rules import is_applicant, is_client, is_operator, is_staff, sees_contract

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.billing.models import Advance, Invoice, PaymentNotice
    from marketplace.payouts.models import PaymentRun
    from marketplace.status_reports.models import StatusReport
    from marketplace.tracker.models import Project
    from marketplace.work_reports.models import Expense, WorkReport


def writes_report(user: User, report: WorkReport) -> bool:
    return is_applicant(user, report.contract.application)


def sees_report(user: User, report: WorkReport) -> bool:
    """Staff and whoever writes it; the client from when it was first handed in: a draft is the writer's own."""
    if is_staff(user, report) or writes_report(user, report):
        return True
    return report.submitted_at is not None and is_client(user, report) and sees_contract(user, report.contract)


def answers_report(user: User, report: WorkReport) -> bool:
    """The client's owners and members: nobody approves hours in its place."""
    return is_client(user, report) and sees_report(user, report)


def sees_expense(user: User, expense: Expense) -> bool:
    return sees_report(user, expense.report)


def writes_expense(user: User, expense: Expense) -> bool:
    return writes_report(user, expense.report)


def sees_invoice(user: User, invoice: Invoice) -> bool:
    """Staff, the client that pays it, and the consultant in whose name it was issued (DIRECT)."""
    if is_staff(user, invoice) or (is_client(user, invoice) and user.company_id == invoice.company_id):
        return True
    return invoice.contract.model == "direct" and is_applicant(user, invoice.contract.application)


def pays_invoice(user: User, invoice: Invoice) -> bool:
    """The people of the client that it was issued to; whether the operator takes it in, checkouts.queries says.

    In VIA it always does; in DIRECT only what Stripe Connect hands on to the consultant.
    """
    return is_client(user, invoice) and user.company_id == invoice.company_id


def is_paid_for(user: User, invoice: Invoice) -> bool:
    """Whoever gets the money: the operator, or in a DIRECT contract the consultant."""
    if invoice.contract.model == "direct":
        return is_applicant(user, invoice.contract.application)
    return is_operator(user, invoice)


def is_paid(user: User, notice: PaymentNotice | Advance) -> bool:
    return notice.consultant.user_id == user.id


def sees_payment_notice(user: User, notice: PaymentNotice | Advance) -> bool:
    """Staff and whoever is paid by it, or in advance; never the client."""
    return is_staff(user, notice) or is_paid(user, notice)


def approves_run(user: User, run: PaymentRun) -> bool:
    """An operator, and never the one who has made it (R34)."""
    return is_operator(user, run) and user.id != run.made_by_id


def sees_project(user: User, project: Project) -> bool:
    """The two sides of the contract; staff once it was let in: until then it sees the health alone."""
    if is_staff(user, project):
        return project.advisor_invited_at is not None
    return sees_contract(user, project.contract)


def leads_project(user: User, project: Project) -> bool:
    """The contracted PMO alone: a board that two sides write is nobody's report."""
    return is_applicant(user, project.contract.application)


def writes_status(user: User, report: StatusReport) -> bool:
    return leads_project(user, report.project)


def sees_status(user: User, report: StatusReport) -> bool:
    """Whoever writes it; who sees the project from when it was first handed in."""
    return writes_status(user, report) or (report.submitted_at is not None and sees_project(user, report.project))


def answers_status(user: User, report: StatusReport) -> bool:
    """The client's owners and members."""
    return is_client(user, report) and sees_status(user, report)
