"""When a mail that is not urgent may go: the rhythm a person has chosen, and the quiet hours. Japan knows no DST."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from marketplace.clock import TOKYO
from marketplace.inbox.states import Rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping

HOURS = 24
WEEK = 7


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wishes about mails; as it stands here for whoever has chosen nothing."""

    rhythm: Rhythm = Rhythm.AT_ONCE
    hour: int = 9
    quiet: bool = True
    quiet_from: int = 21
    quiet_until: int = 8

    def is_quiet(self, moment: datetime) -> bool:
        """Tell whether no mail shall come now; the hours may span midnight, and their end is no longer quiet."""
        since = (moment.astimezone(TOKYO).hour - self.quiet_from) % HOURS
        return self.quiet and since < (self.quiet_until - self.quiet_from) % HOURS

    def due(self, asked: datetime) -> datetime:
        """Return when a mail asked for at this moment may go: at once, or with a summary, and never in quiet hours."""
        moment = self._summary_after(asked.astimezone(TOKYO))
        if self.is_quiet(moment):
            moment = _next(moment, self.quiet_until)
        return moment.astimezone(UTC)

    def _summary_after(self, local: datetime) -> datetime:
        if self.rhythm is Rhythm.AT_ONCE:
            return local
        following = _next(local, self.hour)
        if self.rhythm is Rhythm.WEEKLY:
            following += timedelta(days=-following.weekday() % WEEK)
        return following


def _next(local: datetime, hour: int) -> datetime:
    """Return the next time the clock in Japan shows this full hour, the present instant among them."""
    shown = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return shown if shown >= local else shown + timedelta(days=1)


# Which event goes out at once whatever its reader wishes. A test compares this with the folders of notices.
URGENT: Mapping[str, bool] = {
    "accounts/address_changed": True,
    "accounts/address_known": True,
    "accounts/advisor_changed": False,
    "accounts/company_assigned": False,
    "accounts/confirm_address": True,
    "accounts/confirm_new_address": True,
    "accounts/member_invited": True,
    "accounts/member_joined": False,
    "accounts/password_changed": True,
    "accounts/reset_password": True,
    "accounts/role_changed": False,
    "accounts/second_factor_changed": True,
    "accounts/staff_invited": True,
    "appeals/answered": False,
    "appeals/opened": False,
    "billing/advance_agreed": True,
    "billing/advance_paid": False,
    "billing/advance_proposed": True,
    "billing/advance_withdrawn": False,
    "billing/dispute_settled": False,
    "billing/export_ready": True,
    "billing/invoice_given_back": False,
    "billing/invoice_issued": False,
    "billing/invoice_overdue": True,
    "billing/invoice_paid": False,
    "billing/invoice_reopened": False,
    "billing/notice_disputed": True,
    "billing/notice_sent": True,
    "billing/set_off_agreed": False,
    "billing/to_give_back": True,
    "change_requests/agreed": False,
    "change_requests/declined": True,
    "change_requests/proposed": False,
    "change_requests/withdrawn": False,
    "checkouts/task_made": True,
    "comments/mentioned": False,
    "connect/account_restricted": True,
    "connect/handed_on": False,
    "contracts/amendment_agreed": False,
    "contracts/amendment_sent": True,
    "contracts/amendment_withdrawn": False,
    "contracts/drafted": False,
    "contracts/end_told": True,
    "contracts/ended": False,
    "contracts/paper_asked": False,
    "contracts/paper_sent": False,
    "contracts/price_talk_answered": False,
    "contracts/price_talk_asked": False,
    "contracts/price_talk_late": False,
    "contracts/reminder": True,
    "contracts/renewal_asked": False,
    "contracts/renewal_said": False,
    "contracts/resumed": False,
    "contracts/sent": True,
    "contracts/signed": True,
    "contracts/suspended": False,
    "contracts/void": True,
    "desk/handed_over": False,
    "engagements/expired": False,
    "engagements/published": False,
    "engagements/returned": False,
    "engagements/submitted": False,
    "inbox/digest": True,
    "learning/model_unusable": True,
    "learning/model_waits": False,
    "meetings/cancelled": True,
    "meetings/debrief": False,
    "meetings/fixed": True,
    "meetings/proposed": False,
    "meetings/reminder": True,
    "meetings/unanswered": False,
    "meetings/withdrawn": True,
    "offers/accepted": True,
    "offers/countered": True,
    "offers/expired": True,
    "offers/reminder": True,
    "offers/sent": True,
    "payouts/account_changed": True,
    "payouts/paid": False,
    "payouts/returned": True,
    "payouts/run_made": True,
    "pipeline/consent_asked": True,
    "pipeline/consent_expired": False,
    "pipeline/consent_withdrawn": False,
    "pipeline/consented": False,
    "pipeline/invitation_declined": False,
    "pipeline/invited": False,
    "pipeline/meeting_wanted": False,
    "pipeline/meeting_wanted_advisor": False,
    "pipeline/not_selected": False,
    "pipeline/overdue": False,
    "pipeline/reminder": True,
    "pipeline/submitted_advisor": False,
    "pipeline/submitted_client": False,
    "pipeline/submitted_consultant": False,
    "pipeline/withdrawn": False,
    "exports/closed": False,
    "project_summaries/declined": False,
    "project_summaries/proposed": False,
    "project_summaries/signed": False,
    "project_summaries/withdrawn": False,
    "profiles/advisor_changed": False,
    "profiles/certification_refused": False,
    "profiles/consultant_assigned": False,
    "profiles/merged": False,
    "profiles/merged_advisor": False,
    "pulses/asked": False,
    "pulses/call_me": True,
    "pulses/check_asked": False,
    "pulses/digest": False,
    "pulses/guidance": False,
    "pulses/health_fell": True,
    "pulses/low_pulse": True,
    "readers/shared": True,
    "pulses/sign_found": False,
    "pulses/sign_said": True,
    "registrations/does_not_count": False,
    "reviews/answered": False,
    "reviews/asked": False,
    "reviews/hidden": False,
    "reviews/published": False,
    "reviews/written": False,
    "threads/posted": False,
    "threads/posted_on_contract": False,
    "status_reports/acknowledged": False,
    "status_reports/due": True,
    "status_reports/overdue": True,
    "status_reports/returned": True,
    "status_reports/silence": True,
    "status_reports/submitted": False,
    "work_reports/answer_reminder": True,
    "work_reports/approved": False,
    "work_reports/correction_submitted": False,
    "work_reports/deemed": False,
    "work_reports/returned": True,
    "work_reports/submitted": False,
    "work_reports/write_reminder": True,
}


def is_urgent(template: str) -> bool:
    """Tell whether an event's mail goes at once; one that nobody has thought about is not held back."""
    return URGENT.get(template, True)
