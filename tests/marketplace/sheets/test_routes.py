"""Who gets which file, under which name, and what is noted of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from sqlalchemy import func, select

from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.pipeline.states import ApplicationState
from marketplace.sheets.models import DocumentView
from marketplace.sheets.states import ViewKind
from tests.factories.accounts import make_advisor, make_client, make_company
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.marketplace.sheets.reading import pdf_text, xlsx_text

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

READERS = {"pdf": pdf_text, "xlsx": xlsx_text}
FIRST, SECOND = "課題430件の滞留", "現地法人6社"


@pytest.fixture
def owner(client: PageClient) -> User:
    del client
    return make_client(company=make_company(name="閲覧商事株式会社"), name="閲覧 花子")


@pytest.fixture
def application(owner: User) -> Application:
    assert owner.membership is not None
    consultant = make_listed_consultant()
    chosen = [str(consultant.projects[0].id)]
    return make_application(make_posting(owner.membership.company), consultant, projects=chosen)


def views() -> list[DocumentView]:
    return list(db.session.scalars(select(DocumentView).order_by(DocumentView.at)))


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_client_gets_the_name_and_the_chosen_projects(
    client: PageClient, application: Application, owner: User, kind: str
) -> None:
    name = application.consultant.user.name
    client.sign_in(owner)
    answer = client.get(f"/applications/{application.id}/sheet.{kind}")
    assert answer.status_code == 200
    text = READERS[kind](answer.data)
    assert name.replace(" ", "") in text
    assert FIRST in text
    assert SECOND not in text
    assert "みなと精機" not in text
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert (
        f"filename*=UTF-8''{quote('スキルシート')}_{quote(name.replace(' ', '_'))}"
        in answer.headers["Content-Disposition"]
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
@pytest.mark.parametrize("ended", ["withdrawn", "outlived"])
def test_without_a_consent_in_force_the_file_names_nobody(
    client: PageClient, application: Application, owner: User, kind: str, ended: str
) -> None:
    name = application.consultant.user.name.replace(" ", "")
    consent = application.consents[0]
    if ended == "withdrawn":
        client.sign_in(application.consultant.user)
        assert client.post(f"/applications/{application.id}/withdraw-consent").status_code == 303
    else:
        consent.until = now() - timedelta(seconds=1)
        db.session.commit()
    client.sign_in(owner)
    answer = client.get(f"/applications/{application.id}/sheet.{kind}")
    assert name not in READERS[kind](answer.data)
    assert quote(name) not in answer.headers["Content-Disposition"]
    assert [view.named for view in views()] == [False]


def test_every_look_of_the_client_is_noted_and_shown_to_the_person(
    client: PageClient, application: Application, owner: User
) -> None:
    person = application.consultant.user
    path = f"/applications/{application.id}"
    client.sign_in(person)
    assert "クライアントはまだ閲覧していません" in client.get(path).text
    for reader in (person, make_advisor()):
        client.sign_in(reader)
        for end in ("", "/sheet.pdf", "/sheet.xlsx"):
            assert client.get(path + end).status_code == 200
    assert views() == []
    client.sign_in(owner)
    for end in ("", "/sheet.pdf", "/sheet.xlsx"):
        assert client.get(path + end).status_code == 200
    noted = views()
    assert [(view.kind, view.named, view.user_id) for view in noted] == [
        (ViewKind.PAGE, True, owner.id),
        (ViewKind.PDF, True, owner.id),
        (ViewKind.XLSX, True, owner.id),
    ]
    assert len({view.sheet_sha256 for view in noted}) == 1  # the same words on the page and in both files
    assert db.session.scalar(select(func.count()).where(AuditEntry.event == "skill sheet seen")) == 3
    assert "閲覧履歴" not in client.get(path).text
    client.sign_in(person)
    page = client.get(path).text
    assert page.count("閲覧 花子") == 4
    assert "PDFで" in page
    assert "氏名入り" in page


def test_the_people_of_a_hidden_client_have_no_names_here(
    client: PageClient, application: Application, owner: User
) -> None:
    application.engagement.client_hidden = True
    db.session.commit()
    client.sign_in(owner)
    client.get(f"/applications/{application.id}/sheet.pdf")
    client.sign_in(application.consultant.user)
    page = client.get(f"/applications/{application.id}").text
    assert "閲覧 花子" not in page
    assert "クライアントの担当者" in page
    application.state = ApplicationState.MEETING
    db.session.commit()
    assert "閲覧 花子" in client.get(f"/applications/{application.id}").text


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_ones_own_sheet_with_and_without_name(client: PageClient, kind: str) -> None:
    consultant = make_listed_consultant()
    name = consultant.user.name.replace(" ", "")
    client.sign_in(consultant.user)
    for query, named in (("", False), ("?named=1", True), ("?named=yes", False)):
        text = READERS[kind](client.get(f"/profile/sheet.{kind}{query}").data)
        assert (name in text) is named
        assert FIRST in text
        assert SECOND in text
    assert views() == []


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_staff_takes_along_the_sheet_without_a_name(client: PageClient, kind: str) -> None:
    consultant = make_listed_consultant()
    client.sign_in(make_advisor())
    for query in ("", "?named=1"):
        answer = client.get(f"/consultants/{consultant.id}/sheet.{kind}{query}")
        assert consultant.user.name.replace(" ", "") not in READERS[kind](answer.data)


def test_a_reader_of_english_gets_english(client: PageClient) -> None:
    consultant = make_listed_consultant()
    client.sign_in(consultant.user)
    client.set_cookie("locale", "en")
    answer = client.get("/profile/sheet.pdf")
    assert "Skillsheet" in pdf_text(answer.data)
    assert "Skill_sheet_T.M_" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_who_may_not_gets_nothing(client: PageClient, application: Application, kind: str) -> None:
    client.sign_in(make_client())
    assert client.get(f"/applications/{application.id}/sheet.{kind}").status_code == 404
    assert client.get(f"/consultants/{application.consultant_id}/sheet.{kind}").status_code == 404
    assert client.get(f"/profile/sheet.{kind}").status_code == 403
    assert views() == []


def test_the_pages_lead_to_the_files(client: PageClient, application: Application, owner: User) -> None:
    client.sign_in(application.consultant.user)
    mine = client.get("/profile").text
    assert "/profile/sheet.pdf?named=1" in mine
    assert '"/profile/sheet.xlsx"' in mine
    assert "/profile/sheet.pdf?named=1" in client.get("/profile/preview?consent=1").text
    client.sign_in(owner)
    assert f"/applications/{application.id}/sheet.pdf" in client.get(f"/applications/{application.id}").text
    client.sign_in(make_advisor())
    page = client.get(f"/consultants/{application.consultant_id}").text
    assert f"/consultants/{application.consultant_id}/sheet.xlsx" in page
