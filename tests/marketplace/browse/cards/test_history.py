"""A card's history: who took each step, and words only for those they were meant for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.pipeline import moves
from marketplace.pipeline.states import ApplicationState
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.browse.cards.steps import answer, card_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


def test_the_history_says_who_took_each_step(
    client: PageClient, session: Session, advisor: User, owner: User, posting: Engagement
) -> None:
    consultant = make_listed_consultant(advisor_id=advisor.id)
    card = moves.recommend(posting, consultant, by=advisor)
    moves.ask_consent(card, by=advisor)
    session.commit()
    page = f"/applications/{card.id}"
    client.sign_in(consultant.user)
    assert client.post(f"{page}/consent", data=answer()).status_code == 303
    read = client.get(page).text
    assert f"コンサルタント · {consultant.user.name}" in read
    assert "· アドバイザー<" in read
    assert f"アドバイザー · {advisor.name}" not in read
    client.sign_in(advisor)
    assert client.post(f"{page}/submit", data={"version": card_of(session).version}).status_code == 303
    assert f"アドバイザー · {advisor.name}" in client.get(page).text
    client.sign_in(owner)
    assert "· コンサルタント<" in client.get(page).text


def test_words_of_the_history_reach_those_they_were_meant_for(
    client: PageClient, session: Session, advisor: User, owner: User, posting: Engagement
) -> None:
    consultant = make_listed_consultant(advisor_id=advisor.id)
    card = moves.recommend(posting, consultant, by=advisor, words="社内の推薦理由")
    moves.ask_consent(card, by=advisor, words="本人への確認")
    session.commit()
    page = f"/applications/{card.id}"
    client.sign_in(consultant.user)
    assert client.post(f"{page}/consent", data=answer()).status_code == 303
    read = client.get(page).text
    assert "本人への確認" in read
    assert "社内の推薦理由" not in read
    moves.submit_to_client(card_of(session), by=advisor, words="クライアントへの一言")
    session.commit()
    client.sign_in(owner)
    read = client.get(page).text
    assert "クライアントへの一言" in read
    assert "本人への確認" not in read
    assert "社内の推薦理由" not in read
    client.sign_in(advisor)
    read = client.get(page).text
    assert "社内の推薦理由" in read
    assert "本人への確認" in read
