"""Fields take input as people type it in Japan, and refuse the rest with words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.datastructures import MultiDict

from marketplace.i18n import in_locale
from marketplace.inputs import (
    ChoiceField,
    CodesField,
    DayField,
    Form,
    NumberField,
    ParagraphField,
    TextField,
    YenField,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

COLOURS = (("red", "赤"), ("blue", "青"))


class Wide(Form):
    number = NumberField("Number", low=0, high=300)
    needed = NumberField("Needed", low=1, high=5, required=True)
    yen = YenField("Yen", high=100_000_000)
    day = DayField("Day")
    word = TextField("Word", longest=10)
    name = TextField("Name", required=True)
    text = ParagraphField("Text", longest=20)
    told = ParagraphField("Told", required=True)
    colour = ChoiceField("Colour", lambda: COLOURS)
    sure = ChoiceField("Sure", lambda: COLOURS, required=True)
    asked = ChoiceField("Asked", lambda: COLOURS, asked=True)
    many = CodesField("Many", lambda: COLOURS)


@pytest.fixture(autouse=True)
def _request(built_app: Flask) -> Iterator[None]:
    with built_app.test_request_context("/", headers={"Cookie": "locale=en"}):
        yield


def form(**typed: str | list[str]) -> Wide:
    whole = {"needed": "1", "name": "n", "told": "t", "colour": "", "sure": "red", "asked": "red"} | typed
    return Wide(MultiDict(whole))


def refused(**typed: str) -> list[str]:
    """The messages beside the one field that was typed into; every other field is fine."""
    (name,) = typed
    filled = form(**typed)
    assert not filled.validate()
    assert set(filled.errors) == {name}
    return [str(each) for each in filled.errors[name]]


def taken(**typed: str | list[str]) -> Any:  # noqa: ANN401 - whatever the field keeps
    (name,) = typed
    filled = form(**typed)
    assert filled.validate(), filled.errors
    return filled[name].data


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12", 12), (" 12 ", 12), ("１２", 12), ("0", 0), ("300", 300), ("1,2", 12), ("", None), ("　", None), ("+5", 5)],
)
def test_numbers(typed: str, kept: int | None) -> None:
    assert taken(number=typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "十二",
        "12.5",
        "1e2",
        "-1",
        "301",
        "12人",
        "NaN",
        "0x10",
        "9" * 5000,
        "--1",
        "9" * 400,
    ],
)
def test_what_is_no_number_within_bounds(typed: str) -> None:
    assert refused(number=typed)


@pytest.mark.parametrize("typed", ["", "　", "x", "0", "6"])
def test_a_number_that_is_needed(typed: str) -> None:
    assert refused(needed=typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1200000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("１，２００，０００", 1_200_000),
        ("1 200 000", 1_200_000),
        ("¥1,200,000", 1_200_000),
        ("￥1,200,000", 1_200_000),
        ("1,200,000円", 1_200_000),
        ("120万", 1_200_000),
        ("１２０万円", 1_200_000),
        ("120.5万", 1_205_000),
        ("0.0001万", 1),
        ("0", 0),
        ("100000000", 100_000_000),
        ("", None),
        ("　", None),
    ],
)
def test_yen(typed: str, kept: int | None) -> None:
    assert taken(yen=typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "たくさん",
        "円",
        "万",
        "1.5",
        "1.00005万",
        "-1",
        "−1",
        "100000001",
        "10001万",
        "1/2",
        "１２０萬",
        "NaN",
        "1万2万",
        "1e999999999",
        "Infinity",
        "sNaN",
        "1e3",
        "9" * 400,
        "9" * 5000,
    ],
)
def test_what_is_no_amount(typed: str) -> None:
    assert refused(yen=typed)


@pytest.mark.parametrize("typed", ["1,200,000", "120万", "0"])
def test_an_amount_is_shown_again_with_its_commas(typed: str) -> None:
    filled = form(yen=typed)
    assert filled.yen._value() == f"{filled.yen.data:,}"


def test_a_refused_amount_is_shown_as_it_was_typed() -> None:
    filled = form(yen="たくさん")
    assert not filled.validate()
    assert filled.yen._value() == "たくさん"
    assert form()["yen"]._value() == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2026-11-01", date(2026, 11, 1)),
        ("2026/11/1", date(2026, 11, 1)),
        ("2026.11.1", date(2026, 11, 1)),
        ("2026年11月1日", date(2026, 11, 1)),
        ("２０２６年１１月１日", date(2026, 11, 1)),
        ("２０２６／１１／０１", date(2026, 11, 1)),
        ("20261101", date(2026, 11, 1)),
        ("2028-02-29", date(2028, 2, 29)),
        (" 2026-11-01 ", date(2026, 11, 1)),
        ("", None),
        ("　", None),
    ],
)
def test_days(typed: str, kept: date | None) -> None:
    assert taken(day=typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "来月",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "0000-01-01",
        "11/1",
        "2026年",
        "令和8年11月1日",
        "99999-01-01",
        "1",
    ],
)
def test_what_is_no_day(typed: str) -> None:
    assert refused(day=typed) == ["Enter a day, for example 2026-11-01."]


@pytest.mark.parametrize("typed", ["0026-11-01", "1899-12-31", "2101-01-01", "９９９９－１２－３１"])
def test_a_mistyped_year(typed: str) -> None:
    assert refused(day=typed) == ["Enter a day of the years 1900 to 2100."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  統合  PMO ", "統合 PMO"),
        ("ｽﾃｺﾐ", "ステコミ"),
        ("ＰＭＯ", "PMO"),
        ("一\r\n二", "一 二"),
        ("<b>", "<b>"),
        ("", ""),
        ("あ" * 10, "あ" * 10),
    ],
)
def test_one_line_of_text(typed: str, kept: str) -> None:
    assert taken(word=typed) == kept


def test_text_has_its_length() -> None:
    assert refused(word="あ" * 11)
    assert refused(text="あ" * 21)


@pytest.mark.parametrize(
    ("typed", "kept"), [("一\r\n二\r三", "一\n二\n三"), (" ①～㈱ ", "①～㈱"), ("", ""), ("一\n\n二", "一\n\n二")]
)
def test_paragraphs_keep_their_characters(typed: str, kept: str) -> None:
    assert taken(text=typed) == kept


@pytest.mark.parametrize("field", ["name", "told"])
@pytest.mark.parametrize("typed", ["", " ", "　", " \n "])
def test_spaces_are_no_words(field: str, typed: str) -> None:
    assert refused(**{field: typed})


@pytest.mark.parametrize("field", ["word", "text"])
def test_characters_that_no_database_keeps_are_left_out(field: str) -> None:
    assert taken(**{field: "a\x00b\x08c"}) == "abc"


def test_choices() -> None:
    assert taken(colour="") == ""
    assert taken(colour="blue") == "blue"
    assert taken(sure="blue") == "blue"
    assert refused(colour="green")
    assert refused(sure="")
    assert refused(sure="green")
    assert taken(many=["red", "blue"]) == ["red", "blue"]
    assert form().many.data == []
    assert refused(many="green")


def test_messages_come_in_the_pages_language() -> None:
    assert refused(number="301") == ["Enter a number from 0 to 300."]
    with in_locale("ja"):
        assert not refused(number="301")[0].isascii()


def test_folding() -> None:
    assert folded("　ＡＢＣ１２３ｱ　") == "ABC123ア"
    assert folded(None) == ""


def test_what_cannot_be_read_is_said_once() -> None:
    assert refused(yen="-5") == ["Enter an amount in yen, for example 1,200,000 or 120万."]
    assert refused(number="many") == ["Enter a whole number."]
    assert refused(number="301") == ["Enter a number from 0 to 300."]
    assert refused(yen="2億") != []
    assert refused(yen="200,000,000") == ["Enter 100,000,000 yen at most."]


def test_a_list_that_asks_chooses_nothing_by_itself() -> None:
    empty = Wide().asked
    assert [value for value, _label, chosen, _more in empty.iter_choices() if chosen] in ([""], [])
    assert [value for value, *_rest in empty.iter_choices()] == ["", "red", "blue"]
    assert refused(asked="") == ["Please choose one."]
    assert taken(asked="blue") == "blue"
