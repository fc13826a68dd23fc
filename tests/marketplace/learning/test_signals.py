"""What people do becomes signals, grades and judged pairs, by the features as they were."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import select

from marketplace import background
from marketplace.background import run_due
from marketplace.clock import today
from marketplace.contracts.models import ContractVersion
from marketplace.contracts.states import ContractState, EndKind
from marketplace.db import begin_writing, db
from marketplace.learning import observing
from marketplace.learning.judged import advisors_agree, judged_pairs, looked_at
from marketplace.learning.models import Observation, Perusal, Shown, ShownList
from marketplace.learning.observing import CATALOGUE, observe_pair
from marketplace.learning.operations import observe_later
from marketplace.learning.signals import reason_code, signals
from marketplace.learning.standing import standing_of
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, EndReason, Source
from marketplace.shortlist.curation import curate
from marketplace.shortlist.index import current_index
from marketplace.shortlist.models import Verdict
from marketplace.shortlist.operations import rank_engagement
from marketplace.shortlist.queries import ranked_for
from matching.catalogue import FEATURES
from matching.labels import CLICKED, labels
from tests.factories.accounts import make_advisor, make_client
from tests.factories.contracts import running_contract
from tests.factories.learning import judged_market
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.reviews import published_review

if TYPE_CHECKING:
    import sqlalchemy as sa
    from flask import Flask

    from matching import CandidateIndex

    Session = sa.orm.scoped_session[sa.orm.Session]

pytestmark = pytest.mark.usefixtures("session")


def kinds(engagement_id: object, consultant_id: object) -> set[str]:
    pair = str(engagement_id), str(consultant_id)
    return {each.kind for each in signals() if (each.brief, each.candidate) == pair}


@pytest.mark.parametrize(
    ("source", "state", "expected"),
    [
        (Source.APPLIED, ApplicationState.SUBMITTED, {"applied"}),
        (Source.RECOMMENDED, ApplicationState.PROPOSED, {"shortlisted"}),
        (Source.INVITED, ApplicationState.CONSENT_ASKED, set()),
        (Source.INVITED, ApplicationState.CONSENTED, {"invitation_accepted"}),
        (Source.APPLIED, ApplicationState.MEETING, {"applied", "met"}),
        (Source.RANKED, ApplicationState.OFFERED, {"shortlisted", "offered"}),
        (Source.APPLIED, ApplicationState.ACCEPTED, {"applied", "contracted"}),
        (Source.APPLIED, ApplicationState.NOT_SELECTED, {"applied", "rejected"}),
    ],
)
def test_each_step_of_an_application_says_something(
    source: Source, state: ApplicationState, expected: set[str]
) -> None:
    card = make_application(make_posting(), make_listed_consultant(), state=state, source=source)
    assert expected <= kinds(card.engagement_id, card.consultant_id)
    assert not {"met", "offered", "contracted"} & (kinds(card.engagement_id, card.consultant_id) - expected)


def test_who_was_turned_down_for_the_rate_says_nothing_of_skills() -> None:
    card = make_application(make_posting(), make_listed_consultant(), state=ApplicationState.NOT_SELECTED)
    card.end_reason = EndReason.RATE
    assert labels(signals()) == []
    card.end_reason = EndReason.SKILLS
    assert [each.grade for each in labels(signals())] == [0]


@pytest.mark.parametrize("reason", ["other_candidate", "duplicate", "posting_closed"])
def test_who_ended_for_another_s_sake_or_twice_was_not_found_wanting(reason: str) -> None:
    card = make_application(make_posting(), make_listed_consultant(), state=ApplicationState.NOT_SELECTED)
    card.end_reason = reason
    assert labels(signals()) == []


def test_what_a_person_says_stood_far_down_weighs_no_more() -> None:
    posting, person = make_posting(), make_listed_consultant()
    others = [str(make_posting().id) for _ in range(49)] + [str(posting.id)]
    db.session.add(
        ShownList(
            viewer_id=person.user_id, side=Shown.CONSULTANT, subject_id=person.id, consultant_id=person.id, day=today(),
            others=others, model="",
        )
    )  # fmt: skip
    db.session.add(Perusal(engagement_id=posting.id, consultant_id=person.id, side=Shown.CONSULTANT))
    make_application(posting, person, state=ApplicationState.SUBMITTED, source=Source.APPLIED)
    happened = signals()
    (label,) = [each for each in labels(happened, looked_at()) if each.brief == str(posting.id)]
    assert (label.grade, label.weight) == (1, CLICKED)


def test_places_are_measured_by_those_who_saw_them() -> None:
    for _each in range(30):
        posting, viewer, person = make_posting(), make_client(), make_listed_consultant()
        db.session.add(
            ShownList(
                viewer_id=viewer.id, side=Shown.CLIENT, subject_id=posting.id, engagement_id=posting.id, day=today(),
                others=["somebody", str(person.id)], drawn=[1], model="prior-1",
            )
        )  # fmt: skip
        db.session.add(Perusal(engagement_id=posting.id, consultant_id=person.id, side=Shown.CONSULTANT))
    db.session.flush()
    assert looked_at()[1] == pytest.approx(1 / 2)  # as nobody has ever measured it


def test_contracts_count_by_what_became_of_them() -> None:
    contract, owner, _advisor = running_contract()
    pair = contract.application.engagement_id, contract.application.consultant_id
    assert "contracted" in kinds(*pair)
    assert [each.grade for each in labels(signals())] == [3]
    published_review(contract, Side.CLIENT, owner, value=4)
    db.session.flush()
    assert "finished_well" not in kinds(*pair)  # it goes on
    contract.state, contract.end_kind, contract.ended_on = ContractState.ENDED, EndKind.TERM, contract.last_day
    db.session.flush()
    assert "finished_well" in kinds(*pair)
    assert [each.grade for each in labels(signals())] == [4]


def test_a_contract_with_a_later_agreed_end_was_renewed() -> None:
    contract, _owner, _advisor = running_contract()
    first = contract.versions[0]
    longer = {column.key: getattr(first, column.key) for column in ContractVersion.__table__.columns}
    del longer["id"], longer["version"]
    db.session.add(ContractVersion(**longer | {"number": 2, "last_day": first.last_day + timedelta(days=90)}))
    db.session.flush()
    assert "renewed" in kinds(contract.application.engagement_id, contract.application.consultant_id)


def test_a_contract_that_was_cut_short_was_not_renewed() -> None:
    contract, _owner, _advisor = running_contract()
    first, application = contract.versions[0], contract.application
    shorter = {column.key: getattr(first, column.key) for column in ContractVersion.__table__.columns}
    del shorter["id"], shorter["version"]
    db.session.add(ContractVersion(**shorter | {"number": 2, "last_day": first.last_day - timedelta(days=1)}))
    db.session.flush()
    assert "renewed" not in kinds(application.engagement_id, application.consultant_id)
    assert standing_of([application.consultant_id])[application.consultant_id]["renewed"] == 0


def test_a_badly_reviewed_contract_is_not_finished_well() -> None:
    contract, owner, _advisor = running_contract()
    published_review(contract, Side.CLIENT, owner, value=3)
    contract.state, contract.end_kind, contract.ended_on = ContractState.ENDED, EndKind.TERM, contract.last_day
    db.session.flush()
    assert "finished_well" not in kinds(contract.application.engagement_id, contract.application.consultant_id)


@pytest.mark.parametrize(
    ("words", "code"),
    [("単価が予算を超えるため", "rate"), ("稼働日数が合わない", "days"), ("出社できない", "place"),
     ("開始時期が合わない", "start"), ("SAPの経験が浅い", ""), ("単価に見合うスキルがない", ""), ("", "")],
)  # fmt: skip
def test_an_advisor_s_words_about_terms_alone_teach_no_skill(words: str, code: str) -> None:
    assert reason_code(words) == code


def test_places_of_lists_stand_with_what_was_shown_and_read() -> None:
    viewer, posting = make_client(), make_posting()
    people = [make_listed_consultant() for _ in range(3)]
    db.session.add(
        ShownList(
            viewer_id=viewer.id, side=Shown.CLIENT, subject_id=posting.id, engagement_id=posting.id, day=today(),
            others=[str(each.id) for each in people], model="prior-1",
        )
    )  # fmt: skip
    db.session.add(Perusal(engagement_id=posting.id, consultant_id=people[1].id, side=Shown.CLIENT))
    db.session.flush()
    found = {(each.candidate, each.kind): each.place for each in signals()}
    assert found[str(people[2].id), "shown"] == 3
    assert found[str(people[1].id), "read"] == 2


def test_neighbours_in_a_coin_s_order_say_how_far_places_are_looked_at() -> None:
    first, second = make_listed_consultant(), make_listed_consultant()
    for number in range(60):
        posting = make_posting()
        people = [str(first.id), str(second.id), *map(str, range(7))]
        viewer = make_client()
        db.session.add(
            ShownList(
                viewer_id=viewer.id, side=Shown.CLIENT, subject_id=posting.id, engagement_id=posting.id, day=today(),
                others=people, drawn=[1], model="prior-1",
            )
        )  # fmt: skip
        read = [first, second] if number % 4 == 0 else [first]
        db.session.add_all(Perusal(engagement_id=posting.id, consultant_id=each.id, side=Shown.CLIENT) for each in read)
    db.session.flush()
    # No pair was observed by today's features: how far a list is looked down hangs on none.
    assert not db.session.scalar(select(Observation.id).limit(1))
    places = looked_at()
    assert places[0] == 1
    assert 0.2 < places[1] < 0.32  # a quarter, and a little of what is usual
    assert all(one >= other for one, other in pairwise(places))


def test_features_are_those_of_the_moment_and_are_kept_once(session: Session) -> None:
    posting, person = make_posting(), make_listed_consultant()
    rank_engagement(posting.id)
    session.commit()
    match = ranked_for(posting, to_client=False)[0]
    assert len(match.features) == len(FEATURES)
    assert observe_pair(posting.id, person.id) == 1
    before = list(match.features)
    match.features = [0.0] * len(FEATURES)
    session.flush()
    assert observe_pair(posting.id, person.id) == 0
    row = session.scalars(select(Observation)).one()
    assert (row.features, row.catalogue, row.model) == (before, CATALOGUE, "prior-1")


def test_what_takes_long_is_computed_before_anything_is_written(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    del app
    posting, person = make_posting(), make_listed_consultant()
    db.session.commit()
    run_due()
    done: list[str] = []

    def built() -> CandidateIndex:
        done.append("index")
        return current_index()

    def began() -> None:
        done.append("writing")
        begin_writing()

    monkeypatch.setattr(observing, "current_index", built)
    monkeypatch.setattr(background, "begin_writing", began)
    observe_later(posting.id, person.id)
    db.session.commit()
    run_due()
    assert done[:2] == ["index", "writing"]  # computed, kept
    assert len(db.session.scalars(select(Observation)).all()) == 1


def test_who_was_never_ranked_is_observed_all_the_same(session: Session) -> None:
    posting, person = make_posting(), make_listed_consultant()
    assert observe_pair(posting.id, person.id) == 1
    row = session.scalars(select(Observation)).one()
    assert len(row.features) == len(FEATURES)
    assert len(set(row.features)) > 5


def test_two_advisors_who_judge_alike_agree() -> None:
    one, other = make_advisor(), make_advisor()
    posting = make_posting()
    for verdict in (Verdict.PIN, Verdict.REJECT, Verdict.SHORTLIST):
        match = make_match(posting, make_listed_consultant())
        curate(match, verdict, by=one, reason="経験")
        curate(match, verdict, by=other, reason="経験")
    assert advisors_agree() == pytest.approx(1)


def test_nobody_agrees_with_nobody() -> None:
    assert advisors_agree() is None


def test_judged_pairs_stand_in_the_order_of_time() -> None:
    judged_market(postings=5, people=4)
    found = judged_pairs()
    assert found.judged.rows.shape == (20, len(FEATURES))
    assert found.groups == 5
    assert np.all(np.diff(found.judged.when) >= 0)
    assert sorted(set(found.judged.grades.tolist())) == [0.0, 2.0]
    assert found.kinds == {"rejected": 10, "shortlisted": 10}


def test_pairs_observed_by_other_features_are_left_out(session: Session) -> None:
    judged_market(postings=2, people=4)
    for row in session.scalars(select(Observation)):
        row.catalogue = "another"
    session.flush()
    assert len(judged_pairs().judged.rows) == 0
