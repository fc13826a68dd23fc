"""The operator's settings: bounds, who changed what, two at once, and that each of them holds at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.engagements.operations import expire_engagements
from marketplace.errors import DomainError
from marketplace.pipeline.bids import Bid
from marketplace.pipeline.clocks import terms
from marketplace.pipeline.operations import apply
from marketplace.pipeline.states import ApplicationState
from marketplace.settings import BOUNDS, Name, Setting, save_settings, settings, value_of
from tests.factories.accounts import make_advisor, make_client, make_operator
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    from marketplace.accounts.models import User
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

pytestmark = pytest.mark.usefixtures("session")


def shown(page: str) -> dict[str, str]:
    """What the page's term boxes hold, as a browser sends them back."""
    found = re.findall(r'<input[^>]* name="([a-z_]+-(?:days|remind_before|seen))"[^>]* value="([^"]*)"', page)
    return dict(found)


@pytest.fixture
def operator(session: Session) -> User:
    del session
    return make_operator()


def typed(**changed: int) -> dict[str, Any]:
    """What a browser sends: every value, and beside it the one that the page showed."""
    shown = {f"{name.value}-seen": str(value) for name, value in settings().items()}
    values = {f"{name.value}-value": str(value) for name, value in settings().items()}
    return shown | values | {f"{name}-value": str(value) for name, value in changed.items()}


def set_to(name: Name, value: int, by: User) -> None:
    save_settings({name: value}, seen={name: value_of(name)}, by=by)
    db.session.commit()


def test_as_shipped_until_somebody_decides() -> None:
    assert settings() == {name: bounds.shipped for name, bounds in BOUNDS.items()}


def test_what_is_saved_holds_and_its_history_says_who(client: PageClient, session: Session, operator: User) -> None:
    client.sign_in(operator)
    assert "すべて初期設定のままです。" in client.get("/settings").text
    assert client.post("/settings/general", data=typed(consent_days=90, order_price_shown=0)).status_code == 303
    assert (value_of(Name.CONSENT_DAYS), value_of(Name.ORDER_PRICE_SHOWN)) == (90, 0)
    assert len(session.scalars(select(Setting)).all()) == 2
    page = client.get("/settings").text
    for said in ("同意の有効期間", "180日", "90日", "はい", "いいえ", operator.name):
        assert said in page
    assert 'value="90"' in client.get("/settings/general").text


@pytest.mark.parametrize("bad", ["29", "366", "", "many"])
def test_a_value_out_of_bounds_is_refused_beside_its_field(client: PageClient, operator: User, bad: str) -> None:
    client.sign_in(operator)
    data = typed(closes_after_days=20) | {"consent_days-value": bad}
    answer = client.post("/settings/general", data=data)
    assert answer.status_code == 422
    assert "consent_days-value-error" in answer.text
    assert 'value="20"' in answer.text  # and what else was typed is kept
    assert settings()[Name.CLOSES_AFTER_DAYS] == BOUNDS[Name.CLOSES_AFTER_DAYS].shipped


def test_the_bounds_hold_below_the_form_too(operator: User) -> None:
    with pytest.raises(DomainError):
        set_to(Name.CONSENT_DAYS, 366, operator)


def test_of_two_at_once_the_second_is_shown_how_it_stands(client: PageClient, session: Session, operator: User) -> None:
    client.sign_in(operator)
    first, second = typed(consent_days=90), typed(consent_days=120, closes_after_days=20)
    assert client.post("/settings/general", data=first).status_code == 303
    refused = client.post("/settings/general", data=second)
    assert refused.status_code == 409
    assert "ほかの方が先に設定を変更しました。" in refused.text
    assert 'value="90"' in refused.text
    session.expire_all()
    assert (value_of(Name.CONSENT_DAYS), value_of(Name.CLOSES_AFTER_DAYS)) == (90, 14)


def test_who_changes_something_else_is_not_in_the_way(client: PageClient, operator: User) -> None:
    client.sign_in(operator)
    first, second = typed(consent_days=90), typed(closes_after_days=20)
    assert client.post("/settings/general", data=first).status_code == 303
    assert client.post("/settings/general", data=second).status_code == 303
    assert (value_of(Name.CONSENT_DAYS), value_of(Name.CLOSES_AFTER_DAYS)) == (90, 20)


@pytest.mark.parametrize("path", ["/settings", "/settings/general"])
def test_nobody_but_the_operator(client: PageClient, path: str) -> None:
    for user in (make_advisor(), make_client(), make_listed_consultant().user):
        client.sign_in(user)
        assert client.get(path).status_code == 403
    client.sign_out()
    assert client.get(path).status_code == 302


def test_a_hidden_order_price_is_hidden_from_consultants_alone(client: PageClient, operator: User) -> None:
    posting = make_posting()
    person, owner = make_listed_consultant().user, make_client(company=posting.company)
    path = f"/engagements/{posting.id}"

    def told() -> dict[str, bool]:
        seen = {}
        for who, user in (("person", person), ("owner", owner), ("operator", operator)):
            client.sign_in(user)
            seen[who] = "運営手数料" in client.get(path).text
        return seen

    assert told() == {"person": True, "owner": True, "operator": True}
    set_to(Name.ORDER_PRICE_SHOWN, 0, operator)
    assert told() == {"person": False, "owner": True, "operator": True}


def test_a_consent_lasts_as_long_as_is_set_and_says_so(client: PageClient, session: Session, operator: User) -> None:
    posting, person = make_posting(), make_listed_consultant()
    set_to(Name.CONSENT_DAYS, 45, operator)
    client.sign_in(person.user)
    assert "同意は45日後に終了し" in client.get(f"/engagements/{posting.id}/apply").text
    card = apply(posting, person, Bid("", 1_100_000, 5, None, [], "同意します。"), by=person.user)
    session.commit()
    assert card.consent is not None
    assert timedelta(days=44) < card.consent.until - now() <= timedelta(days=45)


def test_a_posting_expires_when_it_is_set_to(operator: User) -> None:
    make_posting(deadline=None, confirmed_on=today() - timedelta(days=20))
    assert expire_engagements() == 0
    set_to(Name.EXPIRES_AFTER_DAYS, 19, operator)
    assert expire_engagements() == 1


def test_of_two_who_set_response_times_neither_undoes_the_other(client: PageClient, operator: User) -> None:
    client.sign_in(operator)
    path = "/settings/response-times"
    page = shown(client.get(path).text)
    assert (page["submitted-days"], page["submitted-seen"], page["contact-seen"]) == ("5", "5/1", "1")
    assert client.post(path, data={**page, "submitted-days": "4"}).status_code == 303
    other = {**page, "meeting-days": "6", "contact-days": "2"}
    assert client.post(path, data=other).status_code == 303  # of a page that was open before, other terms
    assert (terms()[ApplicationState.SUBMITTED].days, terms()[ApplicationState.MEETING].days) == (4, 6)
    late = client.post(path, data={**page, "submitted-days": "9", "offered-days": "9"})
    assert (late.status_code, 'data-tone="critical"' in late.text) == (409, True)
    assert shown(late.text)["submitted-days"] == "4"
    assert client.post(path, data={**page, "contact-days": "3"}).status_code == 409
    assert (terms()[ApplicationState.SUBMITTED].days, terms()[ApplicationState.OFFERED].days) == (4, 5)
