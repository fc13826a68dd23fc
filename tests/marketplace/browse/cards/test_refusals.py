"""Steps of the pipeline that come too late or say too much: said where they were typed, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.pipeline import moves
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState, Source
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.browse.cards.steps import card_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


def test_who_is_already_in_is_not_brought_in_again(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    consultant = make_listed_consultant()
    match = make_match(posting, consultant)
    make_application(posting, consultant)
    client.sign_in(owner)
    again = client.post(f"/matches/{match.id}/invite", data={})
    assert again.status_code == 409
    assert "すでにこの案件の選考に" in again.text
    assert card_of(session).source is Source.APPLIED


def test_words_that_are_too_long_are_refused_where_they_were_typed(
    client: PageClient, session: Session, advisor: User, owner: User, posting: Engagement
) -> None:
    match = make_match(posting, make_listed_consultant())
    for who, verb in ((advisor, "recommend"), (owner, "invite")):
        client.sign_in(who)
        late = client.post(f"/matches/{match.id}/{verb}", data={"words": "長" * 1001})
        assert late.status_code == 422
        assert "長" * 1001 in late.text
        assert 'id="words-error"' in late.text
    assert session.scalars(select(Application)).all() == []


def test_who_recommends_a_moment_later_sees_the_card_and_keeps_the_words(
    client: PageClient, advisor: User, posting: Engagement
) -> None:
    match = make_match(posting, make_listed_consultant())
    client.sign_in(advisor)
    url = f"/matches/{match.id}"
    assert client.post(f"{url}/recommend", data={"words": "一人目"}).status_code == 303
    late = client.post(f"{url}/recommend", data={"words": "二人目"})
    assert late.status_code == 409
    assert "すでに選考中です" in late.text


def test_an_end_that_is_refused_says_why_outside_its_dialog(
    client: PageClient, session: Session, advisor: User, owner: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant())
    client.sign_in(owner)
    page = f"/applications/{card.id}"
    untold = client.post(f"{page}/not-selected", data={"words": "僅差"})
    assert untold.status_code == 422
    assert untold.text.count("いずれかを選んでください。") == 2  # above the page and beside the field
    client.sign_in(card.consultant.user)
    untold = client.post(f"{page}/withdraw", data={"reason": "rate", "words": "長" * 501})
    assert untold.status_code == 422
    assert "data-error-summary" in untold.text
    asked = moves.recommend(make_posting(posting.company), card.consultant, by=advisor)
    moves.ask_consent(asked, by=advisor)
    session.commit()
    silent = client.post(f"/applications/{asked.id}/decline", data={"words": "遠いです"})
    assert silent.status_code == 422
    assert "data-error-summary" in silent.text


def test_a_page_shown_too_long_ago_is_a_lost_race_whatever_was_typed(
    client: PageClient, owner: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant())
    seen = card.version
    client.sign_in(owner)
    page = f"/applications/{card.id}"
    assert client.post(f"{page}/meeting", data={"version": seen}).status_code == 303
    for step in ("meeting", "not-selected"):
        assert client.post(f"{page}/{step}", data={"version": seen, "words": "長" * 1001}).status_code == 409
