"""The policy's sentences of what is done under a contract: month by month, by whom it is written and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.rules import is_applicant, is_client, is_contracted, is_operator, is_party_to, is_staff, sees_contract

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.api.models import ApiToken
    from marketplace.appeals.models import Appeal
    from marketplace.billing.models import Advance, Invoice, PaymentNotice
    from marketplace.comments.models import Comment, CommentFile
    from marketplace.payouts.models import PaymentRun
    from marketplace.project_imports.models import ProjectImport
    from marketplace.pulses.models import MonthCheck, Pulse
    from marketplace.readers.models import ReaderLink
    from marketplace.reviews.models import Review, ReviewRound
    from marketplace.status_reports.models import StatusReport
    from marketplace.tracker.models import ChangeRequest, Minutes, Project
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


def sees_costs(user: User, project: Project) -> bool:
    """Whoever sees the project, and the operator, who adds up all of them: an advisor outside sees its health alone."""
    return is_operator(user, project) or sees_project(user, project)


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


def sees_part_of_project(user: User, part: Minutes | ChangeRequest | Comment) -> bool:
    """Minutes, change requests, comments: whoever reads the boards."""
    return sees_project(user, part.project)


def writes_part_of_project(user: User, part: Minutes | ProjectImport) -> bool:
    return leads_project(user, part.project)


def is_side_of_project(user: User, project: Project) -> bool:
    """The PMO and the client's owners and members: no staff in their place."""
    return leads_project(user, project) or (is_client(user, project) and sees_project(user, project))


def answers_summary(user: User, project: Project) -> bool:
    """The client's owners and members: what is shown of their project waits for their word."""
    return is_client(user, project) and sees_project(user, project)


def answers_change(user: User, change: ChangeRequest) -> bool:
    """The side that did not propose it: who proposes has agreed."""
    if not is_side_of_project(user, change.project):
        return False
    pmo_id = change.project.contract.application.consultant.user_id
    return (user.id == pmo_id) != (change.proposed_by_id == pmo_id)


def withdraws_change(user: User, change: ChangeRequest) -> bool:
    return user.id == change.proposed_by_id and is_side_of_project(user, change.project)


def wrote_comment(user: User, comment: Comment) -> bool:
    return user.id == comment.author_id and sees_project(user, comment.project)


def opens_comment_file(user: User, file: CommentFile) -> bool:
    """Whoever reads the comment, until it is deleted."""
    return file.comment.deleted_at is None and sees_project(user, file.comment.project)


def is_asked(user: User, pulse: Pulse) -> bool:
    """The side that is asked, each of its people; staff reads, and answers for nobody."""
    if is_staff(user, pulse) or not sees_contract(user, pulse.contract):
        return False
    return pulse.side == ("client" if is_client(user, pulse) else "consultant")


def sees_pulse(user: User, pulse: Pulse) -> bool:
    return is_staff(user, pulse) or is_asked(user, pulse)


def answers_check(user: User, check: MonthCheck) -> bool:
    """The PMO alone: the client neither reads nor knows what was said."""
    return is_contracted(user, check.contract)


def sees_check(user: User, check: MonthCheck) -> bool:
    return is_staff(user, check) or answers_check(user, check)


def sees_round(user: User, review_round: ReviewRound) -> bool:
    return sees_contract(user, review_round.contract)


def reviews(user: User, review_round: ReviewRound) -> bool:
    """The two sides; the desk reviews nobody."""
    return is_party_to(user, review_round.contract)


def sees_review(user: User, review: Review) -> bool:
    """The desk and the side that wrote it; the other side once it is published, unless it was hidden."""
    if is_staff(user, review) or _wrote(user, review):
        return True
    published = review.round.state == "published" and review.hidden_at is None
    return published and sees_contract(user, review.round.contract)


def answers_review(user: User, review: Review) -> bool:
    """The side that it is about."""
    return reviews(user, review.round) and not _wrote(user, review) and sees_review(user, review)


def _wrote(user: User, review: Review) -> bool:
    side = "client" if is_client(user, review) else "consultant"
    return reviews(user, review.round) and review.side == side


def shares_project(user: User, project: Project) -> bool:
    """The client's owners: whose project it is decides who reads of it."""
    if not is_client(user, project) or user.membership is None or user.membership.role != "owner":
        return False
    return sees_project(user, project)


def revokes_reader(user: User, link: ReaderLink) -> bool:
    return shares_project(user, link.project)


def holds_token(user: User, token: ApiToken) -> bool:
    return user.id == token.user_id


def owns_appeal(user: User, appeal: Appeal) -> bool:
    return user.id == appeal.consultant.user_id


def sees_appeal(user: User, appeal: Appeal) -> bool:
    """The consultant who asked and staff; the company never learns that somebody did."""
    return is_staff(user, appeal) or owns_appeal(user, appeal)
