"""An application's own page for each reader, withdrawing it, withdrawing the consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.db import db
from marketplace.pipeline.states import ENDINGS, ApplicationState, EndReason
from tests.conftest import PageClient, count_queries
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

NAME = "神無月 朔太郎"
MESSAGE = "神無月です。切替リハーサルの経験を活かします。"


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company())


@pytest.fixture
def application(owner: User) -> Application:
    assert owner.membership is not None
    consultant = make_listed_consultant(make_consultant_user(name=NAME))
    shown = [str(consultant.projects[0].id)]
    return make_application(make_posting(owner.membership.company), consultant, message=MESSAGE, projects=shown)


def page(client: PageClient, application: Application, reader: User) -> str:
    client.sign_in(reader)
    answer = client.get(f"/applications/{application.id}")
    assert answer.status_code == 200
    return answer.text


def test_the_consultant_sees_where_it_stands_and_may_withdraw(client: PageClient, application: Application) -> None:
    text = page(client, application, application.consultant.user)
    assert application.engagement.title in text
    assert "同意します。" in text
    assert f"/applications/{application.id}/withdraw-consent" in text
    assert f'action="/applications/{application.id}/withdraw"' in text
    assert MESSAGE in text


def test_client_and_staff_see_the_name_by_the_consent(
    client: PageClient, application: Application, owner: User
) -> None:
    for reader in (owner, make_advisor(), make_operator()):
        text = page(client, application, reader)
        assert NAME in text
        assert MESSAGE in text
        assert f"/applications/{application.id}/withdraw" not in text


def test_without_consent_nothing_tells_a_client_who_it_is(
    client: PageClient, application: Application, owner: User
) -> None:
    client.sign_in(application.consultant.user)
    answer = client.post(f"/applications/{application.id}/withdraw-consent")
    assert (answer.status_code, answer.location) == (303, f"/applications/{application.id}")
    for path in (f"/applications/{application.id}", f"/engagements/{application.engagement_id}/candidates", "/"):
        client.sign_in(owner)
        text = client.get(path).text
        assert "神無月" not in text, path
        assert "朔太郎" not in text, path
        assert application.consultant.initials in text, path
    assert NAME in page(client, application, make_advisor())
    db.session.refresh(application)
    assert application.state is ApplicationState.SUBMITTED


def test_a_consent_is_withdrawn_once(client: PageClient, application: Application) -> None:
    client.sign_in(application.consultant.user)
    assert client.post(f"/applications/{application.id}/withdraw-consent").status_code == 303
    assert client.post(f"/applications/{application.id}/withdraw-consent").status_code == 409
    assert "withdraw-consent" not in client.get(f"/applications/{application.id}").text


def test_withdrawing_asks_for_a_reason(client: PageClient, application: Application) -> None:
    client.sign_in(application.consultant.user)
    for reason in ("", "posting_closed", "boredom"):
        answer = client.post(f"/applications/{application.id}/withdraw", data={"reason": reason})
        assert answer.status_code == 422, reason
        db.session.refresh(application)
        assert application.state is ApplicationState.SUBMITTED
    answer = client.post(f"/applications/{application.id}/withdraw", data={"reason": "time", "words": "日程が合わず。"})
    assert (answer.status_code, answer.location) == (303, f"/applications/{application.id}")
    db.session.refresh(application)
    assert (application.state, application.end_reason) == (ApplicationState.WITHDRAWN, EndReason.TIME)
    text = client.get(f"/applications/{application.id}").text
    assert "日程が合わず。" in text
    assert f'action="/applications/{application.id}/withdraw"' not in text
    assert client.post(f"/applications/{application.id}/withdraw", data={"reason": "time"}).status_code == 409


@pytest.mark.parametrize("state", list(ApplicationState))
def test_the_page_stands_in_every_state(client: PageClient, application: Application, state: ApplicationState) -> None:
    other = make_application(application.engagement, make_listed_consultant(), state=state)
    for reader in (other.consultant.user, make_advisor()):
        assert other.engagement.title in page(client, other, reader)
    client.sign_in(make_client(company=other.engagement.company))
    seen = state in ENDINGS | {"submitted", "meeting", "offered", "accepted"}
    assert client.get(f"/applications/{other.id}").status_code == (200 if seen else 404)


def test_others_do_not_know_of_it(client: PageClient, application: Application) -> None:
    for stranger in (make_listed_consultant().user, make_client()):
        client.sign_in(stranger)
        for answer in (
            client.get(f"/applications/{application.id}"),
            client.post(f"/applications/{application.id}/withdraw", data={"reason": "time"}),
            client.post(f"/applications/{application.id}/withdraw-consent"),
        ):
            assert answer.status_code == 404


def test_only_the_consultant_withdraws(client: PageClient, application: Application, owner: User) -> None:
    for reader in (owner, make_advisor(), make_operator()):
        client.sign_in(reader)
        assert client.post(f"/applications/{application.id}/withdraw", data={"reason": "time"}).status_code == 403
        assert client.post(f"/applications/{application.id}/withdraw-consent").status_code == 403
    db.session.refresh(application)
    assert application.consent is not None


def test_own_applications_are_listed_with_outcome(client: PageClient) -> None:
    consultant = make_listed_consultant()
    running = make_application(make_posting(), consultant)
    ended = make_application(
        make_posting(), consultant, state=ApplicationState.NOT_SELECTED, end_reason=EndReason.POSTING_CLOSED
    )
    make_application(make_posting(title="他人の応募"), make_listed_consultant())
    client.sign_in(consultant.user)
    text = client.get("/applications").text
    assert text.index(running.engagement.title) < text.index(ended.engagement.title)
    assert "他人の応募" not in text
    client.sign_in(make_client())
    assert client.get("/applications").status_code == 403


def test_a_list_of_applications_costs_the_same_however_long(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    counts = []
    for more in (3, 9):
        for _each in range(more):
            make_application(make_posting(), consultant)
        client.get("/applications")
        with count_queries() as queries:
            client.get("/applications")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_an_applications_page_costs_the_same_however_long_its_history(
    client: PageClient, application: Application
) -> None:
    make_match(application.engagement, application.consultant)
    client.sign_in(application.consultant.user)
    client.get(f"/applications/{application.id}")
    with count_queries() as queries:
        client.get(f"/applications/{application.id}")
    assert len(queries) <= 25
