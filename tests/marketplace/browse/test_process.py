"""A card's way in pages: invited or recommended, asked, answered, submitted, talked to, ended; races and refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.pipeline import moves
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.threads.models import Post
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company(name="発注精機株式会社"))


@pytest.fixture
def posting(owner: User) -> Engagement:
    assert owner.membership is not None
    return make_posting(owner.membership.company)


def card_of(session: Session) -> Application:
    session.expire_all()
    return session.scalars(select(Application)).one()


def answer(**changes: str) -> dict[str, str]:
    start = (today() + timedelta(days=30)).isoformat()
    return {"consent": "y", "rate": "1,100,000", "days": "3", "start_on": start, "message": "", **changes}


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
