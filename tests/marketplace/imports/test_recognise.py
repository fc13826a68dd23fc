"""What is read from whole documents: the same from every kind of file, and never what is not in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from marketplace import vocabulary
from marketplace.imports.reading import rows_of
from marketplace.imports.recognise import recognise
from marketplace.imports.spans import folded
from tests.marketplace.imports import documents

FOUR = Path(__file__).parents[2] / "data" / "four-profiles.ja.txt"
EVERY_KIND = {
    "utf8.txt": documents.text(),
    "cp932.txt": documents.text(encoding="cp932"),
    "utf16.txt": documents.text(encoding="utf-16"),
    "word.docx": documents.docx(),
    "paper.pdf": documents.pdf(documents.RESUME.replace("ﾀﾞ", "ダ")),  # Typst maps ﾀ to ﾀﾞ wherever it once stood so
}


def proposals(content: bytes, ending: str) -> list[dict[str, Any]]:
    return recognise(rows_of(content, ending))


def of(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each["values"] for each in found if each["kind"] == kind]


def merged(found: list[dict[str, Any]], *kinds: str) -> dict[str, Any]:
    return {name: value for kind in kinds for values in of(found, kind) for name, value in values.items()}


@pytest.mark.parametrize("name", list(EVERY_KIND))
def test_a_resume_reads_alike_in_every_kind_of_file(name: str) -> None:
    found = proposals(EVERY_KIND[name], f".{name.split('.')[1]}")
    assert merged(found, "basics") == {
        "name_kana": "ヤマダ タロウ",
        "prefecture": "23",
        "city": "名古屋市中区",
        "phone": "090-1234-5678",
        "nearest_station": "金山駅",
    }
    assert merged(found, "wishes") == {
        "rate": 1_150_000, "days_min": 3, "days_max": 4, "available_from": "2026-12-01", "remote": ["full"],
    }  # fmt: skip
    assert folded(merged(found, "summary")["summary"]) == "SIerでPMを務め、独立後は推進型PMOとして活動。"
    assert of(found, "self_pr") == [{"self_pr": "遅れは先に出す。"}]
    skills = {each["concept"]: (each["level"], each["years"]) for each in of(found, "skill")}
    assert skills["skill.issue_management"] == ("", 10)
    assert skills["skill.vendor_management"] == ("A", None)
    assert skills["skill.migration_rehearsal"] == ("", None)
    assert of(found, "certification") == [
        {"name": "PMP", "obtained_year": 2011, "obtained_month": 6},
        {"name": "普通自動車第一種運転免許", "obtained_year": 1999, "obtained_month": None},
    ]
    assert of(found, "language") == [
        {"language": "en", "level": "", "note": "TOEIC 850"},
        {"language": "zh", "level": "native", "note": ""},
    ]
    first, second = of(found, "project")
    assert first == {
        "title": "S/4HANA全社刷新",
        "employer": "株式会社みなと精機",
        "began": "2021-04-01",
        "ended": "2023-03-01",
        "years_only": False,
        "industry": "industry.automotive",
        "headcount": 120,
        "budget": None,
        "sites": "",
        "role": "PMO",
        "phases": ["phase.design", "phase.development", "phase.migration"],
        "tasks": "・進捗会議の主催\n・切替リハーサルの計画",
        "results": "滞留21日→6日",
        "tools": ["tool.sap", "tool.ms_project", "独自ツールX"],
    }
    assert (second["title"], second["role"], second["tasks"]) == ("銀行 勘定系更改", "PL", "品質報告の作成")
    assert {"tool.sap", "tool.ms_project"} <= {each["term"] for each in of(found, "tool")}


@pytest.mark.parametrize(("content", "ending"), [(documents.xlsx(), ".xlsx"), (documents.docx_table(), ".docx")])
def test_a_table_of_projects_is_one_proposal_a_row(content: bytes, ending: str) -> None:
    found = proposals(content, ending)
    first, second = of(found, "project")
    assert (first["title"], first["began"], first["ended"]) == (
        "生命保険 契約管理クラウド移行",
        "2023-04-01",
        "2025-03-01",
    )
    assert first["tasks"] == "変更管理委員会の運営"
    assert (first["role"], first["headcount"], first["industry"]) == ("推進PMO", 80, "industry.insurance")
    assert first["phases"] == ["phase.development", "phase.testing"]
    assert first["tools"] == ["tool.aws", "tool.jira"]
    assert (second["title"], second["headcount"], second["tools"]) == ("物流基幹刷新", 30, ["tool.backlog"])
    assert second["phases"] == ["phase.requirements", "phase.design"]
    assert merged(found, "basics")["nearest_station"] == "金山"


def test_a_sheets_cells_are_read_by_their_labels_and_a_row_goes_on() -> None:
    found = proposals(documents.xlsx(), ".xlsx")
    assert merged(found, "basics")["name_kana"] == "ヤマダ タロウ"
    assert merged(found, "wishes") == {"rate": 1_150_000, "available_from": "2026-12-01"}
    assert "移行判定会議の運営" in of(found, "project")[1]["tasks"]
    assert {each["part"] for each in found} == {"スキルシート"}
    assert next(each["at"] for each in found if "rate" in each["values"]) == 3


def test_a_merged_cell_counts_once() -> None:
    found = proposals(documents.docx_table(), ".docx")
    assert of(found, "certification") == [
        {"name": "PMP", "obtained_year": 2019, "obtained_month": 6},
        {"name": "日商簿記2級", "obtained_year": None, "obtained_month": None},
    ]


def test_each_proposal_names_the_line_it_came_from() -> None:
    for each in proposals(documents.text(), ".txt"):
        assert each["decision"] == ""
        assert each["source"]
        assert each["source"][0].replace("　", " ") in documents.RESUME.replace("　", " ").replace("  ", " ")
        assert documents.RESUME.splitlines()[each["at"] - 1].split()[0] in each["source"][0]


@pytest.mark.parametrize("content", [documents.text(), FOUR.read_bytes()])
def test_nothing_is_invented(content: bytes) -> None:
    words = re.sub(r"\s+", "", folded(content.decode()))
    for each in proposals(content, ".txt"):
        source = re.sub(r"\s+", "", folded("".join(each["source"])))
        for name, value in each["values"].items():
            for said in value if isinstance(value, list) else [value]:
                if not isinstance(said, str) or not said or name in {"remote", "began", "ended", "available_from"}:
                    continue
                if name in {"language", "level", "prefecture"}:
                    continue
                if vocabulary.known(said):
                    assert (
                        said in vocabulary.concepts_in("".join(each["source"])) or vocabulary.label(said) in source
                    ), each
                elif name == "name" and (concept := vocabulary.named(said)):
                    assert concept in vocabulary.concepts_in("".join(each["source"])), each
                else:
                    assert all(re.sub(r"\s+", "", folded(part)) in words for part in re.split(r" / |\n", said)), each
        for number in (
            each["values"].get("years"),
            each["values"].get("obtained_year"),
            each["values"].get("headcount"),
        ):
            assert number is None or str(number) in source or each["kind"] == "certification"


def test_the_four_profiles_are_found_again() -> None:
    found = proposals(FOUR.read_bytes(), ".txt")
    titles = " ".join(each["title"] for each in of(found, "project"))
    for theme in (
        "総合商社",
        "消費財メーカー SCM改革",
        "戦略ファーム",
        "産業機械",
        "地銀 勘定系更改",
        "政令市 給付金PJ",
        "CRO",
    ):
        assert theme in titles
    skills = {each["concept"]: (each["level"], each["years"]) for each in of(found, "skill")}
    assert skills["skill.portfolio_management"] == ("A", 9)
    assert skills["skill.sap_implementation"] == ("A", 18)
    budgets = {each["title"][:4]: (each["headcount"], each["budget"]) for each in of(found, "project")}
    assert budgets["消費財メ"] == (60, 900_000_000)
    names = {each["name"] for each in of(found, "certification")}
    assert {"PMP", "日商簿記2級", "PgMP", "CAPM"} <= names


@pytest.mark.parametrize(
    "words", ["吾輩は猫である。名前はまだ無い。", "Lorem ipsum dolor sit amet", "学歴\n2010年4月〜2014年3月 東京大学"]
)
def test_a_text_about_something_else_proposes_nothing(words: str) -> None:
    assert proposals(words.encode(), ".txt") == []
