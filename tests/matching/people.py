"""The four profiles of the demo world as records; who they are is fictitious."""

from datetime import date

from matching.records import Candidate, Certification, PastProject, Skill

TODAY = date(2026, 9, 25)

C1 = Candidate(
    id="C1",
    text="外資系戦略ファーム8年(マネージャー)後に独立4年。全社PMO立上げと投資案件の絞り込みが主戦場。"
    "「決めるための1枚」を作る。反対材料も必ず併記。",
    type_mix=(70, 30, 0),
    functions=("governance", "control"),
    phases=("phase.concept", "phase.requirements"),
    industries=(("industry.trading", 4), ("industry.consumer_goods", 2), ("industry.finance", 2)),
    skills=(
        Skill("skill.portfolio_management", "A", 9, 2026, "スキル"),
        Skill("skill.executive_communication", "A", 10, 2026, "スキル"),
        Skill("skill.financial_modelling", "B", 8, 2026, "スキル"),
        Skill("skill.generative_ai", "C", 1, 2026, "スキル"),
    ),
    certifications=(
        Certification("cert.pmp", 2019, date(2028, 6, 30), "資格"),
        Certification("cert.boki_2", 2012, None, "資格"),
    ),
    tools=("tool.powerpoint", "tool.jira", "tool.tableau"),
    languages=(("ja", "native"), ("en", "C1")),
    rate=2_000_000,
    days_min=2,
    days_max=3,
    days_free=3,
    available_from=date(2026, 10, 1),
    remote=frozenset({"full", "hybrid"}),
    max_onsite_days=3,
    prefectures=frozenset({"13"}),
    projects=(
        PastProject(
            "総合商社CDO室PMO、5名体制の次席。案件87件を評価軸7項目で並べ、31件を停止・統合。投資枠を年18億円から14億円へ。"
            "四半期投資委員会の議案作成を12日→5日",
            "industry.trading",
            "CDO室PMO",
            ("phase.concept", "phase.rollout"),
            5,
            None,
            date(2026, 7, 31),
            "職務経歴①",
        ),
        PastProject(
            "消費財メーカー SCM改革(予算9億円・60名)。ステコミ設計、ベンダー再選定。遅延4か月→当初計画+2週間で稼働",
            "industry.consumer_goods",
            "PMO",
            ("phase.requirements",),
            60,
            900_000_000,
            date(2024, 3, 31),
            "職務経歴②",
        ),
        PastProject(
            "戦略ファーム。中計、組織再編、PMI 3件", None, "マネージャー", ("phase.concept",), ended=date(2022, 3, 31),
            where="職務経歴③",
        ),
    ),
    blocked=frozenset({"former-firm", "current-client"}),
    completeness=0.95,
)  # fmt: skip

C2 = Candidate(
    id="C2",
    text="SIer20年(PM)→独立6年。製造業のERP導入12件、うちS/4HANA 4件。遅れは先に出す。",
    type_mix=(0, 80, 20),
    functions=("control", "support"),
    phases=("phase.design", "phase.development", "phase.testing", "phase.migration"),
    industries=(("industry.automotive", 12), ("industry.machinery_electronics", 10)),
    skills=(
        Skill("skill.sap_implementation", "A", 18, 2026, "スキル"),
        Skill("skill.migration_rehearsal", "A", 10, 2026, "スキル"),
        Skill("skill.vendor_management", "A", None, 2026, "スキル"),
        Skill("skill.evm", "B", None, 2026, "スキル"),
    ),
    certifications=(
        Certification("cert.pmp", 2011, date(2026, 12, 31), "資格"),
        Certification("cert.sap_associate", 2021, None, "資格"),
        Certification("cert.ipa_pm", 2009, None, "資格"),
    ),
    tools=("tool.sap_solman", "tool.ms_project", "tool.backlog"),
    languages=(("ja", "native"), ("en", "B1")),
    rate=1_150_000,
    days_min=5,
    days_max=5,
    days_free=5,
    available_from=date(2026, 11, 1),
    remote=frozenset({"full", "hybrid"}),
    max_onsite_days=4,
    prefectures=frozenset({"23"}),
    business_form="company",
    projects=(
        PastProject(
            "部品メーカー(12拠点・ベンダー110名・38億円)統合PMO。課題430件の滞留を平均21日→6日。"
            "切替リハ3回、初日障害 重大0件",
            "industry.automotive",
            "統合PMO",
            ("phase.design", "phase.testing", "phase.migration"),
            110,
            3_800_000_000,
            date(2026, 8, 31),
            "職務経歴①",
        ),
        PastProject(
            "産業機械(海外3極)テンプレート展開。現地法人6社、予定どおり5社・1社は+1か月",
            "industry.machinery_electronics",
            "PM",
            ("phase.rollout",),
            ended=date(2023, 12, 31),
            where="職務経歴②",
        ),
        PastProject(
            "国内SIer。PL→PM→品質管理室", "industry.it_services", "PM", ended=date(2020, 3, 31), where="職務経歴③"
        ),
    ),
    blocked=frozenset({"rival-sier"}),
    completeness=0.95,
)

C3 = Candidate(
    id="C3",
    text="派遣PMO補佐4年→独立2年。議事録の当日発行と台帳整備が強み。「言った言わない」を残さない。",
    type_mix=(0, 10, 90),
    functions=("support",),
    phases=("phase.testing", "phase.migration", "phase.operation"),
    industries=(("industry.banking", 2), ("industry.public", 2)),
    skills=(
        Skill("skill.meeting_management", "A", 6, 2026, "スキル"),
        Skill("skill.issue_management", "A", None, 2026, "スキル"),
        Skill("tool.power_query", "A", 3, 2026, "スキル"),
        Skill("tool.power_automate", "B", None, 2026, "スキル"),
        Skill("skill.proofreading", "B", None, 2026, "スキル"),
    ),
    certifications=(
        Certification("cert.pmo_specialist", 2023, None, "資格"),
        Certification("cert.mos_expert", 2022, None, "資格"),
        Certification("cert.capm", 2025, None, "資格"),
    ),
    tools=("tool.excel", "tool.backlog", "tool.teams"),
    languages=(("ja", "native"), ("en", "A2")),
    rate=680_000,
    days_min=4,
    days_max=5,
    days_free=5,
    available_from=date(2026, 10, 15),
    remote=frozenset({"full", "hybrid", "onsite"}),
    max_onsite_days=3,
    prefectures=frozenset({"11", "13"}),
    projects=(
        PastProject(
            "地銀 勘定系更改(150名)PMO事務局。会議22本/月、議事録翌日→当日95%、"
            "未回答課題を毎朝自動通知し期限超過42→7件",
            "industry.banking",
            "PMO事務局",
            ("phase.testing",),
            150,
            None,
            date(2026, 9, 20),
            "職務経歴①",
        ),
        PastProject(
            "政令市 給付金PJ。照会回答の収集(12課)と問い合わせ台帳3,000件",
            "industry.public",
            "PMO事務局",
            ("phase.operation",),
            ended=date(2024, 3, 31),
            where="職務経歴②",
        ),
        PastProject(
            "派遣として通信・保険のPMO補佐", "industry.telecom", "PMO補佐", ended=date(2022, 3, 31), where="職務経歴③"
        ),
    ),
    completeness=0.9,
)

C4 = Candidate(
    id="C4",
    text="文化差を議事録の書き方で吸収する。製薬GxPのグローバルPMO。",
    type_mix=(50, 50, 0),
    functions=("governance", "control"),
    phases=("phase.requirements", "phase.design", "phase.testing"),
    industries=(("industry.pharmaceutical", 14),),
    skills=(
        Skill("skill.gxp_csv", "A", 9, 2026, "スキル"),
        Skill("skill.global_governance", "A", 7, 2026, "スキル"),
        Skill("tool.veeva", "B", 4, 2026, "スキル"),
        Skill("skill.risk_management", "A", None, 2026, "スキル"),
    ),
    certifications=(
        Certification("cert.pmp", 2018, None, "資格"),
        Certification("cert.pgmp", 2024, None, "資格"),
        Certification("cert.ispe", None, None, "資格"),
    ),
    tools=("tool.veeva", "tool.jira", "tool.confluence"),
    languages=(("en", "C1"), ("zh", "native"), ("ja", "C1")),
    rate=1_700_000,
    days_min=3,
    days_max=3,
    days_free=3,
    available_from=date(2026, 12, 1),
    remote=frozenset({"full"}),
    max_onsite_days=0,
    prefectures=frozenset({"28"}),
    projects=(
        PastProject(
            "製薬 臨床データ基盤(日米欧・50名・7.5億円)グローバルPMO。3極の意思決定表を統一、"
            "承認待ち18日→7日、査察指摘0件",
            "industry.pharmaceutical",
            "グローバルPMO",
            ("phase.requirements", "phase.design"),
            50,
            750_000_000,
            date(2026, 8, 31),
            "職務経歴①",
        ),
        PastProject(
            "医療機器 品質システム統合。CAPA管理のPMO、5工場",
            "industry.pharmaceutical",
            "PMO",
            ("phase.testing",),
            ended=date(2023, 1, 31),
            where="職務経歴②",
        ),
        PastProject(
            "CRO。データマネジメント→PM", "industry.pharmaceutical", "PM", ended=date(2019, 3, 31), where="職務経歴③"
        ),
    ),
    blocked=frozenset({"rival-cro-1", "rival-cro-2"}),
    completeness=0.95,
)

EVERYBODY = (C1, C2, C3, C4)
