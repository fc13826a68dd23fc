"""Documents and decisions that are refused: said beside the field, nothing kept, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from marketplace.db import db
from marketplace.imports.models import ProfileImport
from marketplace.profiles.queries import whole_profile
from tests.factories.accounts import make_client
from tests.factories.imports import make_import
from tests.factories.profiles import make_consultant
from tests.marketplace.imports import documents
from tests.marketplace.imports.decided import the_import, upload

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.docx", "ファイルが空です"),
        (documents.docx(), "a.pdf", "拡張子と一致しません"),
        (documents.encrypted_pdf(), "a.pdf", "パスワードで保護"),
        (documents.pdf_of_pictures(), "a.pdf", "文字が見つかりません"),
        (documents.package({"xl/vbaProject.bin": b"\x00"}, base=documents.xlsx()), "a.xlsx", "マクロが含まれています"),
        (b"\x89PNG\r\n\x1a\n\x00", "a.png", "読み取れる形式"),
    ],
)
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_refused_file_is_told_beside_the_field(
    client: PageClient, consultant: Consultant, content: bytes, name: str, words: str, locale: str
) -> None:
    del consultant
    client.set_cookie("locale", locale)
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert 'id="document-error"' in answer.text
    assert (words in answer.text) is (locale == "ja")
    assert db.session.scalar(select(func.count()).select_from(ProfileImport)) == 0


def test_no_file_at_all_is_told(client: PageClient, consultant: Consultant) -> None:
    del consultant
    assert client.post("/profile/import").status_code == 422
    assert client.get("/profile/import").status_code == 200


def test_who_may_not_upload_or_decide(client: PageClient) -> None:
    consultant = make_consultant()
    kept = make_import(consultant)
    client.sign_in(make_client())
    assert upload(client, documents.text(), "a.txt").status_code == 403
    assert upload(client, documents.text(), "a.txt", f"/consultants/{consultant.id}/import").status_code == 404
    assert client.get(f"/imports/{kept.id}").status_code == 404
    client.sign_in(make_consultant().user)
    assert client.get(f"/imports/{kept.id}").status_code == 404
    assert client.post(f"/imports/{kept.id}/discard").status_code == 404
    client.sign_in(consultant.user)
    assert upload(client, documents.text(), "a.txt", f"/consultants/{consultant.id}/import").status_code == 403


def test_a_decision_about_somebody_elses_proposal_is_no_decision(client: PageClient, consultant: Consultant) -> None:
    kept = make_import(consultant)
    answer = client.post(f"/imports/{kept.id}", data={"p999-decision": "accept", "p999-rate": "1"})
    assert answer.status_code == 422
    assert whole_profile(consultant).rate is None


def test_no_file_chosen_is_not_an_empty_file(client: PageClient, consultant: Consultant) -> None:
    del consultant
    answer = client.post("/profile/import", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "先にファイルを選んでください。" in answer.text
    assert "空です" in upload(client, b"", "a.docx").text


def test_an_entry_decided_on_another_page_is_a_lost_race(client: PageClient, consultant: Consultant) -> None:
    upload(client, documents.docx(), "a.docx")
    kept = the_import()
    first, second = (int(each["id"]) for each in kept.proposals[:2])
    url = f"/imports/{kept.id}"
    assert client.post(url, data={f"p{first}-decision": "skip"}).status_code == 303
    late = client.post(url, data={f"p{first}-decision": "skip", f"p{second}-decision": "skip"})
    assert late.status_code == 409
    assert "別の画面で決定" in late.text
    db.session.expire_all()
    assert [each["decision"] for each in the_import().proposals if each["id"] == second] == [""]
    del consultant
