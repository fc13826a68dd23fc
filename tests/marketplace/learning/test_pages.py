"""The operator's pages of models, the signs that pages send, the order of lists, and the commands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.background import Job, run_due
from marketplace.db import db
from marketplace.learning.models import ExposureAudit, Observation, Perusal, Shown, ShownList
from marketplace.learning.operations import forget_old_lists
from marketplace.learning.showing import arrange
from marketplace.shortlist.curation import curate
from marketplace.shortlist.current import BY_HAND, current_model, in_force
from marketplace.shortlist.models import Match, Verdict
from marketplace.shortlist.operations import rank_engagement
from marketplace.shortlist.queries import curations_of, ranked_for
from marketplace.shortlist.states import ModelState
from matching.catalogue import FEATURES
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_operator
from tests.factories.learning import judged_market, make_model
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement

MODELS = "/operation/ranking-models"


def as_(client: PageClient, user: User) -> PageClient:
    client.sign_in(user)
    return client


def ranked_posting(people: int = 14) -> Engagement:
    posting = make_posting(make_client().membership.company)  # type: ignore[union-attr]
    for number in range(people):
        make_listed_consultant(rate=1_000_000 + 5000 * number)
    rank_engagement(posting.id)
    db.session.commit()
    return posting


def test_an_empty_page_says_when_something_will_be_learned(client: PageClient) -> None:
    page = as_(client, make_operator()).get(MODELS, headers={"Accept-Language": "ja"}).text
    assert "まだ学習していません" in page
    assert BY_HAND in page


def test_the_page_shows_each_model_with_what_became_of_it(client: PageClient) -> None:
    make_model(1)
    make_model(2, refused_because=["more_ranks_lower"], kind="trees")
    db.session.add(ExposureAudit(day=date(2026, 11, 22), groups=make_model(3).exposure))
    db.session.commit()
    operator = make_operator()
    page = as_(client, operator).get(MODELS).text
    assert "linear-1" in page
    assert "trees-2" in page
    assert "Somebody who shows more would rank lower" in page or "アピールを増やすと" in page
    assert page.count("<svg") >= 4
    with count_queries() as few:
        client.get(MODELS)
    for number in range(4, 20):
        make_model(number)
    db.session.commit()
    with count_queries() as many:
        client.get(MODELS)
    assert len(few) == len(many)


def test_a_model_s_own_page_shows_what_it_weighs_and_whom_it_would_show(client: PageClient) -> None:
    row = make_model(1)
    db.session.commit()
    operator = make_operator()
    page = as_(client, operator).get(f"{MODELS}/{row.id}").text
    assert "必須要件の充足" in page or "Required skills covered" in page
    assert "0.800" in page
    assert "0.91" in page
    assert as_(client, make_advisor()).get(f"{MODELS}/{row.id}").status_code == 404


def test_training_is_queued_and_its_model_appears(client: PageClient) -> None:
    judged_market()
    operator = make_operator()
    db.session.commit()
    assert as_(client, operator).post(f"{MODELS}/train").status_code == 303
    assert "判断の件数が足りない場合や" in client.get(MODELS).text  # nothing is promised that may never come
    run_due()
    row = current_model()
    assert row is not None
    assert (row.by_id, row.state) == (operator.id, ModelState.CURRENT)
    assert row.name in client.get(MODELS).text
    answer = client.post(f"{MODELS}/roll-back", data={"number": "", "seen": row.name})
    assert answer.status_code == 303
    assert in_force().name == BY_HAND
    assert client.post(f"{MODELS}/roll-back", data={"number": "1", "seen": row.name}).status_code == 409
    assert client.post(f"{MODELS}/roll-back", data={"number": "1", "seen": BY_HAND}).status_code == 303
    assert in_force().name == row.name


@pytest.mark.parametrize("number", ["99", "x", "-1", "1" * 30, "１"])
def test_a_model_that_is_not_there_is_refused(client: PageClient, number: str) -> None:
    operator = make_operator()
    answer = as_(client, operator).post(f"{MODELS}/roll-back", data={"number": number, "seen": BY_HAND})
    assert answer.status_code == 422


def test_a_refused_model_is_never_put_in_force(client: PageClient) -> None:
    make_model(1)
    db.session.commit()
    operator = make_operator()
    answer = as_(client, operator).post(f"{MODELS}/roll-back", data={"number": "1", "seen": BY_HAND})
    assert answer.status_code in {409, 422}
    assert in_force().name == BY_HAND


def test_a_list_is_kept_as_it_was_shown_once_a_day_with_its_features(client: PageClient) -> None:
    posting = ranked_posting()
    owner = make_client(company=posting.company)
    path = f"/engagements/{posting.id}/candidates"
    page = as_(client, owner).get(path).text
    for _again in range(2):
        assert client.post(f"{path}/shown").status_code == 204
    row = db.session.scalars(select(ShownList)).one()
    assert (row.viewer_id, row.side, row.model, len(row.others)) == (owner.id, Shown.CLIENT, BY_HAND, 14)
    order = [page.index(f"match-{match.id}") for match in shown_matches(row)]
    assert order == sorted(order)
    run_due()
    kept = db.session.scalars(select(Observation)).all()
    assert len(kept) == 14
    assert all(len(each.features) == len(FEATURES) for each in kept)


def shown_matches(row: ShownList) -> list[Match]:
    by_person = {str(each.consultant_id): each for each in db.session.scalars(select(Match))}
    return [by_person[each] for each in row.others]


def test_a_person_s_list_keeps_only_what_is_ranked_for_the_person(client: PageClient) -> None:
    posting, other = ranked_posting(1), make_posting()
    person = db.session.scalars(select(Match)).one().consultant
    asked = [str(other.id), str(posting.id), "nonsense", str(posting.id)]
    assert as_(client, person.user).post("/engagements/shown", data={"id": asked}).status_code == 204
    row = db.session.scalars(select(ShownList)).one()
    assert (row.side, row.others, row.consultant_id) == (Shown.CONSULTANT, [str(posting.id)], person.id)


def test_what_is_read_is_kept_once_a_side(client: PageClient) -> None:
    posting = ranked_posting(1)
    match = db.session.scalars(select(Match)).one()
    owner = make_client(company=posting.company)
    for _again in range(2):
        as_(client, match.consultant.user).post(f"/engagements/{posting.id}/read")
        as_(client, owner).post(f"/matches/{match.id}/read")
    as_(client, match.consultant.user).post(f"/matches/{match.id}/read")
    sides = sorted(each.side for each in db.session.scalars(select(Perusal)))
    assert sides == [Shown.CLIENT, Shown.CONSULTANT]


@pytest.mark.usefixtures("session")
def test_one_place_is_kept_for_a_newcomer_and_the_advisor_s_word_comes_first() -> None:
    posting = ranked_posting(30)
    matches = ranked_for(posting, to_client=False)
    shown = arrange(posting, matches, {})
    assert {each.id for each in shown.matches} == {each.id for each in matches}
    assert shown.tried is not None
    place = [each.consultant_id for each in shown.matches].index(shown.tried) + 1
    assert place in {8, 9, 10}
    assert [each.consultant_id for each in matches].index(shown.tried) >= 9  # from rank 11, or one the coin moved
    assert [each.id for each in arrange(posting, matches, {}).matches] == [each.id for each in shown.matches]
    (upper,) = shown.drawn
    assert 1 <= upper < 7
    few = matches[:10]
    assert list(arrange(posting, few, {}).matches) == list(few)


@pytest.mark.usefixtures("session")
def test_who_was_pinned_stays_where_the_advisor_has_put_them() -> None:
    posting = ranked_posting(20)
    last = ranked_for(posting, to_client=False)[-1]
    curate(last, Verdict.PIN, by=make_advisor(), reason="面識あり")
    db.session.flush()
    matches = ranked_for(posting, to_client=False)
    assert matches[0].id == last.id
    shown = arrange(posting, matches, curations_of(posting))
    assert shown.matches[0].id == last.id
    assert all(upper > 1 for upper in shown.drawn)


def test_old_lists_are_forgotten(session: object) -> None:
    del session
    viewer, posting = make_client(), make_posting()
    for year in (2023, 2026):
        db.session.add(
            ShownList(
                viewer_id=viewer.id, side=Shown.CLIENT, subject_id=posting.id, engagement_id=posting.id, model="x",
                day=date(year, 11, 1),
            )
        )  # fmt: skip
    db.session.flush()
    forget_old_lists()
    assert [each.day.year for each in db.session.scalars(select(ShownList))] == [2026]


def test_each_night_a_model_is_trained_and_exposure_is_kept(app: Flask) -> None:
    del app
    ranked_posting()
    judged_market()
    db.session.add(Job(name="learning.learn", arguments={}))
    db.session.commit()
    while run_due():  # on a slow day training takes the patient jobs' whole turn
        pass
    assert current_model() is not None
    groups = {each["group"] for each in db.session.scalars(select(ExposureAudit)).one().groups}
    assert groups <= {"newcomers", "established", "kanto", "elsewhere", "part_time", "full_time", "english",
                      "japanese_only"}  # fmt: skip


def test_the_commands_train_evaluate_tell_and_go_back(app: Flask) -> None:
    runner = app.test_cli_runner()

    def run(*words: str) -> tuple[int, str]:
        found = runner.invoke(args=["matching", *words])
        told = [line for line in found.output.splitlines(keepends=True) if not line.startswith("{")]  # nor the log
        return found.exit_code, "".join(told)

    assert run("train") == (
        1, "Error: Too little was judged: 20 postings with good and bad are needed, there are 0.\n"
    )  # fmt: skip
    assert run("evaluate") == (1, "Error: Too little was judged to measure anything.\n")
    assert f"in force: {BY_HAND}" in run("status")[1]
    assert run("rollback") == (1, "Error: The hand weights are in force already.\n")
    refused = make_model(1, refused_because=["not_better"])
    db.session.commit()
    code, told = run("rollback", "1")
    assert (code, told.isascii()) == (1, True)  # a command speaks one language
    db.session.delete(refused)
    db.session.commit()
    judged_market()
    code, told = run("train")
    assert code == 0
    assert ": current" in told
    row = current_model()
    assert row is not None
    assert f"in force: {row.name}" in run("status")[1]
    code, told = run("evaluate")
    assert code == 0
    assert told.startswith(f"{row.name} on the 8 newest judged postings: ndcg@10 ")
    assert run("rollback") == (0, f"in force: {BY_HAND}\n")
    assert run("rollback", "7") == (1, "Error: There is no model 7.\n")
    assert run("rollback", "1") == (0, f"in force: {row.name}\n")
