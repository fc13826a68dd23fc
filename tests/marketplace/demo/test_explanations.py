"""On the demo's own pairs: advice does what it says, and the strongest reason carries weight."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from marketplace.clock import today
from marketplace.demo.world import plant
from marketplace.shortlist.index import current_index
from marketplace.shortlist.operations import open_briefs
from matching import Brief, Candidate, CandidateIndex, advise_on, apply_change, rank_briefs
from tests.matching.removing import without

if TYPE_CHECKING:
    from flask import Flask

SMALL, WHOLE = (14, 12), (300, 120)
FEWEST_PAIRS, FEWEST_OF_WHOLE = 300, 18_000
SHARES = 2


@pytest.fixture
def world(app: Flask, request: pytest.FixtureRequest) -> tuple[CandidateIndex, list[Brief]]:
    """Plant a demo world of so many people and postings; return its people and its open postings."""
    del app
    consultants, engagements = request.param
    plant(consultants=consultants, engagements=engagements, say=lambda _words: None)
    return current_index(), list(open_briefs())


def scored(person: Candidate, brief: Brief, index: CandidateIndex) -> float:
    ((_id, match),) = rank_briefs(person, [brief], as_of=today(), like=index, also={brief.id})
    return match.score


@pytest.mark.parametrize("world", [SMALL], indirect=True)
def test_every_pair_of_a_small_demo_is_explained_truly(world: tuple[CandidateIndex, list[Brief]]) -> None:
    pairs, changes = explained_truly(*world, list(world[0].candidates))
    assert pairs >= FEWEST_PAIRS
    assert changes >= pairs


@pytest.mark.attack
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("world", [WHOLE], indirect=True)
def test_every_pair_of_the_demo_is_explained_truly(world: tuple[CandidateIndex, list[Brief]], share: int) -> None:
    pairs, changes = explained_truly(*world, list(world[0].candidates)[share::SHARES])
    sys.stdout.write(f"share {share}: {pairs:,} pairs and {changes:,} changes of the demo were explained truly\n")
    assert pairs >= FEWEST_OF_WHOLE
    assert changes >= pairs


def explained_truly(index: CandidateIndex, briefs: list[Brief], candidates: list[Candidate]) -> tuple[int, int]:
    """Check the strongest reason and every change proposed of each pair; return how many pairs and changes."""
    pairs = changes = 0
    for person in candidates:
        ranked = rank_briefs(person, briefs, k=0, as_of=today(), like=index, also={one.id for one in briefs})
        helpful = advise_on(briefs, person, as_of=today(), like=index)
        by_id = {brief.id: brief for brief in briefs}
        for brief_id, match in ranked:
            brief = by_id[brief_id]
            pairs += 1
            strongest = next((one for one in match.reasons if one.sign > 0), None)
            if strongest is not None:
                assert scored(without(person, strongest, brief), brief, index) < match.score, strongest
            for change in helpful[brief_id]:
                changes += 1
                after = scored(apply_change(person, change), brief, index)
                assert after - match.score == pytest.approx(change.gain, abs=1e-5), change
    return pairs, changes
