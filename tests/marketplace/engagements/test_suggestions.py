"""From three sentences to a draft, and what the market pays."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from marketplace.db import db
from marketplace.demo.postings import POSTINGS
from marketplace.engagements.models import Listing
from marketplace.engagements.suggestions import FEWEST_RATES, market_rate, suggested_values
from tests.factories.engagements import make_open

MIX = ("strategic", "controlling", "supportive")


def mix_of(need: str) -> tuple[int, ...]:
    values = suggested_values(need)
    return tuple(values[kind] for kind in MIX)


@pytest.mark.parametrize(
    ("need", "kind"),
    [
        ("経営会議の論点を作り、投資のポートフォリオを評価する人が必要です。", 0),
        ("ベンダー4社の進捗と課題を推進し、移行計画をまとめてほしい。", 1),
        ("会議体の議事録と台帳、資料の集計をお願いします。", 2),
        ("Executive portfolio strategy for the CIO.", 0),
        ("Track vendor progress, issues and the plan.", 1),
        ("Secretariat: minutes, documents and reports.", 2),
    ],
)
def test_the_words_of_a_need_point_to_a_type(need: str, kind: int) -> None:
    mix = mix_of(need)
    assert sum(mix) == 100
    assert mix[kind] == max(mix)
    assert mix[kind] > 50


@pytest.mark.parametrize("need", ["", "人を探しています。", "abc", "🙂" * 300, "計画" * 700, "議事録と進捗と経営"])
def test_shares_always_add_up(need: str) -> None:
    mix = mix_of(need)
    assert sum(mix) == 100
    assert min(mix) >= 0
    assert all(share % 10 == 0 for share in mix)


def test_where_nothing_points_anywhere_it_is_controlling() -> None:
    values = suggested_values("人を探しています。")
    assert (values["strategic"], values["controlling"], values["supportive"]) == (0, 100, 0)
    assert values["functions"] == ["function.control"]
    assert (values["phases"], values["tools"], values["industry"]) == ([], [], "")


def test_tools_phases_and_industry_are_taken_from_the_words() -> None:
    values = suggested_values("地方銀行の勘定系更改。移行フェーズで、ExcelとBacklogを使い、議事録を作成。")
    assert values["industry"] == "industry.banking"
    assert {"tool.excel", "tool.backlog"} <= set(values["tools"])
    assert values["phases"] == ["phase.migration"] or "phase.migration" in values["phases"]
    assert values["background"].startswith("地方銀行")


def test_a_function_comes_with_each_type_that_counts() -> None:
    values = suggested_values("経営と進捗")
    assert (values["strategic"], values["controlling"]) == (50, 50)
    assert values["functions"] == ["function.governance", "function.control"]


@pytest.mark.parametrize("posting", POSTINGS, ids=lambda posting: str(posting["code"]))
def test_the_trades_own_words_suggest_their_leading_type(posting: dict[str, object]) -> None:
    mix = mix_of(f"{posting['title']}\n{posting['background']}\n{posting['duties']}")
    leading = max(MIX, key=lambda kind: int(str(posting[kind])))
    assert mix[MIX.index(leading)] >= 30


@pytest.mark.usefixtures("app")
def test_the_market_says_nothing_on_too_few() -> None:
    for _each in range(FEWEST_RATES - 1):
        make_open()
    assert market_rate((10, 80, 10)) is None


@pytest.mark.usefixtures("app")
def test_the_market_is_the_middle_half_of_open_postings_of_the_type() -> None:
    rates = [600_000, 700_000, 800_000, 900_000, 1_000_000, 1_100_000, 1_200_000]
    for rate in rates:
        make_open(received_rate_min=None, received_rate_max=rate)
    make_open(received_rate_min=None, received_rate_max=1_300_000)
    assert market_rate((10, 80, 10)) == (725_000, 950_000, 1_175_000)
    assert market_rate((80, 10, 10)) is None
    db.session.execute(update(Listing).values(is_open=False))
    assert market_rate((10, 80, 10)) is None
