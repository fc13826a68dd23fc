"""The whole record: opens with plain tools, its hashes hold, and nothing of the contract's money is in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import AuditEntry
from marketplace.comments.models import Comment
from marketplace.comments.operations import delete_comment
from marketplace.contracts.queries import version_in_force
from marketplace.db import db
from tests.factories.exports import told_project
from tests.factories.tracker import plain_comment, plain_minutes

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_the_record_is_whole_and_holds_no_sum_of_the_contract(client: PageClient) -> None:
    project, _pmo, owner, _advisor, report = told_project()
    report.seconds = 54_321
    plain_minutes(project)
    db.session.commit()
    client.sign_in(owner)
    answer = client.get(f"/projects/{project.id}/archive.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as kept:
        held = {name: kept.read(name) for name in kept.namelist()}
    sums = dict(line.split("  ")[::-1] for line in held.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    assert {"README.txt", "boards.xlsx", "status-reports/001-1.pdf", "status-reports/002-1-full.pdf"} <= set(held)
    assert any(name.startswith("minutes/") for name in held)
    risks = held["boards/risks.csv"]
    assert risks.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK" in risks.decode()
    told = json.loads(held["project.json"])
    assert [each["number"] for each in told["status_reports"]] == [1, 2]
    assert told["boards"]["risks"][0]["title"] == '=HYPERLINK("http://x")'
    version = version_in_force(project.contract)
    assert version is not None
    assert "54321" not in held["project.json"].decode(), "how long the PMO wrote is for its own eyes"
    text = held["project.json"].decode() + "".join(
        held[each].decode() for each in held if each.endswith((".csv", ".txt"))
    )
    assert str(version.received_price) not in text
    assert str(version.order_price) not in text


def test_what_was_taken_back_is_not_in_it_and_who_took_it_away_is_kept(client: PageClient) -> None:
    project, pmo, owner, _advisor, _report = told_project()
    plain_comment(project, "R-1", pmo)
    db.session.commit()
    client.sign_in(owner)

    def record() -> dict[str, bytes]:
        answer = client.get(f"/projects/{project.id}/archive.zip")
        with zipfile.ZipFile(io.BytesIO(answer.data)) as kept:
            return {name: kept.read(name) for name in kept.namelist()}

    assert b"memo" in record().values()
    delete_comment(db.session.scalars(select(Comment)).one(), by=pmo)
    db.session.commit()
    held = record()
    assert b"memo" not in held.values()
    told = json.loads(held["project.json"])
    [comment] = told["comments"]
    assert (comment["words"], comment["deleted"], comment["files"], told["missing"]) == ("", True, [], [])
    journal = select(AuditEntry.actor_id).where(AuditEntry.event == "project archive taken")
    assert db.session.scalars(journal).all() == [owner.id, owner.id]
