"""A posting in the words of a card: each text is ready to read, so that drawing twenty costs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from marketplace.engagements.labels import LAYER, REMOTE
from marketplace.engagements.states import Layer
from marketplace.formats import business_days, date_short, days_a_week, man, months, rate, yen
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale
from marketplace.money import FULL_DAYS, Yen, at_days
from marketplace.places import prefecture
from marketplace.profiles.states import Remote
from marketplace.shortlist.labels import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Row


@dataclass(frozen=True, slots=True)
class ReasonText:
    """One reason as read: its sign, its words, the line it comes from."""

    sign: str
    text: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What posting_cards() draws."""

    url: str
    title: str
    rate: str
    rate_exact: str
    rate_note: str
    days: str
    place: str
    chain: str
    prime: bool
    period: str
    mix: tuple[int, int, int]
    answer: str
    confirmed: str
    score: int | None = None
    reasons: list[ReasonText] = field(default_factory=list)
    chip: tuple[str, str] | None = None
    saved: bool = False


def answered_note(median: float | None) -> str:
    """Say how long this client has really taken, where enough answers stand behind it."""
    if median is None:
        return ""
    if median < 1:
        return _(" (so far mostly on the same day)")
    return _(" (so far %(days)s business days in the median)", days=f"{median:g}")


def rate_note(low: int | None, high: int | None, days: tuple[int, int]) -> str:
    """Say what the 100 % rates mean at the days asked, where that is not full time (215万 at 2 days = 86万)."""
    if high is None or days[0] >= FULL_DAYS:
        return ""
    least, most = at_days(Yen(low if low is not None else high), days[0]), at_days(Yen(high), days[1])
    amount = man(most) if least == most else _("%(low)s to %(high)s", low=man(least), high=man(most))
    return _("%(amount)s at %(days)s", amount=amount, days=days_a_week(*days))


def place_text(remote: Remote, onsite_days: int, code: str) -> str:
    """Say remote and place in a few words: 愛知県・週3出社."""
    where = prefecture(code)
    if remote is Remote.FULL:
        return f"{REMOTE[remote]}{(f'（{where}）' if _ja() else f' ({where})') if where else ''}"
    counted = remote is Remote.HYBRID and onsite_days
    how = ngettext("%(num)d day on site", "%(num)d days on site", onsite_days) if counted else str(REMOTE[remote])
    return f"{where}・{how}" if _ja() and where else f"{where}, {how}" if where else how


def period_text(start: date | None, length: int | None) -> str:
    """Say start and length: 11/1(日)〜・11か月."""
    begin = _("at once") if start is None else _("from %(day)s", day=date_short(start))
    gap = " " if _ja() else ", "
    return f"{begin}{gap}{months(length)}" if length else begin


def _ja() -> bool:
    return present_locale() == "ja"


def reason_texts(reasons: Iterable[Mapping[str, Any]]) -> list[ReasonText]:
    """Return stored reasons in the reader's language, and where a reason stands when its words do not say it."""
    locale = present_locale()
    return [
        ReasonText("+" if each["sign"] > 0 else "-", each[locale], where if where not in each[locale] else "")
        for each in reasons
        for where in (place(each.get("where", "")),)
    ]


def card(row: Row[Any], match: tuple[int, list[dict[str, Any]]] | None = None) -> Card:
    """Word one posting for the list; `match` is the reader's (score in thousandths, reasons) where known."""
    return Card(
        url=f"/engagements/{row.id}",
        title=row.title,
        rate=rate(row.received_rate_min, row.received_rate_max),
        rate_exact=yen(row.received_rate_max),
        rate_note=rate_note(row.received_rate_min, row.received_rate_max, (row.days_min, row.days_max)),
        days=days_a_week(row.days_min, row.days_max),
        place=place_text(row.remote, row.onsite_days, row.prefecture),
        chain=str(LAYER[row.layer]),
        prime=row.layer is not Layer.SECOND,
        period=period_text(row.start_on, row.months),
        mix=(row.strategic, row.controlling, row.supportive),
        answer=_("Answers within %(days)s", days=business_days(row.answer_days)) + answered_note(row.answer_median),
        confirmed=_("confirmed open %(day)s", day=date_short(row.confirmed_on)) if row.confirmed_on else "",
        score=round(match[0] / 10) if match else None,
        reasons=reason_texts(match[1]) if match else [],
    )


def all_cards(rows: Iterable[Row[Any]], matches: Mapping[UUID, tuple[int, list[dict[str, Any]]]]) -> list[Card]:
    """Word a page of postings."""
    return [card(row, matches.get(row.id)) for row in rows]
