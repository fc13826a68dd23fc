"""R21 and R22: the number of an issuer of qualified invoices; and the profile's life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.errors import TransitionRefused
from marketplace.profiles.models import Consultant
from marketplace.profiles.periods import parsed_month
from marketplace.profiles.rules import check_registration_number
from marketplace.profiles.states import ProfileState
from marketplace.trade.registration import check_digit

VALID = "T8900000000001"
EDGES = {
    ("incomplete", "listed"),
    ("listed", "hidden"),
    ("hidden", "listed"),
    ("hidden", "closed"),
    ("incomplete", "closed"),
}


@pytest.mark.parametrize("old", list(ProfileState))
@pytest.mark.parametrize("new", list(ProfileState))
def test_states(old: ProfileState, new: ProfileState) -> None:
    consultant = Consultant(state=old)
    if (old.value, new.value) in EDGES:
        consultant.state = new
        assert consultant.state is new
    else:
        with pytest.raises(TransitionRefused):
            consultant.state = new


@pytest.mark.parametrize(
    "typed",
    [
        VALID,
        "t８９００-０００００-０００１",
        "Ｔ８９００００００００００１",
        "T 8900 0000 00001",
        "T8-9000-0000-0001",
        "t8900000000001",
    ],
)
def test_spellings_of_a_valid_number(typed: str) -> None:
    checked = check_registration_number(typed, corporation=True)
    assert (checked.normalised, checked.error, checked.warning) == (VALID, "", "")


@pytest.mark.parametrize(
    "typed",
    ["", "T", "8900000000001", "T890000000000", "T89000000000011", "T0123456789012", "TA900000000001", "T八九〇〇"],
)
@pytest.mark.parametrize("corporation", [True, False])
def test_wrong_form_is_an_error_for_all(typed: str, corporation: bool) -> None:  # noqa: FBT001 - parametrised
    checked = check_registration_number(typed, corporation=corporation)
    assert checked.error
    assert not checked.normalised


def test_wrong_digit_is_an_error_for_corporations_and_a_warning_for_individuals() -> None:
    assert check_registration_number("T1234567890123", corporation=True).error
    individual = check_registration_number("T1234567890123", corporation=False)
    assert individual.normalised == "T1234567890123"
    assert individual.warning
    assert not individual.error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("T123", "登録番号は「T」と13桁の数字です。"),
        ("T0123456789012", "先頭の数字が0の番号はありません。"),
        ("T1234567890123", "検査用の数字が一致しません。通知書と照らし合わせてください。"),
    ],
)
def test_what_is_wrong_is_said_in_japanese(number: str, words: str) -> None:
    assert check_registration_number(number, corporation=True).error == words


def test_a_doubt_is_said_in_japanese() -> None:
    doubt = check_registration_number("T1234567890123", corporation=False).warning
    assert doubt == "検査用の数字が一致しません。通知書のとおりであれば、下の確認欄にチェックを入れてください。"


def test_check_digit_of_the_rules_file() -> None:
    assert check_digit("234567890123") == 9
    assert check_digit("900000000001") == 8


@given(base=st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_exactly_one_first_digit_passes(base: str) -> None:
    passing = [d for d in "123456789" if not check_registration_number(f"T{d}{base}", corporation=True).error]
    assert passing == [str(check_digit(base))]
    assert 1 <= check_digit(base) <= 9


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-04", (2024, 4, False)),
        ("2024/4", (2024, 4, False)),
        ("2024年4月", (2024, 4, False)),
        ("2024年", (2024, 1, True)),
        ("2014", (2014, 1, True)),
        ("2024-13", None),
        ("2024-0", None),
        ("24-04", None),
        ("April", None),
    ],
)
def test_months_and_years(text: str, expected: tuple[int, int, bool] | None) -> None:
    found = parsed_month(text)
    assert (found and (found[0].year, found[0].month, found[1])) == expected
