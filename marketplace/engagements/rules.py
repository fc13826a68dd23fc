"""Rules of the trade that a posting is held to (shared numbering: R1, R3, R46 of the rules of the trade in Japan)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.engagements.states import ContractModel
from marketplace.i18n import lazy_gettext as _
from marketplace.vocabulary import normalise

if TYPE_CHECKING:
    from config import Config
    from marketplace.engagements.models import Engagement

END_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class Recruiter:
    """募集主体: who asks, with an address down to the room and a way to reach it."""

    name: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """締日 and 支払日 of a month: day 31 stands for the last day; `months_after` counts from the closing month."""

    closing_day: int
    months_after: int
    payment_day: int


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


_VAGUE = re.compile(
    r"まで|以内|請求書受領後|請求書到着後|検収後|検収完了後|within|after receipt|after inspection|by the", re.IGNORECASE
)
_CLOSE = re.compile(r"(?:毎月)?(?:(末)日?|(\d{1,2})日)締め?")
_PAY = re.compile(r"(翌々|翌|当)月?(?:の)?(?:(末)日?|(\d{1,2})日)(?:払い?|支払い?)?")
_ENGLISH = re.compile(
    r"(?:clos\w+ at |month[- ]end clos\w+).*?"
    r"(?:(end)|(\d{1,2})(?:st|nd|rd|th)?) of (?:the )?(following|next|second) month",
    re.IGNORECASE,
)
_AFTER = {"当": 0, "翌": 1, "翌々": 2, "following": 1, "next": 1, "second": 2}


def payment_terms(text: str) -> PaymentTerms | None:
    """Read 支払サイト wording such as 月末締め翌月15日払い; None where no date can be resolved from it."""
    plain = re.sub(r"\s+", "", normalise(text))
    close = _CLOSE.search(plain)
    pay = _PAY.search(plain, close.end()) if close else None
    english = _ENGLISH.search(text)
    if close and pay:
        terms = PaymentTerms(_day_of_month(close[2]), _AFTER[pay[1]], _day_of_month(pay[3]))
    elif english:
        terms = PaymentTerms(END_OF_MONTH, _AFTER[english[3].lower()], _day_of_month(english[2]))
    else:
        return None
    days = range(1, END_OF_MONTH + 1)
    return terms if terms.closing_day in days and terms.payment_day in days else None


def _day_of_month(digits: str | None) -> int:
    """Read a day; where none is written, 末日 is."""
    return int(digits) if digits else END_OF_MONTH


def due_wording_error(text: str) -> str | None:
    """Say what is wrong with the wording of a payment date, if anything is (R3)."""
    if _VAGUE.search(text):
        return _(
            "A payment date must be a date: not “by …”, “within …”, nor after an invoice or inspection. "
            "For example: month-end closing, paid at the end of the following month."
        )
    if payment_terms(text) is None:
        return _("No payment date can be read from this. For example: 月末締め翌月末払い.")
    return None


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
