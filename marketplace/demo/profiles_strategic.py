"""Demo profiles of strategic people (参謀型)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from marketplace.demo.profile_rows import CHECKED, A, B, C, certification, skill
from marketplace.profiles.states import BusinessForm, CommitmentState, InvoiceStatus, Visibility

if TYPE_CHECKING:
    from typing import Any

C1: dict[str, Any] = {
    "code": "C1", "name": "斎藤 健一", "name_kana": "サイトウ ケンイチ", "initials": "K.S.", "email": "c1@demo.example.jp",
    "phone": "090-0000-0001", "age_band": "40代前半",
    "prefecture": "13", "city": "江東区", "nearest_station": "門前仲町",
    "business_form": BusinessForm.INDIVIDUAL,
    "invoice_status": InvoiceStatus.REGISTERED, "invoice_number": "T8900000000001",
    "visibility": Visibility.CLIENTS,
    "summary": "外資系戦略ファーム8年(マネージャー)後に独立4年。全社PMO立上げと投資案件の絞り込みが主戦場。",
    "self_pr": "「決めるための1枚」を作る。反対材料も必ず併記。",
    "strategic": 70, "controlling": 30, "supportive": 0,
    "functions": ["function.governance", "function.control"],
    "phases": ["phase.concept", "phase.requirements"],
    "tools": ["tool.powerpoint", "tool.jira", "tool.tableau"],
    "industries": [
        {"industry": "industry.trading", "years": None},
        {"industry": "industry.consumer_goods", "years": None},
        {"industry": "industry.finance", "years": None},
    ],
    "skills": [
        skill("skill.portfolio_management", "ポートフォリオ管理", A, 9),
        skill("skill.executive_communication", "経営会議運営", A, 10),
        skill("skill.financial_modelling", "財務モデル", B, 8),
        skill("skill.generative_ai", "生成AI活用の業務設計", C, 1),
    ],
    "certifications": [
        certification("cert.pmp", "PMP", 2019, obtained_month=6, verified_at=CHECKED, expires_on=date(2028, 6, 30)),
        certification("cert.boki_2", "日商簿記2級", 2012),
    ],
    "languages": [
        {"language": "ja", "level": "native", "note": ""},
        {"language": "en", "level": "C1", "note": "会議進行可"},
    ],
    "projects": [
        {
            "title": "総合商社 CDO室PMO",
            "employer": "東和嶺商事株式会社", "employer_mask": "総合商社(従業員4,000名)",
            "began": date(2024, 4, 1), "ended": date(2026, 7, 1),
            "industry": "industry.trading", "headcount": 5, "budget": None, "sites": "従業員4,000名",
            "role": "CDO室PMO、5名体制の次席", "phases": ["phase.concept"],
            "tasks": "案件87件を評価軸7項目で並べ、31件を停止・統合。投資枠を年18億円から14億円へ。",
            "results": "四半期投資委員会の議案作成を12日→5日",
            "tools": [],
        },
        {
            "title": "消費財メーカー SCM改革",
            "employer": "株式会社ひより食品", "employer_mask": "消費財メーカー",
            "began": date(2022, 10, 1), "ended": date(2024, 3, 1),
            "industry": "industry.consumer_goods", "headcount": 60, "budget": 900_000_000, "sites": "",
            "role": "PMO", "phases": ["phase.requirements"],
            "tasks": "ステコミ設計、ベンダー再選定。",
            "results": "遅延4か月→当初計画+2週間で稼働",
            "tools": [],
        },
        {
            "title": "戦略ファーム",
            "employer": "オーベルライン・ジャパン合同会社", "employer_mask": "外資系戦略ファーム",
            "began": date(2014, 4, 1), "ended": date(2022, 9, 1),
            "industry": "industry.professional_services", "headcount": None, "budget": None, "sites": "",
            "role": "マネージャー", "phases": ["phase.concept"],
            "tasks": "中計、組織再編、PMI 3件",
            "results": "",
            "tools": [],
        },
    ],
    "rate": 2_000_000, "rate_note": "受取200万〜(100%換算)",
    "days_min": 2, "days_max": 3, "available_from": date(2026, 10, 1),
    "remote": ["full", "hybrid"], "onsite_days": 3, "work_prefectures": ["13"],
    "no_gos": ["常駐週4以上"],
    "commitments": [{"label": "提案中1件", "state": CommitmentState.PROPOSED, "days": 0, "until": date(2026, 10, 5)}],
    "free_days": 3,
    "blocked_companies": ["オーベルライン・ジャパン合同会社", "株式会社ミナモト・ホールディングス"],
    "recommendations": [{"by": "発注部長", "language": "ja"}, {"by": "同僚", "language": "ja"}],
    "identity_verified_at": CHECKED, "interviewed_at": CHECKED,
}  # fmt: skip

C4: dict[str, Any] = {
    "code": "C4", "name": "林 美玲", "name_kana": "リン メイリン", "initials": "M.L.", "email": "c4@demo.example.jp",
    "phone": "090-0000-0004", "age_band": "30代後半",
    "background": "台湾出身、永住者、日本語N1",
    "prefecture": "28", "city": "西宮市", "nearest_station": "西宮",
    "business_form": BusinessForm.INDIVIDUAL,
    "invoice_status": InvoiceStatus.REGISTERED, "invoice_number": "T6900000000003",
    "visibility": Visibility.CLIENTS,
    "summary": "製薬・医療機器のグローバルPMO。要件〜バリデーション、GxP対応。",
    "self_pr": "文化差を議事録の書き方で吸収する。",
    "strategic": 50, "controlling": 50, "supportive": 0,
    "functions": ["function.governance", "function.control"],
    "phases": ["phase.requirements", "phase.design", "phase.development", "phase.testing"],
    "tools": ["tool.veeva", "tool.jira", "tool.confluence"],
    "industries": [{"industry": "industry.pharmaceutical", "years": None}],
    "skills": [
        skill("skill.gxp_csv", "CSV/GxP", A, 9),
        skill("skill.global_governance", "グローバルガバナンス", A, 7),
        skill("tool.veeva", "Veeva", B, 4),
        skill("skill.risk_management", "リスク管理", A),
    ],
    "certifications": [
        certification("cert.pmp", "PMP", 2018, verified_at=CHECKED),
        certification("cert.pgmp", "PgMP", 2024),
        certification("cert.ispe", "ISPE会員"),
    ],
    "languages": [
        {"language": "zh", "level": "native", "note": ""},
        {"language": "en", "level": "C1", "note": ""},
        {"language": "ja", "level": "N1", "note": ""},
    ],
    "projects": [
        {
            "title": "製薬 臨床データ基盤 グローバルPMO",
            "employer": "淀川メディファーマ株式会社", "employer_mask": "製薬",
            "began": date(2023, 2, 1), "ended": date(2026, 8, 1),
            "industry": "industry.pharmaceutical", "headcount": 50, "budget": 750_000_000, "sites": "日米欧",
            "role": "グローバルPMO", "phases": ["phase.requirements", "phase.design", "phase.testing"],
            "tasks": "3極の意思決定表を統一",
            "results": "承認待ち18日→7日、査察指摘0件",
            "tools": ["tool.veeva"],
        },
        {
            "title": "医療機器 品質システム統合",
            "employer": "株式会社サンライト・メディカル", "employer_mask": "医療機器",
            "began": date(2019, 4, 1), "ended": date(2023, 1, 1),
            "industry": "industry.pharmaceutical", "headcount": None, "budget": None, "sites": "5工場",
            "role": "PMO", "phases": ["phase.migration", "phase.rollout"],
            "tasks": "CAPA管理のPMO、5工場",
            "results": "",
            "tools": [],
        },
        {
            "title": "CRO",
            "employer": "六甲クリニカルリサーチ株式会社", "employer_mask": "CRO",
            "began": date(2012, 4, 1), "ended": date(2019, 3, 1),
            "industry": "industry.pharmaceutical", "headcount": None, "budget": None, "sites": "",
            "role": "データマネジメント→PM", "phases": [],
            "tasks": "データマネジメント→PM",
            "results": "",
            "tools": [],
        },
    ],
    "rate": 1_700_000, "rate_note": "受取170万〜",
    "days_min": 3, "days_max": 3, "available_from": date(2026, 12, 1),
    "remote": ["full"], "onsite_days": 0, "work_prefectures": [],
    "hours_note": "夜間会議月6回まで",
    "commitments": [
        {"label": "内定調整中1件(仮押さえ)", "state": CommitmentState.TENTATIVE, "days": 2, "until": date(2026, 11, 10)},
    ],
    "free_days": None,
    "blocked_companies": ["阪神CROサービス株式会社", "メディトライ臨床開発株式会社"],
    "recommendations": [
        {"by": "US study lead", "language": "en"},
        {"by": "EU quality lead", "language": "en"},
        {"by": "Global IT director", "language": "en"},
        {"by": "国内 品質保証部長", "language": "ja"},
    ],
}  # fmt: skip
