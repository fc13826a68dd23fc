"""Rules of the trade about a profile's business data: the number of an issuer of qualified invoices (R21, R22)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from marketplace.i18n import lazy_gettext as _

DIGITS = 13  # of a 法人番号, and of the number after the T
# Whatever people type between the groups: hyphens, dashes, long marks, the minus sign, spaces.
_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−ー]+")


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What a registration number is worth: `normalised` when its form is right, else why it cannot be, or may not be.

    A number without error has the right form only. Whether it is registered, and to whom, is known from the tax
    agency's public site.
    """

    normalised: str = ""
    error: str = ""
    warning: str = ""


def check_digit(base: str) -> int:
    """Return the leftmost digit of a 法人番号 from the other twelve: 9 − (Σ Pn·Qn mod 9).

    P1 is the rightmost digit; Qn is 1 for odd and 2 for even n (法人番号の指定等に関する省令第2条). Never 0.
    """
    weighted = (int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - sum(weighted) % 9


def check_registration_number(text: str, *, corporation: bool) -> NumberCheck:
    """Check a 登録番号 (T and thirteen digits) as people type it: full-width, with hyphens or spaces.

    A corporation's digits are its 法人番号, whose first digit checks the others. For individuals no scheme is
    published, so a digit that does not fit is a warning to be confirmed (R22).
    """
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    digits = plain.removeprefix("T")
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) or not plain.startswith("T"):
        return NumberCheck(error=_("The number is the letter T and 13 digits."))
    if digits.startswith("0"):
        return NumberCheck(error=_("The first digit is never 0."))
    if int(digits[0]) == check_digit(digits[1:]):
        return NumberCheck(plain)
    if corporation:
        return NumberCheck(error=_("The check digit does not fit. Please compare it with your notice."))
    return NumberCheck(plain, warning=_("The check digit does not fit. If your notice says so, confirm it below."))
