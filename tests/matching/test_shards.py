from pathlib import Path

import pytest

from matching.batch import rank
from matching.index import build_index, updated
from matching.index_folder import load, save
from matching.shards import joined, shard_of, split
from tests.matching.people import C1, TODAY
from tests.matching.test_sieve import BRIEFS, people

PEOPLE = people(300, 5)
WHOLE = build_index(PEOPLE, as_of=TODAY)


def test_shards_saved_apart_answer_as_the_whole(tmp_path: Path) -> None:
    for at, some in enumerate(split(PEOPLE, 4)):
        save(build_index(some, as_of=TODAY, like=WHOLE), tmp_path / str(at))
    together = joined([load(tmp_path / str(at)) for at in range(4)])
    assert len(together) == len(WHOLE)
    for brief in BRIEFS:
        ours, theirs = (rank(brief, one, as_of=TODAY, k=40) for one in (together, WHOLE))
        assert [one.score for one in ours.matches] == pytest.approx([one.score for one in theirs.matches])
        assert (ours.excluded_counts, ours.relaxed, ours.entering) == (
            theirs.excluded_counts,
            theirs.relaxed,
            theirs.entering,
        )
        assert {round(one.score, 9) for one in ours.excluded} == {round(one.score, 9) for one in theirs.excluded}


def test_a_consultant_is_in_one_shard_always() -> None:
    shards = split(PEOPLE, 7)
    assert sorted(one.id for shard in shards for one in shard) == [one.id for one in PEOPLE]
    assert all(shard_of(one.id, 7) == at for at, shard in enumerate(shards) for one in shard)


def test_shards_that_weigh_differently_are_not_joined() -> None:
    with pytest.raises(ValueError, match="same index"):
        joined([WHOLE, build_index([C1], as_of=TODAY)])
    assert len(joined([WHOLE, build_index([C1], as_of=TODAY, like=WHOLE)])) == 301


def test_a_shard_is_changed_by_itself() -> None:
    one, other = (build_index(some, as_of=TODAY, like=WHOLE) for some in split(PEOPLE, 2))
    changed = joined([updated(one, [], gone=[next(one.candidates).id]), other])
    assert len(changed) == 299
