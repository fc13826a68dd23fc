"""The public figures against a plain computation."""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import now
from marketplace.db import db
from marketplace.engagements.states import EngagementState, Layer
from marketplace.home.figures import live_figures
from marketplace.pipeline.models import Application
from marketplace.profiles.states import ProfileState, Remote
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.browse.world import add_postings, open_postings

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_figures_equal_a_plain_computation(client: PageClient) -> None:
    del client
    add_postings(90)
    make_posting(received_rate_min=None, received_rate_max=None, months=None)
    make_posting(state=EngagementState.PAUSED, received_rate_max=9_000_000)
    rows = [e for e, _number in open_postings()]

    def share(count: int) -> int:
        return round(100 * count / len(rows))

    for state in (ProfileState.LISTED, ProfileState.HIDDEN, ProfileState.LISTED):
        make_listed_consultant(state=state)
    figures = live_figures()
    assert figures.open == len(rows) == 91
    assert figures.consultants == 2
    assert figures.prime_share == share(sum(e.layer in {Layer.DIRECT, Layer.PRIME} for e in rows))
    assert figures.million_share == share(sum((e.received_rate_max or 0) >= 1_000_000 for e in rows))
    assert figures.long_share == share(sum((e.months or 0) >= 6 for e in rows))
    assert figures.remote_share == share(sum(e.remote is not Remote.ONSITE for e in rows))
    assert figures.part_time_share == share(sum(e.days_min <= 3 for e in rows))
    assert figures.answer_hours is None


def test_nothing_open_has_no_shares(client: PageClient) -> None:
    del client
    figures = live_figures()
    assert (figures.open, figures.prime_share, figures.million_share) == (0, None, None)


def test_the_answer_time_is_a_median_of_those_answered(client: PageClient) -> None:
    del client
    posting = make_posting()
    hours = [1, 5, 30, 47]
    for taken in hours:
        application = make_application(posting, make_listed_consultant())
        application.submitted_at = now() - timedelta(hours=100)
        application.first_answered_at = application.submitted_at + timedelta(hours=taken)
    make_application(posting, make_listed_consultant())  # not answered yet
    db.session.commit()
    assert live_figures().answer_hours == round(median(hours))
    assert len(db.session.scalars(select(Application)).all()) == 5
