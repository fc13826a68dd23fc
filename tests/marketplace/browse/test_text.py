"""Text search: terms ANDed, parts of words, width, synonyms, places, English, many hits, old postings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from marketplace.browse import search
from marketplace.browse.filters import PAGE_SIZE, Filters
from marketplace.browse.search import find
from marketplace.db import db
from marketplace.engagements.models import Listing
from tests.factories.pipeline import make_posting
from tests.marketplace.browse.world import add_postings, open_postings

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def three(session: Session) -> dict[UUID, str]:
    """One posting each of controlling in Nagoya, strategic in Osaka, supportive in Fukuoka."""
    del session
    rows = {
        "nagoya": make_posting(
            title="部品メーカー SAP S/4HANA刷新 統合PMO",
            background="",
            needs=(),
            duties="進捗管理、課題管理表の運用、ベンダー会議の主催。",
            tools=["tool.s4hana"],
            place="愛知県名古屋市中村区名駅",
        ),
        "osaka": make_posting(
            title="銀行 経営会議の投資ポートフォリオ",
            background="",
            needs=(),
            duties="経営層への報告資料。ＫＰＩの設計。ﾍﾞﾝﾀﾞｰ選定。",
            strategic=90,
            controlling=10,
            supportive=0,
            industry="industry.banking",
            functions=["function.governance"],
            phases=[],
            tools=["tool.power_bi"],
            prefecture="27",
            place="大阪市北区",
        ),
        "fukuoka": make_posting(
            title="自治体 事務局",
            background="",
            needs=(),
            duties="議事録の作成、会議の日程調整。",
            strategic=0,
            controlling=10,
            supportive=90,
            industry="",
            functions=["function.support"],
            phases=[],
            tools=["tool.excel"],
            prefecture="40",
            place="福岡市博多区",
        ),
    }
    return {posting.id: name for name, posting in rows.items()}


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        ("SAP", {"nagoya"}),
        ("sap 名古屋", {"nagoya"}),
        ("SAP 博多", set()),  # all terms must be there
        ("会議", {"nagoya", "osaka", "fukuoka"}),
        ("会議 報告", {"osaka"}),
        ("ポートフォリオ", {"osaka"}),
        ("フォリオ", {"osaka"}),  # parts of words
        ("名駅", {"nagoya"}),
        ("議事", {"fukuoka"}),
        ("kpi", {"osaka"}),  # full-width in the text
        ("ＫＰＩ", {"osaka"}),
        ("ベンダー", {"nagoya", "osaka"}),  # half-width kana in the text
        ("ﾍﾞﾝﾀﾞｰ", {"nagoya", "osaka"}),
        ("推進型", {"nagoya"}),
        ("管理実行型", {"nagoya"}),
        ("コントロール型", {"nagoya"}),
        ("参謀型", {"osaka"}),
        ("事務局型", {"fukuoka"}),
        ("支援型", {"fukuoka"}),
        ("課題管理", {"nagoya"}),
        ("issue management", {"nagoya"}),
        ("イシュー管理", {"nagoya"}),
        ("愛知", {"nagoya"}),
        ("Aichi", {"nagoya"}),
        ("大阪府", {"osaka"}),
        ("fukuoka", {"fukuoka"}),
        ("博多", {"fukuoka"}),
        ("Power BI", {"osaka"}),
        ("powerbi", {"osaka"}),
        ("banking", {"osaka"}),
        ("銀行", {"osaka"}),
        ("governance", {"osaka"}),
        ("宇宙船", set()),
        ("!!! ?", {"nagoya", "osaka", "fukuoka"}),  # marks ask for nothing
        ('" OR 1=1 --', set()),
        ("NEAR(SAP, 2) *", set()),
        ("a & b | !c <-> d:*", set()),
    ],
)
def test_what_a_query_finds(three: dict[UUID, str], q: str, wanted: set[str]) -> None:
    found = find(Filters.from_args(_args(q)))
    assert {three[each] for each in found.ids} == wanted
    assert found.total == len(wanted)


def _args(q: str) -> MultiDict[str, str]:
    return MultiDict({"q": q})


def test_letters_apart_are_no_word(session: Session) -> None:
    del session
    make_posting(title="見積の依頼と工程の管理", background="", duties="積算", tools=[], phases=[], needs=())
    assert find(Filters(q="見積管理")).total == 0
    assert find(Filters(q="見積 管理")).total == 1


def hits(q: str) -> set[UUID]:
    """Every hit of a search, page by page."""
    pages = range(1, -(-find(Filters(q=q)).total // PAGE_SIZE) + 1)
    return {each for page in pages for each in find(Filters(q=q, page=page)).ids}


def test_a_usual_word_counts_all_its_hits_under_every_filter(session: Session) -> None:
    del session
    add_postings(120)
    old = make_posting(prefecture="47", place="那覇市", duties="進捗管理と課題管理")
    among = hits("管理")
    assert 60 < len(among) < 121
    strategic = [e.id for e, _number in open_postings() if e.strategic >= 30 and e.id in among]
    assert find(Filters(q="管理", type=("strategic",))).total == len(strategic)
    found = find(Filters(q="管理", prefecture=("47",)))
    assert old.id in found.ids
    assert found.counts["prefecture"]["13"] > 0  # other values of the group stay on offer


def test_a_row_of_the_index_that_this_process_does_not_know_yet_harms_nothing(session: Session) -> None:
    make_posting(duties="進捗管理")
    assert find(Filters(q="進捗管理")).total == 1
    top = session.scalar(db.select(db.func.max(Listing.number))) or 0
    tokens = "SELECT tokens FROM listing_text"
    key = "rowid" if db.engine.dialect.name == "sqlite" else "number"
    session.execute(
        text(f"INSERT INTO listing_text ({key}, tokens) {tokens.replace('tokens', ':n, tokens', 1)}"), {"n": top + 5}
    )
    search.forget()
    assert find(Filters(q="進捗管理")).total == 1
