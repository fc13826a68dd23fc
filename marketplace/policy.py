"""Who may do what: the whole policy on one page. Each action is allowed by one rule, a sentence of rules.py.

`None` as the user is a visitor who has not signed in; rules are asked about visitors only where OPEN_TO_ALL
says so. What no rule allows is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from marketplace import rules, rules_of_work
from marketplace.actions import SEEING as SEEING  # noqa: PLC0414 - the policy's readers find all three here
from marketplace.actions import Can as Can  # noqa: PLC0414

if TYPE_CHECKING:
    from marketplace.accounts.models import User

Rule = Callable[[Any, Any], bool]
RULES: dict[Can, Rule] = {
    Can.SEE_OWN_PAGES: rules.signed_in,
    Can.SEE_COMPANY: rules.belongs_or_is_staff,
    Can.EDIT_COMPANY: rules.owns_company,
    Can.INVITE_MEMBER: rules.owns_company,
    Can.REVOKE_INVITATION: rules.may_revoke,
    Can.REMOVE_MEMBER: rules.owns_company_of,
    Can.CHANGE_ROLE: rules.owns_company_of,
    Can.INVITE_STAFF: rules.is_operator,
    Can.CLOSE_STAFF_ACCOUNT: rules.may_close,
    Can.ASSIGN_ADVISOR: rules.is_staff,
    Can.READ_NOTICE: rules.is_addressee,
    Can.EDIT_OWN_PROFILE: rules.is_consultant,
    Can.SEE_PROFILE: rules.sees_profile,
    Can.EDIT_PAST_PROJECT: rules.owns_past_project,
    Can.IMPORT_PROFILE: rules.is_staff,
    Can.DECIDE_IMPORT: rules.decides_import,
    Can.VERIFY_PROFILE: rules.is_staff,
    Can.VERIFY_CERTIFICATION: rules.is_staff,
    Can.VERIFY_RECOMMENDATION: rules.is_staff,
    Can.MERGE_PROFILES: rules.is_staff,
    Can.PREPARE_INTERVIEW: rules.is_interviewed,
    Can.HOLD_INTERVIEW: rules.is_staff,
    Can.SEE_INTERVIEW: rules.sees_interview,
    Can.POST_ENGAGEMENT: rules.is_client,
    Can.SEE_ENGAGEMENT: rules.sees_engagement,
    Can.SEE_DUTIES: rules.sees_duties,
    Can.SEE_CLIENT_NAME: rules.sees_client_name,
    Can.SEE_OWN_SIDE: rules.runs,
    Can.EDIT_ENGAGEMENT: rules.edits_engagement,
    Can.SUBMIT_ENGAGEMENT: rules.buys,
    Can.REVIEW_ENGAGEMENT: rules.is_staff,
    Can.PAUSE_ENGAGEMENT: rules.runs,
    Can.CLOSE_ENGAGEMENT: rules.runs,
    Can.CONFIRM_ENGAGEMENT: rules.runs,
    Can.SEE_CANDIDATES: rules.runs,
    Can.SEE_MATCH: rules.sees_match,
    Can.CURATE: rules.is_staff,
    Can.APPLY: rules.applies,
    Can.SEE_APPLICATION: rules.sees_application,
    Can.SEE_NAMED_PROFILE: rules.sees_named_profile,
    Can.RECOMMEND: rules.is_staff,
    Can.INVITE: rules.invites,
    Can.ASK_CONSENT: rules.is_staff,
    Can.ANSWER_CONSENT: rules.is_applicant,
    Can.SUBMIT_APPLICATION: rules.is_staff,
    Can.SELECT: rules.selects,
    Can.WITHDRAW_APPLICATION: rules.is_applicant,
    Can.WITHDRAW_CONSENT: rules.is_applicant,
    Can.NOTE_APPLICATION: rules.selects,
    Can.NOTE_CONSULTANT: rules.is_staff,
    Can.SEE_NOTE: rules.sees_note,
    Can.REMOVE_NOTE: rules.wrote_note,
    Can.SEE_THREAD: rules.takes_part,
    Can.WRITE_POST: rules.takes_part,
    Can.SEE_ATTACHMENT: rules.opens_attachment,
    Can.ARRANGE_MEETING: rules.sees_application,
    Can.SEE_MEETING: rules.sees_part,
    Can.MOVE_MEETING: rules.sees_part,
    Can.CHOOSE_SLOT: rules.answers_slots,
    Can.MAKE_OFFER: rules.selects,
    Can.SEE_OFFER: rules.sees_part,
    Can.ANSWER_OFFER: rules.answers_offer,
    Can.SEE_CONTRACT: rules.sees_contract,
    Can.PREPARE_CONTRACT: rules.is_staff,
    Can.SEE_PAPER: rules.sees_paper,
    Can.ASK_FOR_PAPER: rules.asks_for_paper,
    Can.SEND_PAPER: rules.is_staff,
    Can.SIGN_PAPER: rules.signs_paper,
    Can.ASK_FOR_TALK: rules.is_contracted,
    Can.SEE_TALK: rules.sees_talk,
    Can.ANSWER_TALK: rules.is_staff,
    Can.ANSWER_RENEWAL: rules.is_party_to,
    Can.DECLARE_PARTY: rules.declares_party,
    Can.SCREEN_PARTY: rules.is_staff,
    Can.BEGIN_REPORT: rules.is_contracted,
    Can.SEE_REPORT: rules_of_work.sees_report,
    Can.WRITE_REPORT: rules_of_work.writes_report,
    Can.ANSWER_REPORT: rules_of_work.answers_report,
    Can.SEE_EXPENSE: rules_of_work.sees_expense,
    Can.REMOVE_EXPENSE: rules_of_work.writes_expense,
    Can.SEE_INVOICE: rules_of_work.sees_invoice,
    Can.SEE_PAYMENT_NOTICE: rules_of_work.sees_payment_notice,
    Can.ANSWER_PAYMENT_NOTICE: rules_of_work.is_paid,
    Can.SEE_ADVANCE: rules_of_work.sees_payment_notice,
    Can.AGREE_TO_ADVANCE: rules_of_work.is_paid,
    Can.LOOK_UP_REGISTRATION: rules.is_staff,
    Can.BILL: rules.is_operator,
    Can.BOOK_RECEIPT: rules_of_work.is_paid_for,
    Can.PAY_INVOICE: rules_of_work.pays_invoice,
    Can.SEE_SPENDING: rules.is_client,
    Can.SEE_EARNINGS: rules.is_consultant,
    Can.EDIT_BANK_ACCOUNT: rules.is_consultant,
    Can.PAY: rules.is_operator,
    Can.APPROVE_RUN: rules_of_work.approves_run,
    Can.BEGIN_PROJECT: rules.is_contracted,
    Can.SEE_PROJECT: rules_of_work.sees_project,
    Can.LEAD_PROJECT: rules_of_work.leads_project,
    Can.EDIT_BOARD: rules_of_work.leads_project,
    Can.SEE_STATUS: rules_of_work.sees_status,
    Can.WRITE_STATUS: rules_of_work.writes_status,
    Can.ANSWER_STATUS: rules_of_work.answers_status,
    Can.SEE_DESK: rules.is_staff,
    Can.CHASE: rules.is_staff,
    Can.SNOOZE: rules.is_staff,
    Can.REMOVE_FILTER: rules.keeps_filter,
    Can.EDIT_SETTINGS: rules.is_operator,
    Can.EDIT_CATALOGUE: rules.is_operator,
    Can.SEE_OPERATION: rules.is_operator,
    Can.RERUN_JOB: rules.is_operator,
}

OPEN_TO_ALL = frozenset({Can.SEE_ENGAGEMENT, Can.SEE_CLIENT_NAME})


def may(user: User | None, action: Can, subject: object | None = None) -> bool:
    """Tell whether the person may take the action on the record; a visitor only what is open to all."""
    if user is None and action not in OPEN_TO_ALL:
        return False
    if user is not None and not user.active:
        return False
    return RULES[action](user, subject)
