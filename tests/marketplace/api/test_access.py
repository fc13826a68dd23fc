"""Who reads what by which token; what is given; what refusals look like."""

from __future__ import annotations

import base64
import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from sqlalchemy import select

from marketplace.api.models import ApiToken
from marketplace.audit import AuditEntry
from marketplace.clock import now
from marketplace.db import db
from marketplace.status_reports.models import Edition
from tests.factories.api import token_of
from tests.factories.exports import told_project
from tests.factories.keeping import keep
from tests.factories.tracker import begun_project, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import PageClient

    Read = Callable[..., Any]


def basic(token: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'any:{token}'.encode()).decode()}"}


def test_a_token_reads_what_its_person_may_see_and_no_more(read: Read, client: PageClient) -> None:
    project, pmo, owner, _advisor = begun_project()
    other, *_others = begun_project(name="別の会社の案件")
    mine = token_of(pmo, project)
    wide = token_of(owner, project, everything=True)
    for token in (mine, wide):
        assert [each["id"] for each in read(token, "/projects").json["items"]] == [str(project.id)]
        for path in ("", "/risks", "/risks.csv", "/status-reports", "/evm"):
            assert read(token, f"/projects/{project.id}{path}").status_code == 200, path
            assert read(token, f"/projects/{other.id}{path}").status_code == 404, path
        assert "別の会社" not in read(token, "/portfolio.csv").get_data(as_text=True)
    assert client.get("/api/v1/projects", headers=basic(mine)).status_code == 200
    assert db.session.scalars(select(ApiToken.last_used_at).where(ApiToken.user_id == pmo.id)).one() is not None
    assert owner.membership is not None
    owner.membership.company_id = other.contract.application.engagement.company_id
    keep()
    assert read(wide, f"/projects/{project.id}").status_code == 404  # asked anew: she works elsewhere now
    pmo.active = False
    keep()
    assert read(mine, "/projects").status_code == 401


def test_a_token_of_one_project_does_not_reach_another_of_its_person(read: Read) -> None:
    project, pmo, *_rest = begun_project()
    other, *_others = begun_project()
    other.contract.application.consultant_id = project.contract.application.consultant_id
    keep()
    one, every = token_of(pmo, project), token_of(pmo, project, everything=True)
    assert read(one, f"/projects/{other.id}").status_code == 404
    assert read(every, f"/projects/{other.id}").status_code == 200
    assert [len(read(token, "/projects").json["items"]) for token in (one, every)] == [1, 2]


def test_expired_revoked_and_foreign_tokens_open_nothing(read: Read, client: PageClient) -> None:
    project, pmo, _owner, _advisor = begun_project()
    token = token_of(pmo, project)
    client.sign_in(pmo)  # a cookie is no way in
    for wrong in (
        {},
        {"Authorization": "Bearer enn_x"},
        {"Authorization": "Basic !!"},
        {"Authorization": f"Token {token}"},
    ):
        answer = client.get(f"/api/v1/projects/{project.id}", headers=wrong)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
        assert [each.partition(" ")[0] for each in answer.headers.getlist("WWW-Authenticate")] == ["Bearer", "Basic"]
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert read(token, "/projects").status_code == 401
    assert read(token, "/projects").status_code == 200
    kept = db.session.scalars(select(ApiToken)).one()
    assert token not in f"{vars(kept)}"
    assert client.post(f"/api-tokens/{kept.id}/revoke").status_code == 303
    assert read(token, "/projects").status_code == 401
    other, *_others = begun_project()
    project.contract.application.consultant_id = other.contract.application.consultant_id  # no more to be seen
    db.session.commit()
    done = client.post(f"/api-tokens/{kept.id}/revoke")
    assert client.get(done.location).status_code == 200
    events = set(db.session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == kept.id)))
    assert events == {"api token made", "api token revoked"}


def test_the_page_shows_a_token_once(client: PageClient, read: Read) -> None:
    project, pmo, *_rest = begun_project()
    client.sign_in(pmo)
    path = f"/projects/{project.id}/api-tokens"
    assert path in client.get(f"/projects/{project.id}/downloads").get_data(as_text=True)
    refused = client.post(path, data={"name": "", "days": "366", "scope": "one"})
    assert refused.status_code == 422
    made = client.post(path, data={"name": "週次レポート", "days": "30", "scope": "every"})
    page = made.get_data(as_text=True)
    token = page.partition("enn_")[2].partition("<")[0]
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    again = client.get(path).get_data(as_text=True)
    assert "週次レポート" in again
    assert token not in again
    client.sign_out()
    assert read(f"enn_{token}", "/projects").status_code == 200
    for language in ("ja", "en"):
        client.set_cookie("locale", language)
        assert "Web.Contents" in client.get("/api").get_data(as_text=True)


def test_rows_reports_and_numbers_are_given_as_they_stand(read: Read) -> None:
    project, pmo, _owner, _advisor, report = told_project(summary="移行が遅れています。")
    token, at = token_of(pmo, project), f"/projects/{project.id}"
    work = read(token, f"{at}/work-items").json["items"]
    first = work[0]
    assert (first["code"], first["cost_yen"], first["effort_minutes"]) == ("W-1", 1_000_000, 0)
    reports = read(token, f"{at}/status-reports").json["items"]
    edition = db.session.scalars(select(Edition).where(Edition.status_report_id == report.id)).one()
    assert (reports[-1]["id"], reports[-1]["summary"]) == (str(edition.id), "移行が遅れています。")
    assert reports[-1]["ratings"][0]["colour"] == "amber"
    value = read(token, f"{at}/evm").json
    assert (value["measure"], value["bac"], value["ev"], value["ac"]) == ("yen", 3_000_000, 800_000, 900_000)
    assert value["cpi"] == 0.8889
    feed = read(token, f"{at}/risks.csv").get_data().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(feed)))
    assert (lines[0]["title"], lines[0]["owner"], lines[0]["closed_on"]) == ('\'=HYPERLINK("http://x")', "'+81", "")
    (line,) = csv.DictReader(io.StringIO(read(token, "/portfolio.csv").get_data().decode("utf-8-sig")))
    assert (line["overall"], line["cpi"], line["high_risks"]) == ("amber", "0.8889", "1")


def test_an_answer_that_is_known_is_not_sent_again(read: Read) -> None:
    project, pmo, _owner, _advisor = begun_project()
    token = token_of(pmo, project)
    for path in ("/projects", f"/projects/{project.id}/milestones?limit=1", f"/projects/{project.id}/risks.csv"):
        first = read(token, path.partition("?")[0], limit=1) if "?" in path else read(token, path)
        tag = {"If-None-Match": first.headers["ETag"]}
        assert first.headers["Cache-Control"] == "private, no-cache"
        again = read(token, path.partition("?")[0], tag, limit=1) if "?" in path else read(token, path, tag)
        assert (again.status_code, again.get_data()) == (304, b"")
    written(project, "risks", pmo, {"title": "要員の異動"})
    assert read(token, f"/projects/{project.id}/risks.csv", tag).status_code == 200


def test_refusals_are_problems_in_the_callers_language(read: Read, client: PageClient) -> None:
    project, pmo, *_rest = begun_project()
    token, at = token_of(pmo, project), f"/projects/{project.id}/risks"
    refused = read(token, at, limit=0, cursor="x", changed_since="2026-11-23T09:00:00", colour="red")
    assert (refused.status_code, refused.mimetype) == (422, "application/problem+json")
    assert {each["parameter"] for each in refused.json["errors"]} == {"limit", "cursor", "changed_since", "colour"}
    assert "パラメーター" in refused.json["detail"]
    english = read(token, at, {"Accept-Language": "en-GB,en;q=0.9"}, limit=500)
    assert english.json["errors"] == [{"parameter": "limit", "detail": "Give a whole number from 1 to 200."}]
    posted: Any = client.post("/api/v1/projects", headers={"Accept-Language": "en"})
    assert (posted.status_code, posted.json["detail"]) == (405, "This interface is only read: use GET.")
    assert "GET" in posted.headers["Allow"]
    missing = read(token, "/nowhere")
    assert (missing.status_code, missing.json["title"]) == (404, "Not Found")
    assert client.get("/nowhere").mimetype == "text/html"
