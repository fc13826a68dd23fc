"""The eight postings of the demo world as records; the companies are fictitious."""

from datetime import date

from matching.records import Brief, Requirement


def must(*texts: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(text, where="必須") for text in texts)


def nice(*texts: str) -> tuple[Requirement, ...]:
    return tuple(Requirement(text, required=False, where="尚可") for text in texts)


P01 = Brief(
    id="P01",
    title="自動車部品メーカー S/4HANA全社刷新 PMO",
    text="旧ECCの保守切れ対応、業務標準化を同時に進める。統合WBS・依存関係の管理、ベンダー4社の進捗会議主催、"
    "課題の期限管理と部門間調整、移行リハ計画、月次ステコミ資料。",
    type_mix=(10, 80, 10),
    functions=("control",),
    phases=("phase.design", "phase.development", "phase.testing", "phase.migration"),
    industry="industry.automotive",
    requirements=must("SAP導入PJのPMまたはPMO3年以上", "100名規模の進捗管理", "製造業の生産または購買業務知識")
    + nice("S/4HANA移行経験", "PMP", "工場との調整経験"),
    rate_min=1_150_000,
    rate_max=1_200_000,
    days_min=5,
    start=date(2026, 11, 1),
    months=11,
    remote="hybrid",
    onsite_days=3,
    prefecture="23",
    company="minato",
)

P02 = Brief(
    id="P02",
    title="地方銀行 勘定系更改プログラム事務局",
    text="3行共同利用システムへの移行、監査対応が厳格。会議体30本の運営、議事録・決定事項台帳、課題管理表の棚卸、"
    "当局報告資料の証跡整理、入退館・アカウント申請の取りまとめ。",
    type_mix=(0, 10, 90),
    functions=("support",),
    phases=("phase.testing",),
    industry="industry.banking",
    requirements=must("PMO事務局2年以上", "議事録を当日発行できる文章力", "Excel集計(関数・ピボット)")
    + nice("金融機関経験", "QC・品質報告の作成", "Power Automate"),
    rate_max=750_000,
    days_min=5,
    start=date(2026, 10, 15),
    months=6,
    remote="onsite",
    onsite_days=5,
    prefecture="04",
    company="aoba",
)

P03 = Brief(
    id="P03",
    title="総合商社 グループDXポートフォリオ参謀",
    text="子会社40社の投資案件を横串で評価し、経営会議の論点を作る。ポートフォリオ評価軸の設計、案件の継続/中止の判断材料、"
    "CDOの壁打ち、四半期投資委員会の議案、PMO標準の骨子。",
    type_mix=(90, 10, 0),
    functions=("governance",),
    phases=("phase.concept", "phase.rollout"),
    industry="industry.trading",
    requirements=must(
        "戦略またはITファームでマネージャー以上", "ポートフォリオ管理または全社PMO立上げ", "役員向け資料の自作"
    )
    + nice("商社・投資業務", "英語での議論"),
    rate_min=2_150_000,
    rate_max=2_250_000,
    days_min=2,
    days_max=2,
    start=date(2026, 10, 1),
    months=6,
    remote="hybrid",
    onsite_days=1,
    prefecture="13",
    company="toho",
)

P04 = Brief(
    id="P04",
    title="生命保険 契約管理クラウド移行 推進PMO",
    text="600画面の段階移行、オフショア併用。リリース計画と凍結管理、変更管理委員会の運営、テスト品質指標の可視化、"
    "オフショア(ベトナム)との課題調整。",
    type_mix=(0, 90, 10),
    functions=("control",),
    phases=("phase.development", "phase.testing"),
    industry="industry.insurance",
    requirements=must("金融系大規模開発のPL以上", "変更管理の主担当", "品質指標の読解")
    + nice("保険業務", "AWS", "英語の読み書き"),
    rate_max=1_120_000,
    days_min=4,
    months=5,
    remote="hybrid",
    onsite_days=2,
    prefecture="13",
    company="hokuto",
)

P05 = Brief(
    id="P05",
    title="中核市 基幹業務システム標準化 事務局支援",
    text="20業務・所管12課、議会説明あり。庁内照会の配布・回収、移行スケジュール一覧、庁議資料の体裁統一、問い合わせ一次切り分け、"
    "ベンダー会議の議事録。",
    type_mix=(0, 0, 100),
    functions=("support",),
    phases=("phase.migration", "phase.operation"),
    industry="industry.public",
    requirements=must("官公庁または自治体PJの事務局1年以上", "日本語文書校正", "守秘に関する誓約")
    + nice("住民記録・税の業務知識", "ガバメントクラウド"),
    rate_max=660_000,
    days_min=4,
    start=date(2026, 10, 1),
    months=6,
    remote="hybrid",
    onsite_days=4,
    prefecture="12",
    company="kps",
)

P06 = Brief(
    id="P06",
    title="製薬 グローバル臨床データ基盤 参謀PMO",
    text="日米欧3極、GxP対応。3極のガバナンス設計、リスク評価と是正計画、週次Global callの進行、"
    "CSV(コンピュータ化システムバリデーション)文書の論点整理。",
    type_mix=(70, 30, 0),
    functions=("governance",),
    phases=("phase.requirements", "phase.design"),
    industry="industry.pharmaceutical",
    requirements=must("製薬または医療機器のPJ管理5年", "GxP/CSVの理解", "英語会議の進行(CEFR C1目安)")
    + nice("Veeva", "PMP/PgMP", "EU規制対応"),
    rate_min=1_750_000,
    rate_max=1_800_000,
    days_min=3,
    days_max=3,
    start=date(2026, 12, 1),
    months=12,
    remote="full",
    languages=(("en", "C1"),),
    company="zuisen",
)

P07 = Brief(
    id="P07",
    title="小売チェーン POS・OMO刷新 PMO",
    text="420店、繁忙期は改修凍結。店舗展開計画、教育・切替手順、ヘルプデスクKPI、EC/会員基盤との結合課題の決着。",
    type_mix=(0, 90, 10),
    functions=("control",),
    phases=("phase.rollout",),
    industry="industry.retail",
    requirements=must("店舗または拠点展開のPJ推進", "ベンダー間の合意形成", "移行計画")
    + nice("小売業務", "会員/ポイント基盤", "簿記"),
    rate_max=1_030_000,
    days_min=5,
    start=date(2026, 10, 16),
    months=9,
    remote="hybrid",
    onsite_days=3,
    prefecture="11",
    company="marutomo",
)

P08 = Brief(
    id="P08",
    title="通信 設備投資プログラム事務局",
    text="全国180工事の予実を月次で締める。予実突合、遅延工事の督促、投資会議の数表、Smartsheetの台帳保守、RPA化の候補出し。",
    type_mix=(0, 0, 100),
    functions=("support",),
    phases=("phase.operation",),
    industry="industry.telecom",
    requirements=must("予実管理の実務", "Excel上級(Power Query)", "期日督促の対人力") + nice("通信・建設", "SQL"),
    tools=("tool.smartsheet",),
    rate_max=700_000,
    days_min=4,
    start=date(2026, 10, 1),
    months=12,
    remote="full",
    company="toryo",
)

ALL_POSTINGS = (P01, P02, P03, P04, P05, P06, P07, P08)
