"""How a posting fits, above it on a phone and in its panel: the two change together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import html5lib

from marketplace.clock import now, today
from marketplace.shortlist.operations import ranked_pair, store_pair
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import sqlalchemy as sa

    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


def short_of(page: str) -> Element:
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found: Element | None = tree.find(".//p[@id='fit-short']")
    assert found is not None
    return found


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_line_above_a_posting_comes_with_its_panel(client: PageClient, session: Session) -> None:
    posting = make_posting()
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    path = f"/engagements/{posting.id}"
    page = client.get(path).text
    assert 'hx-select="#fit" hx-select-oob="#fit-short"' in page
    assert "hidden" in short_of(page).attrib  # nothing is known yet, and the answer that knows finds its place
    assert not words(short_of(page))
    match = make_match(posting, consultant, score=640)
    match.ranked_at = now()
    session.commit()
    then = short_of(client.get(f"{path}?looks=1").text)
    assert "hidden" not in then.attrib
    link = then.find("a")
    assert link is not None
    assert link.get("id")  # by which focus is given back after a swap
    assert words(then).endswith("64")
    consultant.changed_at = now() + timedelta(seconds=1)
    session.commit()
    assert words(short_of(client.get(path).text)).endswith("64 （再計算中）")
    client.sign_out()
    assert "fit-short" not in client.get(path).text


def test_a_posting_that_several_conditions_keep_away_says_what_they_ask_together(
    client: PageClient, session: Session
) -> None:
    posting = make_posting()
    consultant = make_listed_consultant(rate=9_000_000, available_from=today() + timedelta(days=400))
    client.sign_in(consultant.user)
    store_pair(consultant.id, posting.id, ranked_pair(consultant.id, posting.id))
    session.commit()
    page = client.get(f"/engagements/{posting.id}?looks=1").text
    assert "希望単価120万円以下・" in page
    assert "のすべてに対応する場合" in page
    assert 'href="/profile/wishes"' in page
    assert "これだけでは対象になりません" not in page
    posting.accepts_company = False  # what the person is, nobody is asked to change
    session.commit()
    store_pair(consultant.id, posting.id, ranked_pair(consultant.id, posting.id))
    session.commit()
    firm = client.get(f"/engagements/{posting.id}?looks=1").text
    assert "のすべてに対応する場合" not in firm
    assert "希望単価を120万円まで下げる場合" in firm
    assert "これだけでは対象になりません" in firm
