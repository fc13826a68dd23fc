"""How numbers and dates are said to a reader: the only place that formats them, used as Jinja filters."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from marketplace.clock import TOKYO, now, today
from marketplace.i18n import gettext as _
from marketplace.i18n import ngettext, present_locale

if TYPE_CHECKING:
    from flask import Flask

WEEKDAYS = "月火水木金土日"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MAN = 10_000
TENTH = 1_000  # a tenth of a 万
MILLION = 1_000_000
# The last four are as Japanese keyboards write them: Excel takes them for the same signs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def yen(amount: int | None) -> str:
    """Say exact yen: 1,200,000円 or ¥1,200,000."""
    if amount is None:
        return "—"
    return f"{amount:,}円" if present_locale() == "ja" else f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


def man(amount: int | None) -> str:
    """Say yen as people do in lists: 120万円 or ¥1.2M; amounts that this would blur are said exactly."""
    if amount is None:
        return "—"
    if present_locale() == "ja":
        return f"{amount / MAN:,.10g}万円" if amount % TENTH == 0 and amount else yen(amount)
    if amount < 0:
        return f"-{man(-amount)}"
    if amount >= MILLION and amount % TENTH == 0:
        return f"¥{amount / MILLION:.3f}".rstrip("0").rstrip(".") + "M"
    return f"¥{amount // 1000:,}k" if amount % 1000 == 0 and amount else yen(amount)


def rate(low: int | None, high: int | None = None) -> str:
    """Say a monthly rate or range: 115〜120万円/月 or ¥1.15M–1.2M / month."""
    top = high if high is not None else low
    if top is None:
        return _("Rate not stated")
    per = "/月" if present_locale() == "ja" else " / month"
    if low is None or low == top:
        return man(top) + per
    if present_locale() == "ja" and low % MAN == 0 and top % MAN == 0:
        return f"{low // MAN:,}〜{man(top)}{per}"
    dash = "〜" if present_locale() == "ja" else "–"
    return f"{man(low)}{dash}{man(top).removeprefix('¥')}{per}"


def _day(value: date | datetime) -> date:
    return value.astimezone(TOKYO).date() if isinstance(value, datetime) else value


def date_long(value: date | datetime | None) -> str:
    """Say a day in full: 2026年11月22日(日) or 22 Nov 2026."""
    if value is None:
        return "—"
    day = _day(value)
    if present_locale() == "ja":
        return f"{day.year}年{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(value: date | datetime | None) -> str:
    """Say a day in a list: 11/22(日) or 22 Nov; another year is named."""
    if value is None:
        return "—"
    day = _day(value)
    other_year = day.year != today().year
    if present_locale() == "ja":
        return f"{f'{day.year}/' if other_year else ''}{day.month}/{day.day}({WEEKDAYS[day.weekday()]})"
    return f"{day.day} {MONTHS[day.month - 1]}{f' {day.year}' if other_year else ''}"


def days_between(first: date, last: date) -> str:
    """Say a period in full: 2026年11月1日(日) 〜 2026年11月30日(月) or 1 Nov 2026 – 30 Nov 2026."""
    return f"{date_long(first)} {'〜' if present_locale() == 'ja' else '–'} {date_long(last)}"


def month_of(value: date | datetime | None) -> str:
    """Say a month: 2026年11月 or Nov 2026."""
    if value is None:
        return _("present")
    day = _day(value)
    return f"{day.year}年{day.month}月" if present_locale() == "ja" else f"{MONTHS[day.month - 1]} {day.year}"


def moment(value: datetime | None) -> str:
    """Say an instant in Japan: 2026年11月22日(日) 14:05."""
    return f"{date_long(value)} {value.astimezone(TOKYO):%H:%M}" if value else "—"


def ago(value: datetime | None) -> str:
    """Say how long ago: 5分前, 3時間前, 2日前."""
    if value is None:
        return "—"
    minutes = max(0, int((now() - value).total_seconds() // 60))
    if minutes == 0:
        return _("just now")
    if minutes < 60:  # noqa: PLR2004
        return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)
    if minutes < 24 * 60:
        return ngettext("%(num)d hour ago", "%(num)d hours ago", minutes // 60)
    return ngettext("%(num)d day ago", "%(num)d days ago", minutes // (24 * 60))


def months(count: int | None) -> str:
    """Say a duration: 6か月 or 6 months."""
    return ngettext("%(num)d month", "%(num)d months", count) if count else "—"


def days_a_week(low: int, high: int | None = None) -> str:
    """Say days a week: 週5日, 週3〜5日."""
    if high is None or low == high:
        return ngettext("%(num)d day a week", "%(num)d days a week", low)
    return _("%(low)s to %(high)s days a week", low=low, high=high)


def business_days(count: int) -> str:
    """Say a term in business days: 5営業日 or 5 business days."""
    return ngettext("%(num)d business day", "%(num)d business days", count)


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula."""
    return text.startswith(_FORMULA)


def inert(text: str) -> str:
    """Return a cell of a CSV so that no spreadsheet takes it for a formula."""
    return f"'{text}" if is_formula(text) else text


def lines(text: str) -> Markup:
    """Set plain text as paragraphs, its lines kept; everything in it is escaped."""
    paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
    return Markup().join(Markup("<p>{}</p>").format(Markup("<br>").join(each.splitlines())) for each in paragraphs)


def names_years(text: str, years: int) -> bool:
    """Say whether a line names so many years itself, in figures of any width; a calendar year is no number of them."""
    plain = unicodedata.normalize("NFKC", text)
    return re.search(rf"(?<!\d){years}\s*\+?\s*(?:年(?!\d|度|代|\s*\d+\s*月)|years?\b)", plain) is not None


def init_app(app: Flask) -> None:
    """Offer each format as a Jinja filter under its own name."""
    for each in (
        yen, man, rate, date_long, date_short, days_between, month_of, moment, ago, months, days_a_week,
        business_days, lines, names_years,
    ):  # fmt: skip
        app.jinja_env.filters[each.__name__] = each
