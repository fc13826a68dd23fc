"""The offers' pages: making one, versions side by side, accepting, countering, declining."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.db import db
from marketplace.offers.models import Offer
from marketplace.offers.states import OfferState
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ApplicationState
from tests.factories.meetings import in_talks, make_offer

if TYPE_CHECKING:
    from uuid import UUID

    from tests.conftest import PageClient


def typed(**values: str) -> dict[str, str]:
    return {
        "rate": "120万", "days": "5", "start_on": (today() + timedelta(days=60)).isoformat(), "months": "6",
        "hours_low": "140", "hours_high": "180", "words": "", **values,
    }  # fmt: skip


def state_of(application_id: UUID) -> ApplicationState:
    db.session.expire_all()
    return db.session.get_one(Application, application_id).state


def test_a_client_makes_an_offer_and_the_consultant_accepts(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    address = f"/applications/{application.id}"
    client.sign_in(owner)
    assert f"{address}/offers/new" in client.get(address).text
    assert 'value="1,150,000"' in client.get(f"{address}/offers/new").text  # begins with what was asked for
    answer = client.post(f"{address}/offers/new", data=typed(days="4", words="ぜひお願いします。"))
    (offer,) = db.session.scalars(select(Offer))
    assert (answer.status_code, answer.location) == (303, f"/offers/{offer.id}")
    assert "960,000円" in client.get(answer.location).text  # 120万 at four days
    assert f"{address}/offers/new" not in client.get(address).text

    client.sign_in(application.consultant.user)
    assert f"/offers/{offer.id}" in client.get(address).text
    page = client.get(f"/offers/{offer.id}").text
    assert "ぜひお願いします。" in page
    assert f"/offers/{offer.id}/accept" in page
    data = {"version": str(offer.version)}
    assert client.post(f"/offers/{offer.id}/accept", data=data).status_code == 303
    assert state_of(application.id) is ApplicationState.ACCEPTED
    assert client.post(f"/offers/{offer.id}/accept", data=data).status_code == 409
    assert client.post(f"/offers/{offer.id}/accept").status_code == 409


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rate": "高い"}, "rate"),
        ({"rate": "0"}, "rate"),
        ({"days": "6"}, "days"),
        ({"start_on": "2020-01-01"}, "start_on"),
        ({"start_on": ""}, "start_on"),
        ({"start_on": "9999-12-31"}, "start_on"),
        ({"months": "0"}, "months"),
        ({"hours_low": "190"}, "hours_high"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: PageClient, values: dict[str, str], field: str) -> None:
    application, owner, _advisor = in_talks()
    client.sign_in(owner)
    answer = client.post(f"/applications/{application.id}/offers/new", data=typed(**values))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert state_of(application.id) is ApplicationState.MEETING


def test_too_many_days_are_refused_and_the_consultant_is_led_to_the_profile(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    application.consultant.days_max = 3
    db.session.commit()
    client.sign_in(owner)
    answer = client.post(f"/applications/{application.id}/offers/new", data=typed(days="4"))
    assert (answer.status_code, 'id="days-error"' in answer.text) == (422, True)
    assert "/profile/" not in answer.text
    offer = make_offer(application, owner, days=3)

    client.sign_in(application.consultant.user)
    answer = client.post(f"/offers/{offer.id}/counter", data=typed(days="4"))
    assert answer.status_code == 422
    assert "/profile/wishes" in answer.text
    application.consultant.free_days = 1
    db.session.commit()
    answer = client.post(f"/offers/{offer.id}/accept")
    assert answer.status_code == 422
    assert "/profile/capacity" in answer.text
    assert state_of(application.id) is ApplicationState.OFFERED


def test_what_is_held_is_shown_in_the_profile_and_not_typed(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner, days=4)
    person = application.consultant.user
    client.sign_in(person)
    page = client.get("/profile/capacity").text
    assert "週4日" in page
    assert f'value="{application.engagement.title}"' not in page
    version = page.split('name="version" type="hidden" value="')[1].split('"')[0]
    form = {
        "version": version, "free_days": "5", "commitments-0-label": "提案A", "commitments-0-state": "proposed",
        "commitments-0-days": "1",
    }  # fmt: skip
    assert client.post("/profile/capacity", data=form).status_code == 303
    db.session.expire_all()
    page = client.get("/profile/capacity").text
    assert ("提案A" in page, "週4日" in page) == (True, True)
    assert client.post(f"/offers/{offer.id}/accept").status_code == 303


def test_versions_stand_side_by_side_with_what_changed(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    first = make_offer(application, owner, rate=1_100_000)
    client.sign_in(application.consultant.user)
    assert 'value="1,100,000"' in client.get(f"/offers/{first.id}/counter").text
    data = typed(rate="130万", version=str(first.version), start_on=first.start_on.isoformat())
    answer = client.post(f"/offers/{first.id}/counter", data=data)
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert ("1,100,000円" in page, "1,300,000円" in page) == (True, True)
    assert page.count(">変更</span>") == 2  # the rate, and what it means at these days
    assert "/accept" not in page  # the client's turn
    assert client.post(f"/offers/{first.id}/counter", data=data).status_code == 409

    client.sign_in(owner)
    assert f"{answer.location}/accept" in client.get(answer.location).text
    assert client.post(f"{answer.location}/accept").status_code == 303


@pytest.mark.parametrize("countered", [False, True])
def test_each_side_declines_with_its_own_reasons(client: PageClient, countered: bool) -> None:  # noqa: FBT001 - a case
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    person = application.consultant.user
    if countered:
        offer = make_offer(application, person, rate=2_000_000)
    client.sign_in(owner if countered else person)
    wrong = "other_work" if countered else "skills"
    assert client.post(f"/offers/{offer.id}/decline", data={"reason": wrong}).status_code == 422
    assert client.post(f"/offers/{offer.id}/decline", data={"reason": "rate", "version": "99"}).status_code == 409
    assert client.post(f"/offers/{offer.id}/decline", data={"reason": "rate"}).status_code == 303
    ended = ApplicationState.NOT_SELECTED if countered else ApplicationState.DECLINED
    assert state_of(application.id) is ended
    assert offer.state is OfferState.DECLINED


def test_an_offer_needs_talks(client: PageClient) -> None:
    application, owner, _advisor = in_talks(state=ApplicationState.SUBMITTED)
    client.sign_in(owner)
    assert client.post(f"/applications/{application.id}/offers/new", data=typed()).status_code == 409


def test_a_page_that_is_too_old_counters_nothing(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    client.sign_in(application.consultant.user)
    assert client.post(f"/offers/{offer.id}/counter", data=typed(version="99")).status_code == 409


def test_an_expired_offer_may_be_followed_by_another(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    from marketplace.clock import now  # noqa: PLC0415
    from marketplace.offers import jobs  # noqa: PLC0415

    offer.expires_at = now()
    db.session.commit()
    client.sign_in(application.consultant.user)
    assert client.post(f"/offers/{offer.id}/accept").status_code == 409
    jobs.expire()
    jobs.remind()
    db.session.commit()
    client.sign_in(owner)
    assert "/offers/new" in client.get(f"/applications/{application.id}").text
    new = f"/applications/{application.id}/offers/new"
    assert new in client.get(f"/offers/{offer.id}").text
    client.sign_in(application.consultant.user)
    assert new not in client.get(f"/offers/{offer.id}").text
    client.sign_in(owner)
    assert client.post(new, data=typed()).status_code == 303
    assert new not in client.get(f"/offers/{offer.id}").text  # a newer version waits


def test_a_reminder_in_the_meantime_costs_nobody_the_terms_that_were_typed(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    client.sign_in(application.consultant.user)
    form = typed(rate="1,310,000", version=str(offer.version), words="もう少しご検討ください。")
    offer.reminded_at = now()
    db.session.commit()
    late = client.post(f"/offers/{offer.id}/counter", data=form)
    assert late.status_code == 409
    assert "1,310,000" in late.text
    assert "もう少しご検討ください。" in late.text
    assert client.post(f"/offers/{offer.id}/counter", data={**form, "version": str(offer.version)}).status_code == 303
    (countered,) = db.session.scalars(select(Offer).where(Offer.number == 2))
    client.sign_in(owner)
    late = client.post(
        f"/offers/{countered.id}/decline", data={"reason": "rate", "words": "予算を超えます。", "version": "99"}
    )
    assert late.status_code == 409
    assert "予算を超えます。" in late.text
    assert 'value="99"' not in late.text


def test_words_alone_are_no_other_terms(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner, rate=1_200_000, words="ご検討ください。")
    client.sign_in(application.consultant.user)
    same = typed(start_on=offer.start_on.isoformat(), words="")
    answer = client.post(f"/offers/{offer.id}/counter", data=same)
    assert (answer.status_code, 'id="words-error"' in answer.text) == (422, True)
    assert len(db.session.scalars(select(Offer)).all()) == 1


def test_a_version_that_was_answered_asks_for_no_terms_and_shows_how_it_stands(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    newer = make_offer(application, application.consultant.user, rate=1_300_000)
    client.sign_in(application.consultant.user)
    page = client.get(f"/offers/{offer.id}/counter")
    assert ('name="rate"' in page.text, f"/offers/{newer.id}" in page.text) == (False, True)
    late = client.post(f"/offers/{offer.id}/counter", data=typed(rate="140万", version=str(offer.version)))
    assert (late.status_code, f"/offers/{newer.id}" in late.text) == (409, True)


def test_an_empty_box_is_not_said_to_be_too_many_days(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    client.sign_in(application.consultant.user)
    for days in ("", "6"):
        answer = client.post(f"/offers/{offer.id}/counter", data=typed(days=days))
        assert (answer.status_code, "/profile/" in answer.text.split("<main")[1]) == (422, False)


@pytest.mark.parametrize(
    ("posted", "days", "shown"),
    [((None, None, 5), 3, (84, 108)), ((140, 180, 5), 5, (140, 180)), ((80, 100, 3), 3, (80, 100))],
)
def test_the_hours_begin_at_the_days_that_are_asked_for(
    client: PageClient, posted: tuple[int | None, int | None, int], days: int, shown: tuple[int, int]
) -> None:
    application, owner, _advisor = in_talks()
    application.days, posting = days, application.engagement
    posting.hours_min, posting.hours_max, posting.days_max = posted
    posting.days_min = 1
    db.session.commit()
    client.sign_in(owner)
    page = client.get(f"/applications/{application.id}/offers/new").text
    assert [f'value="{hours}"' in page for hours in shown] == [True, True]


def test_declining_an_offer_chooses_no_reason_by_itself(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    offer = make_offer(application, owner)
    client.sign_in(application.consultant.user)
    answer = client.post(f"/offers/{offer.id}/decline", data={"reason": "", "words": "予定が変わりました。"})
    assert answer.status_code == 422
    assert "いずれかを選んでください。" in answer.text
    assert "予定が変わりました。" in answer.text
