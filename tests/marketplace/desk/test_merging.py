"""Doubles on the staff's pages: the warning, what will happen, the tick, the button, and two who press it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.clock import today
from marketplace.desk.funnel import Cut, cards_funnel
from marketplace.pipeline.merging import merge
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState
from marketplace.profiles.states import ProfileState
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.doubles import make_known, make_twice
from tests.factories.pipeline import make_application, make_posting

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

_S = ApplicationState
WARNING = "重複登録の可能性があります"


@pytest.fixture
def advisor(client: PageClient) -> User:
    del client
    return make_advisor()


def sent(one: Consultant, other: Consultant, **changes: str) -> dict[str, str]:
    return {"sure": "y", "version": str(one.version), "other_version": str(other.version), **changes}


def state_of(session: Session, card: Application) -> ApplicationState:
    session.expire_all()
    return card.state


def test_the_persons_page_warns_staff_and_nobody_else(client: PageClient, advisor: User) -> None:
    one, other = make_twice()
    client.sign_in(advisor)
    page = client.get(f"/consultants/{one.id}").text
    assert WARNING in page
    assert f"/consultants/{one.id}/merge?other={other.id}" in page
    assert "電話番号が同じです" in page
    client.sign_in(one.user)
    page = client.get(f"/consultants/{one.id}").text
    assert WARNING not in page
    assert other.user.email not in page


def test_submitting_a_doubtful_person_needs_a_tick(client: PageClient, session: Session, advisor: User) -> None:
    one, other = make_twice()
    owner = make_client(company=make_company())
    assert owner.membership is not None
    card = make_application(make_posting(owner.membership.company), one, state=_S.CONSENTED)
    page = f"/applications/{card.id}"
    client.sign_in(advisor)
    assert WARNING in client.get(page).text
    refused = client.post(f"{page}/submit", data={"version": card.version})
    assert refused.status_code == 422
    assert "重複して登録されている可能性があります" in refused.text
    refused = client.post(
        f"/engagements/{card.engagement_id}/pipeline", data={"card": f"{card.id}:{card.version}", "to": "submitted"}
    )
    assert refused.status_code == 422
    assert state_of(session, card) is _S.CONSENTED
    assert client.post(f"{page}/submit", data={"version": card.version, "known": "y"}).status_code == 303
    assert state_of(session, card) is _S.SUBMITTED
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "suspected double submitted knowingly"))
    assert (entry.actor_id, entry.subject_id, entry.facts) == (advisor.id, card.id, {"other": str(other.id)})
    assert WARNING not in client.get(page).text  # the client has it: the warning comes too late
    for reader in (owner, one.user):
        client.sign_in(reader)
        assert WARNING not in client.get(page).text


def test_whoever_is_not_doubted_needs_no_tick(client: PageClient, session: Session, advisor: User) -> None:
    card = make_application(make_posting(), make_known(phone="", projects=[]), state=_S.CONSENTED)
    client.sign_in(advisor)
    assert client.post(f"/applications/{card.id}/submit", data={"version": card.version}).status_code == 303
    assert state_of(session, card) is _S.SUBMITTED


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_page_says_what_will_happen(client: PageClient, locale: str) -> None:
    advisor = make_advisor(locale=locale)
    one, other = make_twice({"self_pr": "", "projects": []})
    both, only = make_posting(title="両方の案件"), make_posting(title="片方の案件")
    make_application(both, one)
    make_application(both, other)
    make_application(only, other)
    client.sign_in(advisor)
    page = client.get(f"/consultants/{one.id}/merge?other={other.id}").text
    assert one.user.email in page
    assert other.user.email in page
    for words in {
        "ja": ("「片方の案件」の選考を移します", "重複として終了します", "職務経歴：3件を追加します"),
        "en": ("for 片方の案件 moves over", "ends as a duplicate", "Work history: 3 rows are added"),
    }[locale]:
        assert words in page
    listed = client.get(f"/consultants/{one.id}/merge")
    assert listed.status_code == 200
    assert f"other={other.id}" in listed.text


def test_the_button(client: PageClient, session: Session, advisor: User) -> None:
    one, other = make_twice()
    card = make_application(make_posting(), other)
    path = f"/consultants/{one.id}/merge?other={other.id}"
    client.sign_in(advisor)
    assert client.post(path, data=sent(one, other, sure="")).status_code == 422
    assert client.post(path, data=sent(one, other, version="77")).status_code == 409
    assert client.post(path, data={"sure": "y"}).status_code == 409
    session.expire_all()
    assert other.state is ProfileState.LISTED
    done = client.post(path, data=sent(one, other))
    assert (done.status_code, done.location) == (303, f"/consultants/{one.id}")
    session.expire_all()
    assert session.get_one(Application, card.id).consultant_id == one.id
    assert other.user.active is False
    assert client.post(path, data=sent(one, other)).status_code == 409  # a second advisor's button
    swapped = f"/consultants/{other.id}/merge?other={one.id}"
    assert client.post(swapped, data=sent(other, one)).status_code == 409
    assert client.get(swapped).status_code == 409
    client.sign_in(other.user)
    assert client.get("/profile").status_code in {302, 403}
    client.sign_in(one.user)
    assert client.get(f"/applications/{card.id}").status_code == 200


def test_two_cards_that_cannot_be_settled_are_said_so(client: PageClient, advisor: User) -> None:
    one, other = make_twice()
    posting = make_posting()
    make_application(posting, one)
    make_application(posting, other, state=_S.ACCEPTED)
    client.sign_in(advisor)
    answer = client.post(f"/consultants/{one.id}/merge?other={other.id}", data=sent(one, other))
    assert answer.status_code == 422
    assert "そちらを残してください" in answer.text


def test_who_may_not_merge(client: PageClient, advisor: User) -> None:
    one, other = make_twice()
    path = f"/consultants/{one.id}/merge?other={other.id}"
    for user, status in ((one.user, 403), (other.user, 404), (make_client(), 404)):
        client.sign_in(user)
        assert client.get(path).status_code == status
        assert client.post(path, data=sent(one, other)).status_code == status
    client.sign_in(advisor)
    assert client.get(f"/consultants/{one.id}/merge?other={advisor.id}").status_code == 404
    assert client.get(f"/consultants/{one.id}/merge?other=x").status_code == 200  # asks whom


def test_what_ended_as_a_double_stays_with_the_closed_profile(
    client: PageClient, session: Session, advisor: User
) -> None:
    one, other = make_twice()
    posting = make_posting()
    make_application(posting, one)
    double = make_application(posting, other)
    merge(one, other, by=advisor)
    session.commit()
    client.sign_in(one.user)
    assert client.get(f"/engagements/{posting.id}/apply").status_code == 303  # in process already
    assert client.get(f"/applications/{double.id}").status_code == 404
    client.sign_in(advisor)
    assert "別の経路で既に提案を受けている" in client.get(f"/applications/{double.id}").text
    assert cards_funnel(Cut(today().replace(day=1), today().replace(day=1)))[0].count == 1
