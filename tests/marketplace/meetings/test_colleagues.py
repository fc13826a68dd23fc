"""Two of one side at the same meeting: neither overwrites the other unseen, and what was typed stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.accounts.states import CompanyRole
from marketplace.db import db
from marketplace.meetings.models import Debrief
from marketplace.meetings.states import MeetingState
from tests.factories.accounts import make_client
from tests.factories.meetings import at, in_talks, make_meeting
from tests.marketplace.meetings.test_pages import typed

if TYPE_CHECKING:
    from tests.conftest import PageClient


def seen_in(page: str) -> str:
    tag = re.search(r'<input[^>]*name="seen"[^>]*>', page)
    assert tag is not None
    value = re.search(r'value="([^"]*)"', tag[0])
    return value[1] if value else ""


def test_a_colleagues_notes_are_not_overwritten_without_a_word(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    colleague = make_client(company=application.engagement.company, role=CompanyRole.MEMBER)
    meeting = make_meeting(application, state=MeetingState.HELD)
    page = f"/meetings/{meeting.id}"
    client.sign_in(owner)
    before = seen_in(client.get(page).text)
    client.sign_in(colleague)
    mine = {"agreed": "同僚の記録", "interest": "4", "seen": seen_in(client.get(page).text)}
    assert client.post(f"{page}/debrief", data=mine).status_code == 303

    client.sign_in(owner)
    late = client.post(f"{page}/debrief", data={"agreed": "私の記録", "interest": "2", "seen": before})
    assert late.status_code == 409
    assert "同僚の記録" in late.text
    assert ">私の記録</textarea>" in late.text.replace("\r\n", "").replace("\n", "")
    assert db.session.scalars(select(Debrief.agreed)).all() == ["同僚の記録"]
    knowing = {"agreed": "二人の記録", "interest": "2", "seen": seen_in(late.text)}
    assert client.post(f"{page}/debrief", data=knowing).status_code == 303
    assert db.session.scalars(select(Debrief.agreed)).all() == ["二人の記録"]
    assert client.post(f"{page}/debrief", data={**knowing, "seen": "\x00昨日"}).status_code == 409


def test_the_other_sides_notes_are_no_conflict_and_stay_unread(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.HELD)
    for user, words in ((application.consultant.user, "受注側の本音"), (owner, "発注側の記録")):
        client.sign_in(user)
        form = {"agreed": words, "interest": "3", "seen": ""}
        assert client.post(f"/meetings/{meeting.id}/debrief", data=form).status_code == 303
    late = client.post(f"/meetings/{meeting.id}/debrief", data={"agreed": "あとから", "interest": "3", "seen": ""})
    assert late.status_code == 409
    assert "発注側の記録" in late.text
    assert "受注側の本音" not in late.text


def test_what_was_typed_for_a_meeting_that_has_moved_stays(client: PageClient) -> None:
    application, owner, _advisor = in_talks()
    meeting = make_meeting(application, state=MeetingState.FIXED)
    client.sign_in(owner)
    late = client.post(f"/meetings/{meeting.id}/move", data=typed(at(6), version="99", words="別の日に願います。"))
    assert late.status_code == 409
    assert "別の日に願います。" in late.text
    assert f'value="{at(6):%Y-%m-%d}"' in late.text
    assert f'name="version" type="hidden" value="{meeting.version}"' in late.text
    late = client.post(f"/meetings/{meeting.id}/cancel", data={"words": "急用のため。", "version": "99"})
    assert late.status_code == 409
    assert "急用のため。" in late.text
    assert 'value="99"' not in late.text
