"""No sequence of moves leaves the state machine or gives a person's day away twice."""

from __future__ import annotations

import os

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.clock import now
from tests.marketplace.offers.any_sequence import MOVES, POSTINGS, check, make_market, try_move

SEQUENCES = st.lists(
    st.tuples(st.sampled_from(sorted(MOVES)), st.integers(0, POSTINGS - 1), st.integers(1, 5)), max_size=40
)
ROUNDS = settings(
    deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
# All examples share the test's one transaction: PostgreSQL wades through every version that a row of it has had.
pytestmark = pytest.mark.usefixtures("session")


def _walk(sequence: list[tuple[str, int, int]]) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        market = make_market(clock)
        for move in sequence:
            try_move(market, *move)
            check(market)


@settings(ROUNDS, max_examples=4 if os.environ.get("TEST_DATABASE") == "postgresql" else 25)
@given(SEQUENCES)
def test_no_sequence_of_moves_breaks_the_rules(sequence: list[tuple[str, int, int]]) -> None:
    _walk(sequence)


@pytest.mark.attack
@settings(ROUNDS, max_examples=1500)
@given(SEQUENCES)
def test_no_long_run_of_sequences_breaks_the_rules(sequence: list[tuple[str, int, int]]) -> None:
    _walk(sequence)


def test_the_walk_reaches_what_it_is_about() -> None:
    """Two offers of three days each for a week of five: the second is refused, and goes through once the first ends."""
    with time_machine.travel(now(), tick=False) as clock:
        market = make_market(clock)
        for at in (0, 1):
            for name in ("recommend", *["step"] * 5):
                try_move(market, name, at, 3)
                check(market)
        assert market.held == 3
        assert [market.card(at).state.value for at in (0, 1)] == ["offered", "meeting"]
        for name, at in (("withdraw", 0), ("step", 1), ("step", 1)):
            try_move(market, name, at, 3)
            check(market)
        assert [market.card(at).state.value for at in (0, 1)] == ["withdrawn", "accepted"]
        assert market.held == 3
