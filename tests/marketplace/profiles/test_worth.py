"""What would help on most postings: after a change the panel looks again by itself, and not for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import now
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


def test_the_panel_looks_again_until_it_is_computed(client: PageClient, session: Session) -> None:
    consultant = make_listed_consultant()
    match = make_match(make_posting(), consultant)
    match.ranked_at = now()
    consultant.changed_at = now() + timedelta(seconds=1)
    session.commit()
    client.sign_in(consultant.user)
    assert 'hx-get="/profile?looks=1" hx-trigger="load delay:3s" hx-select="#worth"' in client.get("/profile").text
    assert "/profile?looks=10" in client.get("/profile?looks=9").text
    last = client.get("/profile?looks=10").text
    assert "/profile?looks=11" not in last
    assert "時間がかかっています" in last
    consultant.changed_at = now() - timedelta(days=1)
    session.commit()
    assert "looks=1" not in client.get("/profile").text
