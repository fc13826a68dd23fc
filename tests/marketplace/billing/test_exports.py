"""Files of documents: few at once, many by a job; told, noted, taken away after a week, and asked again who may."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import func, select

from marketplace import files
from marketplace.accounts.states import UserKind
from marketplace.audit import AuditEntry
from marketplace.background import run_due
from marketplace.billing.models import DocumentExport
from marketplace.billing.operations import exports
from marketplace.billing.queries import Wanted, kept_wanted, read_wanted
from marketplace.billing.states import ExportState
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.outbox import Message
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from tests.conftest import PageClient


def _asked(by: User, wanted: Wanted | None = None) -> DocumentExport:
    export = exports.ask_export(wanted or Wanted(), by=by)
    db.session.commit()
    return export


def _names(content: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(content)).namelist())


@pytest.mark.usefixtures("session")
def test_a_search_is_kept_as_it_was() -> None:
    wanted = Wanted(since=date(2026, 4, 1), least=0, most=1_100_000, party="青葉", due_until=date(2026, 12, 31))
    assert read_wanted(kept_wanted(wanted)) == wanted
    assert read_wanted(kept_wanted(Wanted())) == Wanted()


def test_more_than_fifty_are_not_set_within_the_request(client: PageClient) -> None:
    for _each in range(26):
        billed_month()
    client.sign_in(make_operator())
    assert client.get("/invoices/export.zip?least=1100001").mimetype == "application/zip"
    page = client.get("/invoices/export.zip?least=100")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "52件" in page.text
    assert 'action="/document-exports"' in page.text
    assert re.search(r'name="least"\s+value="100"', page.text)


@pytest.mark.parametrize(("locale", "words"), [("ja", "ファイルを作成しています"), ("en", "is being made")])
def test_a_job_makes_the_file_and_tells(client: PageClient, locale: str, words: str) -> None:
    invoice, notice = billed_month(188.25)
    operator = make_operator()
    operator.locale = locale
    client.sign_in(operator)
    client.set_cookie("locale", locale)
    path = client.post("/document-exports", data={"least": "100", "party": ""}).location
    assert words in client.get(path).text
    assert client.post(f"{path}/file").status_code == 409
    run_due()
    told = db.session.scalars(select(Message).where(Message.template == "billing/export_ready")).one()
    assert (told.user_id, told.link) == (operator.id, path)
    answer = client.post(f"{path}/file")
    assert answer.mimetype == "application/zip"
    names = _names(answer.data)
    assert len(names) == 3
    assert any(name.endswith(f"{invoice.number}.pdf") for name in names)
    assert any(name.endswith(f"{notice.number}.pdf") for name in names)
    assert any(name.startswith("請求書" if locale == "ja" else "Invoice") for name in names), "in the asker's language"
    taken = select(func.count(AuditEntry.id)).where(AuditEntry.event == "documents taken")
    assert db.session.scalar(taken) == 1


def test_a_search_that_cannot_be_read_makes_nothing(client: PageClient) -> None:
    client.sign_in(make_operator())
    assert client.post("/document-exports", data={"since": "昨日"}).status_code == 422
    assert client.post("/document-exports", data={}).status_code == 409, "nothing is found"
    assert db.session.scalar(select(func.count(DocumentExport.id))) == 0


@pytest.mark.usefixtures("session")
def test_a_job_that_runs_again_makes_no_second_file() -> None:
    billed_month()
    export, operator = _asked(make_operator()), make_operator()
    run_due()
    db.session.refresh(export)
    key = export.file_key
    exports.keep_export(export, b"other", to=operator)
    assert (export.file_key, export.state) == (key, ExportState.READY)
    assert db.session.scalar(select(func.count(Message.id)).where(Message.template == "billing/export_ready")) == 1


@pytest.mark.usefixtures("session")
def test_who_may_not_have_them_any_more_gets_no_file() -> None:
    billed_month()
    operator = make_operator()
    export = _asked(operator)
    operator.active = False
    db.session.commit()
    run_due()
    db.session.refresh(export)
    assert (export.state, export.file_key) == (ExportState.REMOVED, "")


def test_the_right_is_asked_again_at_the_door(client: PageClient) -> None:
    billed_month()
    operator = make_operator()
    export = _asked(operator)
    run_due()
    client.sign_in(operator)
    assert client.post(f"/document-exports/{export.id}/file").status_code == 200
    operator.kind = UserKind.ADVISOR
    db.session.commit()
    assert client.post(f"/document-exports/{export.id}/file").status_code == 404


@pytest.mark.usefixtures("session")
def test_files_are_taken_away_after_a_week_and_so_is_what_no_row_names() -> None:
    billed_month()
    export = _asked(make_operator())
    run_due()
    db.session.refresh(export)
    left = files.put(b"x", folder="exports")
    made = now()
    with time_machine.travel(made + timedelta(days=6), tick=False):
        exports.sweep_exports()
        with pytest.raises(FileNotFoundError):
            files.read(left)
        assert exports.content_of(export, by=make_operator()).startswith(b"PK")
    with time_machine.travel(made + timedelta(days=8), tick=False):
        exports.sweep_exports()
        exports.sweep_exports()
    assert export.state is ExportState.REMOVED
    with pytest.raises(FileNotFoundError):
        files.read(export.file_key)
    with pytest.raises(DomainError):
        exports.content_of(export, by=make_operator())
