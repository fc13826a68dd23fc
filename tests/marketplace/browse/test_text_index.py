"""The kept answers of the text index say what a fresh question would, after any change of the list."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from marketplace.browse import search, text_index
from marketplace.browse.filters import PAGE_SIZE, Filters
from marketplace.browse.search import find
from marketplace.db import db
from marketplace.engagements.listing import refresh_listing
from marketplace.engagements.operations import pause_engagement
from marketplace.engagements.queries import with_requirements
from tests.conftest import count_queries
from tests.factories.pipeline import make_posting
from tests.marketplace.browse.world import add_postings, open_postings

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    from marketplace.accounts.models import User

    Session = sa.orm.scoped_session[sa.orm.Session]


def hits(q: str) -> set[UUID]:
    """Every hit of a search, page by page."""
    pages = range(1, -(-find(Filters(q=q)).total // PAGE_SIZE) + 1)
    return {each for page in pages for each in find(Filters(q=q, page=page)).ids}


@pytest.mark.parametrize("few", [0, 3, 16])
def test_kept_hits_follow_every_change_of_the_list(advisor: User, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(text_index, "FEW", few)
    add_postings(20)
    rng = random.Random(5)
    words = ("管理", "SAP", "進捗管理 名古屋", "半導体", "宇宙")
    for step in range(25):
        for q in words[: 2 + step % 4]:  # some are asked after every change, some after several
            kept = hits(q)
            search.forget()
            assert kept == hits(q), (step, q)
        engagements = [engagement for engagement, _number in open_postings()]
        for _change in range(rng.choice((1, 2, 5))):
            match rng.randrange(3):
                case 0:
                    make_posting(title=rng.choice(("宇宙開発の管理", "半導体新工場", "SAP導入")), duties="進捗管理")
                case 1:
                    changed = rng.choice(engagements)
                    changed.title = rng.choice(("宇宙船", "名古屋の進捗管理", "別の題"))
                    refresh_listing(changed, newly=rng.random() < 0.5)
                case _:
                    pause_engagement(with_requirements(rng.choice(engagements)), by=advisor)
            db.session.commit()


def test_the_same_words_are_not_asked_again(session: Session) -> None:
    del session
    add_postings(5)
    find(Filters(q="管理"))
    with count_queries() as queries:
        find(Filters(q="管理", rate=80))
    assert len(queries) == 1  # the list's revision


def test_the_oldest_words_are_forgotten(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    del session
    monkeypatch.setattr(text_index, "MOST", 2)
    make_posting(duties="進捗管理")
    for q in ("進捗", "SAP", "管理"):
        find(Filters(q=q))
    asked = []
    for q in ("管理", "SAP", "進捗"):
        with count_queries() as queries:
            find(Filters(q=q, rate=80))
        asked.append(len(queries) > 1)
    assert asked == [False, False, True]
