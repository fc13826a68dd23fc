"""Signs of what was shown and read come from people: a program is refused beyond what anybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.db import db
from marketplace.learning import routes
from marketplace.learning.models import Perusal
from marketplace.learning.queries import newcomers
from marketplace.learning.showing import arrange
from marketplace.shortlist.operations import rank_engagement
from marketplace.shortlist.queries import ranked_for
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.conftest import PageClient


def test_a_program_that_reads_everything_is_refused(limited: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "READS", "3 per day")
    postings = [make_posting() for _ in range(4)]
    limited.sign_in(make_listed_consultant().user)
    sent = [limited.post(f"/engagements/{each.id}/read").status_code for each in postings]
    assert sent == [204, 204, 204, 429]
    assert db.session.scalar(select(func.count()).select_from(Perusal)) == 3


def test_a_program_that_sends_lists_is_refused(limited: PageClient) -> None:
    limited.sign_in(make_listed_consultant().user)
    most = int(routes.LISTS.split()[0])
    sent = [limited.post("/engagements/shown").status_code for _each in range(most + 1)]
    assert sent == [204] * most + [429]


@pytest.mark.usefixtures("session")
def test_a_list_asks_which_of_its_own_people_are_new(monkeypatch: pytest.MonkeyPatch) -> None:
    posting, people = make_posting(), [make_listed_consultant() for _ in range(14)]
    rank_engagement(posting.id)
    db.session.flush()
    asked: list[set[object]] = []

    def noted(among: Collection[object]) -> frozenset[str]:
        asked.append(set(among))
        return frozenset()

    monkeypatch.setattr("marketplace.learning.showing.newcomers", noted)
    arrange(posting, ranked_for(posting, to_client=False), {})
    assert asked == [{each.id for each in people}]
    assert newcomers(among=[people[0].id]) == {str(people[0].id)}
