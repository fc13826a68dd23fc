"""A condition that could be dropped is named by what it asks, not by what becomes of those who miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.shortlist.operations import rank_engagement
from tests.factories.accounts import make_advisor
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


def test_a_condition_is_named_by_what_it_asks(client: PageClient, session: Session) -> None:
    posting = make_posting()
    make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    rank_engagement(posting.id)
    session.commit()
    client.sign_in(make_advisor())
    page = client.get(f"/engagements/{posting.id}/manage").text
    panel = page[page.index('id="narrowing"') :].split("</section>")[0]
    assert "場所・出社日数" in panel
    assert "合わない" not in panel
