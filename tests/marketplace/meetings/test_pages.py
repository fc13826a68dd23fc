"""The meetings' pages: proposing, choosing in one tap, moving, cancelling, notes, the calendar file."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.clock import TOKYO, now
from marketplace.db import db
from marketplace.meetings import operations
from marketplace.meetings.models import Meeting
from marketplace.meetings.states import MeetingState
from marketplace.pipeline.states import ApplicationState
from tests.factories.meetings import at, in_talks, make_meeting

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tests.conftest import PageClient


def typed(*starts: datetime, **values: str) -> dict[str, str]:
    form = {f"slots-{number}-{part}": "" for number in range(5) for part in ("day", "at")}  # as a browser sends them
    form |= {"minutes": "60", "link": "https://meet.example.jp/a", "place": "", "words": ""}
    for number, start in enumerate(starts):
        form |= {f"slots-{number}-day": f"{start:%Y-%m-%d}", f"slots-{number}-at": f"{start:%H:%M}"}
    return {**form, **values}


def one_meeting(application_id: UUID) -> Meeting:
    db.session.expire_all()
    return db.session.scalars(select(Meeting).where(Meeting.application_id == application_id)).one()


def test_a_client_proposes_and_the_consultant_chooses_in_one_tap(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    address = f"/applications/{application.id}"
    client.sign_in(owner)
    assert f"{address}/meetings/new" in client.get(address).text
    assert client.get(f"{address}/meetings/new").status_code == 200
    answer = client.post(f"{address}/meetings/new", data=typed(at(3), at(4), words="概要をお話しします。"))
    meeting = one_meeting(application.id)
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}")
    assert "相手方" in client.get(answer.location).text
    assert f"{address}/meetings/new" not in client.get(address).text

    client.sign_in(application.consultant.user)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "概要をお話しします。" in page
    assert page.count('name="slot"') == 2
    chosen = {"slot": meeting.starts[1].isoformat(), "version": str(meeting.version)}
    assert client.post(f"/meetings/{meeting.id}/choose", data=chosen).status_code == 303
    assert one_meeting(application.id).starts_at == at(4)
    assert "meeting.ics" in client.get(f"/meetings/{meeting.id}").text
    late = client.post(f"/meetings/{meeting.id}/choose", data=chosen)
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (typed(), "1件から5件"),
        (typed(now().astimezone(TOKYO) - timedelta(days=1)), "過ぎて"),
        (typed(at(3), at(3, 10, 30)), "重なって"),
        (typed(at(3), minutes="5"), "15"),
        (typed(minutes="60", **{"slots-²-day": "2027-01-15", "slots-x-at": "10:00"}), "1件から5件"),
        (typed(at(3), link="javascript:alert(1)"), "https://"),
        (typed(at(3), **{"slots-1-day": "2026-13-45"}), "slots-1-day-error"),
        (typed(at(3), **{"slots-1-at": "25:00"}), "slots-1-at-error"),
        (typed(at(3), **{"slots-1-day": "2027-01-15"}), "slots-1-at-error"),
        (typed(at(3), **{"slots-1-day": "9999-12-31", "slots-1-at": "23:59"}), "slots-1-day-error"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client: PageClient, form: dict[str, str], said: str) -> None:
    application, owner, _advisor = in_talks()
    client.sign_in(owner)
    answer = client.post(f"/applications/{application.id}/meetings/new", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert db.session.scalars(select(Meeting)).all() == []


def test_a_message_stands_beside_the_row_it_speaks_of(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    client.sign_in(owner)
    past = now().astimezone(TOKYO) - timedelta(days=1)
    form = typed(at(3)) | {"slots-3-day": f"{past:%Y-%m-%d}", "slots-3-at": "10:00"}
    page = client.post(f"/applications/{application.id}/meetings/new", data=form).text
    assert 'id="slots-3-at-error"' in page
    assert 'id="slots-1-at-error"' not in page


def test_times_are_typed_as_people_do(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    client.sign_in(owner)
    day = f"{at(3):%Y/%m/%d}"
    form = {"minutes": "６０", "slots-0-day": day, "slots-0-at": "１０時", "slots-1-day": day, "slots-1-at": "1330"}
    assert client.post(f"/applications/{application.id}/meetings/new", data=form).status_code == 303
    assert one_meeting(application.id).starts == [at(3), at(3, 13, 30)]


def test_a_meeting_needs_talks(client: PageClient) -> None:
    application, owner, _advisor = in_talks(state=ApplicationState.SUBMITTED)
    client.sign_in(owner)
    address = f"/applications/{application.id}"
    assert client.post(f"{address}/meetings/new", data=typed(at(3))).status_code == 409
    assert f"{address}/meetings/new" not in client.get(address).text


@pytest.mark.parametrize("slot", ["", "x", "2026-12-01T10:00:00", "2030-01-01T10:00:00+09:00"])
def test_a_date_that_was_not_proposed_is_refused(client: PageClient, slot: str) -> None:
    application, _owner, _advisor = in_talks()
    meeting = make_meeting(application)
    client.sign_in(application.consultant.user)
    assert client.post(f"/meetings/{meeting.id}/choose", data={"slot": slot}).status_code == 422
    assert one_meeting(application.id).state is MeetingState.PROPOSED


def test_moving_and_cancelling(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    client.sign_in(owner)
    assert "https://meet.example.jp/a" in client.get(f"/meetings/{meeting.id}/move").text
    version = str(meeting.version)
    assert client.post(f"/meetings/{meeting.id}/move", data=typed(version=version)).status_code == 422
    assert client.post(f"/meetings/{meeting.id}/move", data=typed(at(6), version="99")).status_code == 409
    assert client.post(f"/meetings/{meeting.id}/move", data=typed(at(6), version=version)).status_code == 303
    assert one_meeting(application.id).state is MeetingState.PROPOSED
    assert client.post(f"/meetings/{meeting.id}/cancel", data={"words": ""}).status_code == 422
    assert client.post(f"/meetings/{meeting.id}/cancel", data={"words": "急用", "version": version}).status_code == 409
    assert client.post(f"/meetings/{meeting.id}/cancel", data={"words": "急用のため。"}).status_code == 303
    assert "急用のため。" in client.get(f"/meetings/{meeting.id}").text
    assert client.post(f"/meetings/{meeting.id}/cancel", data={"words": "もう一度"}).status_code == 409


def test_nobody_reads_the_other_sides_notes_but_staff(client: PageClient) -> None:
    application, owner, advisor = in_talks()
    person = application.consultant.user
    meeting = make_meeting(application, state=MeetingState.HELD)
    secret = {owner: "発注側の本音", person: "受注側の本音", advisor: "担当者の覚え"}
    for user, words in secret.items():
        client.sign_in(user)
        form = {"agreed": words, "questions": "", "interest": "4", "rate": "120万"}
        assert client.post(f"/meetings/{meeting.id}/debrief", data=form).status_code == 303
    for user in (owner, person):
        client.sign_in(user)
        page = client.get(f"/meetings/{meeting.id}").text
        assert [words in page for words in secret.values()] == [user is each for each in secret]
    client.sign_in(advisor)
    page = client.get(f"/meetings/{meeting.id}").text
    assert all(words in page for words in secret.values())


@pytest.mark.parametrize("form", [{}, {"interest": "6"}, {"interest": "0"}, {"interest": "3", "rate": "高い"}])
def test_notes_need_an_interest_from_one_to_five(client: PageClient, form: dict[str, str]) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.HELD)
    client.sign_in(owner)
    assert client.post(f"/meetings/{meeting.id}/debrief", data=form).status_code == 422


def test_notes_before_the_meeting_are_refused(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    client.sign_in(owner)
    assert client.post(f"/meetings/{meeting.id}/debrief", data={"interest": "3"}).status_code == 409


def test_a_client_without_a_consent_reads_initials(client: PageClient) -> None:
    application, owner, _advisor = in_talks(consent=False)
    meeting = make_meeting(application)
    client.sign_in(owner)
    page = client.get(f"/meetings/{meeting.id}").text
    assert application.consultant.initials in page
    assert application.consultant.user.name not in page


def test_the_jobs_run(client: PageClient) -> None:
    del client
    application, _owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED, starts_at=now() - timedelta(hours=2))
    from marketplace.meetings import jobs  # noqa: PLC0415

    jobs.close_held()
    jobs.remind()
    assert meeting.state is MeetingState.HELD


def test_dates_proposed_while_others_are_lose_nothing_of_what_was_typed(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    address = f"/applications/{application.id}/meetings/new"
    client.sign_in(owner)
    assert client.post(address, data=typed(at(3))).status_code == 303
    waiting = f"/meetings/{one_meeting(application.id).id}"
    client.sign_in(application.consultant.user)
    assert client.get(address).location == waiting
    late = client.post(address, data=typed(at(5), words="こちらの候補です。"))
    assert late.status_code == 409
    assert "こちらの候補です。" in late.text
    assert waiting in late.text


def test_a_clients_notices_name_nobody_for_a_consent_may_end(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    make_meeting(application, state=MeetingState.PROPOSED)
    client.sign_in(owner)
    meeting = one_meeting(application.id)
    operations.cancel_meeting(meeting, "都合により", by=owner)
    db.session.commit()
    read = client.get("/notices").text
    assert application.consultant.initials in read
    assert application.consultant.user.name not in read


def test_notes_choose_no_interest_by_themselves(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.HELD)
    client.sign_in(owner)
    answer = client.post(f"/meetings/{meeting.id}/debrief", data={"agreed": "開始は1月", "interest": "", "seen": ""})
    assert answer.status_code == 422
    assert "いずれかを選んでください。" in answer.text
