"""What matching is told: every field it knows is filled, and nothing that names a person is among them."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from marketplace.engagements.models import Engagement
from marketplace.engagements.queries import with_requirements
from marketplace.profiles.models import (
    BlockedCompany,
    Commitment,
    Consultant,
    IndustryExperience,
    LanguageSkill,
    PastProject,
)
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.states import BusinessForm, CommitmentState, Remote
from marketplace.shortlist.records import _years_in, brief_of, candidate_of
from matching.records import Brief, Candidate
from tests.factories.accounts import make_company, make_consultant_user
from tests.factories.engagements import posting_values
from tests.factories.pipeline import make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import sqlalchemy as sa

    Session = sa.orm.scoped_session[sa.orm.Session]

SENTINELS = (
    "神無月", "朔太郎", "かんなづき", "カンナヅキ", "kannazuki", "090-9876-5432", "港北区", "日吉駅", "50代前半",
    "永住者", "架空精機", "T8900000000001", "ブロック商事",
)  # fmt: skip
UNUSED_OF_BRIEF = {"strict_days", "licences", "rejected"}  # no field of a posting says these yet
UNUSED_OF_CANDIDATE = {"finished", "renewed", "review_mean", "review_count", "answered_share"}  # contracts come later


def test_a_brief_holds_all_that_a_posting_says(session: Session) -> None:
    del session
    posting = make_posting(japanese_level="ビジネスレベル（N1相当）", english_level="会議で使う B2")
    brief = brief_of(with_requirements(posting))
    empty = Brief("")
    for field in fields(Brief):
        if field.name not in UNUSED_OF_BRIEF and field.name not in {"accepts_individual", "accepts_company"}:
            assert getattr(brief, field.name) != getattr(empty, field.name) or field.name == "days_max", field.name
    assert brief.id == str(posting.id)
    assert brief.company == str(posting.company_id)
    assert brief.type_mix == (10, 80, 10)
    assert (brief.rate_min, brief.rate_max) == (1_150_000, 1_200_000)
    assert (brief.remote, brief.onsite_days, brief.prefecture) == ("hybrid", 3, "23")
    assert brief.languages == (("ja", "C1"), ("en", "B2"))
    assert [(each.text, each.required, each.years, each.where) for each in brief.requirements] == [
        ("SAP導入PJのPMまたはPMO3年以上", True, 3, "必須"),
        ("PMP", False, None, "尚可"),
    ]
    assert brief.requirements[1].concepts == ("cert.pmp",)
    assert "旧システムの保守切れ対応" in brief.text
    assert "統合WBSの管理" in brief.text
    assert Brief.from_dict(json.loads(json.dumps(brief.to_dict()))) == brief


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("ネイティブ", "native"),
        ("Native", "native"),
        ("N2以上", "B2"),
        ("CEFR C1", "C1"),
        ("日常会話", None),
        ("", None),
    ],
)
def test_a_language_without_a_level_asks_for_nothing(words: str, level: str | None) -> None:
    values = posting_values(japanese_level=words, english_level="", days_min=5, days_max=5, remote=Remote.FULL)
    posting = Engagement(**{**values, "onsite_days": 0})
    posting.requirements = []
    posting.accepts_company = posting.accepts_individual = True
    assert brief_of(posting).languages == ((("ja", level),) if level else ())


def test_a_candidate_holds_all_that_a_profile_says(session: Session) -> None:
    del session
    consultant = make_listed_consultant(
        free_days=2,
        commitments=[Commitment(label="x", state=CommitmentState.CONTRACTED, days=3)],
        strategic=10,
        controlling=80,
        supportive=10,
        blocked_companies=[BlockedCompany(name=" 架空商事 ")],
    )
    candidate = candidate_of(consultant, {"架空商事": "c-1"})
    empty = Candidate("")
    for field in fields(Candidate):
        if field.name not in UNUSED_OF_CANDIDATE | {"days_max"}:
            assert getattr(candidate, field.name) != getattr(empty, field.name), field.name
    assert candidate.days_free == 2
    assert candidate.blocked == {"c-1"}
    assert candidate.business_form == "company"
    assert candidate.languages == (("ja", "native"), ("en", "B1"))
    assert [each.concept for each in candidate.skills][:2] == ["skill.sap_implementation", "skill.migration_rehearsal"]
    assert candidate.projects[0].budget == 3_800_000_000
    assert "課題430件の滞留" in candidate.projects[0].text
    assert Candidate.from_dict(json.loads(json.dumps(candidate.to_dict()))) == candidate


def test_nothing_that_names_a_person_reaches_matching(session: Session) -> None:
    del session
    user = make_consultant_user(name="神無月 朔太郎", email="kannazuki.saku@example.jp")
    consultant = make_listed_consultant(
        user,
        name_kana="カンナヅキ サクタロウ",
        phone="090-9876-5432",
        city="横浜市港北区",
        nearest_station="日吉駅",
        background="永住者",
        summary="神無月朔太郎です。PMOを十年。連絡は 090-9876-5432 まで。",
        self_pr="架空精機でSAP導入を率いた。kannazuki.saku@example.jp",
        projects=[
            PastProject(
                title="架空精機 SAP刷新",
                employer="架空精機株式会社",
                role="架空精機の統合PMO",
                tasks="神無月が課題管理を主導",
                results="かんなづき賞を受けた",
                ended=date(2025, 1, 1),
            )
        ],
        blocked_companies=[BlockedCompany(name="ブロック商事"), BlockedCompany(name="x", company_id=make_company().id)],
    )
    told = json.dumps(candidate_of(whole_profile(consultant)).to_dict(), ensure_ascii=False)
    assert [word for word in SENTINELS if word in told] == []
    assert "SAP導入を率いた" in told
    assert "課題管理を主導" in told


def test_capacity_is_what_contracts_leave_where_nothing_is_declared(session: Session) -> None:
    del session
    taken = [
        Commitment(label="x", state=CommitmentState.CONTRACTED, days=2),
        Commitment(label="y", state=CommitmentState.TENTATIVE, days=1),
        Commitment(label="z", state=CommitmentState.PROPOSED, days=5),
    ]
    assert candidate_of(make_listed_consultant(commitments=taken)).days_free == 2
    assert candidate_of(make_listed_consultant()).days_free == 5


def test_the_business_form_is_told_as_who_contracts(session: Session) -> None:
    del session
    for form, told in (
        (BusinessForm.INDIVIDUAL, "individual"),
        (BusinessForm.ONE_PERSON_COMPANY, "company"),
        (BusinessForm.COMPANY, "company"),
        (None, "individual"),
    ):
        assert candidate_of(make_listed_consultant(business_form=form)).business_form == told


def test_levels_of_languages_are_told_in_one_scale(session: Session) -> None:
    del session
    levels = {"N1": "C1", "n3": "B1", "B2": "B2", "native": "native", "fluent": None}
    for given, told in levels.items():
        consultant = make_listed_consultant(languages=[LanguageSkill(language="ja", level=given)])
        assert candidate_of(consultant).languages == ((("ja", told),) if told else ())


def test_years_in_an_industry_are_declared_or_dated_and_never_guessed(session: object) -> None:
    del session
    consultant = Consultant(user_id=uuid4())
    consultant.industries = [
        IndustryExperience(position=at, industry=name, years=years)
        for at, (name, years) in enumerate(
            [("industry.banking", 4), ("industry.retail", None), ("industry.media", None)]
        )
    ]
    consultant.projects = [
        PastProject(title="店舗展開", industry="industry.retail", began=date(2023, 1, 1), ended=date(2024, 7, 1)),
        PastProject(title="POS刷新", industry="industry.retail", began=date(2024, 8, 1), ended=date(2026, 2, 1)),
    ]
    rows = {row.industry: _years_in(row, consultant.projects) for row in consultant.industries}
    assert rows == {"industry.banking": 4.0, "industry.retail": 3.0, "industry.media": 0.0}
