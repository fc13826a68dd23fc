"""Demo profiles of those who drive and support projects (推進型, 事務局型)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from marketplace.demo.profile_rows import CHECKED, A, B, certification, skill
from marketplace.profiles.states import BusinessForm, CommitmentState, InvoiceStatus, Visibility

if TYPE_CHECKING:
    from typing import Any

C2: dict[str, Any] = {
    "code": "C2", "name": "三宅 毅", "name_kana": "ミヤケ ツヨシ", "initials": "T.M.", "email": "consultant@demo.example.jp",
    "phone": "090-0000-0002", "age_band": "50代前半",
    "prefecture": "23", "city": "名古屋市熱田区", "nearest_station": "金山",
    "business_form": BusinessForm.ONE_PERSON_COMPANY,
    "invoice_status": InvoiceStatus.REGISTERED, "invoice_number": "T7900000000002",
    "visibility": Visibility.CLIENTS,
    "summary": "SIer20年(PM)→独立6年。製造業のERP導入12件、うちS/4HANA 4件。",
    "self_pr": "遅れは先に出す。",
    "strategic": 0, "controlling": 80, "supportive": 20,
    "functions": ["function.control", "function.support"],
    "phases": ["phase.design", "phase.development", "phase.testing", "phase.migration"],
    "tools": ["tool.sap_solman", "tool.ms_project", "tool.backlog"],
    "industries": [
        {"industry": "industry.automotive", "years": None},
        {"industry": "industry.machinery_electronics", "years": None},
    ],
    "skills": [
        skill("skill.sap_implementation", "SAP導入PM", A, 18),
        skill("skill.migration_rehearsal", "移行リハ計画", A, 10),
        skill("skill.vendor_management", "ベンダー管理", A),
        skill("skill.evm", "EVM", B),
    ],
    "certifications": [
        certification("cert.pmp", "PMP", 2011, expires_on=date(2026, 12, 31)),
        certification("cert.sap_associate", "SAP Certified Associate", 2021, verified_at=CHECKED),
        certification("cert.ipa_pm", "IPA プロジェクトマネージャ", 2009),
    ],
    "languages": [
        {"language": "ja", "level": "native", "note": ""},
        {"language": "en", "level": "B1", "note": ""},
    ],
    "projects": [
        {
            "title": "部品メーカー 統合PMO",
            "employer": "東海エンプラ工業株式会社", "employer_mask": "部品メーカー",
            "began": date(2024, 1, 1), "ended": date(2026, 8, 1),
            "industry": "industry.automotive", "headcount": 110, "budget": 3_800_000_000, "sites": "12拠点・ベンダー110名",
            "role": "統合PMO", "phases": ["phase.design", "phase.development", "phase.testing", "phase.migration"],
            "tasks": "切替リハ3回",
            "results": "課題430件の滞留を平均21日→6日。切替リハ3回、初日障害 重大0件",
            "tools": ["tool.s4hana"],
        },
        {
            "title": "産業機械 テンプレート展開",
            "employer": "株式会社タツミ機械", "employer_mask": "産業機械",
            "began": date(2021, 1, 1), "ended": date(2023, 12, 1),
            "industry": "industry.machinery_electronics", "headcount": None, "budget": None, "sites": "海外3極・現地法人6社",
            "role": "PM", "phases": ["phase.rollout"],
            "tasks": "テンプレート展開。現地法人6社",
            "results": "予定どおり5社・1社は+1か月",
            "tools": ["tool.sap"],
        },
        {
            "title": "国内SIer",
            "employer": "中京データシステム株式会社", "employer_mask": "国内SIer",
            "began": date(2000, 4, 1), "ended": date(2020, 12, 1),
            "industry": "industry.it_services", "headcount": None, "budget": None, "sites": "",
            "role": "PL→PM→品質管理室", "phases": [],
            "tasks": "PL→PM→品質管理室",
            "results": "",
            "tools": [],
        },
    ],
    "rate": 1_150_000, "rate_note": "受取115万〜",
    "days_min": 5, "days_max": 5, "available_from": date(2026, 11, 1),
    "remote": ["full", "hybrid"], "onsite_days": 4, "work_prefectures": ["23"],
    "travel": "出張可", "no_gos": ["深夜常時対応"],
    "commitments": [],
    "free_days": 5,
    "blocked_companies": ["名濃ソリューションズ株式会社"],
    "recommendations": [
        {"by": "部品メーカー 情報システム部長", "language": "ja"},
        {"by": "産業機械 海外IT課長", "language": "ja"},
        {"by": "元同僚のPM", "language": "ja"},
    ],
}  # fmt: skip

C3: dict[str, Any] = {
    "code": "C3", "name": "矢島 綾乃", "name_kana": "ヤジマ アヤノ", "initials": "A.Y.", "email": "c3@demo.example.jp",
    "phone": "090-0000-0003", "age_band": "30代前半",
    "prefecture": "11", "city": "さいたま市大宮区", "nearest_station": "大宮",
    "business_form": BusinessForm.INDIVIDUAL,
    "invoice_status": InvoiceStatus.CONSIDERING, "invoice_number": "",
    "visibility": Visibility.CLIENTS,
    "summary": "派遣PMO補佐4年→独立2年。議事録の当日発行と台帳整備が強み。",
    "self_pr": "「言った言わない」を残さない。",
    "strategic": 0, "controlling": 10, "supportive": 90,
    "functions": ["function.support"],
    "phases": ["phase.testing", "phase.migration", "phase.rollout", "phase.operation"],
    "tools": ["tool.excel", "tool.backlog", "tool.teams"],
    "industries": [
        {"industry": "industry.banking", "years": None},
        {"industry": "industry.public", "years": None},
    ],
    "skills": [
        skill("skill.meeting_management", "会議運営", A, 6),
        skill("skill.issue_management", "課題管理台帳", A),
        skill("tool.power_query", "Excel Power Query", A, 3),
        skill("tool.power_automate", "Power Automate", B),
        skill("skill.proofreading", "校正", B),
    ],
    "certifications": [
        certification("cert.pmo_specialist", "PMOスペシャリスト(★)", 2023),
        certification("cert.mos_expert", "MOS Expert", 2022),
        certification("cert.capm", "CAPM", 2025, obtained_month=2),
    ],
    "languages": [
        {"language": "ja", "level": "native", "note": ""},
        {"language": "en", "level": "A2", "note": ""},
    ],
    "projects": [
        {
            "title": "地銀 勘定系更改 PMO事務局",
            "employer": "株式会社武蔵台銀行", "employer_mask": "地銀",
            "began": date(2024, 7, 1), "ended": date(2026, 9, 1),
            "industry": "industry.banking", "headcount": 150, "budget": None, "sites": "",
            "role": "PMO事務局", "phases": ["phase.testing", "phase.migration"],
            "tasks": "会議22本/月",
            "results": "議事録翌日→当日95%、未回答課題を毎朝自動通知し期限超過42→7件",
            "tools": ["tool.power_automate"],
        },
        {
            "title": "政令市 給付金PJ",
            "employer": "北関東アウトソース株式会社", "employer_mask": "政令市",
            "began": date(2022, 4, 1), "ended": date(2024, 6, 1),
            "industry": "industry.public", "headcount": None, "budget": None, "sites": "12課",
            "role": "PMO事務局", "phases": ["phase.operation"],
            "tasks": "照会回答の収集(12課)と問い合わせ台帳3,000件",
            "results": "",
            "tools": [],
        },
        {
            "title": "通信・保険のPMO補佐",
            "employer": "スタッフみずほ台株式会社", "employer_mask": "通信・保険",
            "began": date(2018, 4, 1), "ended": date(2022, 3, 1),
            "industry": "industry.telecom", "headcount": None, "budget": None, "sites": "",
            "role": "PMO補佐", "phases": [],
            "tasks": "派遣として通信・保険のPMO補佐",
            "results": "",
            "tools": [],
        },
    ],
    "rate": 680_000, "rate_note": "受取68万〜",
    "days_min": 4, "days_max": 5, "available_from": date(2026, 10, 15),
    "remote": ["full", "hybrid"], "onsite_days": 3, "work_prefectures": ["11", "13"],
    "hours_note": "育児のため18時以降不可", "no_gos": ["18時以降"],
    "commitments": [
        {"label": "書類選考(1件目)", "state": CommitmentState.SCREENING, "days": 0, "until": None},
        {"label": "書類選考(2件目)", "state": CommitmentState.SCREENING, "days": 0, "until": None},
    ],
    "free_days": None,
    "blocked_companies": [],
    "recommendations": [{"by": "地銀 PMOリーダー", "language": "ja"}],
}  # fmt: skip
