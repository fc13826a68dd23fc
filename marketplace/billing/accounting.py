"""Documents as files that accounting programs import: freee, マネーフォワード クラウド会計, 弥生会計.

Columns as of 2026-11-23, from the vendors' own pages:
- freee「取引・口座振替のインポート」(support.freee.co.jp/hc/ja/articles/202847320): one header line, UTF-8 with a mark;
  the second line of a deal leaves 収支区分 empty.
- マネーフォワード クラウド会計「仕訳帳」: 19 columns as its own export has them; lines of one journal share 取引No.
- 弥生会計「仕訳データの項目と記述形式」(support.yayoi-kk.co.jp/subcontents.html?page_id=18545): 25 columns, no
  header, Shift_JIS, 識別フラグ 2000 for a journal of one line.
The names of accounts and tax classes are those the programs ship with; the operator maps its own at import.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.billing.advances import set_off_of
from marketplace.billing.models import Invoice, PaymentNotice
from marketplace.billing.queries import replaced_document
from marketplace.formats import inert
from marketplace.money import rate_on
from marketplace.trade.taxes import UNREGISTERED_SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

Document = Invoice | PaymentNotice
FREEE = (
    "収支区分", "管理番号", "発生日", "決済期日", "取引先コード", "取引先", "勘定科目", "税区分", "金額",
    "税計算区分", "税額", "備考", "品目", "部門", "メモタグ（複数指定可、カンマ区切り）", "セグメント1",
    "セグメント2", "セグメント3", "決済日", "決済口座", "決済金額",
)  # fmt: skip
MONEY_FORWARD = (
    "取引No", "取引日", "借方勘定科目", "借方補助科目", "借方部門", "借方取引先", "借方税区分", "借方インボイス",
    "借方金額(円)", "貸方勘定科目", "貸方補助科目", "貸方部門", "貸方取引先", "貸方税区分", "貸方インボイス",
    "貸方金額(円)", "摘要", "タグ", "メモ",
)  # fmt: skip
YAYOI_COLUMNS = 25
SUBACCOUNT, REMARK = 24, 64  # the most half-width characters that 弥生 takes; it cuts the rest itself


class Program(StrEnum):
    """Whose file it is."""

    FREEE = "freee"
    MONEY_FORWARD = "money_forward"
    YAYOI = "yayoi"


@dataclass(frozen=True, slots=True)
class Journal:
    """One line of a journal in yen with tax: what it debits, what it credits, and which side is taxed, if any."""

    debit: str
    credit: str
    amount: int
    tax: int = 0
    taxed: str = ""  # "sale", "purchase", or nothing
    undone: Document | None = None  # whose line this takes back (逆仕訳)


def journals_of(document: Document) -> list[Journal]:
    """Return a document's journal lines; their sums are the ledger's.

    A correction takes back first what it replaces, which stays in the file of its own time; what was paid too much and
    is set off by agreement is an advance from then on.
    """
    lines = _own_journals(document)
    replaced = replaced_document(document)
    if replaced is not None:
        lines = [replace(each, undone=replaced) for each in _own_journals(replaced)] + lines
    set_off = 0 if isinstance(document, Invoice) else set_off_of(document)
    return [*lines, Journal("前払金", "未払金", set_off)] if set_off else lines


def _own_journals(document: Document) -> list[Journal]:
    taxed = document.net + document.tax
    if isinstance(document, Invoice):
        lines = [
            Journal("売掛金", "売上高", taxed, document.tax, "sale"),
            Journal("売掛金", "立替金", document.outlays),
        ]
    else:
        lines = [
            Journal("外注費", "未払金", taxed, document.tax, "purchase"),
            Journal("立替金", "未払金", document.outlays),
            Journal("未払金", "預り金", document.withheld),
            Journal("未払金", "前払金", document.deducted),
        ]
    return [line for line in lines if line.amount]


def accounting_file(documents: Iterable[Document], program: Program) -> bytes:
    """Return the file for a program; what a name begins with is never a formula."""
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\r\n")
    if program in _HEADERS:
        writer.writerow(_HEADERS[program])
    for number, document in enumerate(documents, 1):
        writer.writerows([[_plain(cell) for cell in row] for row in _ROWS[program](document, number)])
    if program is Program.YAYOI:
        return rows.getvalue().encode("cp932", errors="replace")
    return rows.getvalue().encode("utf-8-sig")


def _plain(cell: object) -> object:
    return inert(cell) if isinstance(cell, str) else cell


def _party(document: Document) -> str:
    return document.to_name if isinstance(document, Invoice) else document.from_name


def _remark(document: Document, line: Journal) -> str:
    words = str(document.lines[0]["words"]["ja"])
    return f"訂正前{line.undone.number}の取消 {words}" if line.undone else words


def _sides(line: Journal, purchase: str, sale: str, none: str = "対象外") -> tuple[str, str]:
    """Return the classes of tax of debit and credit: a purchase is taxed where it is debited, a sale where credited."""
    debit, credit = (purchase if line.taxed == "purchase" else none), (sale if line.taxed == "sale" else none)
    return (credit, debit) if line.undone else (debit, credit)


def _accounts(line: Journal) -> tuple[str, str]:
    return (line.credit, line.debit) if line.undone else (line.debit, line.credit)


def _day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _share(document: Document) -> str:
    """Return what may still be deducted of a purchase from the unregistered, in percent; empty where all may (R26)."""
    if isinstance(document, Invoice) or document.from_number:
        return ""
    return f"{rate_on(document.served_until, UNREGISTERED_SHARE) * 100:.0f}"


# freee: a deal is income or spending, with further lines below it


def _freee(document: Document, _number: int) -> list[list[object]]:
    income = isinstance(document, Invoice)
    rows: list[list[object]] = []
    for line in journals_of(document):
        account = line.credit if income else line.debit
        amount = line.amount
        if not income and line.credit in {"預り金", "前払金"}:
            account, amount = line.credit, -line.amount
        sign = -1 if line.undone else 1
        rows.append([
            "" if rows else ("収入" if income else "支出"), document.number, _day(document.served_until),
            _day(document.due_on), "", _party(document), account, _freee_tax(document, line), sign * amount,
            "内税" if line.taxed else "", sign * line.tax if line.taxed else "", _remark(document, line), *[""] * 9,
        ])  # fmt: skip
    return rows


def _freee_tax(document: Document, line: Journal) -> str:
    if not line.taxed:
        return "対象外"
    if line.taxed == "sale":
        return "課税売上10%"
    share = _share(line.undone or document)
    return f"課対仕入（控除{share}）10%" if share else "課対仕入10%"


# マネーフォワード: a journal line a row


def _money_forward(document: Document, number: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for line in journals_of(document):
        share = _share(line.undone or document)
        marks = _sides(line, f"{share}%控除" if share else "適格", "", none="")
        taxes = _sides(line, "課税仕入 10%", "課税売上 10%")
        debit, credit = _accounts(line)
        rows.append([
            number, _day(document.served_until), debit, "", "", _party(document), taxes[0], marks[0], line.amount,
            credit, "", "", _party(document), taxes[1], marks[1], line.amount, _remark(document, line), "",
            document.number,
        ])  # fmt: skip
    return rows


# 弥生: 25 columns, no header


def _yayoi(document: Document, _number: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for line in journals_of(document):
        share = _share(line.undone or document)
        classes = _sides(line, f"課対仕入込10%{f'区分{share}%' if share else '適格'}", "課税売上込10%")
        taxes = _sides(line, str(line.tax), str(line.tax), none="")
        debit, credit = _accounts(line)
        party = _party(document)[: SUBACCOUNT // 2]
        rows.append([
            "2000", "", "", _day(document.served_until),
            debit, party, "", classes[0], line.amount, taxes[0],
            credit, party, "", classes[1], line.amount, taxes[1],
            f"{document.number} {_remark(document, line)}"[: REMARK // 2], "", "", "0", "", "", "0", "0", "no",
        ])  # fmt: skip
    return rows


_HEADERS = {Program.FREEE: FREEE, Program.MONEY_FORWARD: MONEY_FORWARD}
_ROWS: Mapping[Program, Callable[[Document, int], list[list[object]]]] = {
    Program.FREEE: _freee,
    Program.MONEY_FORWARD: _money_forward,
    Program.YAYOI: _yayoi,
}
