"""支払サイト: a closing day and a day of payment, read from the words that people write (R3 of the trade's rules)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.refusal import Refusal

END_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """締日 and 支払日: day 31 stands for the last of a month; `months_after` counts from the closing month."""

    closing_day: int
    months_after: int
    day: int

    def __post_init__(self) -> None:
        days = range(1, END_OF_MONTH + 1)
        if self.closing_day not in days or self.day not in days or self.months_after < 0:
            raise ValueError(self)

    @property
    def text(self) -> str:
        """The wording of the trade: 月末締め翌月15日払い."""
        closing = "月末" if self.closing_day == END_OF_MONTH else f"毎月{self.closing_day}日"
        month = {0: "当月", 1: "翌月", 2: "翌々月"}.get(self.months_after, f"{self.months_after}か月後の")
        return f"{closing}締め{month}{'末' if self.day == END_OF_MONTH else f'{self.day}日'}払い"


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


def payment_term(text: str) -> PaymentTerm | None:
    """Read wording such as 月末締め翌月15日払い; None where no date can be resolved from it."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    close = _CLOSE.search(plain)
    pay = _PAY.search(plain, close.end()) if close else None
    english = _ENGLISH.search(text)
    if close and pay:
        found = _day_of_month(close[2]), _AFTER[pay[1]], _day_of_month(pay[3])
    elif english:
        found = END_OF_MONTH, _AFTER[english[3].lower()], _day_of_month(english[2])
    else:
        return None
    try:
        return PaymentTerm(*found)
    except ValueError:
        return None


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
    if payment_term(text) is None:
        return _("No payment date can be read from this. For example: 月末締め翌月末払い.")
    return None


def parse_payment_term(text: str) -> PaymentTerm:
    """Read wording such as 月末締め翌月15日払い, or refuse it with the reason (R3)."""
    wrong = due_wording_error(text)
    term = payment_term(text)
    if wrong or term is None:
        raise Refusal(wrong)
    return term
