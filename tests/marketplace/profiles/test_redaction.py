"""What is taken out of a text, and what stays in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.accounts.models import User
from marketplace.accounts.states import UserKind
from marketplace.profiles.models import BlockedCompany, Consultant, PastProject
from marketplace.profiles.redaction import _words, redact

if TYPE_CHECKING:
    from flask import Flask

OUT = "［非公開］"


@pytest.fixture(autouse=True)
def _unprepared() -> None:
    """Let each test find the patterns of its people anew, not those that another one left behind."""
    _words.cache_clear()


def person(name: str = "高橋 美咲", **values: str) -> Consultant:
    consultant = Consultant(name_kana=values.get("kana", "タカハシ ミサキ"))
    consultant.user = User(
        name=name, email=values.get("email", "misaki.takahashi@example.jp"), kind=UserKind.CONSULTANT
    )
    consultant.projects = [PastProject(title="PJ", employer=values.get("employer", "みなと精機株式会社"))]
    consultant.blocked_companies = [BlockedCompany(name=values.get("blocked", "Aoba Consulting, Inc."))]
    return consultant


NAMES = """
高橋 美咲|高橋美咲|高橋　美咲|美咲 高橋|高 橋 美 咲|髙橋美咲|高橋|美咲|タカハシ|ﾀｶﾊｼ ﾐｻｷ|たかはし|タ\u200bカハシ
TAKAHASHI|Ｍｉｓａｋｉ|みなと精機株式会社|みなと精機|(株)みなと精機|㈱みなと精機|みなと 精機|Aoba Consulting
AOBA  CONSULTING, INC.
"""
CONTACTS = """
misaki.takahashi@example.jp|ｍ．ｔ＠example.com|m [at] example.com|m@example [dot] com|https://example.jp/takahashi
example.co.jp/me|www.example.jp|@misaki_pmo|090-1234-5678|０９０−１２３４−５６７８|09012345678|03(1234)5678
+81 90 1234 5678|T8900000000001|Ｔ 8900-0000-00001
"""
HARMLESS = """
課題430件の滞留を平均21日から6日へ。|2024年4月〜2026年7月|1,200,000円|予算 38億円、110名|0123件ではなく0.5人月
①計画 ②実行～完了|ASP.NETとnode.jsの更改|ﾃｽﾄ工程のPMO|S/4HANA 1909|TCP/IP|第2フェーズ|Ａ社・Ｂ社の比較
"""


def listed(texts: str) -> list[str]:
    return [text for line in texts.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", [*listed(NAMES), *listed(CONTACTS)])
def test_is_taken_out(app: Flask, text: str) -> None:
    del app
    assert redact(text, person()).replace("(株)", "").replace("㈱", "").strip() == OUT
    around = redact(f"担当は{text}です。次の文。", person())
    assert around.startswith("担当は")
    assert around.endswith("です。次の文。")
    assert OUT in around


@pytest.mark.parametrize("text", listed(HARMLESS))
def test_stays_as_it_was_written(app: Flask, text: str) -> None:
    del app
    assert redact(text, person(name="佐々木 凛", kana="ササキ リン", email="info@example.jp")) == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("森 一", "森です。森林の案件。青森県。森さん。", f"{OUT}です。森林の案件。青森県。{OUT}さん。"),
        ("山田太郎", "山田です。太郎とも。", f"{OUT}です。{OUT}とも。"),
        ("Lee Min", "Leeです。sleeping. MIN", f"{OUT}です。sleeping. {OUT}"),
        ("Lu Xi", "Xiです。luxury", f"{OUT}です。luxury"),
        ("J Lee", "Jカーブ、J Lee、J", f"Jカーブ、{OUT}、J"),
        ("Madonna", "Ma donna, madonna", f"Ma donna, {OUT}"),
        ("Strauß 凛", "Weißßß Straußの凛です", f"Weißßß {OUT}の{OUT}です"),
    ],
)
def test_short_and_unspaced_names(app: Flask, name: str, text: str, expected: str) -> None:
    del app
    assert redact(text, person(name=name, kana="", email="info@example.jp")) == expected


@pytest.mark.parametrize(
    ("email", "text", "expected"),
    [
        ("aya_kujo77@example.jp", "AYA KUJO, an example", f"AYA {OUT}, an example"),
        ("kato@example.jp", "Katoです", f"{OUT}です"),
        ("project.ken@example.jp", "The project of Ken", "The project of Ken"),
    ],
)
def test_names_in_an_address_are_names(app: Flask, email: str, text: str, expected: str) -> None:
    del app
    assert redact(text, person(name="森 一", kana="", email=email)) == expected


@pytest.mark.parametrize(
    ("company", "text", "expected"),
    [
        ("Aoba\tPlanning", "Aoba Planning, AobaPlanning", f"{OUT}, {OUT}"),
        ("株式会社・青葉企画", "青葉企画に常駐", f"{OUT}に常駐"),
        ("株式会社アオ", "アオに在籍", f"{OUT}に在籍"),
        ("Acme KK", "Acmeとpacmeとacmez、acme2", f"{OUT}とpacmeとacmez、{OUT}2"),
        ("Zebraz Inc.", "zebrazとzebrazaとazebraz", f"{OUT}とzebrazaとazebraz"),
        ("7seasas KK", "27seasasと7seasash", f"2{OUT}と7seasash"),
        ("A社企画 KK", "A社企画、dataa社企画", f"{OUT}、dataa社企画"),
        ("企社aa KK", "企社aa、企社aaron", f"{OUT}、企社aaron"),
        ("社a KK", "社a、社about", f"{OUT}、社about"),
        ("青 葉 KK", "青葉、青 葉", f"{OUT}、{OUT}"),
        ("青葉ABC7株式会社", "x青葉ABC7x", f"x{OUT}x"),
    ],
)
def test_a_company_is_found_as_a_word(app: Flask, company: str, text: str, expected: str) -> None:
    del app
    assert redact(text, person(blocked=company)) == expected


def test_what_touches_is_taken_out_as_one(app: Flask) -> None:
    del app
    assert redact("美咲みなと精機です", person()) == f"{OUT}です"


def test_kana_inside_other_words_stays(app: Flask) -> None:
    del app
    someone = person(name="山 真理", kana="ヤマ マリ", email="info@example.jp")
    assert redact("ヤマト運輸の案件がありました。ヤマです", someone) == f"ヤマト運輸の案件がありました。{OUT}です"


def test_company_named_after_a_term_keeps_the_term(app: Flask) -> None:
    del app
    someone = person(employer="PMO株式会社", blocked="")
    assert redact("PMOとして常駐。PMO株式会社に在籍。", someone) == f"PMOとして常駐。{OUT}に在籍。"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_name_never_survives(app: Flask, before: str, after: str) -> None:
    del app
    assert "高橋美咲" not in redact(f"{before}高橋美咲{after}", person())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="あいう実行計画PMO0123456789 ,.。①ｱ", max_size=60))
def test_redacting_twice_changes_nothing_more(app: Flask, text: str) -> None:
    del app
    once = redact(text, person())
    assert redact(once, person()) == once
