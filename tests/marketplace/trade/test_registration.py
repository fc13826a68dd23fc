"""R21 and R22: the form of a registration number, with the numbers of the trade's rules."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.trade.registration import Verdict, check_digit, needs_new_look_up, normalise, verdict


@pytest.mark.parametrize(
    "number",
    [
        "T8900000000001",
        "T7900000000002",
        "T6900000000003",
        "T6912345678901",
        "T8900000000018",
        "T7010705000725",
        "T4011001098993",
        "T2120901007402",
        "t８９００-０００００-０００１",
        "Ｔ 8900 0000 00001",
    ],
)
@pytest.mark.parametrize("individual", [True, False])
def test_r21_valid_numbers(number: str, individual: bool) -> None:  # noqa: FBT001 - parametrised
    assert verdict(number, individual=individual) is Verdict.OK


@pytest.mark.parametrize(
    ("number", "judged"),
    [
        ("T890000000000", Verdict.MALFORMED),
        ("T89000000000011", Verdict.MALFORMED),
        ("8900000000001", Verdict.MALFORMED),
        ("T890000000000X", Verdict.MALFORMED),
        ("T八九〇〇", Verdict.MALFORMED),
        ("", Verdict.MALFORMED),
        ("T0123456789012", Verdict.ZERO_FIRST),
    ],
)
@pytest.mark.parametrize("individual", [True, False])
def test_r21_wrong_form(number: str, judged: Verdict, individual: bool) -> None:  # noqa: FBT001 - parametrised
    assert verdict(number, individual=individual) is judged


def test_r22_a_digit_that_does_not_fit() -> None:
    assert check_digit("234567890123") == 9
    assert verdict("T1234567890123", individual=False) is Verdict.BAD_CHECK_DIGIT
    assert verdict("T1234567890123", individual=True) is Verdict.DOUBTFUL_CHECK_DIGIT


@pytest.mark.parametrize(
    ("looked_up_on", "again"),
    [(None, True), (date(2026, 10, 22), False), (date(2026, 10, 21), True), (date(2026, 11, 22), False)],
)
def test_r22_a_look_up_holds_31_days(looked_up_on: date | None, again: bool) -> None:  # noqa: FBT001 - a column
    assert needs_new_look_up(looked_up_on, date(2026, 11, 22)) is again


@given(st.text(alphabet="tTＴxX0123456789０１８９八 　-‐−ー\t"))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(base=st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_exactly_one_first_digit_fits(base: str) -> None:
    fitting = [digit for digit in "0123456789" if verdict(f"T{digit}{base}", individual=False) is Verdict.OK]
    assert fitting == [str(check_digit(base))]
