"""Totals, order and the counts beside filters, against the plainest computation over a generated world."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from marketplace.browse import search, snapshot
from marketplace.browse.filters import PAGE_SIZE, SORTS, Filters
from marketplace.browse.search import GROUPS, find, relaxations
from marketplace.clock import today
from marketplace.engagements.models import Engagement
from tests.conftest import count_queries
from tests.factories.pipeline import make_posting
from tests.marketplace.browse.world import (
    ALL_OF,
    CHOICES,
    SINGLE,
    TESTS,
    add_postings,
    concepts,
    meets,
    open_postings,
    ordered,
)

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

WORLD = 300
Rows = list[tuple[Engagement, int]]


@pytest.fixture
def world(session: Session) -> Rows:
    del session
    add_postings(WORLD)
    rows = open_postings()
    assert len(rows) == WORLD
    return rows


def random_filters(rng: random.Random, rows: Rows) -> Filters:
    """Choose some groups and values, mostly such as the world has, so that not everything is empty."""
    example = rng.choice(rows)[0]
    near: dict[str, list[Any]] = {
        "industry": [example.industry], "prefecture": [example.prefecture], "skill": sorted(concepts(example)),
        "function": example.functions, "remote": [example.remote], "layer": [example.layer],
    }  # fmt: skip
    chosen: dict[str, Any] = {}
    for group in rng.sample(GROUPS, k=rng.randint(0, 4)):
        if group in SINGLE:
            chosen[group] = rng.choice(CHOICES[group])
            continue
        offered = [value for value in near.get(group, CHOICES[group]) if value in CHOICES[group]] or CHOICES[group]
        values = {rng.choice(offered), *([rng.choice(CHOICES[group])] if rng.random() < 0.3 else [])}
        chosen[group] = tuple(value for value in CHOICES[group] if value in values)
    return Filters(sort=rng.choice(SORTS), **chosen)


def pages(filters: Filters, scores: dict[UUID, int] | None = None) -> list[UUID]:
    """Read all pages one after the other."""
    total = find(filters, scores=scores).total
    found: list[UUID] = []
    for page in range(1, -(-total // PAGE_SIZE) + 1):
        found += find(Filters(**filters.args(page=page)), scores=scores).ids
    return found


def test_total_and_order_are_as_computed_plainly(world: Rows) -> None:
    rng = random.Random(1)
    scores = {e.id: rng.choice((100, 500, 500, 900)) for e, _number in rng.sample(world, k=120)}
    answered = 0
    for _try in range(250):
        filters = random_filters(rng, world)
        wanted = [row for row in world if meets(row[0], filters)]
        found = find(filters, scores=scores)
        assert found.total == len(wanted), filters
        assert pages(filters, scores) == ordered(wanted, filters.sort, scores), filters
        answered += bool(wanted)
    assert answered > 100


def test_the_count_beside_a_value_is_what_choosing_it_would_bring(world: Rows) -> None:
    rng = random.Random(2)
    for _try in range(60):
        filters = random_filters(rng, world)
        found = find(filters)
        for group in GROUPS:
            others = [e for e, _number in world if meets(e, filters, but=group)]
            for value, count in found.counts[group].items():
                assert count == sum(TESTS[group](e, value) for e in others), (filters, group, value)


def test_counts_beside_filters_follow_the_text_too(world: Rows) -> None:
    rng = random.Random(3)
    word = "課題管理"
    found_by_word = set(pages(Filters(q=word)))
    hits = {e.id for e, _number in world if e.id in found_by_word}
    assert 20 < len(hits) < WORLD
    for _try in range(40):
        filters = Filters(**{**random_filters(rng, world).args(), "q": word})
        found = find(filters)
        assert found.total == sum(meets(e, filters) for e, _number in world if e.id in hits)
        for group in GROUPS:
            others = [e for e, _number in world if e.id in hits and meets(e, filters, but=group)]
            for value, count in found.counts[group].items():
                assert count == sum(TESTS[group](e, value) for e in others), (filters, group, value)


def test_all_values_that_are_there_are_counted(world: Rows) -> None:
    found = find(Filters())
    assert set(found.counts["industry"]) >= {e.industry for e, _number in world}
    assert set(found.counts["prefecture"]) >= {e.prefecture for e, _number in world}
    most = max(CHOICES["skill"], key=lambda skill: sum(skill in concepts(e) for e, _number in world))
    assert found.frequent["skill"][0] == most
    rare = next(skill for skill in CHOICES["skill"] if skill not in found.frequent["skill"])
    assert rare in find(Filters(skill=(rare,))).counts["skill"]


def test_several_skills_must_all_be_asked_for(world: Rows) -> None:
    first, second = find(Filters()).frequent["skill"][:2]
    both = sum({first, second} <= concepts(e) for e, _number in world)
    assert find(Filters(skill=(first, second))).total == both < find(Filters(skill=(first,))).total
    assert {"skill", "certification"} == ALL_OF


def test_a_page_beyond_the_last_is_the_last(world: Rows) -> None:
    del world
    assert find(Filters(page=15)).ids == find(Filters(page=999)).ids
    assert len(set(find(Filters(page=1)).ids) & set(find(Filters(page=2)).ids)) == 0


def test_an_empty_list_names_what_to_relax(session: Session) -> None:
    del session
    make_posting(remote="hybrid", received_rate_max=1_200_000)
    make_posting(remote="hybrid", received_rate_max=1_600_000)
    filters = Filters(remote=("full",), rate=150, prefecture=("23",))
    assert find(filters).ids == []
    assert relaxations(filters) == [("remote", 1)]
    assert relaxations(Filters(remote=("full",), rate=200)) == []
    assert relaxations(Filters(q="宇宙船", remote=("hybrid",))) == [("q", 2)]


def test_nothing_open_is_an_empty_answer(session: Session) -> None:
    del session
    found = find(Filters(q="SAP", rate=100, skill=("tool.excel",)))
    assert (found.ids, found.total) == ([], 0)
    assert found.counts["type"] == {"strategic": 0, "controlling": 0, "supportive": 0}


def test_start_within_counts_at_once_and_the_day_itself(session: Session) -> None:
    del session
    for start in (None, today(), today() + timedelta(days=31), today() + timedelta(days=32)):
        make_posting(start_on=start)
    assert [find(Filters(start=months)).total for months in (-1, 0, 1, 2)] == [4, 2, 3, 4]


def test_match_sorts_the_unknown_last_by_age(session: Session) -> None:
    del session
    old, middle, new = (make_posting() for _ in range(3))
    assert find(Filters(sort="match"), scores={old.id: 1}).ids == [old.id, new.id, middle.id]
    assert find(Filters(sort="match"), scores={}).ids == [new.id, middle.id, old.id]
    equal = {old.id: 500, new.id: 500}
    assert find(Filters(sort="match"), scores=equal).ids == [new.id, old.id, middle.id]
    middle.title = "新しい題"  # the order of equals is by publication, in every process
    search.forget()
    snapshot.forget()
    assert find(Filters(sort="match"), scores=equal).ids == [new.id, old.id, middle.id]


def test_a_page_of_the_list_asks_the_database_for_its_revision_alone(world: Rows) -> None:
    del world
    find(Filters())
    with count_queries() as queries:
        find(Filters(type=("strategic",), rate=100))
    assert len(queries) == 1
