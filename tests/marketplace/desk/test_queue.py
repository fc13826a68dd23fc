"""The advisor's queue: everything that waits, the most urgent first, whosever turn it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.desk.queue import KINDS, queue_for
from marketplace.engagements.states import EngagementState
from marketplace.intake.states import Promise
from marketplace.intake.terms import promises
from marketplace.outbox import Message
from marketplace.pipeline import moves
from marketplace.pipeline.clocks import Owner
from marketplace.pipeline.states import ApplicationState
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_operator
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


def waiting(advisor: User, *, due_in: timedelta = timedelta(days=2), company_of: User | None = None) -> Application:
    """Add a card that waits for its consultant, of a company that this or another advisor looks after."""
    posting = make_posting(make_company(advisor=company_of or advisor))
    card = moves.recommend(
        posting, make_listed_consultant(advisor_id=advisor.id, identity_verified_at=now()), by=advisor
    )
    moves.ask_consent(card, by=advisor)
    card.due_at = now() + due_in
    return card


def test_the_most_urgent_comes_first_whosever_turn_it_is(session: Session, advisor: User) -> None:
    later, overdue = waiting(advisor), waiting(advisor, due_in=timedelta(days=-1))
    company = make_company(advisor=advisor)
    review = make_posting(company, state=EngagementState.IN_REVIEW, submitted_at=now() - timedelta(days=9))
    silent = make_posting(company, confirmed_on=today() - timedelta(days=25))
    new = make_listed_consultant(advisor_id=advisor.id, listed_at=now())
    session.commit()
    items = queue_for(advisor, mine=True)
    assert [item.due for item in items] == sorted(item.due for item in items)
    assert {(item.kind, item.title) for item in items} == {
        ("reply", later.engagement.title), ("reply", overdue.engagement.title), ("review", review.title),
        ("silent", silent.title), ("intake", new.user.name),
    }  # fmt: skip
    by_title = {item.title: item for item in items}
    assert (by_title[overdue.engagement.title].when, by_title[later.engagement.title].owner) == (
        "overdue", Owner.CONSULTANT,
    )  # fmt: skip
    assert by_title[review.title].when == "overdue"
    assert [item.kind for item in queue_for(advisor, mine=True, kinds=("silent",))] == ["silent"]


def test_mine_is_of_my_people_and_my_companies_and_nobodys(session: Session, advisor: User) -> None:
    other = make_advisor()
    by_person = waiting(advisor, company_of=other)
    by_company = waiting(other, company_of=advisor)
    foreign = waiting(other)
    nobodys = make_posting(state=EngagementState.IN_REVIEW, submitted_at=now())
    session.commit()
    titles = {item.title for item in queue_for(advisor, mine=True)}
    assert titles == {by_person.engagement.title, by_company.engagement.title, nobodys.title}
    assert foreign.engagement.title in {item.title for item in queue_for(advisor, mine=False)}


def test_whoever_has_left_looks_after_nobody(session: Session, advisor: User) -> None:
    left = make_advisor()
    card = waiting(left, company_of=left)
    new = make_listed_consultant(advisor_id=left.id, listed_at=now())
    session.commit()
    assert queue_for(advisor, mine=True) == []
    left.active = False
    session.commit()
    assert {item.title for item in queue_for(advisor, mine=True)} == {card.engagement.title, new.user.name}


def test_what_waits_for_nobody_is_not_in_it(session: Session, advisor: User) -> None:
    card = waiting(advisor)
    moves.decline(card, by=card.consultant.user, reason="time")
    make_application(
        make_posting(), make_listed_consultant(identity_verified_at=now()), state=ApplicationState.ACCEPTED
    )
    session.commit()
    assert queue_for(advisor, mine=False) == []


def test_the_page_asks_the_same_number_of_questions_however_long_the_queue(
    client: PageClient, session: Session, advisor: User
) -> None:
    client.sign_in(advisor)
    counts = []
    for _size in range(2):
        for _card in range(4):
            waiting(advisor)
        session.commit()
        with count_queries() as queries:
            assert client.get("/desk").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_names_due_time_and_turn(client: PageClient, session: Session, advisor: User) -> None:
    card = waiting(advisor, due_in=timedelta(days=-1))
    session.commit()
    client.sign_in(advisor)
    page = client.get("/desk").text
    assert f"/applications/{card.id}" in page
    assert "期限超過" in page
    assert card.consultant.user.name in page
    for kind in KINDS:
        assert client.get(f"/desk?kind={kind}&of=all").status_code == 200
    assert client.get("/desk?kind=nonsense&of=nobody").status_code == 200


def test_reminding_the_chosen(client: PageClient, session: Session, advisor: User) -> None:
    first, second = waiting(advisor), waiting(advisor)
    session.commit()
    client.sign_in(advisor)
    answer = client.post("/desk/remind?of=mine", data={"application": [str(first.id), "nonsense"]})
    assert answer.status_code == 303
    session.expire_all()
    assert (first.reminded_at is not None, second.reminded_at) == (True, None)
    told = session.scalars(select(Message.to_email).where(Message.template == "pipeline/reminder")).all()
    assert told == [first.consultant.user.email]
    client.post("/desk/remind?of=mine", data={"application": [str(first.id)]})  # the button pressed twice
    assert len(session.scalars(select(Message).where(Message.template == "pipeline/reminder")).all()) == 1


@pytest.mark.parametrize("chosen", [[], ["nonsense"]])
def test_nothing_chosen_is_said(client: PageClient, advisor: User, chosen: list[str]) -> None:
    client.sign_in(advisor)
    answer = client.post("/desk/remind", data={"application": chosen})
    assert answer.status_code == 422
    assert "1行以上" in answer.text


def test_only_staff_remind(client: PageClient, session: Session, advisor: User) -> None:
    card = waiting(advisor)
    session.commit()
    for reader in (card.consultant.user, make_client()):
        client.sign_in(reader)
        assert client.post("/desk/remind", data={"application": [str(card.id)]}).status_code == 403
    session.expire_all()
    assert card.reminded_at is None


# The operator's settings


def test_the_operator_sets_the_terms(client: PageClient, session: Session) -> None:
    client.sign_in(make_operator())
    page = client.get("/settings/response-times")
    assert page.status_code == 200
    terms = {f"{state}-{name}": value for state in ("proposed", "consent_asked", "consented", "submitted", "meeting",
             "offered") for name, value in (("days", "4"), ("remind_before", "2"))}  # fmt: skip
    terms |= {"contact-days": "2", "check-days": "3"}
    assert client.post("/settings/response-times", data=terms).status_code == 303
    session.expire_all()
    assert 'value="4"' in client.get("/settings/response-times").text
    wrong = client.post("/settings/response-times", data={**terms, "meeting-days": "0", "offered-remind_before": "4"})
    assert wrong.status_code == 422
    assert wrong.text.count('aria-invalid="true"') == 2
    assert client.post("/settings/response-times", data={**terms, "contact-days": "0"}).status_code == 422
    assert promises() == {Promise.CONTACT: 2, Promise.CHECK: 3}


def test_the_operator_keeps_the_reasons(client: PageClient) -> None:
    client.sign_in(make_operator())
    assert "他の案件に決まった" in client.get("/settings/reasons").text
    reason = {
        "ending": "not_selected",
        "code": "budget",
        "ja": "予算が変わった",
        "en": "The budget changed",
        "position": "1",
    }
    assert client.post("/settings/reasons", data=reason).status_code == 303
    assert "予算が変わった" in client.get("/settings/reasons").text
    retire = "/settings/reasons/retire"
    assert client.post(retire, data={"ending": "not_selected", "code": "budget"}).status_code == 303
    for ending, code in (("not_selected", "posting_closed"), ("meeting", "budget"), ("", "")):
        assert client.post(retire, data={"ending": ending, "code": code}).status_code == 422
    for wrong in ({**reason, "code": "Ä"}, {**reason, "ja": ""}, {**reason, "ending": "meeting"}):
        assert client.post("/settings/reasons", data=wrong).status_code == 422


@pytest.mark.parametrize("path", ["/settings/response-times", "/settings/reasons"])
def test_settings_are_the_operators(client: PageClient, path: str) -> None:
    for reader in (make_advisor(), make_client(), make_listed_consultant().user):
        client.sign_in(reader)
        assert client.get(path).status_code == 403
