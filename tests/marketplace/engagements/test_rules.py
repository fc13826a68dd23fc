"""R1 and R46: what a posting must say, and words of employment."""

from __future__ import annotations

import unicodedata

import pytest

from config import Config, Operator
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.rules import (
    Recruiter,
    missing_items,
    operator_recruiter,
    recruiter_of,
    warning_words,
)
from marketplace.engagements.states import ContractModel
from marketplace.i18n import in_locale
from marketplace.profiles.states import Remote
from tests.factories.engagements import OPERATOR, demo_postings

OF_THE_CLIENT = {
    "recruiter_name": "みなと精機株式会社",
    "recruiter_address": "名古屋市",
    "recruiter_contact": "a@example.jp",
}
OF_THE_WORK = {"duties": "進捗会議の主催", "place": "名古屋市", "received_rate_max": 1_200_000}
NAMED = {
    "recruiter_name": "recruiter's name",
    "recruiter_address": "recruiter's address",
    "recruiter_contact": "recruiter's contact",
    "duties": "content of the work",
    "place": "place of work",
    "received_rate_max": "fee the consultant receives",
}
NAMED_IN_JAPANESE = {
    "recruiter_name": "募集主体の名称が入力されていません。",
    "recruiter_address": "募集主体の所在地が入力されていません。",
    "recruiter_contact": "募集主体の連絡先が入力されていません。",
    "duties": "業務の内容が入力されていません。",
    "place": "就業場所が入力されていません。",
    "received_rate_max": "受取単価が入力されていません。",
}
NOBODY = Recruiter("", "", "")
WORDS = (
    "出勤", "欠勤", "シフト", "上司の指示", "有給", "時給", "勤怠", "残業", "始業", "終業", "就業規則", "雇用", "派遣",
    "正社員", "アルバイト", "賞与", "社会保険完備", "指揮命令", "採用面接", "タイムカード", "paid leave", "hourly wage",
    "time card", "overtime", "work shift", "employment contract", "attendance record",
)  # fmt: skip
WORDED = (
    "title", "background", "duties", "team", "reports_to", "predecessor", "days_note", "hours_note", "renewal_note",
    "place", "place_note", "travel", "expenses", "layer_note", "meeting_note", "termination_note", "conflict_note",
    "dress", "equipment", "care_note",
)  # fmt: skip


def posting(**values: object) -> Engagement:
    plain = {"contract_model": ContractModel.DIRECT, "remote": Remote.HYBRID, **OF_THE_CLIENT, **OF_THE_WORK}
    engagement = Engagement(**(plain | values))
    engagement.requirements = []
    return engagement


# R1


def test_with_all_six_items_nothing_is_missing() -> None:
    assert missing_items(posting(), NOBODY) == {}


@pytest.mark.parametrize("field", [*OF_THE_CLIENT, *OF_THE_WORK])
@pytest.mark.parametrize("empty", ["", None])
def test_each_missing_item_is_named(field: str, empty: str | None) -> None:
    missing = missing_items(posting(**{field: empty}), OPERATOR)
    assert list(missing) == [field]
    with in_locale("en"):
        assert NAMED[field] in str(missing[field])
    assert missing[field] == NAMED_IN_JAPANESE[field]


def test_all_six_can_be_missing_at_once() -> None:
    missing = missing_items(Engagement(contract_model=ContractModel.DIRECT, remote=Remote.ONSITE), OPERATOR)
    assert set(missing) == {*OF_THE_CLIENT, *OF_THE_WORK}


def test_the_operator_recruits_where_it_contracts() -> None:
    engagement = posting(contract_model=ContractModel.VIA)
    assert recruiter_of(engagement, OPERATOR) == OPERATOR
    assert missing_items(posting(contract_model=ContractModel.VIA, recruiter_name=""), OPERATOR) == {}
    assert set(missing_items(engagement, NOBODY)) == set(OF_THE_CLIENT)


def test_the_operator_of_this_installation_is_the_configured_one() -> None:
    operator = Operator(name="運営株式会社", address="東京都千代田区1番地 801号室", contact="desk@example.jp")
    config = Config(database_url="", secret_key="", password_salt="", totp_secret="", operator=operator)
    assert operator_recruiter(config) == Recruiter("運営株式会社", "東京都千代田区1番地 801号室", "desk@example.jp")


def test_the_client_recruits_where_it_contracts() -> None:
    assert recruiter_of(posting(), OPERATOR) == Recruiter("みなと精機株式会社", "名古屋市", "a@example.jp")
    assert missing_items(posting(), NOBODY) == {}


def test_fully_remote_work_has_a_place_of_work_without_an_address() -> None:
    assert missing_items(posting(place="", remote=Remote.FULL), OPERATOR) == {}


# R46


@pytest.mark.parametrize("word", WORDS)
def test_each_word_of_employment_is_found(word: str) -> None:
    assert warning_words(posting(duties=f"毎日{word}があります")) == [word]


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("ｼﾌﾄ制", "シフト"),
        ("ﾀｲﾑｶｰﾄﾞで管理", "タイムカード"),
        ("ｱﾙﾊﾞｲﾄ可", "アルバイト"),
        ("ＰＡＩＤ　ＬＥＡＶＥ", "paid leave"),
        ("Ｏｖｅｒｔｉｍｅ", "overtime"),
        ("Hourly Wage", "hourly wage"),
    ],
)
def test_a_word_is_found_in_any_width_and_case(written: str, word: str) -> None:
    assert warning_words(posting(duties=written)) == [word]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_typed_full_width_is_found(word: str) -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in word)
    assert unicodedata.normalize("NFKC", wide) == word
    assert warning_words(posting(hours_note=wide)) == [word]


@pytest.mark.parametrize("field", WORDED)
def test_all_that_the_client_wrote_is_read(field: str) -> None:
    assert warning_words(posting(**{field: "上司の指示により"})) == ["上司の指示"]


def test_requirements_are_read_too() -> None:
    engagement = posting()
    engagement.requirements = [Requirement(required=True, text="シフト勤務ができる方", years=None)]
    assert warning_words(engagement) == ["シフト"]


def test_several_words_are_all_told() -> None:
    assert warning_words(posting(duties="時給制の勤怠管理、有給あり", care_note="残業なし")) == [
        "有給",
        "時給",
        "勤怠",
        "残業",
    ]


def test_the_trades_own_postings_speak_of_no_employment() -> None:
    assert [warning_words(each) for each in demo_postings()] == [[]] * 8
