"""The life of a posting: every pair of states against the list of what is allowed."""

from __future__ import annotations

from itertools import product

import pytest

from marketplace.engagements.models import Engagement
from marketplace.engagements.states import EDGES, ENDED, EngagementState
from marketplace.errors import TransitionRefused

ALLOWED = {
    ("draft", "in_review"),
    ("in_review", "open"),
    ("in_review", "draft"),
    ("open", "paused"),
    ("open", "filled"),
    ("open", "closed"),
    ("open", "expired"),
    ("paused", "open"),
    ("paused", "filled"),
    ("paused", "closed"),
    ("paused", "expired"),
    ("expired", "open"),
    ("expired", "filled"),
    ("expired", "closed"),
}


@pytest.mark.parametrize(("old", "new"), list(product(EngagementState, repeat=2)))
def test_a_posting_moves_along_these_edges_only(old: EngagementState, new: EngagementState) -> None:
    engagement = Engagement(state=old)
    assert engagement.may_become(new) is ((old, new) in ALLOWED)
    if (old, new) in ALLOWED:
        engagement.state = new
        assert engagement.state is new
    else:
        with pytest.raises(TransitionRefused):
            engagement.state = new
        assert engagement.state is old


def test_every_state_has_its_edges() -> None:
    assert set(EDGES) == set(EngagementState)
    assert {(old, new) for old, after in EDGES.items() for new in after} == ALLOWED


def test_what_is_over_stays_over_but_for_an_expired_one() -> None:
    assert {"filled", "closed", "expired"} == ENDED
    assert [state for state in ENDED if EDGES[state]] == ["expired"]
