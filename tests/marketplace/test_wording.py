"""Words that depend on a number, a place or a language: no "1 days", no Japanese inside an English sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from marketplace.appeals.forms import AnswerForm
from marketplace.browse import cards
from marketplace.engagements.queries import with_requirements
from marketplace.formats import business_days, days_a_week
from marketplace.i18n import in_locale
from marketplace.learning import labels as learning_labels
from marketplace.places import full_address
from marketplace.profiles.models import Skill
from marketplace.profiles.sheet import profile_sheet
from marketplace.profiles.states import Remote, SkillLevel
from marketplace.shortlist.fit import requirement_checks
from matching import sentence
from matching.records import Reason
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from flask import Flask


def test_an_answer_and_a_refused_model_are_not_worded_for_other_pages(app: Flask) -> None:
    with app.test_request_context():
        assert AnswerForm(meta={"csrf": False}).outcome.label.text == "対応"
    assert str(learning_labels.STATE["refused"][0]) == "不採用"
    assert str(learning_labels.SIGNAL["met"]) == "面談の実施"
    assert str(learning_labels.SIGNAL["saved"]) == "案件の保存"


@pytest.mark.parametrize(
    ("low", "high", "ja", "en"),
    [
        (1, 1, "週1日", "1 day a week"),
        (5, None, "週5日", "5 days a week"),
        (1, 3, "週1〜3日", "1 to 3 days a week"),
    ],
)
def test_days_a_week(app: Flask, low: int, high: int | None, ja: str, en: str) -> None:
    del app
    assert days_a_week(low, high) == ja
    with in_locale("en"):
        assert days_a_week(low, high) == en


def test_one_is_one(app: Flask) -> None:
    del app
    with in_locale("en"):
        assert (business_days(1), business_days(2)) == ("1 business day", "2 business days")
        assert cards.place_text(Remote.HYBRID, 1, "13") == "Tokyo, 1 day on site"
        assert cards.place_text(Remote.HYBRID, 2, "") == "2 days on site"


@pytest.mark.parametrize(
    ("code", "fact", "where", "ja", "en"),
    [
        ("industry_for", {"industry": "industry.finance", "concept": "industry.finance", "years": 1.0}, "",
         None, "Experience in finance for 1 year"),
        ("industry_for", {"industry": "industry.finance", "concept": "industry.finance", "years": 12.0}, "",
         None, "Experience in finance for 12 years"),
        ("days_load", {"days": 1}, "", "ほかの案件で週1日稼働中", "Works 1 day a week elsewhere"),
        ("days_short", {"days": 2, "wanted": 3}, "", "稼働は週2日までで、週3日に不足",
         "Free 2 days a week, 3 asked for"),
        ("requirement_unclear",
         {"kind": "required", "requirement": "PMO 5年以上", "concept": "skill.pmo", "source": "skill", "level": "A"},
         "スキル", "必須『PMO 5年以上』は一部を確認：PMO実務(A)（スキル）",
         "Required “PMO 5年以上”, shown in part: PMO work (A) (Skills)"),
        ("project_for", {"line": "SAP移行"}, "部品の刷新", None, "Similar past project: “SAP移行” (部品の刷新)"),
    ],
)  # fmt: skip
def test_reasons_read_naturally(
    code: str, fact: dict[str, str | int | float], where: str, ja: str | None, en: str
) -> None:
    reason = Reason(code=code, weight=0.1, sign=1, fact=fact, where=where)
    assert sentence(reason, "en") == en
    if ja is not None:
        assert sentence(reason, "ja") == ja


def test_stored_reasons_name_their_place_in_the_readers_language(app: Flask) -> None:
    del app
    stored = [{"sign": 1, "where": "スキル", "ja": "課題管理は8年", "en": "Eight years"}]
    assert cards.reason_texts(stored)[0].evidence == "スキル"
    with in_locale("en"):
        assert cards.reason_texts(stored)[0].evidence == "Skills"


def test_the_evidence_of_a_requirement_speaks_the_readers_language(app: Flask) -> None:
    del app
    skill = Skill(concept="skill.issue_management", note="", level=SkillLevel.A, years=1, position=0)
    consultant = make_listed_consultant(skills=[skill], projects=[], summary="", self_pr="")
    posting = with_requirements(make_posting(needs=((True, "課題管理の経験", None),)))
    assert [each.evidence for each in requirement_checks(posting, consultant)] == ["スキル: 課題管理(A・1年)"]
    with in_locale("en"):
        assert [each.evidence for each in requirement_checks(posting, consultant)] == [
            "Skills: issue management (A, 1 year)"
        ]


@pytest.mark.parametrize(
    ("note", "shown"),
    [("課題管理", ""), ("Issue management", ""), ("", ""), ("課題管理表を毎週更新", "課題管理表を毎週更新")],
)
def test_a_skill_is_not_named_twice(app: Flask, note: str, shown: str) -> None:
    del app
    skill = Skill(concept="skill.issue_management", note=note, level=SkillLevel.A, years=3, position=0)
    sheet = profile_sheet(make_listed_consultant(skills=[skill]), named=False)
    assert [(each.name, each.note) for each in sheet.skills] == [("課題管理", shown)]


@pytest.mark.parametrize(
    ("code", "address", "whole"),
    [
        ("13", "東京都千代田区大手町1丁目1番", "東京都千代田区大手町1丁目1番"),
        ("13", "千代田区大手町1丁目1番", "東京都千代田区大手町1丁目1番"),
        ("13", "1-1 Otemachi, Chiyoda", "1-1 Otemachi, Chiyoda, Tokyo"),
        ("13", "1-1 Otemachi, Chiyoda, TOKYO 100-0004", "1-1 Otemachi, Chiyoda, TOKYO 100-0004"),
        ("13", "", "東京都"),
        ("", "大手町1丁目", "大手町1丁目"),
        ("", "", ""),
    ],
)
def test_an_address_names_its_prefecture_once(app: Flask, code: str, address: str, whole: str) -> None:
    del app
    assert full_address(code, address) == whole
