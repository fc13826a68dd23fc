"""Dates, periods and amounts as people write them in a résumé, read from text folded by `folded`.

2021年4月〜2023年3月, 2021/04-2023/03, 令和3年4月~, R3.4, 2014年〜2022年; 120万円, 115〜120万; 週3〜4日, 60%; 38億円.
Nothing is guessed: what is not written is None.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from marketplace.clock import today

_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_WAVES, _DASHES = "\u301c\u223c\u2053", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_MARKS = str.maketrans({**dict.fromkeys(_WAVES, "~"), **dict.fromkeys(_DASHES, "-")})
_MOMENT = (
    r"(?:(?P<era{n}>令和|平成|昭和|(?<![A-Za-z])[RHS])\s*(?P<of{n}>元|\d{{1,2}})(?=\s*[年./])"
    r"|(?P<year{n}>(?<!\d)(?:19|20)\d\d(?!\d)))"
    r"(?:\s*[年./-]\s*(?P<month{n}>1[0-2]|0?[1-9])(?!\d)(?:\s*月|\s*[/.-]\s*(?:3[01]|[12]\d|0?[1-9])(?!\d))?"
    r"(?:\s*(?:3[01]|[12]\d|0?[1-9])\s*日)?)?\s*年?\s*度?"
)
_RANGE = re.compile(
    _MOMENT.format(n=1)
    + r"\s*(?:\([^)]{0,12}\)\s*)?(?P<dash>~|-+|から|→|\bto\b)\s*(?:(?P<open>至?現在|present|now|継続中)|"
    + _MOMENT.format(n=2) + r")?", re.IGNORECASE,
)  # fmt: skip
_ONE = re.compile(_MOMENT.format(n=1))
_TIL = re.compile(r"(?:有効)?期限|まで|有効|until|expires", re.IGNORECASE)
_MAN = re.compile(r"(\d{2,3}(?:\.\d)?)\s*(?:万円?)?\s*(?:[~-]\s*\d{2,3}(?:\.\d)?\s*)?万")
_YEN = re.compile(r"(?<![\d,])(\d{1,2},\d{3},\d{3}|\d{6,7})(?![\d,])\s*円")
_BY_HOUR = re.compile(r"時給|時間単価|/\s*(?:h|時)|日額|日給|年収|年俸", re.IGNORECASE)
_OKU = re.compile(r"(\d{1,5}(?:\.\d{1,2})?)\s*億")
_MAN_YEN = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3})*|\d+)\s*万円")
_PEOPLE = re.compile(r"(?<![\d,.])(?<!従業員)(?<!社員数)(?<!従業員数)(\d{1,3}(?:,\d{3})+|\d{1,6})\s*(?:名|人(?!月|日))")
_WEEK = re.compile(r"週\s*([1-5])(?:\s*日?\s*[~-]\s*([1-5]))?\s*日?")
_SHARE = re.compile(r"(?<!\d)(20|40|60|80|100)\s*%?(?:\s*[~-]\s*(20|40|60|80|100))?\s*%")
_YEARS = re.compile(r"(?<![\d./])(\d{1,2})\s*(?:年(?![度代目月\d~])間?|years?\b)", re.IGNORECASE)


def folded(text: str) -> str:
    """Fold width (１→1, ｱ→ア) and the many kinds of dashes; line ends stay."""
    return unicodedata.normalize("NFKC", text).translate(_MARKS)


@dataclass(frozen=True, slots=True)
class Span:
    """A period, with where it stands in the text; `ended` is None where it goes on."""

    began: date
    ended: date | None
    years_only: bool
    start: int
    end: int


def period_in(text: str) -> Span | None:
    """Return the first period of a folded text; a day of the month is dropped."""
    for found in _RANGE.finditer(text):
        began, ended = _month(found, 1), _month(found, 2)
        if began is None or (ended is None and found["dash"] != "~" and not found["open"]):
            continue
        bare = found["month1"] is None or (ended is not None and found["month2"] is None)
        if bare and ended is not None:
            ended = ended.replace(month=12)
        if began <= today() and (ended is None or began <= ended):
            return Span(began, ended, bare, found.start(), found.end())
    return None


def month_in(text: str) -> tuple[date, bool] | None:
    """Return the first month (or year: then True) of a folded text."""
    for found in _ONE.finditer(text):
        month = _month(found, 1)
        if month is not None:
            return month, found["month1"] is None
    return None


def obtained_in(text: str) -> tuple[int, int | None] | None:
    """Return year and month of the first date that is not a term (期限2028年6月)."""
    for found in _ONE.finditer(text):
        month = _month(found, 1)
        before, after = text[max(0, found.start() - 6) : found.start()], text[found.end() :].lstrip()
        if month is not None and month <= today() and not _TIL.search(before) and not _TIL.match(after):
            return month.year, month.month if found["month1"] else None
    return None


def day_in(text: str) -> date | None:
    """Return a day: 2026年10月15日, 2026/10/15, or the first of a month that is named alone."""
    full = re.search(r"(20\d\d)\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})", text)
    if full:
        try:
            return date(int(full[1]), int(full[2]), int(full[3]))
        except ValueError:
            return None
    found = month_in(text)
    return found[0] if found and not found[1] else None


def _month(found: re.Match[str], n: int) -> date | None:
    era, year = found[f"era{n}"], found[f"year{n}"]
    if era:
        of = found[f"of{n}"]
        number = _ERAS[era] + (1 if of == "元" else int(of))
    elif year:
        number = int(year)
    else:
        return None
    return date(number, int(found[f"month{n}"] or 1), 1)


def monthly_yen(text: str) -> int | None:
    """Return a monthly rate, the lower end of a range; none where it is by the hour, day or year."""
    if _BY_HOUR.search(text):
        return None
    if found := _MAN.search(text):
        return round(float(found[1]) * 10_000)
    return int(found[1].replace(",", "")) if (found := _YEN.search(text)) else None


def budget_yen(text: str) -> int | None:
    if found := _OKU.search(text):
        return round(float(found[1]) * 100) * 1_000_000
    return int(found[1].replace(",", "")) * 10_000 if (found := _MAN_YEN.search(text)) else None


def people_in(text: str) -> int | None:
    """Return the largest number of people named."""
    numbers = [int(found[1].replace(",", "")) for found in _PEOPLE.finditer(text)]
    return max(numbers, default=None)


def week_days(text: str) -> tuple[int, int] | None:
    """Return days a week, from and to; 60% are three."""
    if found := _WEEK.search(text):
        low, high = int(found[1]), int(found[2] or found[1])
    elif found := _SHARE.search(text):
        low, high = int(found[1]) // 20, int(found[2] or found[1]) // 20
    else:
        return None
    return (low, high) if low <= high else None


def years_in(text: str) -> int | None:
    """Return how many years (9年, 3年間, 5 years); calendar years are none."""
    found = _YEARS.search(text)
    return int(found[1]) if found else None
