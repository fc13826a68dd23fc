"""What may be taken away, by whom, in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.exports.papers import PDF, PPTX
from tests.factories.exports import told_project

if TYPE_CHECKING:
    from tests.conftest import PageClient


def test_the_page_lists_the_files_and_each_is_handed_out(client: PageClient) -> None:
    project, _pmo, owner, _advisor, report = told_project()
    client.sign_in(owner)
    page = client.get(f"/projects/{project.id}/downloads").get_data(as_text=True)
    for kind, mimetype in {"summary.pdf": PDF, "slides.pptx": PPTX}.items():
        address = f"/status-reports/{report.id}/{kind}"
        assert address in page
        answer = client.get(f"{address}?language=en&edition=1")
        assert answer.mimetype == mimetype
        assert "Status_report_no._2" in answer.headers["Content-Disposition"]
        assert client.get(f"{address}?edition=9").status_code == 404, "no other edition in its place"
    assert f"/status-reports/{report.id}/report.pdf?edition=1" in client.get(f"/status-reports/{report.id}").text
