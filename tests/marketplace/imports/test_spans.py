"""Dates, periods and amounts as people write them; what is not written is not read."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.imports import spans


@pytest.mark.parametrize(
    ("words", "began", "ended", "years_only"),
    [
        ("2021年4月〜2023年3月", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021年4月～2023年3月", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021/04-2023/03", date(2021, 4, 1), date(2023, 3, 1), False),
        ("２０２１／０４－２０２３／０３", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021.4 – 2023.3", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021-04 - 2023-03", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021/04/01 〜 2023/03/31", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021年4月1日から2023年3月31日", date(2021, 4, 1), date(2023, 3, 1), False),
        ("令和3年4月〜令和5年3月", date(2021, 4, 1), date(2023, 3, 1), False),
        ("平成30年10月〜令和元年5月", date(2018, 10, 1), date(2019, 5, 1), False),
        ("R3.4〜R5.3", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2021年4月\n〜\n2023年3月", date(2021, 4, 1), date(2023, 3, 1), False),
        ("2014年〜2022年", date(2014, 1, 1), date(2022, 12, 1), True),
        ("2014-2022", date(2014, 1, 1), date(2022, 12, 1), True),
        ("2024年4月〜現在", date(2024, 4, 1), None, False),
        ("2024/4 - present", date(2024, 4, 1), None, False),
        ("2024年4月〜", date(2024, 4, 1), None, False),
    ],
)
def test_periods(words: str, began: date, ended: date | None, years_only: bool) -> None:  # noqa: FBT001 - a case
    found = spans.period_in(spans.folded(words))
    assert found is not None
    assert (found.began, found.ended, found.years_only) == (began, ended, years_only)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "2021年4月",
        "3〜5名",
        "120-180h",
        "2023年3月〜2021年4月",
        "1999年取得",
        "090-1234-5678",
        "ISO 2015-9001x",
        "2999年1月〜",
    ],
)
def test_what_is_no_period(words: str) -> None:
    assert spans.period_in(spans.folded(words)) is None


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("120万円", 1_200_000),
        ("１２０万円〜", 1_200_000),
        ("115〜120万円/月", 1_150_000),
        ("87.5万", 875_000),
        ("1,150,000円", 1_150_000),
        ("時給 5,000円", None),
        ("年収 1200万円", None),
        ("応相談", None),
        ("12人月", None),
    ],
)
def test_rates(words: str, amount: int | None) -> None:
    assert spans.monthly_yen(spans.folded(words)) == amount


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("週3日", (3, 3)),
        ("週３〜４日", (3, 4)),
        ("週3日〜4日", (3, 4)),
        ("60%", (3, 3)),
        ("80〜100%", (4, 5)),
        ("100％", (5, 5)),
        ("フルタイム", None),
        ("週8日", None),
        ("70%", None),
    ],
)
def test_days(words: str, days: tuple[int, int] | None) -> None:
    assert spans.week_days(spans.folded(words)) == days


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("PMP(2019年6月・期限2028年6月)", (2019, 6)),
        ("令和3年 簿記2級", (2021, None)),
        ("2026年12月期限", None),
        ("2028年6月まで有効", None),
        ("MOS Expert", None),
    ],
)
def test_when_a_certificate_was_obtained(words: str, found: tuple[int, int | None] | None) -> None:
    assert spans.obtained_in(spans.folded(words)) == found


def test_people_budgets_years_and_days() -> None:
    assert spans.people_in("社員PM1名、ベンダー約120名") == 120
    assert spans.people_in("従業員4,000名、30人月") is None
    assert spans.budget_yen("予算7.5億円") == 750_000_000
    assert spans.budget_yen("8,000万円") == 80_000_000
    assert spans.budget_yen("規模は大") is None
    assert [spans.years_in(each) for each in ("9年", "3年間", "5 years", "2年度", "2021年", "1年目")] == [
        9,
        3,
        5,
        None,
        None,
        None,
    ]
    assert spans.day_in("2026/10/15") == date(2026, 10, 15)
    assert spans.day_in("2026年10月") == date(2026, 10, 1)
    assert spans.day_in("2026年13月1日") is None
    assert spans.day_in("即日") is None
