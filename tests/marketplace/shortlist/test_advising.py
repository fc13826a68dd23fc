"""What would help is stored with the score it was said of, is true, and is asked for where it is not there yet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace import events
from marketplace.background import Job, run_due
from marketplace.browse.fitting import MOST_LOOKS
from marketplace.clock import now, today
from marketplace.engagements.models import Engagement
from marketplace.profiles.models import BlockedCompany
from marketplace.shortlist.advice import ROUNDING, advice_of, often_helpful
from marketplace.shortlist.index import candidates, current_index
from marketplace.shortlist.models import Match
from marketplace.shortlist.narrowing import narrowing_of
from marketplace.shortlist.operations import open_briefs, rank_consultant, rank_engagement, ranked_pair, store_pair
from matching import Change, apply_change, rank_briefs
from tests.factories.accounts import make_advisor, make_client
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def posting(session: Session) -> Engagement:
    del session
    return make_posting()


def match_of(session: Session, consultant: Consultant) -> Match | None:
    session.commit()
    session.expire_all()
    return session.scalar(select(Match).where(Match.consultant_id == consultant.id))


def jobs(session: Session) -> list[str]:
    return [job.name for job in session.scalars(select(Job).where(Job.key.startswith("pair:")))]


def test_a_stored_change_does_what_it_says(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant(rate=9_000_000)
    rank_consultant(consultant.id)
    match = match_of(session, consultant)
    changes = advice_of(match)
    assert match is None or not changes or match.advice["of"] == match.score
    rank_engagement(posting.id)
    session.commit()
    run_pair(consultant, posting, session)
    match = match_of(session, consultant)
    changes = advice_of(match)
    assert match is not None
    assert changes
    assert changes[0]["code"] == "rate"
    assert changes[0]["enters"] is True
    (person,) = candidates([consultant.id])
    for each in changes:
        changed = apply_change(person, Change(each["code"], each["fact"]))
        ((_id, after),) = rank_briefs(
            changed, open_briefs(), as_of=today(), like=current_index(), also={str(posting.id)}
        )
        assert round(1000 * after.score) == each["score"]
        assert after.score - match.score / 1000 == pytest.approx(each["gain"], abs=0.001)
        assert after.eligible is (each["enters"] or match.eligible)
        assert each["ja"] != each["en"]


def run_pair(consultant: Consultant, posting: Engagement, session: Session) -> None:
    store_pair(consultant.id, posting.id, ranked_pair(consultant.id, posting.id))
    session.commit()


def test_advice_of_another_score_or_version_is_none(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    rank_consultant(consultant.id)
    match = match_of(session, consultant)
    assert match is not None
    assert advice_of(match) is not None
    match.score -= 3
    assert advice_of(match) is None
    match.score += 3
    match.engagement.version += 1
    assert advice_of(match) is None
    assert advice_of(None) is None
    assert posting.id == match.engagement_id


def test_a_page_asks_for_what_is_not_there_and_shows_it_then(
    client: PageClient, session: Session, posting: Engagement
) -> None:
    consultant = make_listed_consultant(rate=9_000_000)
    client.sign_in(consultant.user)
    run_due()
    for match in session.scalars(select(Match)):
        session.delete(match)
    session.commit()
    first = client.get(f"/engagements/{posting.id}").text
    assert 'hx-trigger="load delay:3s"' in first
    assert "looks=1" in first
    client.get(f"/engagements/{posting.id}")
    assert jobs(session) == ["shortlist.rank_pair"]  # asked once
    run_due()
    then = client.get(f"/engagements/{posting.id}").text
    assert "適合度を上げるには" in then
    assert "希望単価を" in then
    assert "/profile/wishes#rate" in then
    assert "load delay:3s" not in then


def test_after_a_change_of_the_profile_the_former_score_says_so_until_it_is_computed_anew(
    client: PageClient, session: Session, posting: Engagement
) -> None:
    consultant = make_listed_consultant(rate=9_000_000)
    client.sign_in(consultant.user)
    run_due()
    run_pair(consultant, posting, session)
    assert "希望単価を" in client.get(f"/engagements/{posting.id}").text
    consultant.changed_at = now() + timedelta(seconds=1)
    session.commit()
    page = client.get(f"/engagements/{posting.id}").text
    assert "前回の変更前の値です" in page
    assert 'hx-trigger="load delay:3s"' in page
    assert "/profile/wishes#rate" not in page  # the advice may be what has just been done
    assert often_helpful(consultant) is None
    assert "保存した内容をもとに計算しています…" in client.get("/profile").text
    assert jobs(session) == ["shortlist.rank_pair"]
    consultant.changed_at = now()
    session.commit()
    run_due()  # the pair that was asked for
    page = client.get(f"/engagements/{posting.id}").text
    assert "前回の変更前の値です" not in page
    assert "/profile/wishes#rate" in page


def test_a_page_that_waits_in_vain_stops(client: PageClient, session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    consultant.blocked_companies.append(BlockedCompany(company_id=posting.company_id, name=posting.company.name))
    session.commit()
    client.sign_in(consultant.user)
    run_due()
    client.get(f"/engagements/{posting.id}?looks=1")
    assert jobs(session) == []
    page = client.get(f"/engagements/{posting.id}?looks={MOST_LOOKS}").text
    assert "load delay:3s" not in page
    client.get(f"/engagements/{posting.id}")
    run_due()
    assert match_of(session, consultant) is None


def test_a_field_is_counted_and_shown_to_its_company_and_staff_alone(
    client: PageClient, session: Session, posting: Engagement
) -> None:
    people = [make_listed_consultant() for _each in range(4)]
    for person in people:
        person.skills.clear()
    session.commit()
    rank_engagement(posting.id)
    session.commit()
    found = narrowing_of(posting)
    assert found is not None
    assert found.possible == 4
    assert found.lines
    owner, staff = make_client(company=posting.company), make_advisor()
    for reader, paths in ((owner, ("candidates", "manage")), (staff, ("candidates", "manage", "edit"))):
        client.sign_in(reader)
        for path in paths:
            page = client.get(f"/engagements/{posting.id}/{path}").text
            assert "必須要件を一つ外すと" in page
            assert found.lines[0].text in page
    client.sign_in(people[0].user)
    assert "必須要件を一つ外すと" not in client.get(f"/engagements/{posting.id}").text


def test_a_field_of_very_few_is_not_counted(session: Session, posting: Engagement) -> None:
    for _each in range(2):
        make_listed_consultant()
    far = make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    rank_engagement(posting.id)
    session.commit()
    found = narrowing_of(posting)
    assert found is not None
    assert (found.possible, found.showing, found.lines, found.conditions) == (0, 0, [], [])
    named = narrowing_of(posting, named=True)
    assert named is not None
    assert named.conditions == [("place_impossible", 1)]
    assert far.id


def test_what_helps_on_several_postings_stands_on_the_profile(client: PageClient, session: Session) -> None:
    for _each in range(3):
        make_posting()
    consultant = make_listed_consultant(rate=9_000_000)
    client.sign_in(consultant.user)
    for posting_id in session.scalars(select(Engagement.id)):
        store_pair(consultant.id, posting_id, ranked_pair(consultant.id, posting_id))
    session.commit()
    first, *_rest = often_helpful(consultant) or []
    assert (first.change["code"], first.enters, first.raises) == ("rate", 3, 0)
    page = client.get("/profile").text
    assert "多くの案件で適合度を上げるには" in page
    assert "条件に合う案件 ＋3件" in page
    assert "/profile/wishes#rate" in page
    match = session.scalars(select(Match)).first()
    assert match is not None
    match.model = "another"  # what was said by another model counts no more
    session.commit()
    assert [each.enters for each in often_helpful(consultant) or []][:1] == [2]


def test_whoever_does_it_gets_the_score_that_was_said(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant(rate=9_000_000)
    run_pair(consultant, posting, session)
    match = match_of(session, consultant)
    (change,) = [each for each in advice_of(match) or [] if each["code"] == "rate"]
    consultant.rate = change["fact"]["rate"]
    session.commit()
    events.consultant_changed.send(consultant)
    session.commit()
    run_due()
    match = match_of(session, consultant)
    assert match is not None
    assert abs(match.score - change["score"]) <= ROUNDING
    assert match.eligible
    assert "rate" not in {each["code"] for each in advice_of(match) or []}
    assert advice_of(match) is not None
