"""A card's way in pages: invited or recommended, asked, answered, submitted, talked to, ended; races and refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now
from marketplace.pipeline import moves
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.threads.models import Post
from tests.factories.pipeline import make_application, make_match
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.browse.cards.steps import answer, card_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


def test_from_the_ranked_list_to_talks(
    client: PageClient, session: Session, advisor: User, owner: User, posting: Engagement
) -> None:
    consultant = make_listed_consultant(advisor_id=advisor.id)
    match = make_match(posting, consultant)
    client.sign_in(advisor)
    assert "推薦する" in client.get(f"/matches/{match.id}").text
    assert client.post(f"/matches/{match.id}/recommend", data={"words": "切替の経験"}).status_code == 303
    card = card_of(session)
    assert (card.state, card.source) == (_S.PROPOSED, Source.RANKED)
    assert "すでに選考中です" in client.get(f"/matches/{match.id}").text
    page = f"/applications/{card.id}"
    assert (
        client.post(f"{page}/ask-consent", data={"words": "いかがですか", "version": card.version}).status_code == 303
    )

    client.sign_in(owner)
    assert client.get(page).status_code == 404  # the client knows nothing before the consent and the submission
    client.sign_in(consultant.user)
    asked = client.get(f"{page}/consent")
    assert asked.status_code == 200
    assert "同意する" in asked.text
    assert client.post(f"{page}/consent", data=answer()).status_code == 303
    card = card_of(session)
    assert (card.state, card.rate, card.days) == (_S.CONSENTED, 1_100_000, 3)

    client.sign_in(advisor)
    assert client.post(f"{page}/submit", data={"version": card.version}).status_code == 303
    client.sign_in(owner)
    shown = client.get(page)
    assert consultant.user.name in shown.text
    assert client.post(f"{page}/meeting", data={"words": "ぜひ"}).status_code == 303
    assert card_of(session).state is _S.MEETING


def test_a_client_invites_without_seeing_the_name(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    consultant = make_listed_consultant()
    match = make_match(posting, consultant)
    client.sign_in(owner)
    assert "招待する" in client.get(f"/matches/{match.id}").text
    assert client.post(f"/matches/{match.id}/invite", data={"words": "お話ししたいです"}).status_code == 303
    after = client.get(f"/matches/{match.id}").text
    assert "すでに選考中です" in after
    assert consultant.user.name not in after
    card = card_of(session)
    client.sign_in(consultant.user)
    assert client.post(f"/applications/{card.id}/consent", data=answer()).status_code == 303
    assert card_of(session).state is _S.SUBMITTED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"rate": "高め"}, "rate"),
        ({"days": "9"}, "days"),
        ({"start_on": "来月"}, "start_on"),
    ],
)
def test_a_yes_that_lacks_something_is_no_yes(
    client: PageClient, session: Session, advisor: User, posting: Engagement, changes: dict[str, str], field: str
) -> None:
    card = moves.recommend(posting, make_listed_consultant(), by=advisor)
    moves.ask_consent(card, by=advisor)
    session.commit()
    client.sign_in(card.consultant.user)
    refused = client.post(f"/applications/{card.id}/consent", data=answer(**changes))
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text
    assert card_of(session).state is _S.CONSENT_ASKED


def test_no_and_a_question(client: PageClient, session: Session, advisor: User, posting: Engagement) -> None:
    card = moves.recommend(posting, make_listed_consultant(advisor_id=advisor.id), by=advisor)
    moves.ask_consent(card, by=advisor)
    session.commit()
    page = f"/applications/{card.id}"
    client.sign_in(card.consultant.user)
    ask = {"channel": "consultant_desk", "post": "出社は何曜日ですか。"}
    assert client.post(f"{page}/messages", data={**ask, "post": ""}).status_code == 422
    assert client.post(f"{page}/messages", data=ask).status_code == 303
    assert client.post(f"{page}/decline", data={"reason": "mood"}).status_code == 422
    client.sign_in(advisor)
    assert "出社は何曜日ですか。" in client.get(page).text
    assert client.post(f"{page}/messages", data={**ask, "post": "火曜です。"}).status_code == 303
    client.sign_in(card.consultant.user)
    assert "火曜です。" in client.get(page).text
    assert client.post(f"{page}/decline", data={"reason": "place", "words": "遠いです"}).status_code == 303
    assert (card_of(session).state, card_of(session).end_reason) == (_S.DECLINED, "place")
    assert client.get(f"{page}/consent").status_code == 303
    assert len(session.scalars(select(Post)).all()) == 2


def test_a_lost_race_shows_how_it_stands(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant())
    seen = card.version
    client.sign_in(owner)
    page = f"/applications/{card.id}"
    assert client.post(f"{page}/meeting", data={"version": seen}).status_code == 303
    late = client.post(f"{page}/not-selected", data={"version": seen, "reason": "skills"})
    assert late.status_code == 409
    assert "別の方が先に操作しました" in late.text
    assert card_of(session).state is _S.MEETING


def test_an_end_needs_a_reason_of_its_list(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant())
    client.sign_in(owner)
    for reason in ("", "other_work", "posting_closed"):
        assert client.post(f"/applications/{card.id}/not-selected", data={"reason": reason}).status_code == 422
    assert card_of(session).state is _S.SUBMITTED
    done = client.post(f"/applications/{card.id}/not-selected", data={"reason": "skills", "words": "僅差でした"})
    assert done.status_code == 303
    assert card_of(session).end_reason == "skills"


def test_an_expired_consent_submits_nobody(
    client: PageClient, session: Session, advisor: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant(), state=_S.CONSENTED)
    card.consents[0].until = now() - timedelta(minutes=1)
    session.commit()
    client.sign_in(advisor)
    refused = client.post(f"/applications/{card.id}/submit", data={})
    assert refused.status_code == 422
    assert "有効な同意がありません" in refused.text
    assert card_of(session).state is _S.CONSENTED
