"""Curation: the advisor's order over the ranker's, side by side, who would enter, and why somebody is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.engagements.states import EngagementState
from marketplace.errors import Invalid
from marketplace.pipeline import moves
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.profiles.models import BlockedCompany
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.shortlist.curation import curate
from marketplace.shortlist.models import Curation, Match, Ranking, Verdict
from marketplace.shortlist.operations import rank_engagement
from marketplace.shortlist.queries import curations_of, entering, ranked_for
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


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


def test_the_advisors_order_overrides_the_rankers(session: Session, posting: Engagement, advisor: User) -> None:
    best, middle, low, lowest = (make_match(posting, make_listed_consultant(), score=s) for s in (900, 700, 500, 300))
    curate(best, Verdict.REJECT, by=advisor, reason="面談で合わなかった")
    curate(low, Verdict.SHORTLIST, by=advisor, reason="業界が近い")
    curate(lowest, Verdict.PIN, by=advisor, reason="切替の経験")
    session.commit()
    assert [match.id for match in ranked_for(posting, to_client=False)] == [lowest.id, low.id, middle.id, best.id]
    assert [match.id for match in ranked_for(posting, to_client=True)] == [lowest.id, low.id, middle.id]


def test_verdicts_replace_each_other_and_all_are_kept(session: Session, posting: Engagement, advisor: User) -> None:
    match = make_match(posting, make_listed_consultant(), score=640)
    curate(match, Verdict.PIN, by=advisor, reason="一番近い")
    curate(match, Verdict.REJECT, by=advisor, reason="日程が合わない")
    session.commit()
    assert curations_of(posting)[match.consultant_id].verdict is Verdict.REJECT
    kept = session.scalars(select(Curation).order_by(Curation.at)).all()
    assert [(row.verdict, row.score, row.model, row.replaced_at is None) for row in kept] == [
        (Verdict.PIN, 640, match.model, False), (Verdict.REJECT, 640, match.model, True),
    ]  # fmt: skip
    curate(match, None, by=advisor, reason="")
    session.commit()
    assert curations_of(posting) == {}


def test_a_verdict_needs_its_reason(session: Session, posting: Engagement, advisor: User) -> None:
    match = make_match(posting, make_listed_consultant())
    with pytest.raises(Invalid):
        curate(match, Verdict.PIN, by=advisor, reason="  ")
    session.commit()
    assert curations_of(posting) == {}


def test_curating_on_the_page(client: PageClient, posting: Engagement, advisor: User, owner: User) -> None:
    first = make_match(posting, make_listed_consultant(), score=900)
    second = make_match(posting, make_listed_consultant(), score=300)
    client.sign_in(advisor)
    done = client.post(f"/matches/{second.id}/curate", data={"verdict": "pin", "reason": "切替の経験"})
    assert done.status_code == 303
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert page.index(f"match-{second.id}") < page.index(f"match-{first.id}")
    assert "アドバイザーが上位に固定" in page
    assert "切替の経験" in page
    for wrong in ({"verdict": "pin"}, {"verdict": "best", "reason": "x"}, {}, {"verdict": "pin", "reason": "長" * 501}):
        assert client.post(f"/matches/{second.id}/curate", data=wrong).status_code == 422
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert "アドバイザーが上位に固定" in page
    assert "切替の経験" not in page  # the reason is the desk's own
    assert client.post(f"/matches/{second.id}/curate", data={"verdict": "pin", "reason": "x"}).status_code == 403


def test_side_by_side(client: PageClient, posting: Engagement, advisor: User, owner: User) -> None:
    matches = [make_match(posting, make_listed_consultant(), score=900 - at) for at in range(6)]
    path = f"/engagements/{posting.id}/compare?" + "&".join(f"match={match.id}" for match in matches[:3])
    client.sign_in(advisor)
    page = client.get(path)
    assert page.status_code == 200
    assert all(match.consultant.user.name in page.text for match in matches[:3])
    client.sign_in(owner)
    page = client.get(path)
    assert page.status_code == 200
    assert not any(match.consultant.user.name in page.text for match in matches[:3])
    for wrong in ("", f"match={matches[0].id}", "match=x&match=y", "&".join(f"match={m.id}" for m in matches)):
        assert client.get(f"/engagements/{posting.id}/compare?{wrong}").status_code == 303


def test_people_of_another_posting_are_not_compared(client: PageClient, posting: Engagement, owner: User) -> None:
    own = make_match(posting, make_listed_consultant())
    foreign = make_match(make_posting(), make_listed_consultant())
    client.sign_in(owner)
    answer = client.get(f"/engagements/{posting.id}/compare?match={own.id}&match={foreign.id}")
    assert answer.status_code == 303


def test_who_would_enter_without_one_condition(
    client: PageClient, session: Session, posting: Engagement, advisor: User, owner: User
) -> None:
    make_listed_consultant()
    far = make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    dear_and_far = make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"], rate=9_000_000)
    rank_engagement(posting.id)
    session.commit()
    ranking = session.scalars(select(Ranking)).one()
    assert ranking.entering["place_impossible"] == 1
    assert [match.consultant_id for match in entering(posting, "place_impossible")] == [far.id]
    client.sign_in(advisor)
    page = client.get(f"/engagements/{posting.id}/candidates?relax=place_impossible").text
    assert "条件を外すと入る方" in page
    assert far.user.name in page
    assert dear_and_far.id != far.id
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates?relax=place_impossible").text
    assert far.user.name not in page
    assert "＋1名" not in page  # one or two people could be told apart
    for _more in range(2):
        make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    rank_engagement(posting.id)
    session.commit()
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert "条件を一つ外すと" in page
    assert "＋3名" in page


def test_why_somebody_is_not_there_in_words(client: PageClient, posting: Engagement, advisor: User) -> None:
    user = make_consultant_user(name="神無月 朔太郎")
    hidden = make_listed_consultant(
        user, state=ProfileState.HIDDEN, visibility=Visibility.ADVISORS,
        blocked_companies=[BlockedCompany(name="x", company_id=posting.company_id)],
    )  # fmt: skip
    ranked = make_listed_consultant(make_consultant_user(name="霜月 千景"))
    match = make_match(posting, ranked, score=640)
    curate(match, Verdict.REJECT, by=advisor, reason="面談で合わなかった")
    moves.recommend(posting, ranked, by=advisor)
    unknown = make_listed_consultant(make_consultant_user(name="師走 遥"))
    client.sign_in(advisor)
    path = f"/engagements/{posting.id}/absent?q="
    page = client.get(path + "神無月").text
    assert all(words in page for words in ("公開されていません", "ブロックしています", "アドバイザーのみに公開"))
    page = client.get(path + "霜月").text
    assert all(words in page for words in ("面談で合わなかった", "選考に入っています", "適合度64"))
    assert "まだ計算されていません" in client.get(path + "師走").text
    assert "見つかりません" in client.get(path + "だれもいない").text
    assert hidden.id != unknown.id


def test_a_verdict_that_is_refused_says_so_beside_its_field(
    client: PageClient, session: Session, posting: Engagement, advisor: User
) -> None:
    match = make_match(posting, make_listed_consultant())
    client.sign_in(advisor)
    url = f"/matches/{match.id}/curate"
    wordless = client.post(url, data={"verdict": "reject", "reason": " "})
    assert wordless.status_code == 422
    assert f'id="reason-{match.id}-error"' in wordless.text
    long = client.post(url, data={"verdict": "reject", "reason": "長" * 501})
    assert long.status_code == 422
    assert "長" * 501 in long.text  # what was typed stands there still
    unheard = client.post(url, data={"verdict": "praise", "reason": "良い"})
    assert f'id="verdict-{match.id}-error"' in unheard.text
    assert session.scalars(select(Curation)).all() == []


def test_two_advisors_judge_one_person_and_the_later_one_sees_the_first(
    client: PageClient, session: Session, posting: Engagement, advisor: User
) -> None:
    match = make_match(posting, make_listed_consultant())
    other = make_advisor()
    client.sign_in(advisor)
    url = f"/matches/{match.id}/curate"
    assert client.post(url, data={"verdict": "pin", "reason": "一番近い", "seen": "none"}).status_code == 303
    client.sign_in(other)
    late = client.post(url, data={"verdict": "reject", "reason": "日程が合わない", "seen": "none"})
    assert late.status_code == 409
    assert "一番近い" in late.text
    assert "日程が合わない" in late.text
    session.expire_all()
    kept = curations_of(posting)[match.consultant_id]
    assert kept.verdict is Verdict.PIN
    knowing = {"verdict": "reject", "reason": "日程が合わない", "seen": str(kept.id)}
    assert client.post(url, data=knowing).status_code == 303


@pytest.mark.parametrize("state", [ApplicationState.CONSENT_ASKED, ApplicationState.MEETING])
def test_every_place_that_shows_a_person_says_that_the_person_is_in_a_pipeline(
    client: PageClient, posting: Engagement, advisor: User, state: ApplicationState
) -> None:
    known, other = make_listed_consultant(), make_listed_consultant()
    ids = [make_match(posting, each).id for each in (known, other)]
    make_application(posting, known, state=state)
    client.sign_in(advisor)
    here = "すでに選考中です"
    assert here in client.get(f"/engagements/{posting.id}/candidates").text
    assert here in client.get(f"/engagements/{posting.id}/compare?match={ids[0]}&match={ids[1]}").text
    assert here in client.get(f"/matches/{ids[0]}").text
    assert here not in client.get(f"/matches/{ids[1]}").text
    for page in (f"/consultants/{known.id}", f"/desk/people?q={known.user.email}"):
        assert posting.title[:10] in client.get(page).text
    assert posting.title not in client.get(f"/consultants/{other.id}").text


def test_side_by_side_a_client_learns_of_no_card_and_no_rejection_of_the_desk(
    client: PageClient, session: Session, posting: Engagement, advisor: User, owner: User
) -> None:
    ids = []
    for _each in range(2):
        consultant = make_listed_consultant(visibility=Visibility.CLIENTS)
        match = make_match(posting, consultant)
        make_application(posting, consultant, state=ApplicationState.CONSENT_ASKED, source=Source.RANKED)
        ids.append(match.id)
    client.sign_in(owner)
    url = f"/engagements/{posting.id}/compare?match={ids[0]}&match={ids[1]}"
    assert "すでに選考中です" not in client.get(url).text
    curate(session.get_one(Match, ids[0]), Verdict.PIN, by=advisor, reason="社内の理由")
    session.commit()
    shown = client.get(url).text
    assert "アドバイザーが上位に固定" in shown
    assert "社内の理由" not in shown


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (EngagementState.DRAFT, "まだ公開されていません"),
        (EngagementState.FILLED, "この案件は募集を終了しています"),
        (EngagementState.OPEN, "条件をすべて満たす方はまだいません"),
    ],
)
def test_a_posting_that_is_not_ranked_says_so(client: PageClient, state: EngagementState, said: str) -> None:
    posting = make_posting(state=state)
    client.sign_in(make_advisor())
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert said in page
    assert ("条件による除外" in page) is (state is EngagementState.OPEN)
