"""Rules of the trade about a profile's business data: the number of an issuer of qualified invoices (R21, R22)."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.i18n import lazy_gettext as _
from marketplace.trade.registration import Verdict, normalise, verdict


@dataclass(frozen=True, slots=True)
class NumberCheck:
    """What a registration number is worth: `normalised` when its form is right, else why it cannot be, or may not be.

    A number without error has the right form only. Whether it is registered, and to whom, is known from the tax
    agency's public site.
    """

    normalised: str = ""
    error: str = ""
    warning: str = ""


_ERRORS = {
    Verdict.MALFORMED: _("The number is the letter T and 13 digits."),
    Verdict.ZERO_FIRST: _("The first digit is never 0."),
    Verdict.BAD_CHECK_DIGIT: _("The check digit does not fit. Please compare it with your notice."),
}


def check_registration_number(text: str, *, corporation: bool) -> NumberCheck:
    """Check a 登録番号 (T and thirteen digits) as people type it, and word what is wrong with it."""
    judged = verdict(text, individual=not corporation)
    if judged in _ERRORS:
        return NumberCheck(error=_ERRORS[judged])
    if judged is Verdict.DOUBTFUL_CHECK_DIGIT:
        doubt = _("The check digit does not fit. If your notice says so, confirm it below.")
        return NumberCheck(normalise(text), warning=doubt)
    return NumberCheck(normalise(text))
