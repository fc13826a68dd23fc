import pickle
import re
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.characters import fold, normalise
from matching.vocabulary import (
    Concept,
    Vocabulary,
    VocabularyError,
    by_kind,
    concept,
    concepts_in,
    default_vocabulary,
)

SEED = default_vocabulary()


def test_the_seed_is_as_large_as_the_trade_needs() -> None:
    assert len(by_kind("skill")) + len(by_kind("tool")) >= 150
    assert len(by_kind("certification")) >= 40
    assert len(by_kind("industry")) >= 16
    assert {one.id for one in by_kind("type")} == {"type.strategic", "type.controlling", "type.supportive"}
    assert {one.id for one in by_kind("function")} == {"function.support", "function.control", "function.governance"}
    assert len(by_kind("phase")) == 8


def test_no_name_is_claimed_twice() -> None:
    assert SEED.collisions == []


def test_every_concept_has_both_names_and_a_readable_id() -> None:
    for one in SEED:
        assert one.ja, one.id
        assert one.en, one.id
        assert re.fullmatch(r"(skill|tool|cert|industry|type|function|phase)\.[a-z0-9_]+", one.id)
        assert all(broader in SEED for broader in one.broader), one.id


def test_every_concept_is_found_by_each_of_its_names() -> None:
    for one in SEED:
        for name in (one.ja, one.en, *one.aliases):
            assert SEED.named(name.removeprefix("=")) == one.id, name


def test_industries_are_classes_of_the_national_classification_and_cover_it() -> None:
    majors: set[str] = set()
    for one in by_kind("industry"):
        assert one.codes, one.id
        for code in one.codes:
            assert code in ascii_uppercase[:20] or 1 <= int(code) <= 99, code
        majors |= {code if code.isalpha() else _major(int(code)) for code in one.codes}
    assert majors == set(ascii_uppercase[:19]) - {"Q"}  # Q: post offices and cooperatives; T: not classifiable


def _major(middle: int) -> str:
    """Return the major class of a middle class of JSIC, 14th revision."""
    last = (2, 4, 5, 8, 32, 36, 41, 49, 61, 67, 70, 74, 77, 80, 82, 85, 87, 96, 98, 99)
    return next(letter for letter, end in zip(ascii_uppercase, last, strict=False) if middle <= end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("課題管理", {"skill.issue_management"}),
        ("イシュー管理とイシューマネジメント", {"skill.issue_management"}),
        ("issue management, Issue Mgmt, managing issue logs", {"skill.issue_management"}),
        ("ﾍﾞﾝﾀﾞｰ管理", {"skill.vendor_management"}),
        ("ベンダコントロール", {"skill.vendor_management"}),
        ("進捗の管理", {"skill.progress_management"}),
        ("プロジェクト・マネジメント", {"skill.project_management"}),
        ("S/4HANAへの移行リハ", {"tool.s4hana", "skill.migration_rehearsal"}),
        ("PowerBIとPower Query", {"tool.power_bi", "tool.power_query"}),
        ("PMO3名、PM1名", {"skill.pmo", "skill.project_management"}),
        ("管理実行型とコントロール型", {"type.controlling"}),
        ("支援型", {"type.supportive"}),
        ("メカニズム", set()),
        ("キーワードの整理", set()),
        ("resap", set()),
        ("", set()),
        ("😀🙏", set()),
    ],
)
def test_concepts_are_found_in_text(text: str, expected: set[str]) -> None:
    assert set(concepts_in(text)) == expected


def test_the_longest_name_wins() -> None:
    assert concepts_in("生命保険の課題管理台帳") == ("industry.insurance", "skill.issue_management")


def test_words_that_mean_nothing_inside_a_sentence_are_found_alone() -> None:
    assert SEED.named("管理") == "function.control"
    assert "function.control" not in concepts_in("人を管理する")


def test_narrower_concepts_imply_broader_ones() -> None:
    assert set(SEED.expand(["tool.s4hana", "skill.unheard_of"])) >= {
        "tool.sap",
        "skill.erp_implementation",
        "skill.unheard_of",
    }


def test_neighbours_are_of_the_same_group() -> None:
    assert "tool.backlog" in SEED.neighbours("tool.jira")
    assert "tool.excel" not in SEED.neighbours("tool.jira")
    assert SEED.neighbours("skill.unheard_of") == ()


def test_a_table_of_the_operator_replaces_the_seed() -> None:
    own = Vocabulary([Concept("skill.tea", "skill", "茶道", "tea ceremony", ("お茶",))])
    assert own.concepts_in("お茶とJira") == ("skill.tea",)
    assert own.concept("skill.tea").name("en") == "tea ceremony"
    assert pickle.loads(pickle.dumps(own)).concepts_in("茶道") == ("skill.tea",)  # noqa: S301 - our own bytes
    assert Vocabulary([]).concepts_in("Jira") == ()


def test_a_contested_name_goes_to_the_first_and_is_reported() -> None:
    own = Vocabulary([Concept("skill.a", "skill", "甲", "a1"), Concept("skill.b", "skill", "乙", "b1", ("甲",))])
    assert own.named("甲") == "skill.a"
    assert own.collisions == [("甲", "skill.a", "skill.b")]


@pytest.mark.parametrize(
    "concepts",
    [
        [Concept("", "skill", "x", "x")],
        [Concept("x", "hobby", "x", "x")],  # type: ignore[arg-type]
        [Concept("x", "skill", "x", "x"), Concept("x", "tool", "y", "y")],
    ],
)
def test_an_unusable_table_is_a_typed_error(concepts: list[Concept]) -> None:
    with pytest.raises(VocabularyError):
        Vocabulary(concepts)


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        concept("skill.unheard_of")


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert all(found in SEED for found in concepts_in(text))
    assert fold(fold(text)) == fold(text)
    assert normalise(normalise(text)) == normalise(text)


def test_a_very_long_text_is_read_in_reasonable_time() -> None:
    assert concepts_in("進捗を管理しベンダーと調整。" * 3_600 + "課題管理")[-1] == "skill.issue_management"
