"""The parts that generated postings and profiles are put together from: plausible, fictitious, in the trade"s words.

Leanings: s 参謀型, c 推進型, u 事務局型. Set by hand, not by the formatter: a table reads better than a column.
"""

from __future__ import annotations

# fmt: off

# (industry, who, ((theme, leaning), …))
THEMES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("industry.manufacturing", "総合メーカー", (("全社S/4HANA移行", "c"), ("グローバル業務標準化", "s"), ("設備投資管理の月次運営", "u"), ("工場IoT基盤の展開", "c"), ("品質データ統合", "c"), ("調達システム刷新", "c"))),
    ("industry.automotive", "自動車部品メーカー", (("生産管理システム更改", "c"), ("電動化プログラムの統括", "s"), ("サプライヤー連携基盤", "c"), ("車載ソフト開発の進捗管理", "c"), ("海外拠点ERP展開", "c"), ("PMO事務局の立上げ", "u"))),
    ("industry.machinery_electronics", "電機メーカー", (("PLM刷新", "c"), ("半導体新工場の立上げ管理", "c"), ("事業ポートフォリオ見直し", "s"), ("保守部品物流の再構築", "c"), ("開発会議体の事務局", "u"))),
    ("industry.pharmaceutical", "製薬会社", (("臨床データ基盤の構築", "s"), ("GxP文書管理の刷新", "c"), ("Veeva導入", "c"), ("新薬申請プロジェクトの事務局", "u"), ("製造販売後調査システム", "c"))),
    ("industry.healthcare", "病院グループ", (("電子カルテ更改", "c"), ("地域連携システム展開", "c"), ("医療情報標準化の事務局", "u"), ("経営管理指標の整備", "s"))),
    ("industry.banking", "地方銀行", (("勘定系更改プログラム", "u"), ("営業店改革", "c"), ("インターネットバンキング刷新", "c"), ("共同利用センター移行", "c"), ("システム監査対応の事務局", "u"), ("DX投資の選定", "s"))),
    ("industry.insurance", "生命保険会社", (("契約管理クラウド移行", "c"), ("保険金支払業務の改革", "c"), ("全社PMO立上げ", "s"), ("代理店システム更改", "c"), ("テスト工程の品質管理", "c"))),
    ("industry.securities", "証券会社", (("約定照合基盤の刷新", "c"), ("制度対応プログラムの統括", "s"), ("NISA対応の事務局", "u"), ("マーケットデータ基盤移行", "c"))),
    ("industry.it_services", "SIer", (("大型案件の立て直し", "c"), ("全社プロジェクト監理室", "s"), ("オフショア開発の推進", "c"), ("基幹系保守の事務局", "u"), ("クラウド移行工場の運営", "c"))),
    ("industry.telecom", "通信会社", (("料金計算システム更改", "c"), ("設備投資プログラム", "u"), ("5G基地局展開", "c"), ("法人サービス開発の統括", "s"), ("ネットワーク運用移管", "c"))),
    ("industry.public", "自治体", (("基幹業務システム標準化", "u"), ("庁内DX推進計画", "s"), ("給付金プロジェクトの事務局", "u"), ("ガバメントクラウド移行", "c"), ("新庁舎移転", "c"), ("窓口改革", "c"))),
    ("industry.education", "大学法人", (("学務システム更改", "c"), ("研究DX基盤", "s"), ("入試システムの移行", "c"), ("法人統合の事務局", "u"))),
    ("industry.trading", "総合商社", (("グループDXポートフォリオ", "s"), ("子会社PMI", "s"), ("会計システム統合", "c"), ("投資委員会の事務局", "u"))),
    ("industry.retail", "小売チェーン", (("POS・OMO刷新", "c"), ("店舗展開プログラム", "c"), ("EC会員基盤の統合", "c"), ("発注自動化の展開", "c"), ("本部業務改革の事務局", "u"))),
    ("industry.logistics", "物流会社", (("倉庫管理システム展開", "c"), ("輸配送最適化", "c"), ("拠点再編の統括", "s"), ("庫内自動化の導入管理", "c"))),
    ("industry.energy", "電力会社", (("託送システム更改", "c"), ("スマートメーター展開", "c"), ("再エネ投資の評価", "s"), ("設備保全DXの事務局", "u"))),
    ("industry.construction", "建設会社", (("施工管理アプリ展開", "c"), ("基幹会計刷新", "c"), ("原価管理改革", "c"), ("安全書類の事務局", "u"))),
    ("industry.real_estate", "不動産会社", (("賃貸管理システム更改", "c"), ("オフィス移転", "c"), ("資産ポートフォリオ管理", "s"))),
    ("industry.media", "広告会社", (("広告運用基盤の統合", "c"), ("基幹システム刷新", "c"), ("グループ再編の統括", "s"))),
    ("industry.hospitality", "ホテルチェーン", (("予約基盤の刷新", "c"), ("店舗システム展開", "c"), ("運営標準化", "s"))),
)
SCOPES = ("", "（関東拠点）", "（西日本拠点）", "（国内全拠点）", "（海外3拠点）", "（グループ10社）", "（第2期）", "（次期）", "（増員）", "（立上げ）")
TYPE_NAMES = {
    "s": "参謀型PMO",
    "c": "推進型PMO",
    "u": "事務局型PMO",
}
BACKGROUNDS = {
    "s": ("経営会議から投資案件の優先順位づけを求められており、判断材料が部門ごとに揃っていない。", "全社横断の計画はあるが、続けるか止めるかを決める基準がない。", "統括部門を新設したばかりで、型と運営を同時に作る必要がある。"),
    "c": ("設計の遅れが移行計画に響き始めており、統合計画の引き直しを急ぐ。", "ベンダー間の前提がずれたまま結合工程に入ろうとしている。", "現行の保守期限が迫り、段階移行を前提に計画を詰める。", "社員PMの増員が間に合わず、進捗と課題の管理を任せたい。"),
    "u": ("会議体が増え、決定事項の記録と宿題の回収が追いつかない。", "監査に耐える証跡を残しながら運営する事務局を補強する。", "月次の締めと報告資料の作成が特定の社員に偏っている。"),
}
DUTIES = {
    "s": ("ポートフォリオ評価軸の設計", "投資委員会の議案作成", "経営層向けの論点整理と壁打ち", "全社PMO標準の骨子作成", "案件の継続・中止の判断材料づくり", "効果測定の仕組みづくり", "リスクの全社集約と対応方針の提案", "四半期レビューの運営"),
    "c": ("統合WBSと依存関係の管理", "ベンダー進捗会議の主催", "課題の期限管理と部門間調整", "移行リハーサルの計画と実施", "ステコミ資料の作成と報告", "変更管理委員会の運営", "テスト品質指標の可視化", "リリース計画と凍結期間の管理", "リスクの洗い出しと対応策の推進", "予実の把握と見通しの報告"),
    "u": ("会議体の運営と日程調整", "議事録と決定事項台帳の作成", "課題管理表の棚卸", "照会の配布と回収", "入退館・アカウント申請の取りまとめ", "月次報告の数表作成", "問い合わせの一次切り分け", "証跡の整理と保管"),
}
# (words, years)
MUST = {
    "s": (("全社PMOまたはポートフォリオ管理の経験", 3), ("役員向け資料の作成", None), ("戦略策定の経験", 3), ("投資評価の経験", 2), ("ガバナンス設計の経験", 3)),
    "c": (("大規模プロジェクトの進捗管理", 3), ("課題管理とリスク管理の経験", 3), ("ベンダー管理の経験", 3), ("移行計画の策定経験", 2), ("PMOの実務経験", 3), ("変更管理の経験", 2), ("ステークホルダー調整の経験", 3), ("テスト管理の経験", 2)),
    "u": (("PMO事務局の経験", 2), ("議事録を当日発行できる文章力", None), ("Excelでの集計（関数・ピボット）", None), ("会議運営の経験", 1), ("課題管理表の運用経験", 1)),
}
NICE = (("PMP", None), ("アジャイル開発の経験", None), ("英語会議の経験", None), ("Jiraの利用経験", None), ("Backlogの利用経験", None), ("Power BIでの可視化", None), ("Tableauの利用経験", None),
 ("AWSの知識", None), ("SAP導入の経験", None), ("Power Automateの利用経験", None), ("MS Projectの利用経験", None), ("データ移行の経験", None), ("オフショア開発の経験", None),
 ("PMOスペシャリスト", None), ("ITIL", None), ("予実管理の経験", None))
TOOLS = ("tool.excel", "tool.powerpoint", "tool.jira", "tool.backlog", "tool.ms_project", "tool.teams", "tool.confluence", "tool.power_bi", "tool.tableau",
 "tool.smartsheet", "tool.redmine", "tool.sharepoint", "tool.power_automate", "tool.asana")
SIZES = ("売上300億円・従業員900名", "売上800億円・従業員2,400名", "売上2,000億円・国内8拠点", "売上5,000億円・国内12拠点", "売上1兆円・海外20拠点", "従業員500名", "職員1,200名")
TEAMS = ("社員PM1・PMO2・ベンダー40名", "社員PM2・PMO4・ベンダー80名", "PMO3名の一員", "室長1・メンバー5名", "社員PM1・ベンダー3社", "PMO8名の一員")
BOSSES = ("情報システム部長", "DX推進室長", "PMOリーダー", "経営企画部長", "開発部長", "業務改革室長", "CIO")
PAYMENTS = ("月末締め翌月末払い", "月末締め翌月15日払い", "月末締め翌々月10日払い")
# (prefecture, place, weight)
PLACES = (("13", "東京都千代田区大手町", 30), ("13", "東京都港区虎ノ門", 20), ("13", "東京都品川区大崎", 12), ("14", "横浜市西区みなとみらい", 8), ("27", "大阪市北区中之島", 12), ("23", "名古屋市中村区名駅", 9),
 ("40", "福岡市博多区博多駅前", 5), ("11", "さいたま市大宮区", 4), ("12", "千葉市美浜区", 4), ("04", "仙台市青葉区", 3), ("01", "札幌市中央区", 3), ("26", "京都市下京区", 3),
 ("28", "神戸市中央区", 3), ("34", "広島市中区", 2), ("22", "静岡市葵区", 1))
COMPANY_STEMS = ("青嶺", "東雲", "みなと", "北斗", "桐野", "日向", "瑞穂野", "大和川", "白樺", "新明", "若葉", "光洋", "千曲", "有明", "高砂台", "武蔵野", "曙", "榛名", "常磐", "飛鳥")
COMPANY_KINDS = ("製作所", "銀行", "生命保険", "情報システム", "物産", "製薬", "電機", "ホールディングス", "通信", "建設", "電力", "物流", "リテール", "化学", "ファーマ")
# kanji, kana, initial
SURNAMES = ("佐藤 サトウ S", "鈴木 スズキ S", "高橋 タカハシ T", "田中 タナカ T", "伊藤 イトウ I", "渡辺 ワタナベ W", "山本 ヤマモト Y", "中村 ナカムラ N", "小林 コバヤシ K", "加藤 カトウ K", "吉田 ヨシダ Y", "山田 ヤマダ Y",
 "佐々木 ササキ S", "山口 ヤマグチ Y", "松本 マツモト M", "井上 イノウエ I", "木村 キムラ K", "林 ハヤシ H", "斎藤 サイトウ S", "清水 シミズ S", "山崎 ヤマザキ Y", "森 モリ M", "池田 イケダ I", "橋本 ハシモト H",
 "阿部 アベ A", "石川 イシカワ I", "前田 マエダ M", "藤田 フジタ F", "小川 オガワ O", "岡田 オカダ O")
GIVEN = ("太郎 タロウ T", "花子 ハナコ H", "健一 ケンイチ K", "美咲 ミサキ M", "翔 ショウ S", "陽子 ヨウコ Y", "大輔 ダイスケ D", "恵 メグミ M", "直樹 ナオキ N", "真理 マリ M", "浩二 コウジ K", "由美 ユミ Y",
 "誠 マコト M", "智子 トモコ T", "亮 リョウ R", "彩 アヤ A", "哲也 テツヤ T", "久美子 クミコ K", "拓海 タクミ T", "千夏 チナツ C")
SUMMARIES = {
    "s": ("事業会社の経営企画とコンサルティングファームを経て独立。全社PMOの立上げと投資案件の絞り込みを主に担う。", "戦略ファーム出身。ポートフォリオ管理と経営会議の運営に強みを持つ。"),
    "c": ("SIerでPMを務めた後に独立。統合計画の管理とベンダー調整を得意とし、移行リハーサルの計画経験が豊富。", "開発リーダーからPMOへ。課題の滞留を減らし、遅れを早く出す運営を心がける。", "製造業の基幹刷新を中心に、設計から移行までの推進PMOを続けてきた。"),
    "u": ("会議運営と議事録の当日発行、台帳の整備を強みとする事務局型のPMO。", "自治体・銀行のプロジェクト事務局で、照会の回収と証跡管理を担ってきた。"),
}
PRS = ("決めるための一枚を作ります。反対の材料も必ず併記します。", "遅れは先に出します。", "「言った言わない」を残しません。", "数字で語り、次の一手まで書きます。", "現場と経営の言葉を行き来します。")
RESULTS = ("課題の滞留を平均{a}日から{b}日に短縮。", "移行リハーサル{c}回、初日の重大障害0件。", "期限超過の課題を{a}件から{b}件に削減。", "報告資料の作成を{a}日から{b}日に短縮。", "遅延{c}か月を当初計画+2週間まで回復。")
ROLES = {
    "s": "全社PMO・次席",
    "c": "統合PMO",
    "u": "PMO事務局",
}
MASKS = ("大手製造業", "地方銀行", "生命保険会社", "総合商社", "通信会社", "自治体", "小売チェーン", "製薬会社", "SIer")
CERTIFICATIONS = ("cert.pmp", "cert.capm", "cert.ipa_pm", "cert.pmo_specialist", "cert.itil_foundation", "cert.csm", "cert.boki_2", "cert.prince2_foundation",
 "cert.ipa_applied", "cert.smec", "cert.pmi_acp", "cert.p2m")
SKILLS = {
    "s": ("skill.portfolio_management", "skill.executive_communication", "skill.strategy", "skill.investment_evaluation", "skill.governance", "skill.pmo_setup", "skill.business_analysis", "skill.financial_modelling"),
    "c": ("skill.progress_management", "skill.issue_management", "skill.risk_management", "skill.vendor_management", "skill.migration_planning", "skill.change_management", "skill.stakeholder_management", "skill.test_management", "skill.wbs", "skill.sap_implementation", "skill.data_migration", "skill.offshore"),
    "u": ("skill.meeting_management", "skill.minutes", "skill.office_administration", "skill.document_management", "skill.spreadsheet_advanced", "skill.coordination", "skill.schedule_coordination", "skill.proofreading", "skill.reporting", "skill.issue_management"),
}
FUNCTIONS = {
    "s": ["function.governance", "function.control"],
    "c": ["function.control"],
    "u": ["function.support"],
}
PHASES = ("phase.concept", "phase.requirements", "phase.design", "phase.development", "phase.testing", "phase.migration", "phase.rollout", "phase.operation")
