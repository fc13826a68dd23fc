"""How papers of the tracker say numbers and colours, and which letters their files can hold."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from marketplace.formats import date_long, days_between
from marketplace.i18n import gettext as _
from marketplace.i18n import present_locale
from marketplace.tracker.scales import words_of
from marketplace.tracker.states import Rag

if TYPE_CHECKING:
    from decimal import Decimal

    from marketplace.exports.told import Told
    from marketplace.tracker.numbers.evm import EarnedValue

RAG_MARK = {Rag.GREEN: "●", Rag.AMBER: "▲", Rag.RED: "■"}  # shapes too: colour is never all that tells
_NO_LETTER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def letters(words: str) -> str:
    """Return words without what no XML holds: a file with it is made by no library, or opened by no program."""
    return _NO_LETTER.sub("", words)


def fitting(words: str, most: float, *, narrow: float = 0.5) -> str:
    """Return words on one line, cut to the room of so many full-width letters; `narrow` is what others take of one."""
    plain = " ".join(words.split())
    ends = list(accumulate(1 if unicodedata.east_asian_width(each) in "WFA" else narrow for each in plain))
    return plain if not ends or ends[-1] <= most else plain[: bisect_right(ends, most - 1)] + "…"


def ratio(index: Decimal | None) -> str:
    """Say an index: 0.96."""
    return "—" if index is None else f"{index:.2f}"


def signed_days(days: int) -> str:
    """Say how far a day is from the agreed one: (+5日), or nothing."""
    words = _("%(days)s d", days=f"{days:+d}")
    return f" ({words})" if days else ""


def who_of(report: Told) -> str:
    """Say whose report it is: the client, and the PMO in charge."""
    pmo = _("PMO in charge")
    return f"{report.client}　／　{pmo} {report.pmo}"


def head_of(report: Told) -> dict[str, Any]:
    """Return what stands at the head and the foot of both papers of a report."""
    return {
        "locale": present_locale(), "project": report.project,
        "issued_on": [report.on.year, report.on.month, report.on.day],
        "above": who_of(report),
        "title": _("Status report no. %(number)s", number=report.number),
        "period": days_between(report.first_day, report.due_on),
        "footer": _("Handed in on %(day)s, edition %(edition)s", day=date_long(report.on), edition=report.edition),
    }  # fmt: skip


def facts_of_value(value: EarnedValue) -> dict[str, str]:
    """Return earned value in words by its usual names."""
    word = words_of(value.measure)

    def said(amount: int | None) -> str:
        return "—" if amount is None else word(amount)

    return {
        "BAC": said(value.bac), "PV": said(value.pv), "EV": said(value.ev), "AC": said(value.ac),
        "SPI": ratio(value.spi), "CPI": ratio(value.cpi), "EAC": said(value.eac), "ETC": said(value.etc),
        "VAC": said(value.vac),
    }  # fmt: skip


def line_of(value: EarnedValue) -> str:
    """Say in a line what the curve shows."""
    facts = facts_of_value(value)
    return _(
        "Planned %(pv)s, earned %(ev)s, used %(ac)s of %(bac)s.",
        pv=facts["PV"], ev=facts["EV"], ac=facts["AC"], bac=facts["BAC"],
    )  # fmt: skip
