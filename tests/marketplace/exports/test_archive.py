"""The whole record: opens with plain tools, its hashes hold, and nothing of the contract's money is in it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

from marketplace.contracts.queries import version_in_force
from tests.factories.exports import told_project
from tests.factories.tracker import plain_minutes

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_the_record_is_whole_and_holds_no_sum_of_the_contract(client: PageClient) -> None:
    project, _pmo, owner, _advisor, report = told_project()
    plain_minutes(project)
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
    assert str(report.seconds) not in told["status_reports"][1]
    version = version_in_force(project.contract)
    assert version is not None
    text = held["project.json"].decode() + "".join(
        held[each].decode() for each in held if each.endswith((".csv", ".txt"))
    )
    assert str(version.received_price) not in text
    assert str(version.order_price) not in text
