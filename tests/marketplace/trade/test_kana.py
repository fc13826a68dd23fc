"""R32: names as banks write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.trade.kana import ALLOWED, company_kana, comparable, fitting, half_width, passbook_kana
from marketplace.trade.refusal import Refusal


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ガッツ", "ｶﾞﾂﾂ"),
        ("ユーエフジェイ", "ﾕ-ｴﾌｼﾞｴｲ"),
        ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"),
        ("ヲヴァヮヵヶ", "ｵｳﾞｱﾜｶｹ"),
        ("ｬｭｮｯｧｨｩｪｫ", "ﾔﾕﾖﾂｱｲｳｴｵ"),
        ("パピプペポ", "ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ"),
        ("カ゛ハ゜ｱﾞ", "ｶﾞﾊﾟｱﾞ"),
        ("abc Ｄｅｆ １２3", "ABC DEF 123"),
        ("カ）ミナト．", "ｶ)ﾐﾅﾄ."),
        ("エー‐イー−オ－", "ｴ--ｲ--ｵ-"),
        ("　ヤマダ　　タロウ　", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ],
)
def test_r32_names_are_respelt(typed: str, written: str) -> None:
    assert passbook_kana(typed) == written


@pytest.mark.parametrize(
    ("typed", "character"),
    [
        ("山田太郎", "山"),
        ("ヤマダ，タロウ", ","),
        ("ヤマダ:タロウ", ":"),
        ("ヤマダ'タロウ", "'"),
        ("ヤマダ・タロウ", "･"),
        ("ヰノウエ", "ヰ"),
        ("ヤマダ/タロウ", "/"),
        ("ヤマダ\U0001f600", "\U0001f600"),
    ],
)
def test_r32_what_banks_do_not_take_is_named(typed: str, character: str) -> None:
    with pytest.raises(Refusal) as refusal:
        passbook_kana(typed)
    assert (
        str(refusal.value.message) == f"「{character}」は銀行のデータに使えません。通帳のとおりカナで入力してください。"
    )


def test_r32_nothing_is_cut() -> None:
    assert passbook_kana("ア" * 30) == "ｱ" * 30
    for name, length in (("ア" * 31, 31), ("ガ" * 16, 32)):
        with pytest.raises(Refusal) as refusal:
            passbook_kana(name)
        assert f"{length}文字" in str(refusal.value.message)
    assert len(passbook_kana("ア" * 31, most=40)) == 31


@pytest.mark.parametrize("blank", ["", "　 "])
def test_a_name_is_needed(blank: str) -> None:
    with pytest.raises(Refusal, match="口座名義"):
        passbook_kana(blank)


@given(st.text(max_size=20))
def test_what_is_written_is_a_byte_a_character_or_refused(text: str) -> None:
    try:
        written = passbook_kana(text)
    except Refusal:
        return
    assert set(written) <= ALLOWED
    assert len(written.encode("cp932")) == len(written) <= 30
    assert passbook_kana(written) == written


@given(st.text(max_size=40))
def test_a_field_that_may_stay_empty_always_fits(text: str) -> None:
    assert len(fitting(text, 15).encode("cp932")) <= 15


@pytest.mark.parametrize(
    ("name", "account", "compared"),
    [
        ("カブシキガイシャ ミナト", "ｶ)ﾐﾅﾄ", "ﾐﾅﾄ"),
        ("株式会社ミナトセイキ", "ｶ)ﾐﾅﾄｾｲｷ", "ﾐﾅﾄｾｲｷ"),
        ("㈱ミナト", "ｶ)ﾐﾅﾄ", "ﾐﾅﾄ"),
        ("ミナト　株式会社", "ﾐﾅﾄ(ｶ", "ﾐﾅﾄ"),
        ("ミナトユウゲンガイシャ", "ﾐﾅﾄ(ﾕ", "ﾐﾅﾄ"),
        ("有限会社ミナト", "ﾕ)ﾐﾅﾄ", "ﾐﾅﾄ"),
        ("合同会社 エン", "ﾄﾞ)ｴﾝ", "ｴﾝ"),
        ("いっぱんしゃだんほうじん エン", "ｼﾔ)ｴﾝ", "ｴﾝ"),
        ("アスカル　（カ", "ｱｽｶﾙ (ｶ", "ｱｽｶﾙ"),
        ("ｱｽｶﾙ(ｶ)", "ｱｽｶﾙ(ｶ)", "ｱｽｶﾙ"),
        ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞﾀﾛｳ"),
    ],
)
def test_companies_are_abbreviated_as_on_transfers(name: str, account: str, compared: str) -> None:
    assert company_kana(name) == account
    assert comparable(name) == comparable(account) == compared


def test_half_width_leaves_the_rest_alone() -> None:
    assert half_width("みなと 精機") == "ﾐﾅﾄ 精機"
