"""Real files, built by the libraries that people's programs resemble: what an upload holds."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import typst  # noqa: TID251 - a PDF of somebody else's making
from docx import Document
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

from marketplace.pdf import FONTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESUME = """職務経歴書
2026年11月1日現在
氏名：山田 太郎
ﾌﾘｶﾞﾅ：ﾔﾏﾀﾞ ﾀﾛｳ
住所：愛知県名古屋市中区栄１−２−３　電話：０９０−１２３４−５６７８
最寄り駅：金山駅

■職務要約
ＳＩｅｒでＰＭを務め、独立後は推進型PMOとして活動。

■活かせる経験・知識・技術
・課題管理（10年）
・ベンダー管理 A

■職務経歴
令和3年4月〜令和5年3月　株式会社みなと精機　S/4HANA全社刷新
【業種】自動車部品
【役割】PMO
【規模】120名
【工程】設計、開発、移行
【業務内容】
・進捗会議の主催
・切替リハーサルの計画
【成果】滞留21日→6日
【環境】SAP、MS Project、独自ツールX

2018/04-2021/03  銀行 勘定系更改
役割: PL
品質報告の作成

■資格
2011年6月　PMP
普通自動車第一種運転免許（1999年取得）
■語学
英語：TOEIC 850
中国語（母語）
■自己PR
遅れは先に出す。
希望単価：115〜120万円
稼働：週3日〜4日
稼働可能日：2026年12月
勤務形態：フルリモート希望
"""
COLUMNS = ("No", "期間", "業務内容", "役割", "規模・体制", "担当工程", "環境")
PROJECTS: Sequence[Sequence[object]] = (
    (
        1,
        "2023年4月\n〜\n2025年3月",
        "生命保険 契約管理クラウド移行\n変更管理委員会の運営",
        "推進PMO",
        "80名",
        "開発、テスト",
        "AWS\nJira",
    ),
    (2, "2021/04〜2023/03", "物流基幹刷新\nベンダー会議の主催", "PMO", "約30名", "要件定義、設計", "Backlog"),
)


def text(words: str = RESUME, encoding: str = "utf-8") -> bytes:
    return words.encode(encoding)


def docx(words: str = RESUME) -> bytes:
    """Paragraphs, then a table of projects whose head is merged over two columns."""
    document = Document()
    for line in words.splitlines():
        document.add_paragraph(line)
    return _saved(document)


def docx_table() -> bytes:
    document = Document()
    head = document.add_table(rows=2, cols=4)
    for cell, words in zip(head.rows[0].cells, ("氏名", "山田 太郎", "最寄駅", "金山"), strict=True):
        cell.text = words
    head.rows[1].cells[0].text = "資格"
    merged = head.rows[1].cells[1].merge(head.rows[1].cells[3])
    merged.text = "PMP（2019年6月）、日商簿記2級"
    table = document.add_table(rows=1, cols=len(COLUMNS))
    for cell, words in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = words
    for project in PROJECTS:
        for cell, value in zip(table.add_row().cells, project, strict=True):
            cell.text = str(value)
    return _saved(document)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def xlsx() -> bytes:
    """A skill sheet as agents use it: labels beside cells, merged ones, dates as dates, a table below."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "スキルシート"
    page["B2"], page["D2"], page["H2"], page["J2"] = "フリガナ", "ヤマダ タロウ", "最寄駅", "金山"
    page["B3"], page["D3"] = "希望単価", "1,150,000円"
    page["B4"], page["D4"] = "稼働開始日", date(2026, 12, 1)
    page.merge_cells("D3:G3")
    for column, words in zip("BCFJLNP", COLUMNS, strict=True):
        page[f"{column}6"] = words
    for at, project in enumerate(PROJECTS, start=7):
        for column, value in zip("BCFJLNP", project, strict=True):
            page[f"{column}{at}"] = value
    page["F9"] = "移行判定会議の運営"  # goes on with the last project
    page["F30"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(words: str = RESUME) -> bytes:
    """The same text on paper, set by Typst."""
    source = b'#set text(font: "BIZ UDPGothic", size: 10pt, lang: "ja")\n#for l in json(bytes(sys.inputs.l)) [#l \\ ]'
    compiler = typst.Compiler(font_paths=[str(FONTS)], sys_inputs={"l": json.dumps(words.splitlines())})
    made = compiler.compile(input=source, format="pdf")
    assert isinstance(made, bytes)
    return made


def pdf_of_pictures() -> bytes:
    made = typst.compile(b"#rect(width: 5cm, height: 5cm, fill: red)", format="pdf")
    assert isinstance(made, bytes)
    return made


def pdf_of_pages(count: int) -> bytes:
    writer = PdfWriter()
    for _at in range(count):
        writer.add_blank_page(width=100, height=100)
    return _written(writer)


def encrypted_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def package(entries: Mapping[str, bytes], *, base: bytes = b"") -> bytes:
    """Return a zip archive, of an Office file with some entries put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as old:
                for name in old.namelist():
                    if name not in entries:
                        made.writestr(name, old.read(name))
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def entry(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return made.read(name)
