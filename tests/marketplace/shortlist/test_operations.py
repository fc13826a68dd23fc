"""Ranking: matches stored with reasons in both languages, ids that stay, and nobody who must not be there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace import events
from marketplace.background import Job, run_due
from marketplace.db import db
from marketplace.engagements.operations import close_engagement, publish_engagement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.profiles.models import BlockedCompany
from marketplace.profiles.operations import hide_profile, list_profile, save_section
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import ProfileState
from marketplace.shortlist import index, operations
from marketplace.shortlist.models import Match, Ranking
from marketplace.shortlist.operations import rank_consultant, rank_engagement
from marketplace.shortlist.queries import excluded_counts, ranked_for
from tests.factories.accounts import make_advisor
from tests.factories.engagements import OPERATOR, make_in_review
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from uuid import UUID

    import sqlalchemy as sa

    from marketplace.engagements.models import Engagement

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def posting(session: Session) -> Engagement:
    del session
    return make_posting()


def matches(session: Session) -> dict[UUID, Match]:
    """Return the stored matches by consultant."""
    session.commit()
    session.expire_all()
    return {row.consultant_id: row for row in session.scalars(select(Match))}


def test_matches_are_stored_with_reasons_in_both_languages(session: Session, posting: Engagement) -> None:
    near = make_listed_consultant()
    far = make_listed_consultant(remote=["full"], onsite_days=0, work_prefectures=["01"])
    assert rank_engagement(posting.id) == 2
    stored = matches(session)
    assert set(stored) == {near.id, far.id}
    match = stored[near.id]
    assert (match.eligible, match.excluded_by, match.model) == (True, [], "prior-1")
    assert 0 < match.score <= 1000
    assert {reason["sign"] for reason in match.reasons} <= {1, -1}
    assert len(match.reasons) >= 3
    for reason in match.reasons:
        assert reason["ja"]
        assert reason["en"]
        assert reason["en"].isascii() or reason["where"] or "「" in reason["en"] or "“" in reason["en"]
    assert stored[far.id].eligible is False
    assert stored[far.id].excluded_by == ["place_impossible"]
    ranking = session.scalars(select(Ranking)).one()
    assert (ranking.engagement_id, ranking.considered) == (posting.id, 2)
    assert excluded_counts(posting)["place_impossible"] == 1


def test_everybody_stored_comes_with_reasons(session: Session, posting: Engagement) -> None:
    for rate in range(60):
        make_listed_consultant(rate=1_000_000 + rate * 1000)
    rank_engagement(posting.id)
    stored = matches(session)
    assert len(stored) == 60
    assert all(match.reasons for match in stored.values())


def test_ranking_again_keeps_the_ids(session: Session, posting: Engagement) -> None:
    first, second = make_listed_consultant(), make_listed_consultant(rate=1_200_000)
    rank_engagement(posting.id)
    before = {consultant_id: match.id for consultant_id, match in matches(session).items()}
    third = make_listed_consultant(rate=900_000)
    rank_engagement(posting.id)
    after = {consultant_id: match.id for consultant_id, match in matches(session).items()}
    assert set(after) == {first.id, second.id, third.id}
    assert {each: after[each] for each in before} == before
    assert len(session.scalars(select(Ranking)).all()) == 1


@pytest.mark.parametrize(
    "state", [EngagementState.CLOSED, EngagementState.FILLED, EngagementState.EXPIRED, EngagementState.DRAFT]
)
def test_what_has_ended_keeps_no_match(session: Session, state: EngagementState) -> None:
    posting = make_posting(state=state)
    make_listed_consultant()
    session.add(Match(engagement_id=posting.id, consultant_id=make_listed_consultant().id, score=1, eligible=True,
                      ranked_at=posting.created_at, model="x"))  # fmt: skip
    assert rank_engagement(posting.id) == 0
    assert matches(session) == {}


def test_a_paused_posting_is_ranked_for_its_client(session: Session) -> None:
    make_listed_consultant()
    assert rank_engagement(make_posting(state=EngagementState.PAUSED).id) == 1
    assert len(matches(session)) == 1


@pytest.mark.parametrize("state", [ProfileState.INCOMPLETE, ProfileState.HIDDEN, ProfileState.CLOSED])
def test_who_is_not_listed_has_no_match(session: Session, posting: Engagement, state: ProfileState) -> None:
    hidden = make_listed_consultant(state=state)
    assert rank_engagement(posting.id) == 0
    assert rank_consultant(hidden.id) == 0
    assert matches(session) == {}
    assert excluded_counts(posting).get("blocked", 0) == 0


def test_a_blocked_company_sees_nothing_not_even_a_count(session: Session, posting: Engagement) -> None:
    by_id = make_listed_consultant(blocked_companies=[BlockedCompany(name="別名", company_id=posting.company_id)])
    by_name = make_listed_consultant(blocked_companies=[BlockedCompany(name=f" {posting.company.name} ")])
    free = make_listed_consultant()
    rank_engagement(posting.id)
    assert set(matches(session)) == {free.id}
    assert sum(excluded_counts(posting).values()) == 0
    for blocker in (by_id, by_name):
        assert rank_consultant(blocker.id) == 0
    assert set(matches(session)) == {free.id}
    other = make_posting()
    rank_engagement(other.id)
    assert {match.consultant_id for match in ranked_for(other, to_client=True)} == {by_id.id, by_name.id, free.id}


def test_a_person_gets_the_postings_that_are_possible(session: Session, posting: Engagement) -> None:
    far = make_posting(prefecture="01", onsite_days=5, remote="onsite")
    make_posting(state=EngagementState.CLOSED)
    consultant = make_listed_consultant()
    session.expire_all()  # as a job reads them
    assert rank_consultant(consultant.id) == 1
    (match,) = matches(session).values()
    assert (match.engagement_id, match.eligible) == (posting.id, True)
    assert match.reasons
    before = match.id
    assert far.id != match.engagement_id
    rank_consultant(consultant.id)
    assert [row.id for row in matches(session).values()] == [before]


def test_a_pair_stays_while_either_side_keeps_it(
    session: Session, posting: Engagement, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = make_listed_consultant(), make_listed_consultant(skills=[])
    rank_engagement(posting.id)
    assert {(row.for_posting, row.for_person) for row in matches(session).values()} == {(True, False)}
    for person in (first, second):
        rank_consultant(person.id)
    assert {(row.for_posting, row.for_person) for row in matches(session).values()} == {(True, True)}
    monkeypatch.setattr(operations, "BEST_PEOPLE", 1)
    rank_engagement(posting.id)
    kept = matches(session)
    assert {each: row.for_posting for each, row in kept.items()} == {first.id: True, second.id: False}
    monkeypatch.setattr(operations, "POSTINGS_LOOKED_AT", 0)
    rank_consultant(second.id)
    rank_consultant(first.id)
    assert {each: (row.for_posting, row.for_person) for each, row in matches(session).items()} == {
        first.id: (True, False)
    }


def test_a_change_of_the_profile_reaches_pairs_that_do_not_fit_any_more(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    rank_engagement(posting.id)
    before = matches(session)[consultant.id]
    assert before.eligible
    consultant.remote, consultant.onsite_days, consultant.work_prefectures = ["full"], 0, ["01"]
    session.commit()
    index.forget()
    rank_consultant(consultant.id)
    after = matches(session)[consultant.id]
    assert (after.id, after.eligible, bool(after.excluded_by)) == (before.id, False, True)


def test_the_same_pair_is_scored_alike_from_both_sides(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    rank_engagement(posting.id)
    score = matches(session)[consultant.id].score
    rank_consultant(consultant.id)
    assert matches(session)[consultant.id].score == pytest.approx(score, abs=20)


def test_reasons_quote_no_name_and_no_employer(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    consultant.projects[0].title = "みなと精機のSAP刷新 統合PMO"
    consultant.projects[0].tasks = f"{consultant.user.name}がSAP導入の課題管理を主導"
    session.commit()
    rank_engagement(posting.id)
    told = str(matches(session)[consultant.id].reasons)
    assert "みなと精機" not in told
    assert consultant.user.name not in told


# The index of a process


def indexed() -> set[str]:
    db.session.commit()
    return set(index.current_index().ids)


def test_the_index_follows_who_is_edited_listed_and_hidden(session: Session) -> None:
    del session
    first, second = make_listed_consultant(), make_listed_consultant(state=ProfileState.HIDDEN)
    assert indexed() == {str(first.id)}
    list_profile(whole_profile(second), by=second.user)
    assert indexed() == {str(first.id), str(second.id)}
    hide_profile(whole_profile(first), by=first.user)
    assert indexed() == {str(second.id)}
    list_profile(whole_profile(first), by=first.user)
    hide_profile(whole_profile(second), by=second.user)  # as many as before, but others
    assert indexed() == {str(first.id)}
    save_section(whole_profile(first), "terms", {"rate": 777_000}, by=first.user)
    db.session.commit()
    assert [each.rate for each in index.current_index().candidates] == [777_000]


def test_an_index_that_nothing_changed_is_the_same_one(session: Session) -> None:
    del session
    make_listed_consultant()
    assert index.current_index() is index.current_index()


# By jobs, after a change


def run_rankings() -> None:
    """Run what a consumer would run now."""
    db.session.commit()
    run_due()
    assert [(job.name, job.error) for job in db.session.scalars(select(Job)) if job.error] == []


def test_publishing_ranks_the_posting(session: Session) -> None:
    consultant = make_listed_consultant()
    advisor, posting = make_advisor(), make_in_review()
    publish_engagement(with_requirements(posting), by=advisor, operator=OPERATOR)
    assert matches(session) == {}
    run_rankings()
    assert set(matches(session)) == {consultant.id}


def test_closing_takes_the_matches_away(session: Session, posting: Engagement) -> None:
    make_listed_consultant()
    events.engagement_changed.send(posting)
    run_rankings()
    assert len(matches(session)) == 1
    advisor = make_advisor()
    close_engagement(with_requirements(posting), by=advisor, reason=CloseReason.BUDGET)
    run_rankings()
    assert matches(session) == {}


def test_a_changed_profile_is_ranked_anew(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    events.consultant_changed.send(consultant)
    run_rankings()
    before = matches(session)[consultant.id]
    assert before.engagement_id == posting.id
    was = before.score
    save_section(whole_profile(consultant), "terms", {"rate": 1_300_000}, by=consultant.user)
    run_rankings()
    assert matches(session)[consultant.id].score < was
    hide_profile(whole_profile(consultant), by=consultant.user)
    run_rankings()
    assert matches(session) == {}


def test_many_changes_at_once_queue_one_ranking(session: Session, posting: Engagement) -> None:
    consultant = make_listed_consultant()
    for _each in range(3):
        events.engagement_changed.send(posting)
        events.consultant_changed.send(consultant)
    names = sorted(job.name for job in session.scalars(select(Job)))
    assert names == ["shortlist.rank_consultant", "shortlist.rank_engagement"]
