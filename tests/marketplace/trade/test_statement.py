"""A bank's statement, as records of 全銀 and as the CSV of its web site: nothing is dropped."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money import Yen
from marketplace.trade.refusal import Refusal
from marketplace.trade.statement import DATA, LENGTH, TRAILER, Incoming, read_statement

TODAY = date(2027, 1, 5)
HEADER = "1030090105081201090105" + "0001" + "ﾐｽﾞﾎ".ljust(15) + "001" + "ﾎﾝﾃﾝ".ljust(15) + "0001" + "0001234567"
ZEROS = {"cheques": "0", "amount": "0", "deposits": "0", "deposited": "0", "withdrawals": "0", "withdrawn": "0"}


def record(layout: tuple[tuple[str, int], ...], **fields: str) -> str:
    """Return a record: digits at the right with zeros, letters at the left with spaces."""
    values = {**ZEROS, **fields}
    return "".join(
        values.get(name, "").zfill(width) if values.get(name, "").isdigit() else values.get(name, "").ljust(width)
        for name, width in layout
    )


def data(direction: str = "1", booked: str = "090104", amount: str = "1150365", **fields: str) -> str:
    return record(
        DATA, kind="2", number="12", booked=booked, moved=booked, direction=direction, amount=amount, **fields
    )


def trailer(count: int, total: int) -> str:
    return record(TRAILER, kind="8", deposits=str(count), deposited=str(total), withdrawals="1", withdrawn="500")


def zengin(*records: str, newline: str = "\r\n") -> bytes:
    lines = [HEADER, *records, "9000000000500001"]
    return "".join(line.ljust(LENGTH) + newline for line in lines).encode("cp932")


def test_the_layouts_are_of_200_bytes() -> None:
    assert [sum(width for _name, width in layout) for layout in (DATA, TRAILER)] == [LENGTH, LENGTH]
    # Where other readers of this format find the amount, the payer and the text, counted from 1.
    places = {name: 1 + sum(width for _name, width in DATA[:at]) for at, (name, _width) in enumerate(DATA)}
    assert (places["amount"], places["payer"], places["text"]) == (25, 82, 160)


@pytest.mark.parametrize("newline", ["\r\n", "\n", ""])
def test_records_with_and_without_line_breaks(newline: str) -> None:
    content = zengin(
        data(payer="ｶ)ﾐﾅﾄｾｲｷ", edi="INV-12"),
        data(direction="2", amount="500", payer="ﾃﾞﾝｷ"),
        data(booked="081228", amount="880000", text="ﾌﾘｺﾐ ｱｽｶﾙ"),
        trailer(2, 2_030_365),
        newline=newline,
    )
    statement = read_statement(content, today=TODAY)
    assert statement.incoming == [
        Incoming(2, date(2027, 1, 4), Yen(1_150_365), "ｶ)ﾐﾅﾄｾｲｷ", "12 INV-12"),
        Incoming(4, date(2026, 12, 28), Yen(880_000), "ﾌﾘｺﾐ ｱｽｶﾙ", "12"),
    ]
    assert (statement.outgoing, statement.unreadable, statement.total) == (1, [], 2_030_365)


def test_years_of_our_calendar() -> None:
    statement = read_statement(zengin(data(booked="261228"), trailer(1, 1_150_365)), today=TODAY)
    assert statement.incoming[0].day == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (data(booked="091332"), "日付を読み取れません。"),
        (data(booked="0901  "), "日付を読み取れません。"),
        (data(amount="12,345      "), None),
        (data(amount="ABC         "), "金額を読み取れません。"),
        (data(direction="3"), "入金か出金かが分かりません。"),
        ("7" + " " * 199, "この種類のレコードは分かりません。"),
        (data() + "1", "この種類のレコードは分かりません。"),
    ],
)
def test_records_that_cannot_be_read_are_listed(line: str, why: str | None) -> None:
    statement = read_statement(zengin(line, trailer(0, 0)), today=TODAY)
    if why is None:
        assert statement.total == 12_345
        return
    assert [(each.line, each.why) for each in statement.unreadable] == [(2, why)]
    assert statement.unreadable[0].text == line.rstrip()


def test_bytes_that_are_no_letters_are_listed() -> None:
    broken = bytearray(zengin(data(), trailer(1, 1_150_365)))
    broken[202 + 81 : 202 + 83] = b"\x81\x20"  # half of a letter in the payer's name
    statement = read_statement(bytes(broken), today=TODAY)
    assert statement.incoming == []
    assert statement.unreadable[0].why == "読み取れない項目があります。"


def test_the_banks_own_sum_is_compared() -> None:
    statement = read_statement(zengin(data(), trailer(2, 1_150_805)), today=TODAY)
    assert len(statement.incoming) == 1
    assert [each.why for each in statement.unreadable] == ["銀行の合計と一致しません（銀行の合計は2件、1150805円）。"]


def test_each_account_of_a_file_has_its_own_sum() -> None:
    two = zengin(data(), trailer(1, 1_150_365), HEADER.ljust(LENGTH), data(amount="440"), trailer(1, 440))
    statement = read_statement(two, today=TODAY)
    assert (statement.total, statement.unreadable) == (1_150_805, [])


def test_a_file_that_breaks_off_says_so() -> None:
    statement = read_statement(zengin(data()), today=TODAY)
    assert [each.why for each in statement.unreadable] == [
        "ファイルが途中で終わっています（銀行の合計レコードがありません）。"
    ]


MUFG = """日付,摘要,摘要内容,支払い金額,預かり金額,差引残高,メモ,未資金化区分,入払区分
2026/12/28,振込１,ミナトセイキ　（カ,,"1,150,365","2,030,365",,,入
2026/12/29,口座振替,デンキ,"5,000",,"2,025,365",,,出
"""
OTHER = """"照会口座","本店 普通 1234567"

"番号","取引日","出金金額（円）","入金金額(円)","残高（円）","摘要"
"1","2026年12月28日","","880,000","1,000,000","カ）アスカル"
"2","令和8年12月29日 10:15","330","","999,670","手数料"
"3","R9.1.4","","￥440円","1,000,110","ヤマダ　タロウ"
"4","20270105","","1","1,000,111","ﾔﾏﾀﾞ"
"5","2027-01-05","","1","1,000,112","利息"
"6","27.1.5","","1","1,000,113","ﾔﾏﾀﾞ"
"7","09-01-05","","1","1,000,114","ﾔﾏﾀﾞ"
"""


@pytest.mark.parametrize("encoding", ["cp932", "utf-8", "utf-8-sig"])
def test_a_csv_in_either_encoding(encoding: str) -> None:
    statement = read_statement(MUFG.encode(encoding), today=TODAY)
    assert statement.incoming == [Incoming(2, date(2026, 12, 28), Yen(1_150_365), "ﾐﾅﾄｾｲｷ (ｶ", "振込１")]
    assert (statement.outgoing, statement.unreadable) == (1, [])


def test_a_csv_with_lines_above_its_names_and_days_in_every_spelling() -> None:
    statement = read_statement(OTHER.replace("\n", "\r\n").encode("cp932"), today=TODAY)
    assert [(each.line, each.day, each.amount, each.payer_kana) for each in statement.incoming] == [
        (4, date(2026, 12, 28), 880_000, "ｶ)ｱｽｶﾙ"),
        (6, date(2027, 1, 4), 440, "ﾔﾏﾀﾞ ﾀﾛｳ"),
        (7, date(2027, 1, 5), 1, "ﾔﾏﾀﾞ"),
        (8, date(2027, 1, 5), 1, "利息"),
        (9, date(2027, 1, 5), 1, "ﾔﾏﾀﾞ"),
        (10, date(2027, 1, 5), 1, "ﾔﾏﾀﾞ"),
    ]
    assert (statement.outgoing, statement.unreadable) == (1, [])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("合計,,,,1000,,,,", "日付を読み取れません。"),
        ("2026/13/01,振込,ア,,1000,,,,", "日付を読み取れません。"),
        ("12/28,振込,ア,,1000,,,,", "日付を読み取れません。"),
        ("1999/12/28,振込,ア,,1000,,,,", "日付を読み取れません。"),
        ("2027/01/06,振込,ア,,1000,,,,", "未来の日付です。"),
        ("12月28日,振込,ア,,1000,,,,", "日付を読み取れません。"),
        ("2026/12/28,振込,ア,,-1000,,,,", "金額を読み取れません。"),
        ("2026/12/28,振込,ア,,1e3,,,,", "金額を読み取れません。"),
        ("2026/12/28,振込,ア,,,,,,", "金額を読み取れません。"),
        ("2026/12/28,振込", "金額を読み取れません。"),
        ("2026/12/28,振込,ア,5,5,,,,", "入金か出金かが分かりません。"),
        ("2026/12/28,振込,ア,," + "9" * 5000 + ",,,,", "金額を読み取れません。"),
    ],
)
def test_rows_that_cannot_be_read_are_listed(row: str, why: str) -> None:
    statement = read_statement(f"{MUFG}{row}\n,,,,,,,,\n".encode(), today=TODAY)
    assert [(each.line, each.text, each.why) for each in statement.unreadable] == [(4, row, why)]
    assert len(statement.incoming) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "列が見つかりません"),
        ("日付,金額\n2026/12/28,5\n".encode(), "列が見つかりません"),
        (b"\xff\xfe\x81", "Shift_JISでもUTF-8でも"),
        (b"a," + b"x" * 200_000, "列が見つかりません"),
    ],
)
def test_a_file_that_is_no_statement_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_statement(content, today=TODAY)


rows = st.lists(st.tuples(st.sampled_from("12"), st.integers(1, 10**10)), max_size=8)


@given(rows, st.sampled_from(["\r\n", ""]))
def test_every_record_is_told_of(moved: list[tuple[str, int]], newline: str) -> None:
    came_in = [amount for direction, amount in moved if direction == "1"]
    records = [data(direction=direction, amount=str(amount), payer="ｱ") for direction, amount in moved]
    statement = read_statement(zengin(*records, trailer(len(came_in), sum(came_in)), newline=newline), today=TODAY)
    assert [each.amount for each in statement.incoming] == came_in
    assert statement.outgoing == len(moved) - len(came_in)
    assert statement.unreadable == []


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for each in (content, HEADER.encode("cp932").ljust(200) + content, MUFG.encode() + content):
        try:
            statement = read_statement(each, today=TODAY)
        except Refusal:
            continue
        assert statement.total >= 0
