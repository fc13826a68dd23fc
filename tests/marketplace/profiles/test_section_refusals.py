"""Editing by section over HTTP: refused beside the field, never lost, never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from marketplace.db import db
from marketplace.profiles.queries import whole_profile
from tests.marketplace.profiles.sending import saved, submit, typed_in

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient


def test_refused_skills_stay_as_typed(client: PageClient, me: Consultant) -> None:
    rows = [{"concept": "折り紙", "level": "A"}, {"concept": "EVM", "level": ""}, {"years": "3", "level": ""}]
    page = submit(client, me, "skills", skills=[*rows, {"concept": "EVM", "level": "Z"}])
    assert page.status_code == 422
    assert page.text.count('class="error"') == 4
    kept = typed_in(page)
    assert (kept["skills-0-concept"], kept["skills-2-years"]) == ("折り紙", "3")
    assert whole_profile(me).skills == []


def test_refusal_of_an_operation_stands_beside_its_field(client: PageClient, me: Consultant) -> None:
    page = submit(client, me, "strengths", strategic="60", controlling="30", supportive="0")
    assert page.status_code == 422
    assert 'id="strategic-error"' in page.text
    assert typed_in(page)["strategic"] == "60"
    db.session.refresh(me)
    assert me.type_mix == (0, 0, 0)


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("wishes", {"rate": "たくさん"}),
        ("wishes", {"days_min": "6"}),
        ("wishes", {"available_from": "2026-02-30"}),
        ("wishes", {"remote": ["moon"]}),
        ("basics", {"prefecture": "99"}),
        ("languages", {"tools": "x" * 81}),
        ("visibility", {"visibility": "everybody"}),
        ("visibility", {"visibility": "clients", "blocked_companies": "\n".join(map(str, range(51)))}),
        ("certifications", {"certifications": [{"name": "PMP", "obtained_year": "1900"}]}),
        ("capacity", {"commitments": [{"label": "提案中"}]}),
        ("capacity", {"free_days": "9"}),
        ("business", {"business_form": "individual", "invoice_status": "registered", "invoice_number": "T1"}),
        ("business", {"business_form": "", "invoice_status": "registered", "invoice_number": ""}),
        ("summary", {"summary": "あ" * 2001}),
        ("projects/new", {"title": ""}),
        ("projects/new", {"title": "x", "began": "昭和"}),
        ("projects/new", {"title": "x", "industry": "", "began": "2024-05", "ended": "2024-04"}),
    ],
)
def test_bad_input_is_refused(client: PageClient, me: Consultant, section: str, fields: dict[str, Any]) -> None:
    version = me.version
    page = submit(client, me, section, **fields)
    assert page.status_code == 422
    assert "data-error-summary" in page.text
    db.session.refresh(me)
    assert me.version == version


def test_strange_row_numbers_do_no_harm(client: PageClient, me: Consultant) -> None:
    strange = {"skills-²-concept": "EVM", "skills-99999999-concept": "EVM", "skills--concept": "EVM"}
    assert saved(client, me, "skills", **strange).skills == []


def test_lost_update_keeps_both_texts(client: PageClient, me: Consultant) -> None:
    stale = me.version
    saved(client, me, "summary", summary="別の画面で保存した要約")
    page = submit(client, me, "summary", summary="いま入力した要約", version=stale)
    assert page.status_code == 409
    kept = typed_in(page)
    assert kept["summary"] == "いま入力した要約"
    assert "別の画面で保存した要約" in page.text
    db.session.refresh(me)
    assert me.summary == "別の画面で保存した要約"
    assert int(kept["version"]) == me.version
    assert saved(client, me, "summary", summary="いま入力した要約").summary == "いま入力した要約"


@pytest.mark.usefixtures("me")
def test_form_without_version_saves_nothing(client: PageClient) -> None:
    assert client.post("/profile/summary", data={"summary": "x"}).status_code == 409
    assert client.post("/profile/summary", data={"summary": "x", "version": "abc"}).status_code == 422


def test_doubtful_number_of_an_individual_is_confirmed(client: PageClient, me: Consultant) -> None:
    fields = {"business_form": "individual", "invoice_status": "registered", "invoice_number": "T1234567890123"}
    page = submit(client, me, "business", **fields)
    assert page.status_code == 422
    assert 'name="confirmed"' in page.text
    consultant = saved(client, me, "business", **fields, confirmed="y")
    assert consultant.invoice_number == "T1234567890123"
    corporation = submit(client, me, "business", **{**fields, "business_form": "one_person_company"}, confirmed="y")
    assert corporation.status_code == 422


def test_stale_project_form(client: PageClient, me: Consultant) -> None:
    page = submit(client, me, "projects/new", title="統合PMO", industry="", version=me.version - 1)
    assert page.status_code == 409
    assert typed_in(page)["title"] == "統合PMO"
