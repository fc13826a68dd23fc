"""How people have stood so far reaches the ranker: reviews, contracts, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.clock import now
from marketplace.contracts.states import ContractState, EndKind
from marketplace.db import db
from marketplace.learning.standing import standing_of
from marketplace.pipeline.models import Step
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, EndReason
from marketplace.shortlist.index import candidates
from tests.factories.contracts import running_contract
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.reviews import published_review

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant

pytestmark = pytest.mark.usefixtures("session")
_S = ApplicationState


def asked(person: Consultant, state: ApplicationState, *answers: ApplicationState, reason: str | None = None) -> None:
    card = make_application(make_posting(), person, state=state)
    card.end_reason = reason
    for step in (_S.CONSENT_ASKED, *answers):
        db.session.add(Step(application_id=card.id, at=now(), state=step))
    db.session.flush()


def test_reviews_and_contracts_are_told_to_the_ranker() -> None:
    contract, owner, _advisor = running_contract()
    person = contract.application.consultant
    published_review(contract, Side.CLIENT, owner, value=5)
    hidden = published_review(contract, Side.CLIENT, owner, source="other", value=1)
    hidden.hidden_at, hidden.hidden_reason, hidden.hidden_by_id = now(), "誹謗", owner.id
    contract.state, contract.end_kind, contract.ended_on = ContractState.ENDED, EndKind.TERM, contract.last_day
    db.session.flush()
    (candidate,) = candidates([person.id])
    assert (candidate.review_mean, candidate.review_count) == (5.0, 1)
    assert (candidate.finished, candidate.renewed) == (1, 0)
    assert candidate.answered_share is None


def test_what_a_consultant_wrote_says_nothing_of_the_consultant() -> None:
    contract, _owner, _advisor = running_contract()
    person = contract.application.consultant
    published_review(contract, Side.CONSULTANT, person.user, value=1)
    db.session.flush()
    assert "review_mean" not in standing_of([person.id]).get(person.id, {})


def test_a_breach_is_no_finished_contract() -> None:
    contract, _owner, _advisor = running_contract()
    person = contract.application.consultant
    contract.state, contract.end_kind, contract.ended_on = ContractState.ENDED, EndKind.BREACH, contract.last_day
    db.session.flush()
    assert standing_of([person.id])[person.id]["finished"] == 0


def test_answers_count_from_three_questions_on_and_a_closed_posting_is_nobody_s_silence() -> None:
    person = make_listed_consultant()
    asked(person, _S.SUBMITTED, _S.CONSENTED)
    asked(person, _S.DECLINED, _S.DECLINED, reason=EndReason.OTHER_WORK)
    asked(person, _S.NOT_SELECTED, reason=EndReason.POSTING_CLOSED)
    asked(person, _S.CONSENT_ASKED)
    assert standing_of([person.id]) == {}
    asked(person, _S.NOT_SELECTED, reason=EndReason.OTHER)
    assert standing_of([person.id])[person.id]["answered_share"] == pytest.approx(2 / 3)


def test_who_has_no_history_is_as_before() -> None:
    person = make_listed_consultant()
    (candidate,) = candidates([person.id])
    assert (candidate.review_mean, candidate.review_count, candidate.finished, candidate.answered_share) == (
        None, 0, 0, None,
    )  # fmt: skip
