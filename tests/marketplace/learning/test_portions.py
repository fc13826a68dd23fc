"""What was shown is read in portions, one signal a pair; what is stored stands beside the score it belongs to."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from marketplace import background
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.learning import jobs
from marketplace.learning import signals as reading
from marketplace.learning.models import Shown, ShownList
from marketplace.learning.signals import signals
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import ranked_people, store_for_engagement
from marketplace.shortlist.states import ModelState
from matching.labels import Signal
from tests.factories.accounts import make_client
from tests.factories.learning import make_model
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from uuid import UUID

    import pytest
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

LISTS, PLACES = 600, 50
ENOUGH = 2_000_000  # bytes; a signal for each time somebody was shown took four times as many


def shown(posting_id: UUID, others: list[str], days: int) -> None:
    """Keep a list as it was shown on each of the last days."""
    viewer = make_client()
    db.session.flush()
    row = {
        "viewer_id": viewer.id, "side": Shown.CLIENT, "subject_id": posting_id, "engagement_id": posting_id,
        "others": others, "drawn": [1], "model": "prior-1", "shown_at": now(),
    }  # fmt: skip
    lists = [row | {"id": uuid7(), "day": today() - timedelta(days=day)} for day in range(days)]
    db.session.execute(insert(ShownList), lists)


def test_a_pair_that_is_shown_every_day_is_one_signal_at_its_best_place(session: Session) -> None:
    posting, others = make_posting(), ["one", "two", "three"]
    session.flush()
    shown(posting.id, others, 3)
    shown(posting.id, others[::-1], 2)
    brief = str(posting.id)
    expected = {Signal(brief, "one", "shown", 1), Signal(brief, "two", "shown", 2), Signal(brief, "three", "shown", 1)}
    assert set(signals()) == expected
    assert len(signals()) == len(expected)
    assert signals(among={(brief, "two")}) == [Signal(brief, "two", "shown", 2)]


def test_memory_does_not_grow_with_the_lists_that_were_shown(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    posting = make_posting()
    session.flush()
    others = [str(uuid7()) for _ in range(PLACES)]
    shown(posting.id, others, LISTS)
    session.expunge_all()
    monkeypatch.setattr(reading, "PORTION", 20)
    signals()
    tracemalloc.start()
    found = signals()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == PLACES
    assert most < ENOUGH


def test_features_are_those_of_the_score_they_stand_beside_or_none(session: Session) -> None:
    posting, _person = make_posting(), make_listed_consultant()
    session.flush()
    found = ranked_people(posting.id)
    assert found is not None
    store_for_engagement(posting.id, found)
    session.flush()
    assert session.scalars(select(Match)).one().features
    plain = {other: replace(match, score=0.1, features=()) for other, match in found.matches.items()}
    store_for_engagement(posting.id, replace(found, matches=plain))
    session.flush()
    row = session.scalars(select(Match)).one()
    assert (row.score, row.features) == (100, [])


def test_the_model_s_file_is_read_before_the_writer_s_place_is_taken(session: Session) -> None:
    row = make_model(1, ModelState.CURRENT, refused_because=[], file="ranking-models/2026-01-01/gone", sha256="0")
    session.commit()
    found = background._reads["learning.watch_model"]()
    assert (found[0], bool(found[1])) == (row.id, True)
    jobs.watch_model(found=(uuid7(), "of another"))
    assert row.unusable == ""
    jobs.watch_model(found=found)
    assert row.unusable == found[1]
