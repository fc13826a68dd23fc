"""Lines put off: hidden from one advisor until a day, shown on request, taken back; and handing over from the queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import now, today
from marketplace.desk.models import Snooze
from marketplace.desk.queue import queue_for
from marketplace.desk.snoozing import snooze, wake
from marketplace.engagements.states import EngagementState
from marketplace.errors import Invalid
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.meetings import in_talks, make_offer
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


@pytest.fixture
def card(advisor: User) -> Application:
    consultant = make_listed_consultant(advisor_id=advisor.id, identity_verified_at=now())
    return make_application(make_posting(make_company(advisor=advisor)), consultant, due_at=now() + timedelta(days=1))


def lines(user: User, *, snoozed: bool = False) -> list[tuple[str, object]]:
    return [(item.kind, item.subject_id) for item in queue_for(user, mine=False, snoozed=snoozed)]


def test_a_line_rests_until_its_day_for_its_advisor_alone(session: Session, advisor: User, card: Application) -> None:
    line = ("reply", card.id)
    assert lines(advisor) == [line]
    assert snooze({line}, today() + timedelta(days=3), by=advisor) == 1
    session.commit()
    assert lines(advisor) == []
    assert lines(advisor, snoozed=True) == [line]
    assert [item.until for item in queue_for(advisor, mine=True, snoozed=True)] == [today() + timedelta(days=3)]
    assert lines(make_advisor()) == [line]
    snooze({line}, today() + timedelta(days=1), by=advisor)  # another day, the same row
    row = session.scalars(select(Snooze)).one()
    row.until = today()  # the day has come
    session.commit()
    assert lines(advisor) == [line]
    assert lines(advisor, snoozed=True) == []


def test_taking_back(session: Session, advisor: User, card: Application) -> None:
    line = ("reply", card.id)
    snooze({line}, today() + timedelta(days=3), by=advisor)
    session.commit()
    with pytest.raises(Invalid):
        wake({line}, by=make_advisor())  # not this person's
    assert wake({line, ("review", card.id)}, by=advisor) == 1
    session.commit()
    assert lines(advisor) == [line]
    events = session.scalars(select(AuditEntry.event).where(AuditEntry.actor_id == advisor.id)).all()
    assert events == ["line snoozed", "line taken back"]


@pytest.mark.parametrize("days", [None, -1, 0, 91])
def test_a_day_that_is_none(session: Session, advisor: User, card: Application, days: int | None) -> None:
    with pytest.raises(Invalid):
        snooze({("reply", card.id)}, None if days is None else today() + timedelta(days=days), by=advisor)
    assert session.scalars(select(Snooze)).all() == []


def test_more_lines_than_a_page_has_are_refused(session: Session, advisor: User) -> None:
    with pytest.raises(Invalid):
        snooze({("reply", uuid4()) for _each in range(1001)}, today() + timedelta(days=1), by=advisor)
    session.flush()
    assert session.scalars(select(Snooze)).all() == []


def test_on_the_page(client: PageClient, session: Session, advisor: User, card: Application) -> None:
    review = make_posting(card.engagement.company, state=EngagementState.IN_REVIEW, submitted_at=now())
    later = (today() + timedelta(days=5)).isoformat()
    client.sign_in(advisor)
    page = client.get("/desk").text
    assert f'value="{card.id}"' in page
    assert f'value="review:{review.id}"' in page
    assert f"/consultants/{card.consultant_id}#advisor-form" in page
    assert f"/companies/{card.engagement.company_id}#advisor" in page
    for wrong in (
        {"until": later}, {"application": str(card.id)}, {"application": str(card.id), "until": "soon"},
        {"line": "x:y", "until": later}, {"line": f"nothing:{card.id}", "until": later},
    ):  # fmt: skip
        assert client.post("/desk/snooze", data=wrong).status_code == 422
    data = {"application": str(card.id), "line": f"review:{review.id}", "until": later}
    assert client.post("/desk/snooze?of=mine", data=data).status_code == 303
    assert f'value="{card.id}"' not in client.get("/desk").text
    put_off = client.get("/desk?snoozed=1").text
    assert "まで後回し" in put_off
    assert f'value="review:{review.id}"' in put_off
    assert client.post("/desk/wake", data={}).status_code == 422
    assert client.post("/desk/wake", data={"line": f"review:{review.id}"}).status_code == 303
    assert f'value="review:{review.id}"' in client.get("/desk").text
    assert len(session.scalars(select(Snooze)).all()) == 1


def test_what_was_chosen_stays_chosen_while_the_day_is_wrong(
    client: PageClient, advisor: User, card: Application
) -> None:
    review = make_posting(card.engagement.company, state=EngagementState.IN_REVIEW, submitted_at=now())
    client.sign_in(advisor)
    data = {"application": str(card.id), "until": "2020-01-01"}
    answer = client.post("/desk/snooze?of=mine", data=data)
    assert (answer.status_code, answer.text.count(" checked")) == (422, 1)
    assert f'value="{card.id}" checked' in answer.text
    assert ('value="2020-01-01"' in answer.text, 'id="until-error"' in answer.text) == (True, True)
    answer = client.post("/desk/snooze?of=mine", data={**data, "line": f"review:{review.id}"})
    assert answer.text.count(" checked") == 2


def test_an_offers_line_is_put_off_by_the_box_of_its_application(client: PageClient) -> None:
    application, owner, advisor = in_talks()
    offer = make_offer(application, owner)
    client.sign_in(advisor)
    assert f'value="{application.id}"' in client.get("/desk?kind=offer").text
    data = {"application": str(application.id), "until": (today() + timedelta(days=5)).isoformat()}
    assert client.post("/desk/snooze", data=data).status_code == 303
    assert [each.subject_id for each in queue_for(advisor, mine=True, snoozed=True)] == [offer.id]
    assert f'value="{application.id}"' not in client.get("/desk?kind=offer").text
    assert client.post("/desk/wake", data=data).status_code == 303
    assert f'value="{application.id}"' in client.get("/desk?kind=offer").text


def test_a_line_that_nobody_can_be_reminded_of_is_told_apart_from_none(client: PageClient, advisor: User) -> None:
    review = make_posting(make_company(advisor=advisor), state=EngagementState.IN_REVIEW, submitted_at=now())
    client.sign_in(advisor)
    answer = client.post("/desk/remind", data={"line": f"review:{review.id}"})
    assert (answer.status_code, "応募またはオファーの行" in answer.text) == (422, True)
    assert "先に1行以上選択してください" in client.post("/desk/remind").text


def test_a_person_and_a_company_are_handed_over_where_the_links_lead(client: PageClient, advisor: User) -> None:
    colleague, company = make_advisor(), make_company(advisor=advisor)
    consultant = make_listed_consultant(advisor_id=advisor.id)
    client.sign_in(advisor)
    assert 'id="advisor-form"' in client.get(f"/consultants/{consultant.id}").text
    assert 'id="advisor"' in client.get(f"/companies/{company.id}").text
    for path in (f"/consultants/{consultant.id}/advisor", f"/companies/{company.id}/advisor"):
        assert client.post(path, data={"advisor": str(colleague.id)}).status_code == 303


def test_the_desk_is_no_place_for_others(client: PageClient, card: Application) -> None:
    for user in (card.consultant.user, make_client()):
        client.sign_in(user)
        for path in ("/desk/snooze", "/desk/wake"):
            assert client.post(path, data={"application": str(card.id)}).status_code == 403


def test_english(client: PageClient, session: Session, card: Application) -> None:
    reader = make_advisor(locale="en")
    snooze({("reply", card.id)}, today() + timedelta(days=5), by=reader)
    session.commit()
    client.sign_in(reader)
    assert "put off until" in client.get("/desk?snoozed=1&of=all").text
    assert "Nothing waits" in client.get("/desk?of=all").text
