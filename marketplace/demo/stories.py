"""What happens in the demo's projects: the one whose pages are all full, one that began lately, one that is over."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.tracker.operations.setting_up import SetUp
from marketplace.tracker.states import Cadence, PmoType

Work = tuple[int, str, str, int, int, int, int]  # level, name, in charge, first and last day from the start, hours, yen
Issue = tuple[
    str, str, str, str, int, int, int | None
]  # title, severity, measure, in charge, days: raised, due, closed


@dataclass(frozen=True, slots=True)
class Story:
    """A project as it is told: days count from its start."""

    set_up: SetUp
    work: tuple[Work, ...]
    risks: tuple[tuple[str, ...], ...]
    issues: tuple[Issue, ...]
    decisions: tuple[tuple[str, str, int, str, str], ...]
    actions: tuple[tuple[str, str, int, int | None], ...]
    summaries: tuple[str, ...]
    needs: tuple[tuple[str, str, int], ...] = ()  # what, from whom, until which day
    punctual: bool = False  # milestones are reached on the day that was expected, else when the report is due


MAIN = Story(
    SetUp("経営管理指標の整備", PmoType.CONTROLLING, Cadence.WEEKLY, 3, 48_000_000),
    work=(
        (1, "現状調査", "中村", 0, 28, 120, 3_000_000),
        (2, "関係部署の聞き取り", "中村", 0, 14, 60, 1_500_000),
        (2, "課題の整理", "高橋", 14, 28, 60, 1_500_000),
        (1, "要件定義", "高橋", 28, 75, 320, 12_000_000),
        (2, "業務要件の合意", "高橋", 28, 56, 200, 7_000_000),
        (2, "移行要件の合意", "佐藤", 49, 75, 120, 5_000_000),
        (1, "設計・構築", "ベンダーA", 70, 140, 900, 24_000_000),
        (1, "移行準備", "佐藤", 100, 170, 240, 6_000_000),
    ),
    risks=(
        ("主要要員が年末に異動する", "4", "4", "軽減", "引き継ぎ計画を作り、副担当を置く", "中村"),
        ("移行データの品質が想定より低い", "3", "5", "軽減", "月次で検証を行う", "佐藤"),
        ("ベンダーの繁忙期と試験が重なる", "2", "3", "受容", "", "高橋"),
    ),
    issues=(
        ("本番データの移行手順が決まらない", "高", "業務部門と手順を合意する", "佐藤", 40, 62, 66),
        ("検証環境の権限申請が滞留している", "中", "申請の窓口を一本化した", "中村", 45, 59, 55),
        ("受入試験の担当者が未定", "高", "部門長に依頼済み", "高橋", 70, 400, None),
        ("議事録の承認に時間がかかる", "低", "翌営業日の確認に変更", "中村", 20, 40, 33),
    ),
    decisions=(
        ("並行稼働は行わない", "情報システム部長", 48, "費用と要員の負担が大きいため", "一か月の並行稼働"),
        ("受入試験は二回に分ける", "業務改革部長", 72, "繁忙期を避けるため", ""),
    ),
    actions=(
        ("移行リハーサルの日程案を配る", "佐藤", 60, 58),
        ("役員向け説明資料を作る", "中村", 75, 74),
        ("試験計画の初版を回す", "高橋", 95, None),
    ),
    summaries=(
        "計画どおり進んでいる。次週は課題の整理に入る。",
        "聞き取りを終えた。業務要件の合意に向けて論点を絞り込んでいる。",
        "移行手順の合意が遅れている。業務部門との打合せを追加した。",
        "遅れは回復しつつある。受入試験の体制を固める必要がある。",
    ),
)
SECOND = Story(
    SetUp("保守部品物流の再構築", PmoType.CONTROLLING, Cadence.WEEKLY, 1, 32_000_000),
    work=(
        (1, "現状の物流量と在庫の把握", "石井", 0, 25, 160, 3_000_000),
        (1, "拠点配置の案", "石井", 20, 50, 240, 6_000_000),
        (1, "在庫方針の合意", "前田", 40, 80, 200, 5_000_000),
        (1, "倉庫システムの改修", "ベンダーB", 75, 150, 800, 16_000_000),
    ),
    risks=(
        ("拠点の賃貸契約の更新が計画より早い", "3", "3", "軽減", "更新時期を総務部と確認する", "前田"),
        ("旧型部品の在庫データに欠けがある", "2", "4", "軽減", "倉庫ごとに抜き取りで確かめる", "石井"),
    ),
    issues=(
        ("部品番号の体系が拠点で異なる", "中", "対応表を作り、次回の部会で合意する", "石井", 15, 70, None),
        ("在庫の集計に二週間かかる", "低", "集計の手順を共通化した", "前田", 8, 22, 20),
    ),
    decisions=(("中央倉庫は現在地に残す", "物流部長", 30, "移転費用を回収できないため", "関東への移転"),),
    actions=(("拠点ごとの配送頻度を集計する", "石井", 28, 27), ("改修範囲の見積を取り寄せる", "前田", 48, 47)),
    summaries=(
        "計画どおり進んでいる。次は拠点配置の案をまとめる。",
        "拠点配置の案を二つに絞り、物流部長と論点を確認した。",
    ),
    needs=(("在庫指標の定義が決まる", "経営管理指標の整備 M-4", 75), ("倉庫の図面を受け取る", "物流部", 20)),
)
PAST = Story(
    SetUp("生産管理システムの更改", PmoType.CONTROLLING, Cadence.WEEKLY, 4, 20_000_000),
    work=(
        (1, "移行計画の作成", "小林", 0, 30, 160, 4_000_000),
        (1, "移行リハーサル", "小林", 30, 70, 240, 6_000_000),
        (1, "本番移行", "ベンダーC", 70, 95, 200, 6_000_000),
        (1, "安定稼働の確認", "小林", 90, 110, 80, 2_000_000),
    ),
    risks=(("移行当日の要員が足りない", "2", "4", "軽減", "当番表を二週間前に確定した", "小林"),),
    issues=(("夜間処理が時間内に終わらない", "高", "索引を見直した", "ベンダーC", 45, 60, 57),),
    decisions=(("本番移行は連休に行う", "情報システム部長", 40, "停止できる時間が長いため", "週末に分けて移行"),),
    actions=(("移行手順書を配る", "小林", 60, 59),),
    summaries=(
        "計画どおり進んでいる。",
        "移行の準備が整いつつある。手順書の確認を進めている。",
        "移行リハーサルの結果を踏まえ、夜間処理の見直しを終えた。",
    ),
    punctual=True,
)
