"""The number of an issuer of qualified invoices (登録番号): T and thirteen digits (R21, R22 of the trade's rules)."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

DIGITS = 13  # of a 法人番号, and of the number after the T
LOOK_UP_HOLDS = timedelta(days=31)
# Whatever people type between the groups: hyphens, dashes, long marks, the minus sign, spaces.
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−ー]+")


class Verdict(StrEnum):
    """What the form of a number alone tells; whether it is registered, and to whom, the tax agency's site knows."""

    OK = "ok"
    MALFORMED = "malformed"
    ZERO_FIRST = "zero_first"
    BAD_CHECK_DIGIT = "bad_check_digit"
    DOUBTFUL_CHECK_DIGIT = "doubtful_check_digit"  # an individual's: to be confirmed


def normalise(text: str) -> str:
    """Return a number as people type it (full-width, hyphens, spaces, a small t) in its one spelling."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_digit(base: str) -> int:
    """Return the leftmost digit of a 法人番号 from the other twelve: 9 − (Σ Pn·Qn mod 9).

    P1 is the rightmost digit; Qn is 1 for odd and 2 for even n (法人番号の指定等に関する省令第2条). Never 0.
    """
    weighted = (int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - sum(weighted) % 9


def verdict(number: str, *, individual: bool) -> Verdict:
    """Judge a 登録番号 in any spelling by its form.

    A corporation's digits are its 法人番号, whose first digit checks the others. For individuals no scheme is
    published, so a digit that does not fit is a doubt to be confirmed (R22).
    """
    plain = normalise(number)
    digits = plain.removeprefix("T")
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or not plain.startswith("T"):
        return Verdict.MALFORMED
    if digits.startswith("0"):
        return Verdict.ZERO_FIRST
    if int(digits[0]) == check_digit(digits[1:]):
        return Verdict.OK
    return Verdict.DOUBTFUL_CHECK_DIGIT if individual else Verdict.BAD_CHECK_DIGIT


def needs_new_look_up(looked_up_on: date | None, on: date) -> bool:
    """Tell whether the tax agency's site must be asked again: never asked, or more than 31 days ago (R22)."""
    return looked_up_on is None or on - looked_up_on > LOOK_UP_HOLDS
