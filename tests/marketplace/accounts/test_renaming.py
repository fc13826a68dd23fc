"""A new name: proof seen for the former one is none for it, and texts without a name show neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.accounts import operations
from marketplace.audit import AuditEntry
from marketplace.background import Job
from marketplace.clock import now
from marketplace.db import db
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sheet import profile_sheet
from marketplace.shortlist.models import Match
from tests.factories.accounts import make_advisor, make_client, make_consultant_user
from tests.factories.pipeline import make_match, make_posting
from tests.factories.profiles import make_consultant, make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask

    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

FORMER, NEW = "神無月 朔太郎", "霜月 千景"
PROSE = "神無月として始め、いまは霜月の名で統合PMOをまとめています。"


def person(**values: object) -> Consultant:
    user = make_consultant_user(name=FORMER)
    return make_listed_consultant(user, identity_verified_at=now(), summary=PROSE, name_kana="", **values)


def rename(client: PageClient, consultant: Consultant, name: str = NEW) -> None:
    client.sign_in(consultant.user)
    assert client.post("/account", data={"name": name, "locale": "ja"}).status_code == 303
    db.session.expire_all()


def entries(event: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.event == event)) or 0


def test_the_mark_of_a_checked_identity_ends_with_the_name(client: PageClient) -> None:
    consultant = person()
    rename(client, consultant)
    assert consultant.user.name == NEW
    assert consultant.identity_verified_at is None
    assert not profile_sheet(whole_profile(consultant), named=True).identity_verified
    assert entries("identity no longer verified") == 1


def test_a_form_saved_with_the_same_name_changes_nothing(client: PageClient) -> None:
    consultant = person()
    rename(client, consultant, FORMER)
    assert consultant.identity_verified_at is not None
    assert consultant.former_names == []


def test_neither_name_shows_in_an_anonymous_sheet(client: PageClient) -> None:
    consultant = person()
    rename(client, consultant)
    sheet = profile_sheet(whole_profile(consultant), named=False)
    assert "神無月" not in sheet.summary
    assert "霜月" not in sheet.summary
    assert "統合PMO" in sheet.summary
    rename(client, consultant, "睦月 一")
    again = profile_sheet(whole_profile(consultant), named=False)
    assert "神無月" not in again.summary
    assert "霜月" not in again.summary
    assert consultant.former_names == [FORMER, NEW]


def test_what_was_stored_under_the_former_name_is_gone_and_made_anew(client: PageClient) -> None:
    """A stored reason may quote a line in which only the former name was taken out."""
    consultant = person()
    posting = make_posting()
    stale = [{"code": "a", "sign": 1, "weight": 0.5, "where": "", "ja": f"記載「{PROSE}」", "en": "It says so"}]
    make_match(posting, consultant, reasons=stale)
    kept = make_match(posting, make_listed_consultant())
    owner = make_client(company=posting.company)
    rename(client, consultant)
    assert db.session.scalars(select(Match.id)).all() == [kept.id]
    assert db.session.scalars(select(Job).where(Job.name == "shortlist.rank_consultant")).first() is not None
    client.sign_out()
    client.sign_in(owner)
    page = client.get(f"/engagements/{posting.id}/candidates").text
    assert "霜月" not in page


def test_renaming_staff_or_a_profile_never_verified_is_quiet(client: PageClient) -> None:
    client.sign_in(make_advisor())
    assert client.post("/account", data={"name": "新しい 名", "locale": "ja"}).status_code == 303
    rename(client, make_consultant())
    assert entries("identity no longer verified") == 0


def test_choosing_a_language_is_an_operation_that_leaves_a_trace(app: Flask) -> None:
    del app
    user = make_consultant_user(locale="ja")
    operations.choose_language(user, "ja")
    db.session.commit()
    assert entries("language chosen") == 0
    operations.choose_language(user, "en")
    db.session.commit()
    assert (user.locale, entries("language chosen")) == ("en", 1)
