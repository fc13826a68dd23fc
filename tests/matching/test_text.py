import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import likeness_tokens, query_terms, search_tokens, to_fts5, to_tsquery, tokens

DOCUMENTS = (
    "大手銀行でイシュー管理を担当",
    "SAP導入PMとして5社を支援",
    "進捗の会議、捗管、管理の話",
    "S/4HANA移行リハを計画",
    "Jira とﾘｽｸ登録簿",
)


@pytest.fixture
def found() -> "Finder":
    return Finder(DOCUMENTS)


class Finder:
    def __init__(self, documents: tuple[str, ...]) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE VIRTUAL TABLE texts USING fts5(body)")
        for document in documents:
            self.connection.execute("INSERT INTO texts VALUES (?)", (" ".join(search_tokens(document)),))

    def __call__(self, query: str) -> list[int]:
        rows = self.connection.execute(
            "SELECT rowid - 1 FROM texts WHERE texts MATCH ? ORDER BY rowid", (to_fts5(query_terms(query)),)
        )
        return [row for (row,) in rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("課題管理", [0]),
        ("issue management", [0]),
        ("イシュー", [0]),
        ("進捗管理", []),
        ("管理", [0, 2]),
        ("導入PM", [1]),
        ("SAP", [1, 3]),
        ("sap　社", [1]),
        ("社", [1]),
        ("援", [1]),
        ("リハ", [3]),
        ("ﾘﾊ", [3]),
        ("jir", [4]),
        ("リスク管理", [4]),
        ("リスク Jira", [4]),
        ("リスク SAP", []),
        ("コールドフュージョン", []),
    ],
)
def test_a_query_finds(found: "Finder", query: str, expected: list[int]) -> None:
    assert found(query) == expected


def test_tokens_are_words_pairs_and_concepts() -> None:
    assert tokens("課題管理をJiraで。社") == [
        "課題", "題管", "管理", "理を", "jira", "で", "社", "skill.issue_management", "tool.jira",
    ]  # fmt: skip


def test_likeness_counts_single_chinese_characters_too() -> None:
    assert likeness_tokens("合併を。PMI") == [*tokens("合併を。PMI"), "合", "併"]


@pytest.mark.parametrize("query", ["", "   ", "😀", "・、。", '"*()'])
def test_a_query_without_words_is_no_condition(query: str) -> None:
    assert query_terms(query) == []
    assert to_fts5([]) == ""
    assert to_tsquery([]) == ""


@given(st.text(max_size=120))
def test_search_tokens_are_plain_and_short(text: str) -> None:
    for token in search_tokens(text):
        assert re.fullmatch("[a-z0-9]{2,200}", token)


@given(st.text(max_size=60))
def test_a_text_is_found_by_itself(text: str) -> None:
    terms = query_terms(text)
    if terms:
        assert Finder((text,))(text) == [0]


@given(st.text(alphabet="課題管理リスクのをsapjira ー・", min_size=1, max_size=12), st.data())
def test_a_japanese_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    runs = re.findall("[課題管理リスクのをー]+", text)
    if runs:
        run = data.draw(st.sampled_from(runs))
        begin = data.draw(st.integers(0, len(run) - 1))
        part = run[begin : data.draw(st.integers(begin + 1, len(run)))]
        assert Finder((text,))(part) == [0]


def test_long_words_and_long_texts_are_cut_to_what_an_index_takes() -> None:
    word = "a" * 5_000
    assert max(map(len, search_tokens(word + "é" * 300))) <= 200
    assert Finder((word,))(word) == [0]
    found = search_tokens("議事録を作成。" * 7_000)
    assert len(found) == len(set(found)) < 20


def test_queries_for_postgresql_are_written() -> None:
    assert to_tsquery(query_terms("zz 社")) == "((wzz)) & ((j0793e:*))"
