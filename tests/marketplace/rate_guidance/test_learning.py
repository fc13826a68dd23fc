"""What is learned each night: from postings as they were published, kept as a file, told only where it holds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select
from structlog.testing import capture_logs

from marketplace import files
from marketplace.audit import AuditEntry
from marketplace.background import Job, enqueue, run_due
from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements import operations as engagements
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason
from marketplace.rate_guidance import learning, operations
from marketplace.rate_guidance.models import PostedTerms, RateGuidance, RateModel
from marketplace.rate_guidance.queries import job_key, newest_model, reach
from marketplace.rate_guidance.states import Outcome
from tests.factories.accounts import make_client
from tests.factories.engagements import OPERATOR, make_draft, make_open
from tests.factories.rate_guidance import MIDDLE, make_published

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.engagements.models import Engagement


@pytest.fixture(autouse=True)
def _no_guide_of_another_test(app: Flask) -> Iterator[None]:
    del app
    learning.forget()
    yield
    learning.forget()


def a_night() -> RateModel:
    """Run the nightly job and all that it queues."""
    enqueue("rate_guidance.prepare")
    db.session.commit()
    run_due()
    assert [job.error for job in db.session.scalars(select(Job).where(Job.name.startswith("rate_guidance")))] in (
        [""] * count for count in range(1, 20)
    )
    model = newest_model()
    assert model is not None
    return model


def guidance_of(engagement: Engagement) -> RateGuidance | None:
    return db.session.scalar(select(RateGuidance).where(RateGuidance.engagement_id == engagement.id))


def test_a_night_learns_from_all_that_was_ever_published_and_tells_each_living_posting() -> None:
    make_published(320, companies=160)
    draft = make_draft()
    model = a_night()
    assert (model.outcome, model.postings) == (Outcome.LEARNED, 320)
    assert 60 <= model.later <= 64  # a fifth of the newest eight of each
    assert 100 < model.companies <= 160
    assert set(model.covered) == {"0.25", "0.5", "0.75"}
    row = guidance_of(draft)
    assert row is not None
    assert row.model_id == model.id
    assert row.low is not None
    assert row.middle is not None
    assert row.high is not None
    assert row.middle == pytest.approx(MIDDLE["controlling"], rel=0.04)
    assert MIDDLE["controlling"] * 0.9 < row.low < row.middle < row.high < MIDDLE["controlling"] * 1.1
    assert row.alike == 160
    assert reach() == (1, 1)
    assert db.session.scalar(select(func.count()).where(AuditEntry.event == "rates learned")) == 1


def test_with_too_few_postings_nothing_is_told() -> None:
    make_published(operations.ENOUGH - 2)
    draft = make_draft()
    model = a_night()
    assert (model.outcome, model.file) == (Outcome.TOO_FEW, "")
    row = guidance_of(draft)
    assert row is not None
    assert row.low is None


def test_of_fewer_than_five_companies_nothing_is_told() -> None:
    make_published(240, companies=4)
    draft = make_draft()
    assert a_night().outcome is Outcome.TOO_FEW  # eight of each are learned from
    row = guidance_of(draft)
    assert row is not None
    assert row.low is None


def test_where_later_rates_were_missed_nothing_is_told() -> None:
    make_published(240, rise=1.5)
    draft = make_draft()
    assert a_night().outcome is Outcome.DOES_NOT_HOLD
    told = guidance_of(draft)
    assert told is not None
    assert told.low is None


def test_a_posting_counts_as_it_was_first_published() -> None:
    author = make_client()
    posting = make_open(by=author)
    kept = db.session.scalars(select(PostedTerms)).one()
    assert (kept.terms["rate_min"], kept.terms["rate_max"]) == (1_150_000, 1_200_000)
    assert kept.terms["title"] == kept.terms["text"] == ""
    values = {"received_rate_max": 9_000_000, "order_rate_max": None, "received_rate_min": 8_000_000}
    engagements.write_engagement(with_requirements(posting), values, [], by=author, operator=OPERATOR)
    engagements.pause_engagement(posting, by=author)
    db.session.commit()
    engagements.confirm_engagement(with_requirements(posting), by=author)
    db.session.commit()
    again = db.session.scalars(select(PostedTerms)).one()
    assert again.terms["rate_max"] == 1_200_000


def test_a_draft_that_was_never_published_is_not_learned_from() -> None:
    make_draft()
    a_night()
    assert db.session.scalars(select(PostedTerms)).all() == []


def test_who_waits_at_the_form_goes_before_what_a_night_has_queued() -> None:
    enqueue("rate_guidance.note_missing")
    draft = make_draft()
    jobs = db.session.scalars(select(Job).order_by(Job.due_at)).all()
    assert jobs[0].key == job_key(draft)


def test_the_first_draft_after_enough_postings_need_not_wait_for_the_night() -> None:
    make_published(operations.ENOUGH, companies=100)
    operations.note_missing(None)
    db.session.commit()
    draft = make_draft()
    run_due()
    row = guidance_of(draft)
    assert row is not None
    assert row.low is not None
    assert db.session.scalar(select(func.count()).select_from(RateModel)) == 1


@pytest.mark.parametrize("damage", ["gone", "cut", "other libraries"])
def test_a_guide_that_is_not_its_own_says_nothing_until_the_next_night(damage: str) -> None:
    make_published(240)
    model = a_night()
    if damage == "gone":
        files.delete(model.file)
    elif damage == "cut":
        model.file = files.put(files.read(model.file)[:-20], folder=learning.FOLDER)
    else:
        model.manifest = {**model.manifest, "libraries": {"scikit-learn": "0.1"}}
    db.session.commit()
    learning.forget()
    draft = make_draft()
    with capture_logs() as lines:
        run_due()
    row = guidance_of(draft)
    assert row is not None
    assert row.low is None
    assert [line["log_level"] for line in lines if line["event"] == "rate guide unusable"] == ["warning"]
    a_night()
    db.session.expire_all()
    again = guidance_of(draft)
    assert again is not None
    assert again.low is not None


def test_what_a_later_night_replaces_is_swept_away() -> None:
    make_published(240)
    with time_machine.travel(now() - timedelta(days=3)):
        first = a_night().file
    second = a_night().file
    assert files.read(first)  # a worker may still be reading it
    operations.sweep()
    with pytest.raises(FileNotFoundError):
        files.read(first)
    assert files.read(second)


def test_a_closed_posting_keeps_what_it_was_told() -> None:
    make_published(240)
    posting = make_open()
    a_night()
    engagements.close_engagement(with_requirements(posting), by=None, reason=CloseReason.BUDGET)
    db.session.commit()
    before = guidance_of(posting)
    assert before is not None
    at = before.computed_at
    a_night()
    db.session.expire_all()
    after = guidance_of(posting)
    assert after is not None
    assert after.computed_at == at
