"""R31 to R34: the file of 総合振込, byte by byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from marketplace.money import Yen
from marketplace.trade.banks import Account, account
from marketplace.trade.kana import ALLOWED
from marketplace.trade.refusal import Refusal
from marketplace.trade.transfer_file import Header, Payment, transfer_file

TODAY = date(2026, 12, 21)
OURS = account("0001", "001", "1", "1234567")
HEADER = Header("1234567890", "カ）エンノシタ", date(2026, 12, 30), OURS)
YAMADA = Payment(account("0005", "001", "1", "7654321"), "ヤマダ　タロウ", Yen(798_320))
SUZUKI = Payment(account("9900", "018", "1", "12345"), "スズキ　ハナコ", Yen(880_000))


def written(header: Header, payments: list[Payment]) -> list[str]:
    """Return the records of a file, as text."""
    return transfer_file(header, payments, today=TODAY).decode("cp932").split("\r\n")[:-1]


def test_r31_the_file_of_the_rules() -> None:
    content = transfer_file(HEADER, [YAMADA, SUZUKI], today=TODAY)
    assert len(content) == 610
    records = content.split(b"\r\n")
    assert records.pop() == b""
    assert [len(record) for record in records] == [120] * 5
    assert [record[:1] for record in records] == [b"1", b"2", b"2", b"8", b"9"]
    assert records[1].decode("cp932") == (
        "20005ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ  001ﾎﾝﾃﾝ           000017654321ﾔﾏﾀﾞ ﾀﾛｳ                      "
        "00007983200000000000000000000007        "
    )
    assert records[3].decode("cp932") == "8000002000001678320" + " " * 101
    assert records[4].decode("cp932") == "9" + " " * 119


def test_r31_without_line_breaks() -> None:
    content = transfer_file(HEADER, [YAMADA, SUZUKI], today=TODAY, newline=False)
    assert len(content) == 600
    assert content.decode("cp932") == "".join(written(HEADER, [YAMADA, SUZUKI]))


def test_r31_the_header() -> None:
    header = written(HEADER, [YAMADA])[0]
    fields = (1, 2, 1, 10, 40, 4, 4, 15, 3, 15, 1, 7, 17)
    found, at = [], 0
    for width in fields:
        found.append(header[at : at + width])
        at += width
    assert [each.strip() for each in found] == [
        "1", "21", "0", "1234567890", "ｶ)ｴﾝﾉｼﾀ", "1230", "0001", "ﾐｽﾞﾎ", "001", OURS.branch.kana, "1", "1234567", "",
    ]  # fmt: skip
    assert sum(fields) == 120


def test_customer_codes_or_edi() -> None:
    coded = written(HEADER, [replace(YAMADA, customer_code=12, second_code=34)])[1]
    assert coded[91:] == "000000001200000000347        "
    edi = written(HEADER, [replace(YAMADA, edi="INV-2026-0012")])[1]
    assert edi[91:] == "INV-2026-0012       7Y       "


@pytest.mark.parametrize("amount", [0, -1, 10_000_000_000])
def test_r33_amounts(amount: int) -> None:
    with pytest.raises(Refusal, match="振込金額"):
        transfer_file(HEADER, [replace(YAMADA, amount=Yen(amount))], today=TODAY)
    assert "9999999999" in written(HEADER, [replace(YAMADA, amount=Yen(9_999_999_999))])[1]


@pytest.mark.parametrize(
    ("name", "words"), [("山田太郎", "「山」"), ("ヤマダ,タロウ", "「,」"), ("ガ" * 16, "32文字"), ("", "口座名義")]
)
def test_r32_a_wrong_name_stops_the_file(name: str, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        transfer_file(HEADER, [SUZUKI, replace(YAMADA, kana=name)], today=TODAY)
    if name != "ガ" * 16:
        with pytest.raises(Refusal, match=words):
            transfer_file(replace(HEADER, kana=name), [SUZUKI], today=TODAY)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 31), "銀行の休業日"),
        (date(2027, 1, 2), "銀行の休業日"),
        (date(2026, 12, 26), "銀行の休業日"),
        (date(2027, 1, 11), "銀行の休業日"),
        (date(2026, 12, 18), "過ぎて"),
        (date(2027, 1, 21), "30日より先"),
    ],
)
def test_r34_days_of_transfer(day: date, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        transfer_file(replace(HEADER, pay_on=day), [YAMADA], today=TODAY)


@pytest.mark.parametrize("day", [TODAY, date(2027, 1, 20)])
def test_r34_today_and_thirty_days_ahead(day: date) -> None:
    assert written(replace(HEADER, pay_on=day), [YAMADA])[0][54:58] == day.strftime("%m%d")


@pytest.mark.parametrize("code", ["12345678901", "12A", "", "１２"])
def test_the_banks_code(code: str) -> None:
    with pytest.raises(Refusal, match="振込依頼人コード"):
        transfer_file(replace(HEADER, code=code), [YAMADA], today=TODAY)


def test_nothing_is_paid_from_savings_and_no_file_is_empty() -> None:
    savings = account("0001", "001", "4", "1")
    with pytest.raises(Refusal, match="預金種目"):
        transfer_file(replace(HEADER, account=savings), [YAMADA], today=TODAY)
    with pytest.raises(Refusal, match="支払うもの"):
        transfer_file(HEADER, [], today=TODAY)
    with pytest.raises(Refusal, match="1兆円"):
        transfer_file(HEADER, [replace(YAMADA, amount=Yen(9_999_999_999))] * 101, today=TODAY)


def test_codes_wider_than_their_fields_are_a_bug() -> None:
    with pytest.raises(ValueError, match="12345678901"):
        transfer_file(HEADER, [replace(YAMADA, customer_code=12_345_678_901)], today=TODAY)


names = st.text(st.sampled_from(sorted(ALLOWED)), min_size=1, max_size=30)
accounts = st.sampled_from([OURS, YAMADA.account, SUZUKI.account])


@example([(YAMADA.account, "ﾜﾞｲｵﾗ", 1)], "ｴﾝﾉｼﾀ")  # NFKC joins ﾜ and ﾞ to ヷ, which no bank takes
@given(st.lists(st.tuples(accounts, names, st.integers(1, 9_999_999_999)), min_size=1, max_size=5), names)
def test_r31_records_are_120_bytes_and_the_trailer_sums_them(rows: list[tuple[Account, str, int]], ours: str) -> None:
    assume(ours.strip() and all(name.strip() for _account, name, _amount in rows))
    payments = [Payment(each, name, Yen(amount)) for each, name, amount in rows]
    content = transfer_file(replace(HEADER, kana=ours), payments, today=TODAY, newline=False)
    records = [content[at : at + 120] for at in range(0, len(content), 120)]
    assert [record[:1] for record in records] == [b"1", *[b"2"] * len(rows), b"8", b"9"]
    assert len(records[-1]) == 120
    assert int(records[-2][1:7]) == len(rows)
    assert int(records[-2][7:19]) == sum(int(record[80:90]) for record in records[1:-2])
