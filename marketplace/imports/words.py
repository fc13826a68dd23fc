"""The labels and headings of Japanese résumés, and finding which words of a row label which others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.imports.spans import folded

if TYPE_CHECKING:
    from marketplace.imports.rows import Row

_PERSON = """
kana: フリガナ ふりがな 氏名カナ 氏名(カナ) カナ
phone: 電話 電話番号 TEL 携帯 携帯電話 携帯番号 phone
address: 住所 現住所 地域 居住地 お住まい 在住
station: 最寄駅 最寄り駅 最寄
summary: 職務要約 職務概要 職務経歴要約 経歴要約 要約 経歴概要 プロフィール キャリアサマリー キャリア要約 summary careersummary profile
self_pr: 自己PR 自己ピーアール アピールポイント PR 強み 自己紹介
rate: 希望単価 単価 希望金額 希望報酬 希望月額 単金 希望単金 desiredrate
days: 稼働 稼働率 週の日数 希望稼働 希望稼働率 稼働日数 希望稼働日数 週稼働 希望日数
available: 稼働開始 稼働開始日 稼働可能日 稼働開始可能日 参画可能日 参画可能時期 開始可能日 稼働可能時期 就業可能日 availablefrom
remote: リモート 勤務形態 働き方 希望勤務形態 リモート希望
skills: スキル 保有スキル 活かせる経験 活かせる経験・知識 活かせる経験・知識・技術 経験・スキル スキル・経験 テクニカルスキル 得意分野 得意 専門分野 得意領域 PCスキル skills
certifications: 資格 保有資格 取得資格 資格・免許 免許・資格 資格等 certifications
languages: 語学 語学力 言語能力 語学スキル languages
tool_list: 使用可能ツール 得意ツール 経験ツール
industries: 得意業界 経験業界 得意な業界 経験業種
phase_list: 得意フェーズ 経験フェーズ 得意な工程 対応可能工程 経験工程
mix: PMO型 得意PMO型 得意なPMO型
history: 職務経歴 職歴 業務経歴 職務経歴詳細 職務詳細 プロジェクト経歴 経歴 業務経験 案件経歴 プロジェクト実績 職務内容 workhistory workexperience experience
other: 学歴 最終学歴 備考 趣味 志望動機 以上 本人希望 本人希望記入欄 氏名 名前 生年月日 年齢 性別 国籍 現職 並行状況 ブロック 推薦 メール Eメール email education NG 配偶者
"""  # noqa: E501 - a table is read as a table
_PROJECT = """
period: 期間 参画期間 時期 在籍期間 年月 period
began: 開始 開始年月 自
ended: 終了 終了年月 至
title: プロジェクト名 案件名 業務名 件名 プロジェクト 案件 プロジェクト名称 project
employer: 会社名 企業名 勤務先 クライアント クライアント名 顧客 顧客名 社名 所属 取引先 client employer
industry: 業種 業界 industry
role: 役割 ポジション 役職 立場 役割・ポジション 担当役割 role position
size: 規模 人数 体制 要員 チーム規模 チーム プロジェクト規模 規模・体制 規模/体制 メンバー数 要員数 team headcount
budget: 予算 予算規模 金額 投資額
phases: 工程 担当工程 フェーズ 担当フェーズ 作業工程 phase phases
tasks: 業務内容 担当業務 作業内容 内容 概要 プロジェクト概要 業務概要 案件内容 プロジェクト内容 案件概要 仕事内容 担当内容 担当 tasks duties
results: 実績 成果 工夫・成果 成果・実績 実績・成果 結果 results achievements
tools: 環境 開発環境 使用ツール・環境 使用ツール ツール 使用技術 環境・ツール ツール・環境 使用環境 技術 environment tools
sites: 拠点 場所 勤務地 sites
"""  # noqa: E501 - likewise
_DECORATION = re.compile(r"^[\s■●◆▼▶◇○□★☆*#・>-]+|^[(\[【<〈《「]|^\d{1,2}\s*[.)]\s*|[\s】)\]>〉》」:]+$")
_LABELLED = re.compile(
    r"^\s*[■●◆▼◇○□・*#-]*\s*[【\[<]?\s*([^:：】\]>\n]{1,16}?)\s*(?:[】\]>]\s*[:：]?|[:：])\s*(.+)$", re.DOTALL
)
_NEXT_LABEL = re.compile(r"[\s　]+(?=([^\s　:：]{1,14})[:：])")
LONGEST_LABEL = 16


def _table(lines: str) -> dict[str, str]:
    return {
        _bare(label): field
        for line in lines.strip().splitlines()
        for field, labels in [line.split(": ", 1)]
        for label in labels.split()
    }


def _bare(text: str) -> str:
    """Strip what decorates a label: ■【 】: numbers, spaces, case."""
    plain = folded(text).strip()
    while (stripped := _DECORATION.sub("", plain).strip()) != plain:
        plain = stripped
    return re.sub(r"\s+", "", plain).casefold()


PERSON, PROJECT = _table(_PERSON), _table(_PROJECT)


def heading(row: Row) -> str:
    """Return what a row that stands alone announces, or nothing."""
    if len(row.cells) != 1 or len(row.text) > LONGEST_LABEL + 8:
        return ""
    return PERSON.get(_bare(row.text), "")


def project_label(text: str) -> str:
    """Return which column of a project a table's head names; of 役割/規模 the first counts."""
    for part in (text, *re.split(r"[\n/／(（]", text)):
        if found := PROJECT.get(_bare(part)):
            return found
    return ""


def announced(row: Row) -> str:
    """Return which field of a project a row alone announces: 【業務内容】, with the words in the next rows."""
    return PROJECT.get(_bare(row.text), "") if len(row.cells) == 1 else ""


@dataclass(frozen=True, slots=True)
class Said:
    """A label and what it labels, as written."""

    field: str
    words: str


def _at_labels(words: str) -> list[str]:
    """Cut a line before every further label that it holds: 住所：…　電話：…."""
    cuts = [found for found in _NEXT_LABEL.finditer(words) if _bare(found[1]) in PERSON or _bare(found[1]) in PROJECT]
    begins, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(words)]
    return [words[begin:end] for begin, end in zip(begins, ends, strict=True)]


def labelled(row: Row, table: dict[str, str]) -> list[Said]:
    """Return what the row says by label: a cell and the next one, 役割: PM, 【役割】PM; several in one row."""
    found: list[Said] = []
    cells = [part for _column, words in row.cells for part in _at_labels(words)]
    at = 0
    while at < len(cells):
        field = table.get(_bare(cells[at]), "")
        if field and at + 1 < len(cells) and not table.get(_bare(cells[at + 1])):
            found.append(Said(field, cells[at + 1].lstrip(":： ")))
            at += 2
            continue
        match = _LABELLED.match(cells[at])
        if match and (field := table.get(_bare(match[1]), "")):
            found.append(Said(field, match[2].strip()))
        at += 1
    return found
