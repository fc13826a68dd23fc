"""A status report on one page whatever it holds, and in full; both say what was handed in, later too."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from marketplace.clock import today
from marketplace.exports.papers import status_file
from marketplace.exports.queries import edition_of, told_of
from marketplace.exports.summary import summary_pdf, time_line
from marketplace.i18n import in_locale
from tests.factories.exports import told_project
from tests.factories.tracker import written

pytestmark = pytest.mark.usefixtures("session")


def pages(content: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(content)).pages]


def test_one_page_and_the_full_one_say_what_was_handed_in_and_no_more() -> None:
    project, pmo, _owner, _advisor, report = told_project(decisions_asked="受入試験の回数を決めてください。")
    written(project, "risks", pmo, {"title": "あとから書いたリスク", "probability": "5", "impact": "5"})
    summary, full = status_file(report, "summary"), status_file(report, "report")
    assert summary
    assert full
    assert summary.name == "基幹システム刷新_第2回_ステータス報告_要約.pdf"
    [page] = pages(summary.content)
    whole = "".join(pages(full.content))
    for said in (
        "基幹システム刷新",
        "日程",
        "慎重に見ています。",
        "I-1",
        "@SUM(A1)",
        "受入試験の回数を決めてください。",
        "SPI",
    ):
        assert said in page.replace("\n", ""), said
        assert said in whole.replace("\n", ""), said
    assert "あとから書いた" not in page + whole
    assert not [
        each for each in ("バーンアップチャート", "マイルストーン", "ガントチャート", "SHA-256") if each not in whole
    ]
    with in_locale("en"):
        english = status_file(report, "summary", "1")
        assert english
        assert "Howitstands" in pages(english.content)[0]


def test_one_page_holds_however_long_the_texts_are() -> None:
    _project, _pmo, _owner, _advisor, report = told_project()
    edition = edition_of(report)
    assert edition
    plain = told_of(report, edition)
    for letters in ("あ" * 4000, "W" * 4000, "長い行\n" * 900):
        name = letters.replace("\n", "")[:200]
        issue = {**plain.issues[0], "title": name, "owner": name}
        milestones = [replace(plain.milestones[0], name=name, code=f"M-{at}") for at in range(12)]
        read = replace(
            plain, project=name, client=name, words=dict.fromkeys(plain.words, letters), issues=(issue,) * 30,
            ratings=tuple(replace(each, word=letters) for each in plain.ratings), milestones=tuple(milestones),
        )  # fmt: skip
        [page] = pages(summary_pdf(read))
        assert "…ほか" in page
    near = [replace(each, forecast_on=today()) for each in milestones]
    line = time_line(replace(plain, milestones=tuple(near)))
    lanes = [(each["lane"], each["label"]) for each in line["marks"]]
    assert len(set(lanes)) == len(lanes) == 4
    assert line["more"] == "ほか8件"
