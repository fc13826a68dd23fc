"""Applying on one screen: what it proposes, what it keeps, what it refuses, and whom."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.states import EngagementState
from marketplace.outbox import Message
from marketplace.pipeline.models import Application, Consent
from marketplace.pipeline.states import ApplicationState
from tests.factories.accounts import make_advisor, make_client, make_company, make_consultant_user, make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from tests.conftest import PageClient


def form(**values: Any) -> dict[str, Any]:
    plain = {
        "message": "S/4HANAの切替を三度まとめました。",
        "rate": "１２０万",
        "days": "５",
        "start_on": (today() + timedelta(days=10)).isoformat(),
        "consent": "y",
    }
    return {name: value for name, value in {**plain, **values}.items() if value is not None}


@pytest.fixture
def hidden(client: PageClient) -> Engagement:
    """A posting whose client stays hidden."""
    del client
    return make_posting(make_company(name="秘匿精機株式会社"), client_hidden=True)


def test_the_screen_proposes_what_is_known(client: PageClient) -> None:
    posting = make_posting(make_company(name="公開精機株式会社"))
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    page = client.get(f"/engagements/{posting.id}/apply").text
    assert 'value="1,150,000"' in page
    assert "公開精機株式会社" in page
    assert consultant.projects[0].title in page


def test_applying_keeps_the_words_that_were_shown(client: PageClient) -> None:
    posting = make_posting(make_company(name="公開精機株式会社"))
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    shown = str(consultant.projects[0].id)
    page = client.get(f"/engagements/{posting.id}/apply").text
    answer = client.post(f"/engagements/{posting.id}/apply", data=form(projects=[shown]))
    application = db.session.scalars(select(Application)).one()
    assert (answer.status_code, answer.location) == (303, f"/applications/{application.id}")
    assert (application.rate, application.days) == (1_200_000, 5)
    assert application.projects == [shown]
    words = db.session.scalars(select(Consent.words)).one()
    assert words in page
    assert "公開精機株式会社" in words
    assert client.get(answer.location).status_code == 200


def test_the_words_of_a_hidden_clients_consent_do_not_name_it(client: PageClient, hidden: Engagement) -> None:
    client.sign_in(make_listed_consultant().user)
    client.post(f"/engagements/{hidden.id}/apply", data=form())
    assert "秘匿精機" not in db.session.scalars(select(Consent.words)).one()


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        ({"message": ""}, "message"),
        ({"message": "あ" * 2001}, "message"),
        ({"rate": "たくさん"}, "rate"),
        ({"rate": ""}, "rate"),
        ({"rate": "9999999999"}, "rate"),
        ({"rate": "-5"}, "rate"),
        ({"days": "6"}, "days"),
        ({"days": "0"}, "days"),
        ({"start_on": "明日"}, "start_on"),
        ({"start_on": "2026-13-01"}, "start_on"),
        ({"projects": ["00000000-0000-0000-0000-000000000000"]}, "projects"),
        ({"consent": None}, "consent"),
    ],
    ids=str,
)
def test_what_cannot_be_sent_is_said_beside_the_field(client: PageClient, values: dict[str, Any], beside: str) -> None:
    posting = make_posting()
    client.sign_in(make_listed_consultant().user)
    answer = client.post(f"/engagements/{posting.id}/apply", data=form(**values))
    assert answer.status_code == 422
    assert f'id="{beside}-error"' in answer.text
    if values.get("message") != "":
        assert "三度まとめました" in answer.text or "ああああ" in answer.text  # what was typed is still there
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 0


def test_an_address_not_confirmed_is_said_and_nothing_saved(client: PageClient) -> None:
    posting = make_posting()
    client.sign_in(make_listed_consultant(make_consultant_user(confirmed_at=None)).user)
    answer = client.post(f"/engagements/{posting.id}/apply", data=form())
    assert answer.status_code == 422
    assert "メールアドレス" in answer.text
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


def test_a_second_application_leads_to_the_first(client: PageClient) -> None:
    posting = make_posting()
    client.sign_in(make_listed_consultant().user)
    there = client.post(f"/engagements/{posting.id}/apply", data=form()).location
    for answer in (
        client.get(f"/engagements/{posting.id}/apply"),
        client.post(f"/engagements/{posting.id}/apply", data=form()),
    ):
        assert (answer.status_code, answer.location) == (303, there)
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1
    assert f'href="{there}"' in client.get(f"/engagements/{posting.id}").text


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("reader", "state", "status"),
    [
        (lambda: make_listed_consultant().user, EngagementState.PAUSED, 403),
        (lambda: make_listed_consultant().user, EngagementState.CLOSED, 403),
        (lambda: make_listed_consultant().user, EngagementState.DRAFT, 404),
        (make_client, EngagementState.OPEN, 403),
        (make_advisor, EngagementState.OPEN, 403),
        (make_operator, EngagementState.OPEN, 403),
    ],
)
def test_who_may_not_apply(
    client: PageClient, reader: Callable[[], User], state: EngagementState, status: int, method: str
) -> None:
    posting = make_posting(state=state)
    client.sign_in(reader())
    assert getattr(client, method)(f"/engagements/{posting.id}/apply").status_code == status


def test_a_visitor_signs_in_first_and_comes_back(client: PageClient) -> None:
    posting = make_posting()
    answer = client.get(f"/engagements/{posting.id}/apply")
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next=/engagements/{posting.id}/apply"
    posted = client.post(f"/engagements/{posting.id}/apply", data=form())
    assert posted.location == "/sign-in"
    assert db.session.scalar(select(func.count()).select_from(Application)) == 0


def test_more_days_than_declared_are_warned_of(client: PageClient) -> None:
    posting = make_posting(days_min=5, days_max=5)
    client.sign_in(make_listed_consultant(free_days=2).user)
    assert 'data-tone="warning"' in client.get(f"/engagements/{posting.id}/apply").text


@pytest.mark.parametrize(
    ("rate", "start", "warned"),
    [
        (1_200_000, "2026-12-01", set()),
        (1_200_001, "2026-12-01", {"rate"}),
        (900_000, "2026-12-02", {"start_on"}),
        (1_300_000, "2026-11-30", {"rate", "start_on"}),
    ],
)
def test_what_differs_from_the_posting_is_warned_of_beside_the_field(
    client: PageClient, rate: int, start: str, warned: set[str]
) -> None:
    posting = make_posting(received_rate_min=1_100_000, received_rate_max=1_200_000, start_on=date(2026, 12, 1))
    consultant = make_listed_consultant(rate=rate, available_from=date(2026, 11, 1))
    client.sign_in(consultant.user)
    page = client.get(f"/engagements/{posting.id}/apply").text
    assert (_warning(page, "rate") != "") is ("rate" in warned)
    # The same is asked for anew when a value is changed.
    for name, value in (("rate", f"{rate:,}"), ("start_on", start)):
        told = client.get(f"/engagements/{posting.id}/apply", query_string={name: value})
        assert (_warning(told.text, name) != "") is (name in warned)
    # And nothing of it is refused.
    assert client.post(f"/engagements/{posting.id}/apply", data=form(rate=rate, start_on=start)).status_code == 303


def test_the_warnings_name_what_the_posting_says(client: PageClient) -> None:
    posting = make_posting(received_rate_min=1_100_000, received_rate_max=1_200_000, start_on=date(2026, 12, 1))
    client.sign_in(make_listed_consultant(rate=1_300_000, available_from=date(2027, 1, 5)).user)
    page = client.get(f"/engagements/{posting.id}/apply").text
    assert "110〜120万円/月" in _warning(page, "rate")
    assert "2026年12月1日(火)" in _warning(page, "start_on")
    refused = client.post(f"/engagements/{posting.id}/apply", data=form(rate="１３０万", message=""))
    assert "110〜120万円/月" in _warning(refused.text, "rate")


def test_a_posting_without_range_or_start_warns_of_nothing(client: PageClient) -> None:
    posting = make_posting(received_rate_min=None, received_rate_max=None, start_on=None)
    client.sign_in(make_listed_consultant(rate=3_000_000, available_from=date(2030, 1, 1)).user)
    page = client.get(f"/engagements/{posting.id}/apply").text
    assert (_warning(page, "rate"), _warning(page, "start_on")) == ("", "")


def test_what_cannot_be_read_is_not_warned_of(client: PageClient) -> None:
    posting = make_posting(start_on=date(2026, 12, 1))
    client.sign_in(make_listed_consultant().user)
    for asked in ({"start_on": "明日"}, {"rate": "たくさん"}, {}):
        told = client.get(f"/engagements/{posting.id}/apply", query_string=asked)
        assert (told.status_code, _warning(told.text, next(iter(asked), "rate"))) == (200, "")


def _warning(page: str, name: str) -> str:
    found = re.search(f'id="{name}-warning" role="status">(.*?)</div>', page)
    assert found is not None
    return re.sub("<[^>]+>", "", found[1])


def test_the_day_of_the_answer_is_named_in_business_days(client: PageClient) -> None:
    with time_machine.travel(datetime(2026, 11, 20, 3, tzinfo=UTC), tick=False):  # a Friday; Monday is a holiday
        posting = make_posting(answer_days=3)
        client.sign_in(make_listed_consultant().user)
        assert "2026年11月26日(木)" in client.get(f"/engagements/{posting.id}/apply").text
        application = client.post(f"/engagements/{posting.id}/apply", data=form()).location
        assert "2026年11月26日(木)" in client.get(application).text
        assert "11/26(木)" in client.get("/applications").text
        assert "11/26(木)" in client.get("/").text
        told = db.session.scalars(select(Message).where(Message.template == "pipeline/submitted_consultant")).one()
        assert told.facts["by"] == "2026-11-26"


def test_a_new_application_stands_at_submitted(client: PageClient) -> None:
    posting = make_posting()
    client.sign_in(make_listed_consultant().user)
    client.post(f"/engagements/{posting.id}/apply", data=form())
    assert db.session.scalars(select(Application.state)).one() is ApplicationState.SUBMITTED
