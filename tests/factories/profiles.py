"""Consultants with profiles: an empty one, and a listed one with the content of a real skill sheet (C2)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from marketplace.clock import now
from marketplace.db import db
from marketplace.profiles.models import (
    BlockedCompany,
    Certification,
    Consultant,
    IndustryExperience,
    LanguageSkill,
    PastProject,
    Recommendation,
    Skill,
)
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sections import completeness
from marketplace.profiles.states import BusinessForm, InvoiceStatus, ProfileState, SkillLevel
from tests.factories.accounts import make_consultant_user
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.accounts.models import User

LISTS = (
    "skills", "certifications", "industries", "languages",
    "projects", "commitments", "blocked_companies", "recommendations",
)  # fmt: skip


def make_consultant(user: User | None = None, **values: Any) -> Consultant:
    """Add a profile, empty but for what is given; its lists are loaded."""
    user = user or make_consultant_user()
    consultant = Consultant(user_id=user.id, **{**{name: [] for name in LISTS}, **values})
    consultant.user = user
    for name in LISTS:
        for at, row in enumerate(getattr(consultant, name)):
            row.position = at
    db.session.add(consultant)
    db.session.flush()
    consultant.completeness = completeness(consultant)
    keep()
    return whole_profile(consultant)


def make_listed_consultant(user: User | None = None, **values: Any) -> Consultant:
    """Add a listed profile like C2: 推進型, SAP, 愛知県, from November."""
    return make_consultant(user, **{**_sap_profile(), **values})


def _sap_profile() -> dict[str, Any]:
    return {
        "state": ProfileState.LISTED,
        "listed_at": now(),
        "initials": "T.M.",
        "name_kana": "マツシタ タカシ",
        "phone": "090-1234-5678",
        "prefecture": "23",
        "city": "名古屋市中区",
        "nearest_station": "金山",
        "age_band": "50代前半",
        "business_form": BusinessForm.ONE_PERSON_COMPANY,
        "invoice_status": InvoiceStatus.REGISTERED,
        "invoice_number": "T8900000000001",
        "summary": "SIer20年（PM）を経て独立6年。製造業のERP導入12件、うちS/4HANA 4件。",
        "self_pr": "遅れは先に出す。",
        "strategic": 0,
        "controlling": 80,
        "supportive": 20,
        "functions": ["function.support", "function.control"],
        "phases": ["phase.design", "phase.development", "phase.testing", "phase.migration"],
        "tools": ["tool.sap_solman", "tool.ms_project", "tool.backlog"],
        "rate": 1_150_000,
        "days_min": 5,
        "days_max": 5,
        "available_from": date(2026, 11, 1),
        "remote": ["hybrid", "onsite"],
        "onsite_days": 4,
        "work_prefectures": ["23"],
        "travel": "出張可",
        "no_gos": ["深夜常時対応"],
        "skills": [
            Skill(concept="skill.sap_implementation", note="SAP導入PM", level=SkillLevel.A, years=18, last_used=2026),
            Skill(concept="skill.migration_rehearsal", level=SkillLevel.A, years=10, last_used=2026),
            Skill(concept="skill.vendor_management", level=SkillLevel.A),
            Skill(concept="skill.evm", level=SkillLevel.B),
        ],
        "certifications": [
            Certification(concept="cert.pmp", name="PMP", obtained_year=2011, expires_on=date(2026, 12, 31)),
            Certification(
                concept="cert.sap_associate", name="SAP Certified Associate", obtained_year=2021, verified_at=now()
            ),
            Certification(concept="cert.ipa_pm", name="IPA プロジェクトマネージャ", obtained_year=2009),
        ],
        "industries": [
            IndustryExperience(industry="industry.automotive", years=12),
            IndustryExperience(industry="industry.machinery_electronics", years=8),
        ],
        "languages": [LanguageSkill(language="ja", level="native"), LanguageSkill(language="en", level="B1")],
        "projects": _sap_projects(),
        "blocked_companies": [BlockedCompany(name="前職SIerの競合")],
        "recommendations": [Recommendation(by="発注部長", text="遅れを隠さない。", verified_at=now())],
    }


def _sap_projects() -> list[PastProject]:
    return [
        PastProject(
            title="S/4HANA全社刷新の統合PMO",
            employer="みなと精機株式会社",
            employer_mask="大手部品メーカー",
            began=date(2024, 1, 1),
            ended=date(2026, 8, 1),
            industry="industry.automotive",
            headcount=110,
            budget=3_800_000_000,
            sites="12拠点",
            role="統合PMO",
            phases=["phase.design", "phase.migration"],
            tasks="課題管理、ベンダー会議の主催、切替リハ3回の計画。",
            results="課題430件の滞留を平均21日から6日へ。初日の重大障害0件。",
            tools=["tool.sap_solman"],
        ),
        PastProject(
            title="海外3極へのテンプレート展開",
            employer_mask="産業機械メーカー",
            began=date(2021, 1, 1),
            ended=date(2023, 12, 1),
            years_only=True,
            industry="industry.machinery_electronics",
            results="現地法人6社。予定どおり5社、1社は1か月遅れ。",
        ),
        PastProject(
            title="国内SIerでPLからPM、品質管理室",
            began=date(2000, 1, 1),
            ended=date(2020, 12, 1),
            years_only=True,
            industry="industry.it_services",
        ),
    ]
