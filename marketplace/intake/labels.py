"""The interview's parts and coded words, as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.intake.states import Channel, EmployerRule, Evidence, Impression, InterviewKind, Promise, Way

if TYPE_CHECKING:
    from collections.abc import Mapping

PROMISE: Mapping[Promise, str] = {
    Promise.CONTACT: _("The advisor gets in touch with somebody new"),
    Promise.CHECK: _("The advisor checks a newly listed consultant"),
}
EMPLOYER_RULE: Mapping[str, str] = {
    EmployerRule.INDEPENDENT: _("Independent, no employer"),
    EmployerRule.ALLOWED: _("Employed; side work is allowed"),
    EmployerRule.PERMISSION: _("Employed; side work needs permission"),
    EmployerRule.UNCLEAR: _("Employed; the rule is still to be checked"),
}
CHANNEL: Mapping[str, str] = {
    Channel.MAIL: _("By e-mail"),
    Channel.PHONE: _("By telephone"),
    Channel.VIDEO: _("By video call"),
    Channel.CHAT: _("By chat"),
}
EVIDENCE: Mapping[str, str] = {
    Evidence.IDENTITY: _("Proof of identity"),
    Evidence.CERTIFICATES: _("Certificates"),
    Evidence.INVOICE: _("Notice of the invoice registration"),
    Evidence.REFERENCE: _("Somebody who can be asked"),
}
WAY: Mapping[str, str] = {
    Way.DIRECT: _("Directly with the consultant"),
    Way.PRIME: _("Through one prime contractor"),
    Way.AGENCY: _("Through agencies"),
}
IMPRESSION: Mapping[str, str] = {
    Impression.READY: _("Recommend at once"),
    Impression.LATER: _("Recommend for fitting postings"),
    Impression.NOT_YET: _("Not yet: something is to be settled first"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions under one heading; `pmo_type` where only those who lean to that type are asked."""

    title: str
    questions: tuple[str, ...]
    pmo_type: str = ""
    help: str = ""


MIX = ("strategic", "controlling", "supportive")
_CONSULTANT = (
    Part(_("PMO type"), MIX, help=_("Real work is a mix: shares that add up to 100.")),
    Part(_("Strategic work"), ("strategic_decisions", "strategic_setup"), "strategic"),
    Part(_("Controlling work"), ("controlling_delay", "controlling_vendors"), "controlling"),
    Part(_("Supportive work"), ("supportive_volume", "supportive_lighter"), "supportive"),
    Part(_("Strengths"), ("functions", "phases", "industries", "skills")),
    Part(
        _("Wishes"),
        (
            "rate", "rate_note", "days_min", "days_max", "available_from", "remote", "onsite_days", "work_prefectures",
            "travel", "hours_note", "no_gos",
        ),
    ),
    Part(_("Conditions"), ("employer_rule", "employer_note", "conditions", "blocked_companies")),
    Part(_("How to reach you"), ("reach_by", "reach_when")),
)  # fmt: skip
_CLIENT = (
    Part(
        _("The company"),
        ("business", "industry", "size", "prefecture", "address", "contact", "corporate_number"),
    ),
    Part(_("Projects and PMO"), ("projects", "pmo_use", "trouble")),
    Part(_("Decisions"), ("deciders", "steps", "answer_days")),
    Part(_("Budget and contract"), ("budget_low", "budget_high", "ways", "settlement", "payment")),
    Part(_("Security"), ("security",)),
)
PARTS: Mapping[InterviewKind, tuple[Part, ...]] = {
    InterviewKind.CONSULTANT: _CONSULTANT,
    InterviewKind.CLIENT: _CLIENT,
}
# Asked by the advisor: first what the person reads too, then what never leaves the desk.
TALK: Mapping[InterviewKind, tuple[str, ...]] = {
    InterviewKind.CONSULTANT: ("held_on", "evidence"),
    InterviewKind.CLIENT: ("held_on",),
}
DESK_ONLY = ("impression", "remarks")
