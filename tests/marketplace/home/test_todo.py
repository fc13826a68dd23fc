"""What waits for a person stands on the home page, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.meetings.operations import choose_slot
from marketplace.offers.operations import accept_offer
from tests.factories.meetings import at, in_talks, make_meeting, make_offer

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_offers_and_dates_stand_on_the_home_of_whoever_answers(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    person = application.consultant.user
    meeting, offer = make_meeting(application), make_offer(application, owner)
    links = [f"/offers/{offer.id}", f"/meetings/{meeting.id}"]
    client.sign_in(person)
    page = client.get("/").text
    assert [link in page for link in links] == [True, True]
    assert page.index(links[0]) < page.index(links[1])
    client.sign_in(owner)
    assert [link in client.get("/").text for link in links] == [False, False]

    choose_slot(meeting, at(3), by=person)
    countered = make_offer(application, person, rate=1)
    client.sign_in(owner)
    page = client.get("/").text
    assert [link in page for link in (f"/offers/{countered.id}", links[1])] == [True, True]
    accept_offer(countered, by=owner)
    db.session.commit()
    assert f"/offers/{countered.id}" not in client.get("/").text
