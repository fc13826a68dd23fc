"""Rules of the trade that a posting is held to (shared numbering: R1, R46 of the rules of the trade in Japan)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.engagements.states import ContractModel
from marketplace.i18n import lazy_gettext as _
from marketplace.vocabulary import normalise

if TYPE_CHECKING:
    from config import Config
    from marketplace.engagements.models import Engagement


@dataclass(frozen=True, slots=True)
class Recruiter:
    """募集主体: who asks, with an address down to the room and a way to reach it."""

    name: str
    address: str
    contact: str


def operator_recruiter(config: Config) -> Recruiter:
    """Return the operator as recruiter, from the configuration."""
    return Recruiter(config.operator.name, config.operator.address, config.operator.contact)


def recruiter_of(engagement: Engagement, operator: Recruiter) -> Recruiter:
    """In the VIA model the operator recruits; in DIRECT the client does (R1)."""
    if engagement.contract_model is ContractModel.VIA:
        return operator
    return Recruiter(engagement.recruiter_name, engagement.recruiter_address, engagement.recruiter_contact)


def missing_items(engagement: Engagement, operator: Recruiter) -> dict[str, str]:
    """Return which of the six items of 募集情報の的確表示 are empty, by form field (R1)."""
    recruiter = recruiter_of(engagement, operator)
    remote_only = engagement.remote == "full"
    items = {
        "recruiter_name": (recruiter.name, _("The recruiter's name is missing.")),
        "recruiter_address": (recruiter.address, _("The recruiter's address is missing.")),
        "recruiter_contact": (recruiter.contact, _("The recruiter's contact is missing.")),
        "duties": (engagement.duties, _("The content of the work is missing.")),
        "place": (engagement.place or remote_only, _("The place of work is missing.")),
        "received_rate_max": (engagement.received_rate_max, _("The fee the consultant receives is missing.")),
    }
    return {field: message for field, (value, message) in items.items() if not value}


# 偽装請負 or employment in disguise: words of command, attendance and wages (R46).
_WARNING_WORDS = (
    "出勤", "欠勤", "シフト", "上司の指示", "有給", "時給", "勤怠", "残業", "始業", "終業", "就業規則", "雇用", "派遣",
    "正社員", "アルバイト", "賞与", "社会保険完備", "指揮命令", "採用面接", "タイムカード",
)  # fmt: skip
_ENGLISH_WARNINGS = (
    "paid leave", "hourly wage", "time card", "overtime", "work shift", "employment contract", "attendance record",
)  # fmt: skip
_WORDED = (
    "title", "background", "duties", "team", "reports_to", "predecessor", "days_note", "hours_note", "renewal_note",
    "place", "place_note", "travel", "expenses", "layer_note", "meeting_note", "termination_note", "conflict_note",
    "dress", "equipment", "care_note",
)  # fmt: skip


def warning_words(engagement: Engagement) -> list[str]:
    """Return the words in a posting that suggest employment or 偽装請負: an advisor must look (R46)."""
    texts = [getattr(engagement, name) or "" for name in _WORDED]
    plain = normalise("\n".join([*texts, *(each.text for each in engagement.requirements)]))
    return [word for word in (*_WARNING_WORDS, *_ENGLISH_WARNINGS) if word in plain]
