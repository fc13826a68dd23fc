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


def all_hits(q: str) -> list[UUID]:
    """Every hit, the newest first, as the list tells when it counts them all."""
    return [
        each
        for page in range(1, -(-find(Filters(q=q)).total // PAGE_SIZE) + 1)
        for each in find(Filters(q=q, page=page)).ids
    ]


def test_hits_are_counted_to_a_thousand_and_no_further(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    del session
    add_postings(240)
    hits = all_hits("管理")
    assert len(hits) > 150
    strategic = [e.id for e, _number in open_postings() if e.strategic >= 30 and e.id in set(hits)]
    monkeypatch.setattr(search, "MOST_HITS", 100)
    monkeypatch.setattr(search, "FURTHER", 60)
    monkeypatch.setattr(search, "NARROW", 20)
    search.forget()
    found = find(Filters(q="管理", page=5))
    assert (found.total, found.more_than_total) == (100, True)
    assert found.ids == hits[80:100]
    assert find(Filters(q="管理", page=6)).ids == found.ids
    few = find(Filters(q="管理", type=("strategic",)))
    assert 20 < len(strategic) < 100
    assert (few.ids, few.total, few.more_than_total) == (strategic[:PAGE_SIZE], len(strategic), False)


def test_exactly_as_many_as_are_counted_is_no_more(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    del session
    add_postings(40)
    hits = len(all_hits("管理"))
    monkeypatch.setattr(search, "NARROW", 0)
    for chunk in (1, 7, hits, hits + 1, 2000):
        monkeypatch.setattr(search, "FURTHER", chunk)
        for most, more in ((hits - 1, True), (hits, False), (hits + 1, False)):
            monkeypatch.setattr(search, "MOST_HITS", most)
            search.forget()
            found = find(Filters(q="管理"))
            assert (found.total, found.more_than_total) == (min(most, hits), more)


def test_a_narrow_filter_finds_old_postings_of_a_frequent_word(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    del session
    monkeypatch.setattr(search, "MOST_HITS", 30)
    monkeypatch.setattr(search, "FURTHER", 25)
    monkeypatch.setattr(search, "NARROW", 10)
    old = make_posting(prefecture="47", place="那覇市", duties="進捗管理と課題管理")
    add_postings(120)
    assert all(e.prefecture != "47" for e, _number in open_postings()[:-1])
    assert find(Filters(q="管理", prefecture=("47",))).ids == [old.id]
    monkeypatch.setattr(search, "NARROW", 0)
    search.forget()
    found = find(Filters(q="管理", prefecture=("47",)))
    assert (found.ids, found.total, found.more_than_total) == ([old.id], 1, False)
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
