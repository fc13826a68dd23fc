"""R3: how a payment date is said, and which wordings hang on something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.demo.postings import POSTINGS
from marketplace.trade.payment_terms import PaymentTerm, due_wording_error, parse_payment_term, payment_term
from marketplace.trade.refusal import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "請求書受領後30日以内",
        "請求書受領後",
        "検収後翌月末払い",
        "検収完了後 月末締め翌月末払い",
        "月末締め翌月末日までに支払い",
        "月末締め翌月末以内",
        "請求書到着後20日",
        "Within 30 days of the invoice",
        "Month-end closing, paid by the end of the following month",
        "Paid after receipt of the invoice",
        "Paid after inspection",
    ],
)
def test_a_date_that_hangs_on_something_is_refused(text: str) -> None:
    assert due_wording_error(text) is not None
    with pytest.raises(Refusal) as refusal:
        parse_payment_term(text)
    assert str(refusal.value.message) == str(due_wording_error(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "翌月末払い",
        "月末締め",
        "都度相談",
        "30日サイト",
        "月末締め翌月40日払い",
        "月末締め翌月0日払い",
        "32日締め翌月末払い",
        "closed at month-end, paid on the 45th of the following month",
    ],
)
def test_a_wording_without_a_date_is_refused(text: str) -> None:
    assert payment_term(text) is None
    assert due_wording_error(text) is not None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("毎月末日締め翌月末日払い", (31, 1, 31)),
        ("月末締め翌月末払い", (31, 1, 31)),
        ("当月末締め翌月末払い", (31, 1, 31)),
        ("月末締め 翌15日", (31, 1, 15)),
        ("月末締め翌月15日払い", (31, 1, 15)),
        ("月 末 締め　翌 々 月 １ 日 払い", (31, 2, 1)),
        ("毎月1日締め、当月31日払い", (1, 0, 31)),
        ("月末締め翌々10日払い", (31, 2, 10)),
        ("月末締め、翌々月15日支払い", (31, 2, 15)),
        ("月末締め翌月１５日払い", (31, 1, 15)),
        ("20日締め翌月20日払い", (20, 1, 20)),
        ("毎月15日締め、当月末日払い", (15, 0, 31)),
        ("Month-end closing, paid at the end of the following month", (31, 1, 31)),
        ("Closing at month end, paid on the 15th of the next month", (31, 1, 15)),
        ("Month-end closing, paid on the 10th of the second month", (31, 2, 10)),
    ],
)
def test_a_date_that_can_be_read_is_accepted(text: str, terms: tuple[int, int, int]) -> None:
    assert payment_term(text) == PaymentTerm(*terms)
    assert due_wording_error(text) is None
    assert parse_payment_term(text) == PaymentTerm(*terms)


def test_what_is_wrong_with_a_wording_is_said_in_japanese() -> None:
    assert due_wording_error("請求書受領後30日以内") == (
        "支払日は特定の日で記載してください。「〜まで」「〜以内」や、請求書受領後・検収後といった書き方はできません。例：月末締め翌月末払い"
    )
    assert due_wording_error("都度相談") == "支払日を読み取れません。例：月末締め翌月末払い"


def test_the_trades_own_postings_say_their_dates() -> None:
    assert {each["code"]: due_wording_error(each["payment_terms"]) for each in POSTINGS} == {
        f"P0{number}": None for number in range(1, 9)
    }


@pytest.mark.parametrize("wrong", [(0, 1, 31), (32, 1, 31), (31, 1, 0), (31, 1, 32), (31, -1, 31)])
def test_terms_that_no_month_has(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="PaymentTerm"):
        PaymentTerm(*wrong)


def test_a_term_words_itself() -> None:
    assert PaymentTerm(31, 1, 31).text == "月末締め翌月末払い"
    assert PaymentTerm(20, 2, 15).text == "毎月20日締め翌々月15日払い"
    assert PaymentTerm(31, 3, 10).text == "月末締め3か月後の10日払い"


@given(st.builds(PaymentTerm, st.integers(1, 31), st.integers(0, 2), st.integers(1, 31)))
def test_what_a_term_says_is_read_back(term: PaymentTerm) -> None:
    assert parse_payment_term(term.text) == term
