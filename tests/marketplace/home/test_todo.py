"""What waits for a person stands on the home page, until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.billing.operations.issuing import bill_month
from marketplace.db import db
from marketplace.meetings.operations import choose_slot
from marketplace.offers.operations import accept_offer
from marketplace.work_reports.operations.answering import approve
from tests.factories.contracts import sent_contract, sign_all
from tests.factories.meetings import at, in_talks, make_meeting, make_offer
from tests.factories.work_reports import reported_contract, submitted_report

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


def test_work_under_a_contract_stands_on_both_homes_until_it_is_done(client: PageClient) -> None:
    contract, owner, _advisor = sent_contract()
    person, link = contract.application.consultant.user, f"/contracts/{contract.id}"
    for user in (person, owner):
        client.sign_in(user)
        assert link in client.get("/").text
        sign_all(contract, user)
        assert link not in client.get("/").text


def test_a_month_is_written_checked_confirmed_and_paid(client: PageClient) -> None:
    contract, owner, _advisor = reported_contract()
    person = contract.application.consultant.user
    client.sign_in(person)
    assert f"/contracts/{contract.id}/work-reports" in client.get("/").text
    report = submitted_report(contract)
    client.sign_in(owner)
    assert f"/work-reports/{report.id}" in client.get("/").text
    approve(report, by=owner)
    db.session.commit()
    invoice, notice = bill_month(report, by=None)
    db.session.commit()
    assert invoice is not None
    assert notice is not None
    page = client.get("/").text
    assert [each in page for each in (f"/work-reports/{report.id}", f"/invoices/{invoice.id}")] == [False, True]
    client.sign_in(person)
    page = client.get("/").text
    assert [each in page for each in (f"/payment-notices/{notice.id}", "/work-reports")] == [True, False]
