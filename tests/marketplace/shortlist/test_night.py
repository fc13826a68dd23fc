"""At night several processes rank as one does, where the installation is told to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace.background import Job, run_due
from marketplace.clock import now
from marketplace.engagements.operations import close_engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason
from marketplace.shortlist import jobs, night, operations
from marketplace.shortlist.models import Match, Ranking
from tests.factories.accounts import make_advisor
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa
    from flask import Flask

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def two_processes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PRODUCT", replace(app.config["PRODUCT"], ranking_workers=2))


def stored(session: Session) -> dict[tuple[UUID, UUID], tuple[Any, ...]]:
    session.commit()
    session.expire_all()
    return {
        (row.engagement_id, row.consultant_id): (row.score, row.eligible, row.reasons, row.model)
        for row in session.scalars(select(Match))
    }


def queued(session: Session) -> list[str]:
    return [row.name for row in session.scalars(select(Job)) if row.name.startswith("shortlist.rank_")]


@pytest.mark.usefixtures("two_processes")
def test_blocks_store_what_single_jobs_store(session: Session) -> None:
    people = [make_listed_consultant() for _ in range(3)]
    postings = [make_posting() for _ in range(3)]
    for posting in postings:
        operations.rank_engagement(posting.id)
    alone = stored(session)
    assert len(alone) == len(people) * len(postings)
    for row in session.scalars(select(Match)):
        session.delete(row)
    session.commit()
    (block,) = night.in_blocks([posting.id for posting in postings])
    jobs.rank_block(block, night.ranked_block(block))
    assert stored(session) == alone
    assert len(session.scalars(select(Ranking)).all()) == len(postings)


@pytest.mark.usefixtures("two_processes")
def test_a_posting_that_ended_in_between_keeps_nobody(session: Session) -> None:
    make_listed_consultant()
    posting, ended = make_posting(), make_posting()
    operations.rank_engagement(ended.id)
    (block,) = night.in_blocks([posting.id, ended.id])
    close_engagement(with_requirements(ended), by=make_advisor(), reason=CloseReason.BUDGET)
    session.commit()
    jobs.rank_block(block, night.ranked_block(block))
    assert {engagement for engagement, _ in stored(session)} == {posting.id}


@pytest.mark.usefixtures("two_processes")
def test_the_night_queues_blocks(session: Session) -> None:
    make_posting()
    run_due()
    jobs.rank_everything()
    session.commit()
    assert queued(session).count("shortlist.rank_block") == 1
    assert "shortlist.rank_engagement" not in queued(session)


@pytest.mark.usefixtures("two_processes")
def test_no_process_writes_into_the_index_of_another(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_listed_consultant()
    (block,) = night.in_blocks([make_posting().id])
    root = app.config["PRODUCT"].instance / night.FOLDER
    session.commit()
    for name in ("one", "other"):
        monkeypatch.setattr(night, "_process", lambda name=name: name)
        night.ranked_block(block)
    assert {"one", "other"} <= {each.name for each in root.iterdir()}
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        night.ranked_block(block)
    assert "one" not in {each.name for each in root.iterdir()}


def test_without_being_told_each_posting_is_a_job_of_its_own(session: Session) -> None:
    make_posting()
    run_due()
    jobs.rank_everything()
    session.commit()
    assert queued(session).count("shortlist.rank_engagement") == 1
    assert "shortlist.rank_block" not in queued(session)
