"""How numbers and days are said, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from marketplace import formats
from marketplace.i18n import in_locale

LATE = datetime(2026, 11, 21, 15, 5, tzinfo=UTC)  # past midnight in Tokyo


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [
        (None, "—", "—"),
        (0, "0円", "¥0"),
        (1_200_000, "1,200,000円", "¥1,200,000"),
        (-918_365, "-918,365円", "-¥918,365"),
    ],
)
def test_exact_yen(amount: int | None, ja: str, en: str) -> None:
    with in_locale("ja"):
        assert formats.yen(amount) == ja
    with in_locale("en"):
        assert formats.yen(amount) == en


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [
        (None, "—", "—"),
        (0, "0円", "¥0"),
        (10_000, "1万円", "¥10k"),
        (700_000, "70万円", "¥700k"),
        (705_500, "705,500円", "¥705,500"),
        (999_999, "999,999円", "¥999,999"),
        (1_000_000, "100万円", "¥1M"),
        (1_150_000, "115万円", "¥1.15M"),
        (1_200_000, "120万円", "¥1.2M"),
        (2_000_000, "200万円", "¥2M"),
        (10_000_000, "1,000万円", "¥10M"),
        (12_340_000, "1,234万円", "¥12.34M"),
        (1_155_000, "115.5万円", "¥1.155M"),
        (-1_200_000, "-120万円", "-¥1.2M"),
        (-705_500, "-705,500円", "-¥705,500"),
        (1_234_567, "1,234,567円", "¥1,234,567"),
    ],
)  # fmt: skip
def test_yen_as_people_say_them(amount: int | None, ja: str, en: str) -> None:
    with in_locale("ja"):
        assert formats.man(amount) == ja
    with in_locale("en"):
        assert formats.man(amount) == en


@pytest.mark.parametrize(
    ("low", "high", "ja", "en"),
    [
        (1_150_000, 1_200_000, "115〜120万円/月", "¥1.15M–1.2M / month"),
        (1_120_000, 1_120_000, "112万円/月", "¥1.12M / month"),
        (1_120_000, None, "112万円/月", "¥1.12M / month"),
        (None, 1_120_000, "112万円/月", "¥1.12M / month"),
        (905_500, 1_200_000, "905,500円〜120万円/月", "¥905,500–1.2M / month"),
        (700_000, 755_500, "70万円〜755,500円/月", "¥700k–755,500 / month"),
    ],
)
def test_rates(low: int | None, high: int | None, ja: str, en: str) -> None:
    with in_locale("ja"):
        assert formats.rate(low, high) == ja
    with in_locale("en"):
        assert formats.rate(low, high) == en


def test_a_rate_that_is_not_stated() -> None:
    with in_locale("en"):
        assert formats.rate(None, None) == "Rate not stated"


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (None, "—", "—"),
        (date(2026, 11, 22), "2026年11月22日(日)", "22 Nov 2026"),
        (date(2024, 2, 29), "2024年2月29日(木)", "29 Feb 2024"),
        (LATE, "2026年11月22日(日)", "22 Nov 2026"),
    ],
)
def test_a_day_in_full_is_a_day_in_japan(value: date | None, ja: str, en: str) -> None:
    with in_locale("ja"):
        assert formats.date_long(value) == ja
    with in_locale("en"):
        assert formats.date_long(value) == en


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (None, "—", "—"),
        (date(2026, 1, 5), "1/5(月)", "5 Jan"),
        (date(2027, 1, 5), "2027/1/5(火)", "5 Jan 2027"),
        (date(2025, 12, 31), "2025/12/31(水)", "31 Dec 2025"),
        (LATE, "11/22(日)", "22 Nov"),
    ],
)
def test_a_day_in_a_list_names_another_year(value: date | None, ja: str, en: str) -> None:
    with time_machine.travel(datetime(2026, 11, 22, 3, tzinfo=UTC), tick=False):
        with in_locale("ja"):
            assert formats.date_short(value) == ja
        with in_locale("en"):
            assert formats.date_short(value) == en


def test_months_and_moments() -> None:
    with in_locale("ja"):
        assert formats.month_of(date(2026, 11, 1)) == "2026年11月"
        assert formats.moment(LATE) == "2026年11月22日(日) 00:05"
    with in_locale("en"):
        assert formats.month_of(date(2026, 11, 1)) == "Nov 2026"
        assert formats.month_of(None) == "present"
        assert formats.moment(LATE) == "22 Nov 2026 00:05"
        assert formats.moment(None) == "—"
        assert [formats.months(count) for count in (None, 0, 1, 6)] == ["—", "—", "1 month", "6 months"]


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(hours=24), "1 day ago"),
        (timedelta(days=9, hours=3), "9 days ago"),
    ],
)
def test_how_long_ago(since: timedelta, words: str) -> None:
    with time_machine.travel(LATE, tick=False), in_locale("en"):
        assert formats.ago(LATE - since) == words
        assert formats.ago(None) == "—"


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("一行", "<p>一行</p>"),
        ("一\n二", "<p>一<br>二</p>"),
        ("一\n\n二\n\n\n", "<p>一</p><p>二</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("\"&'", "<p>&#34;&amp;&#39;</p>"),
        ("a\n<b>", "<p>a<br>&lt;b&gt;</p>"),
    ],
)
def test_plain_text_is_set_in_paragraphs_and_escaped(text: str, markup: str) -> None:
    assert formats.lines(text) == markup


@pytest.mark.parametrize("text", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "＠SUM(A1)"])
def test_a_cell_that_begins_like_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    assert formats.inert(text) == f"'{text}"
    assert formats.inert(f"A{text}") == f"A{text}"
