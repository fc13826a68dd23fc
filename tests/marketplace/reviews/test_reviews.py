"""Reviews: blind until both sides have written or fourteen days are over, answered once, hidden with a reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.contracts.states import ContractState, EndKind
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.outbox import Message
from marketplace.pipeline.parties import Side
from marketplace.reviews.jobs import ask_for_reviews
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.operations import open_round, write_review
from marketplace.reviews.queries import rounds_waiting_for, standing_of_company, standing_of_consultant
from marketplace.reviews.states import Occasion, RoundState
from marketplace.tracker.models import Milestone
from tests.factories.contracts import running_contract
from tests.factories.reviews import published_review, scores_of
from tests.factories.tracker import started_project, written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.conftest import PageClient

GOOD, FAIR = scores_of(Side.CLIENT), scores_of(Side.CONSULTANT, 3)


def test_a_milestone_asks_both_sides_once_in_sixty_days_and_the_end_asks_again(session: Session) -> None:
    project, pmo, owner, _advisor = started_project(weeks=1)
    ask_for_reviews()
    assert session.scalar(select(ReviewRound)) is None
    written(project, "milestones", pmo, {"name": "要件合意", "actual_on": today().isoformat()})
    ask_for_reviews()
    written(project, "milestones", pmo, {"name": "設計完了", "actual_on": today().isoformat()})
    ask_for_reviews()
    review_round = session.scalars(select(ReviewRound)).one()
    assert (review_round.milestone, review_round.occasion) == ("要件合意", Occasion.MILESTONE)
    assert set(session.scalars(select(Message.user_id).where(Message.template == "reviews/asked"))) == {
        pmo.id, owner.id,
    }  # fmt: skip
    assert rounds_waiting_for(pmo) == [review_round] == rounds_waiting_for(owner)
    write_review(review_round, FAIR, "", named=True, by=pmo)
    assert rounds_waiting_for(pmo) == []
    with time_machine.travel(now() + timedelta(days=15), tick=False):
        ask_for_reviews()
        assert review_round.state is RoundState.PUBLISHED
        told = select(Message.user_id).where(Message.template == "reviews/published")
        assert session.scalars(told).all() == [owner.id], "whom nobody has reviewed has nothing to read or to answer"
        with pytest.raises(DomainError):
            write_review(review_round, GOOD, "", named=False, by=owner)
    with time_machine.travel(now() + timedelta(days=62), tick=False):
        late = session.scalars(select(Milestone).where(Milestone.name == "要件合意")).one()
        late.actual_on = today()
        ask_for_reviews()
        assert len(session.scalars(select(ReviewRound)).all()) == 1, "one milestone is asked about once"
        session.rollback()
    contract = project.contract
    contract.state, contract.ended_on, contract.end_kind = ContractState.ENDED, today(), next(iter(EndKind))
    db.session.commit()
    ask_for_reviews()
    ask_for_reviews()
    assert [each.source for each in session.scalars(select(ReviewRound).order_by(ReviewRound.id))][1:] == ["end"]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_neither_side_reads_the_other_before_both_have_written(client: PageClient, locale: str) -> None:
    contract, owner, advisor = running_contract()
    pmo = contract.application.consultant.user
    company = contract.application.engagement.company
    review_round = open_round(contract, Occasion.MILESTONE, "x", "要件合意")
    db.session.commit()
    path = f"/review-rounds/{review_round.id}"
    client.set_cookie("locale", locale)
    client.sign_in(owner)
    assert path in client.get("/").text
    assert client.post(path, data={"words": "x"}).status_code == 422
    typed = {name: str(value) for name, value in GOOD.items()}
    assert client.post(path, data=typed | {"words": f"{company.name}として満足。"}).status_code == 303
    assert client.post(path, data=typed | {"words": f"{company.name}として大変満足。"}).status_code == 303, "edited"
    review = db.session.scalars(select(Review)).one()
    assert (review.mean, review.named, review.edited_at is None) == (400, False, False)
    client.sign_in(advisor)
    assert "大変満足" in client.get(path).text
    client.sign_in(pmo)
    assert "大変満足" not in client.get(path).text
    assert client.post(f"/reviews/{review.id}/answer", data={"words": "早すぎる"}).status_code == 404
    assert standing_of_consultant(contract.application.consultant) is None
    typed = {name: str(value) for name, value in FAIR.items()}
    assert client.post(path, data=typed | {"named": "y"}).status_code == 303
    assert "大変満足" in client.get(path).text
    assert client.post(path, data=typed).status_code == 409
    answer = f"/reviews/{review.id}/answer"
    assert client.post(answer, data={"words": ""}).status_code == 422
    assert client.post(answer, data={"words": "ありがとうございました。"}).status_code == 303
    assert client.post(answer, data={"words": "もう一度"}).status_code == 409
    assert client.get(f"/contracts/{contract.id}/reviews").status_code == 200
    rows = db.session.scalars(select(ReviewRound)).all()
    for each in rows:
        each.published_at = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    db.session.commit()
    found = standing_of_consultant(contract.application.consultant)
    assert found is not None
    assert found.newest[0].on == date(2026, 11, 23), "the day it was in Japan"
    assert (found.mean, found.count) == (4.0, 1)
    assert company.name not in found.newest[0].words + found.newest[0].by, "no name without consent"
    client.sign_in(owner)
    page = client.get(f"/applications/{contract.application_id}")
    assert "大変満足" in page.text
    assert "ありがとうございました。" in client.get(path).text


def test_a_review_is_changed_for_48_hours_by_its_author_alone(session: Session) -> None:
    contract, owner, _advisor = running_contract()
    review_round = open_round(contract, Occasion.END, "end")
    session.commit()
    write_review(review_round, GOOD, "一度目", named=True, by=owner)
    session.commit()
    with time_machine.travel(now() + timedelta(hours=49), tick=False), pytest.raises(DomainError):
        write_review(review_round, GOOD, "遅い", named=True, by=owner)


def test_what_the_desk_hides_counts_nowhere_and_an_average_of_a_client_needs_three(client: PageClient) -> None:
    contract, _owner, advisor = running_contract()
    pmo, company_id = contract.application.consultant.user, contract.application.engagement.company_id
    reviews = [
        published_review(contract, Side.CONSULTANT, pmo, source, value)
        for source, value in (("a", 5), ("b", 4), ("c", 2))
    ]
    db.session.commit()
    found = standing_of_company(company_id)
    assert found is not None
    assert (found.mean, found.count, found.newest) == (3.7, 3, ())
    client.sign_in(pmo)
    posting = f"/engagements/{contract.application.engagement_id}"
    assert "3.7" in client.get(posting).text
    client.sign_in(advisor)
    hide = f"/reviews/{reviews[2].id}/hide"
    assert client.post(hide, data={"reason": ""}).status_code == 422
    assert client.post(hide, data={"reason": "個人名があるため。"}).status_code == 303
    assert client.post(hide, data={"reason": "二度目"}).status_code == 409
    assert standing_of_company(company_id) is None
    client.sign_in(pmo)
    assert "個人名があるため。" in client.get(f"/review-rounds/{reviews[2].review_round_id}").text
    client.sign_in(advisor)
    assert client.get(f"/review-rounds/{reviews[2].review_round_id}").status_code == 200
    assert client.post(f"/reviews/{reviews[2].id}/show-again").status_code == 303
    assert standing_of_company(company_id) is not None
