from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matching.batch import rank
from matching.index import build_index, updated
from matching.index_folder import UnusableIndex, load, save
from matching.records import Candidate, InvalidRecord, Skill
from matching.vocabulary import Concept, Vocabulary, default_vocabulary
from tests.matching.people import C1, C2, C3, C4, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS, P01

SEED = default_vocabulary()


def test_a_saved_index_answers_the_same(tmp_path: Path) -> None:
    index = build_index(EVERYBODY, as_of=TODAY)
    save(index, tmp_path / "index")
    again = load(tmp_path / "index", SEED)
    assert isinstance(again.parts[0].columns["rate"].base, np.memmap)
    assert list(again.candidates) == list(EVERYBODY)
    for brief in ALL_POSTINGS:
        assert rank(brief, again, as_of=TODAY) == rank(brief, index, as_of=TODAY)


def test_saving_again_replaces_and_a_reader_of_the_old_goes_on(tmp_path: Path) -> None:
    save(build_index([C1], as_of=TODAY), tmp_path / "index")
    old = load(tmp_path / "index", SEED)
    save(build_index([C2], as_of=TODAY), tmp_path / "index")
    assert load(tmp_path / "index", SEED).ids == ("C2",)
    assert next(old.candidates) == C1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index"]


def test_an_empty_index_can_be_saved_and_asked(tmp_path: Path) -> None:
    save(build_index([], as_of=TODAY), tmp_path / "index")
    assert rank(P01, load(tmp_path / "index", SEED), as_of=TODAY).matches == ()


def test_a_foreign_folder_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndex):
        load(tmp_path, SEED)
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UnusableIndex):
        load(tmp_path, SEED)
    save(build_index(EVERYBODY, as_of=TODAY), tmp_path / "index")
    with pytest.raises(UnusableIndex, match="vocabulary"):
        load(tmp_path / "index", Vocabulary([Concept("skill.tea", "skill", "茶道", "tea ceremony")]))
    (tmp_path / "index" / "idf.npy").write_bytes(b"broken")
    with pytest.raises(UnusableIndex):
        load(tmp_path / "index", SEED)


def test_an_update_equals_a_new_index_with_the_same_word_weights() -> None:
    changed = replace(C3, skills=(*C3.skills, Skill("skill.unheard_of", "A", 2)), blocked=frozenset({"minato"}))
    new = Candidate("new", text="課題管理")
    index = build_index(EVERYBODY, as_of=TODAY)
    fresh = build_index([C1, C2, changed, new], as_of=TODAY, like=index)
    after = updated(index, [changed, new], gone=["C4"])
    assert after.ids == ("C1", "C2", "C3", "new")
    assert after.parts[0].measure("strength", "skill.unheard_of").tolist() == [0, 0, 1, 0]
    for brief in ALL_POSTINGS:
        ours, theirs = rank(brief, after, as_of=TODAY), rank(brief, fresh, as_of=TODAY)
        assert [one.candidate_id for one in ours.matches] == [one.candidate_id for one in theirs.matches]
        assert [one.score for one in ours.matches] == pytest.approx([one.score for one in theirs.matches])
    assert index.ids == ("C1", "C2", "C3", "C4")


def test_twice_the_same_id_is_a_typed_error() -> None:
    with pytest.raises(InvalidRecord):
        build_index([C4, C4], as_of=TODAY)
