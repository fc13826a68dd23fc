"""R33: banks, branches and accounts, against the list of zengin-code."""

from __future__ import annotations

import pytest
from zengin_code import Bank as Listed

from marketplace.trade.banks import (
    AccountType,
    account,
    bank,
    banks_named,
    branch,
    branches_named,
    japan_post_account,
)
from marketplace.trade.kana import ALLOWED, half_width
from marketplace.trade.refusal import Refusal


def test_a_branch_by_its_codes() -> None:
    found = branch("0005", "001")
    assert (found.bank.name, found.bank.kana) == ("三菱ＵＦＪ", "ﾐﾂﾋﾞｼﾕ-ｴﾌｼﾞｴｲ")
    assert (found.name, found.kana) == ("本店", "ﾎﾝﾃﾝ")
    assert bank("０００５") == found.bank


def test_every_name_on_the_list_fits_its_field() -> None:
    names = [each.kana for listed in Listed.all.values() for each in (listed, *listed.branches.values())]
    assert len(names) > 30_000
    written = {half_width(name) for name in names}
    assert max(map(len, written)) == 15
    assert set("".join(written)) <= ALLOWED


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("9999", "001"), "銀行コード9999の銀行はありません。"),
        (("", "001"), "銀行コードの銀行はありません。"),
        (("5", "001"), "銀行コード5の銀行はありません。"),
        (("0005", "999"), "三菱ＵＦＪに支店コード999の支店はありません。"),
    ],
)
def test_r33_codes_that_do_not_exist(codes: tuple[str, str], words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        branch(*codes)
    assert str(refusal.value.message) == words


@pytest.mark.parametrize(("typed", "number"), [("1", "0000001"), ("7654321", "7654321"), ("０１２-３４５", "0012345")])
def test_r33_account_numbers(typed: str, number: str) -> None:
    assert account("0005", "001", "1", typed).number == number


@pytest.mark.parametrize("typed", ["", "12345678", "12A", "一", "-"])
def test_r33_account_numbers_that_are_none(typed: str) -> None:
    with pytest.raises(Refusal, match="口座番号は1桁から7桁"):
        account("0005", "001", "1", typed)


def test_r33_types_of_account() -> None:
    assert [account("0005", "001", kind, "1").kind for kind in "1249"] == list(AccountType)
    for kind in ("3", "0", "", "普通"):
        with pytest.raises(Refusal, match="預金種目"):
            account("0005", "001", kind, "1")


@pytest.mark.parametrize("words", ["みずほ", "ミズホ", "ﾐｽﾞﾎ", "0001"])
def test_banks_are_found_by_what_people_type(words: str) -> None:
    assert "0001" in [each.code for each in banks_named(words)]


def test_what_is_found_is_not_endless() -> None:
    assert banks_named(" ") == []
    assert len(banks_named("農協")) == 20
    assert banks_named("どこにもない") == []
    assert [each.name for each in branches_named("0005", "本店")][:1] == ["本店"]
    assert branches_named("0005", "001")[0].code == "001"
    with pytest.raises(Refusal):
        branches_named("9999", "本店")


@pytest.mark.parametrize(
    ("symbol", "number", "branch_code", "kind", "converted"),
    [
        ("10170", "12345671", "018", AccountType.ORDINARY, "1234567"),
        ("１０１７０－１", "12345671", "018", AccountType.ORDINARY, "1234567"),
        ("14060", "11", "408", AccountType.ORDINARY, "0000001"),
        ("00150-1", "123456", "019", AccountType.CURRENT, "0123456"),
        ("00170", "5", "019", AccountType.CURRENT, "0000005"),
    ],
)
def test_japan_post_bank(symbol: str, number: str, branch_code: str, kind: AccountType, converted: str) -> None:
    found = japan_post_account(symbol, number)
    assert (found.branch.bank.code, found.branch.code) == ("9900", branch_code)
    assert (found.kind, found.number) == (kind, converted)


@pytest.mark.parametrize(
    ("symbol", "number"),
    [("10170", "12345672"), ("20170", "12345671"), ("1017", "12345671"), ("10170", ""), ("00150", "1234567")],
)
def test_japan_post_bank_refuses_what_it_never_gave(symbol: str, number: str) -> None:
    with pytest.raises(Refusal, match="記号"):
        japan_post_account(symbol, number)
