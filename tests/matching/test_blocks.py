"""Every brief at night, over processes of this machine."""

from pathlib import Path

import pytest

from matching.batch import rank
from matching.blocks import A_BLOCK, blocks_of, rank_all
from matching.index import build_index
from matching.index_folder import UnusableIndex, save
from tests.matching.people import C1, EVERYBODY, TODAY
from tests.matching.postings import ALL_POSTINGS
from tests.matching.test_scorer import Together
from tests.matching.test_sieve import BRIEFS, people

INDEX = build_index(people(400, 6), as_of=TODAY)
MANY = BRIEFS * 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(INDEX, tmp_path / "index")
    return tmp_path / "index"


def test_all_briefs_at_once_answer_as_one_by_one() -> None:
    index = build_index(EVERYBODY, as_of=TODAY)
    assert rank_all(ALL_POSTINGS, index, as_of=TODAY) == [rank(brief, index, as_of=TODAY) for brief in ALL_POSTINGS]
    assert rank_all([], index, as_of=TODAY, n_jobs=2) == []


def test_processes_answer_as_one(folder: Path) -> None:
    alone = rank_all(MANY, folder, as_of=TODAY)
    assert rank_all(MANY, folder, as_of=TODAY, n_jobs=2) == alone
    assert rank_all(MANY, INDEX, as_of=TODAY, n_jobs=2, ranker=Together()) == rank_all(
        MANY, folder, as_of=TODAY, ranker=Together()
    )


def test_blocks_hold_every_brief_once_and_what_is_sent_is_small(folder: Path) -> None:
    blocks = blocks_of(MANY, folder, k=5, as_of=TODAY)
    assert [brief for block in blocks for brief in block.briefs] == list(MANY)
    assert max(len(block.briefs) for block in blocks) <= A_BLOCK
    assert [one for block in blocks[:2] for one in block.ranked()] == [
        rank(brief, INDEX, k=5, as_of=TODAY) for block in blocks[:2] for brief in block.briefs
    ]


def test_another_index_in_the_folder_is_seen(folder: Path) -> None:
    (before,) = blocks_of(BRIEFS[:1], folder, k=5, as_of=TODAY)
    assert before.ranked()[0].matches[0].candidate_id != "C1"
    save(build_index([C1], as_of=TODAY), folder)
    (after,) = blocks_of(BRIEFS[:1], folder, k=5, as_of=TODAY)
    found = after.ranked()[0]
    assert {one.candidate_id for one in (*found.matches, *found.excluded)} == {"C1"}


def test_a_folder_without_an_index_is_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(UnusableIndex):
        blocks_of(BRIEFS, tmp_path, k=5, as_of=TODAY)
