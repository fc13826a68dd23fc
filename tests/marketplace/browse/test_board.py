"""A posting's board: who sees which cards, several moved at once or none, races, and a list beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.pipeline.board import BY_HAND, targets
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.states import ApplicationState
from tests.conftest import count_queries
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company(name="発注精機株式会社"))


@pytest.fixture
def posting(owner: User) -> Engagement:
    assert owner.membership is not None
    return make_posting(owner.membership.company)


def seen(*cards: Application) -> list[str]:
    return [f"{card.id}:{card.version}" for card in cards]


def states(session: Session) -> dict[object, ApplicationState]:
    session.expire_all()
    return {card.id: card.state for card in session.scalars(select(Application))}


@pytest.mark.parametrize("view", ["board", "list", "nonsense"])
def test_staff_see_every_card_and_a_client_those_submitted_to_it(
    client: PageClient, owner: User, posting: Engagement, view: str
) -> None:
    early = make_application(posting, make_listed_consultant(), state=_S.PROPOSED, consent=False)
    late = make_application(posting, make_listed_consultant(), state=_S.MEETING)
    path = f"/engagements/{posting.id}/pipeline?view={view}"
    client.sign_in(make_advisor())
    page = client.get(path).text
    assert early.consultant.user.name in page
    assert f"/applications/{late.id}" in page
    client.sign_in(owner)
    page = client.get(path).text
    assert early.consultant.user.name not in page
    assert str(early.id) not in page
    assert late.consultant.user.name in page


def test_an_empty_board_says_what_to_do(client: PageClient, owner: User, posting: Engagement) -> None:
    client.sign_in(owner)
    assert f"/engagements/{posting.id}/candidates" in client.get(f"/engagements/{posting.id}/pipeline").text


def test_the_board_asks_the_same_number_of_questions_however_many_cards(
    client: PageClient, posting: Engagement
) -> None:
    client.sign_in(make_advisor())
    client.get(f"/engagements/{posting.id}/pipeline")  # the list of reasons is read once a session
    counts = []
    for _size in range(2):
        for _card in range(4):
            make_application(posting, make_listed_consultant())
        with count_queries() as queries:
            assert client.get(f"/engagements/{posting.id}/pipeline").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_several_cards_move_at_once(client: PageClient, session: Session, owner: User, posting: Engagement) -> None:
    first, second, third = (make_application(posting, make_listed_consultant()) for _ in range(3))
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline"
    assert client.post(path, data={"card": seen(first, second), "to": "meeting", "words": "面談を"}).status_code == 303
    assert states(session) == {first.id: _S.MEETING, second.id: _S.MEETING, third.id: _S.SUBMITTED}
    ended = {"card": seen(second, third), "to": "not_selected", "reason": "other_candidate"}
    assert client.post(path, data=ended).status_code == 303
    assert states(session) == {first.id: _S.MEETING, second.id: _S.NOT_SELECTED, third.id: _S.NOT_SELECTED}
    history = session.scalars(select(Step).where(Step.application_id == second.id).order_by(Step.at)).all()
    assert [(step.state, step.actor_id) for step in history][-2:] == [
        (_S.MEETING, owner.id), (_S.NOT_SELECTED, owner.id),
    ]  # fmt: skip


def test_one_stale_card_stops_all_and_shows_the_present_board(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    first, second = (make_application(posting, make_listed_consultant()) for _ in range(2))
    stale = seen(first, second)
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline"
    assert client.post(path, data={"card": seen(first), "to": "meeting"}).status_code == 303
    late = client.post(path, data={"card": stale, "to": "not_selected", "reason": "skills"})
    assert late.status_code == 409
    assert "別の方が先に操作した" in late.text
    assert states(session) == {first.id: _S.MEETING, second.id: _S.SUBMITTED}


@pytest.mark.parametrize(
    "wrong",
    [{"to": "meeting", "card": []}, {"to": "accepted"}, {"to": ""}, {"to": "consented"}, {"to": "submitted"},
     {"to": "not_selected"}, {"to": "not_selected", "reason": "mood"}, {"to": "not_selected", "reason": "other_work"}],
)  # fmt: skip
def test_what_cannot_be_is_refused_whole(
    client: PageClient, session: Session, owner: User, posting: Engagement, wrong: dict[str, object]
) -> None:
    card = make_application(posting, make_listed_consultant())
    client.sign_in(owner)
    refused = client.post(f"/engagements/{posting.id}/pipeline", data={"card": seen(card), **wrong})
    assert refused.status_code == 422
    assert states(session) == {card.id: _S.SUBMITTED}


def test_cards_of_another_posting_are_not_moved(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    foreign = make_application(make_posting(), make_listed_consultant())
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline"
    for cards in (seen(foreign), ["nonsense"], [f"{foreign.id}:x"], [f"{foreign.id}:²"]):
        assert client.post(path, data={"card": cards, "to": "meeting"}).status_code in {409, 422}
    assert states(session) == {foreign.id: _S.SUBMITTED}


def test_a_client_does_not_move_what_it_may_not_see(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    early = make_application(posting, make_listed_consultant(), state=_S.CONSENTED)
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline"
    assert client.post(path, data={"card": seen(early), "to": "submitted"}).status_code == 409
    client.sign_in(make_advisor())
    assert client.post(path, data={"card": seen(early), "to": "submitted"}).status_code == 303
    assert states(session) == {early.id: _S.SUBMITTED}


def test_targets_are_edges_that_the_person_may_take(posting: Engagement, owner: User) -> None:
    advisor = make_advisor()
    for state in ApplicationState:
        card = make_application(posting, make_listed_consultant(), state=state)
        assert set(targets(card, advisor)) == {to for to in BY_HAND if card.may_become(to)}
        assert set(targets(card, owner)) <= {_S.MEETING, _S.NOT_SELECTED}
        assert targets(card, card.consultant.user) == []


def test_a_refused_move_says_so_beside_its_field_and_loses_no_words(
    client: PageClient, session: Session, owner: User, posting: Engagement
) -> None:
    card = make_application(posting, make_listed_consultant())
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline"
    long = client.post(path, data={"card": seen(card), "to": "meeting", "words": "長" * 1001})
    assert long.status_code == 422
    assert 'id="move-words-error"' in long.text
    assert "長" * 1001 in long.text
    wordless = client.post(path, data={"card": seen(card), "to": "not_selected", "words": "僅差"})
    assert 'id="move-reason-error"' in wordless.text
    assert states(session) == {card.id: _S.SUBMITTED}


@pytest.mark.parametrize("view", ["board", "list"])
def test_the_board_marks_the_cards_that_were_moved_meanwhile(
    client: PageClient, owner: User, posting: Engagement, view: str
) -> None:
    card, other = (make_application(posting, make_listed_consultant()) for _ in range(2))
    before = seen(card, other)
    client.sign_in(owner)
    path = f"/engagements/{posting.id}/pipeline?view={view}"
    assert client.post(path, data={"card": seen(card), "to": "meeting"}).status_code == 303
    late = client.post(path, data={"card": before, "to": "meeting"})
    assert late.status_code == 409
    assert late.text.count("この間に移動") == 1
