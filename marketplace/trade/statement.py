"""What came into the operator's account: a bank's statement as 全銀 入出金取引明細, or as the CSV of its web site.

Nothing is dropped: a line is an incoming payment, an outgoing one (counted), or listed as unreadable with its reason.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.money import Yen
from marketplace.trade.kana import half_width
from marketplace.trade.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LENGTH = 200

# 全銀協制定フォーマット 入出金取引明細 (種別コード 03): fields and their bytes, 200 in all. Sources: for the header's
# and the dates' form, 入出金明細(全銀) of きらぼし銀行 (2018-05-01); for the data record, public readers and writers of
# this format, which agree on every width; for the trailer, general knowledge. Compare with the layout of one's bank.
DATA = (
    ("kind", 1), ("number", 8), ("booked", 6), ("moved", 6), ("direction", 1), ("category", 2), ("amount", 12),
    ("cheques", 12), ("presented", 6), ("returned", 6), ("bill", 1), ("bill_number", 7), ("fellow_branch", 3),
    ("payer_code", 10), ("payer", 48), ("bank", 15), ("branch", 15), ("text", 20), ("edi", 20), ("blank", 1),
)  # fmt: skip
TRAILER = (
    ("kind", 1), ("deposits", 6), ("deposited", 13), ("withdrawals", 6), ("withdrawn", 13), ("overdrawn", 1),
    ("balance", 14), ("records", 7), ("blank", 139),
)  # fmt: skip
INCOMING, OUTGOING = "1", "2"  # 入払区分
REIWA, CENTURY = 2018, 2000  # 令和1年 is 2019; some banks write years of our calendar

# Names of columns as banks write them, the surest first; compared without spaces, units and brackets.
COLUMNS = {
    "day": "取引日付 取引日 お取引日 勘定日 入金日 年月日 日付",
    "deposit": "入金金額 お預り金額 お預かり金額 預り金額 預かり金額 お預入金額 お預入れ 入金額 入金",
    "withdrawal": "出金金額 お支払金額 支払い金額 支払金額 お引出金額 お引出し 出金額 出金",
    "payer": "振込依頼人名 依頼人名 摘要内容 取引内容 お取り扱い内容 お取扱内容 摘要",
    "reference": "照会番号 取引番号 EDI情報 摘要 メモ",
}
NEEDED = ("day", "deposit", "payer")
LINES_BEFORE_THE_NAMES = 20
NO_STATEMENT = _("No columns for date, deposit and payer were found: is this the statement of an account?")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A payment that came in: yen, the payer as the bank wrote it (half-width kana), and the bank's own number or text.

    `line` is its record or row in the file, from 1.
    """

    line: int
    day: date
    amount: Yen
    payer_kana: str
    reference: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that a person must look at: as it stands in the file, and why."""

    line: int
    text: str
    why: str


@dataclass(slots=True)
class Statement:
    """Everything that a file holds."""

    incoming: list[Incoming] = field(default_factory=list)
    outgoing: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def total(self) -> Yen:
        return Yen(sum(each.amount for each in self.incoming))


class _Unreadable(ValueError):
    """Why a line cannot be read, worded for people."""


def read_statement(content: bytes, *, today: date) -> Statement:
    """Read a bank's file, whichever of the two kinds it is; refuse one that is neither. `today` settles its years."""
    if re.match(rb"103[01][0-9]{6}", content):
        return _records(content, today)
    return _table(_decoded(content), today)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(_("This file is neither in Shift_JIS nor in UTF-8."))


def _split(record: bytes, layout: Sequence[tuple[str, int]]) -> dict[str, str]:
    fields, at = {}, 0
    for name, width in layout:
        fields[name] = record[at : at + width].decode("cp932").strip()
        at += width
    return fields


def _records(content: bytes, today: date) -> Statement:
    """Read records of 200 bytes, with or without line breaks; a trailer's sums must be those of the records before."""
    slices = (content[at : at + LENGTH] for at in range(0, len(content), LENGTH))
    lines = content.split(b"\n") if b"\n" in content else list(slices)
    statement, summed = Statement(), 0
    for number, line in enumerate((line.rstrip(b"\r\x1a ") for line in lines), start=1):
        try:
            _record(number, line, today, statement)
            if line.startswith(b"8"):
                before, summed = summed, len(statement.incoming)
                _compare(_split(line, TRAILER), statement.incoming[before:])
        except ValueError as error:
            why = error.args[0] if isinstance(error, _Unreadable) else _("A field of it cannot be read.")
            statement.unreadable.append(Unreadable(number, line.decode("cp932", "replace"), why))
    if summed < len(statement.incoming):
        statement.unreadable.append(
            Unreadable(len(lines), "", _("The file breaks off: the bank's own sum is missing."))
        )
    return statement


def _record(number: int, line: bytes, today: date, statement: Statement) -> None:
    """Take a record by its kind: 2 is a movement; 1, 8 and 9 (header, trailer, end) hold none."""
    if len(line) > LENGTH or (line and line[:1] not in b"1289"):
        raise _Unreadable(_("A record of this kind is not known."))
    if line.startswith(b"2"):
        _data(number, _split(line, DATA), today, statement)


def _data(number: int, fields: Mapping[str, str], today: date, statement: Statement) -> None:
    if fields["direction"] == OUTGOING:
        statement.outgoing += 1
        return
    if fields["direction"] != INCOMING:
        raise _Unreadable(_("It does not say whether money came in or went out."))
    day, amount = _era_day(fields["booked"], today), _yen(fields["amount"])
    payer = half_width(fields["payer"] or fields["text"])
    reference = " ".join(filter(None, (fields["number"].lstrip("0"), fields["edi"])))
    statement.incoming.append(Incoming(number, day, amount, payer, reference))


def _compare(trailer: Mapping[str, str], incoming: Sequence[Incoming]) -> None:
    count, total = _yen(trailer["deposits"]), _yen(trailer["deposited"])
    if (count, total) != (len(incoming), sum(each.amount for each in incoming)):
        raise _Unreadable(_("The bank's own sum differs: %(count)s payments, %(total)s yen.", count=count, total=total))


def _yen(text: str) -> Yen:
    digits = re.sub(r"[\s,¥\\円]", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{1,13}", digits):
        raise _Unreadable(_("The amount cannot be read."))
    return Yen(int(digits))


def _day(year: int, month: str, day: str, today: date) -> date:
    try:
        read = date(year, int(month), int(day))
    except ValueError:
        raise _Unreadable(_("The date cannot be read.")) from None
    if read.year < CENTURY:
        raise _Unreadable(_("The date cannot be read."))
    if read > today:  # no bank tells of money that is still to come: a slip that would be booked on a day to come
        raise _Unreadable(_("This day is still to come."))
    return read


def _era_day(text: str, today: date) -> date:
    """Read YYMMDD: years of 令和, or of our calendar where that lies nearer to today."""
    if not re.fullmatch(r"[0-9]{6}", text):
        raise _Unreadable(_("The date cannot be read."))
    year = min((REIWA + int(text[:2]), CENTURY + int(text[:2])), key=lambda each: abs(each - today.year))
    return _day(year, text[2:4], text[4:], today)


_WRITTEN_DAY = re.compile(r"(?:([0-9]{4})|(R|令和)?([0-9]{1,2}))[/.\-年]([0-9]{1,2})[/.\-月]([0-9]{1,2})日?")


def _written_day(text: str, today: date) -> date:
    """Read 2026/11/30, 2026-11-30, 20261130, 2026年11月30日, 令和8年11月30日 or R8.11.30, without a time after it."""
    plain = unicodedata.normalize("NFKC", text).strip().partition(" ")[0]
    if re.fullmatch(r"[0-9]{8}", plain):
        return _day(int(plain[:4]), plain[4:6], plain[6:], today)
    found = _WRITTEN_DAY.fullmatch(plain)
    if not found:
        raise _Unreadable(_("The date cannot be read."))
    year, era, short, month, day = found.groups()
    if year:
        return _day(int(year), month, day, today)
    if era:
        return _day(REIWA + int(short), month, day, today)
    return _era_day(f"{int(short):02}{int(month):02}{int(day):02}", today)


def _column(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name)
    return re.sub(r"\(.*?\)|\s", "", plain)


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Say which column is which by its name, the surest name first; no column is two things."""
    names = [_column(cell) for cell in row]
    found: dict[str, int] = {}
    for meaning, known in COLUMNS.items():
        fitting = (names.index(name) for name in known.split() if name in names)
        at = next((at for at in fitting if at not in found.values()), None)
        if at is not None:
            found[meaning] = at
    return found


def _table(text: str, today: date) -> Statement:
    """Read a CSV whose columns are known by their names; what stands above the names is not a line of the statement."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise Refusal(NO_STATEMENT) from None
    columns, start = _names(rows)
    statement = Statement()
    for number, row in enumerate(rows[start:], start=start + 1):
        if not any(cell.strip() for cell in row):
            continue
        cells = {meaning: row[at].strip() if at < len(row) else "" for meaning, at in columns.items()}
        try:
            _row(number, cells, today, statement)
        except _Unreadable as error:
            statement.unreadable.append(Unreadable(number, ",".join(row), error.args[0]))
    return statement


def _names(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """Find the row of names: the columns by meaning, and how many rows end with it."""
    for end, row in enumerate(rows[:LINES_BEFORE_THE_NAMES], start=1):
        columns = _columns(row)
        if all(meaning in columns for meaning in NEEDED):
            return columns, end
    raise Refusal(NO_STATEMENT)


def _row(number: int, cells: Mapping[str, str], today: date, statement: Statement) -> None:
    day = _written_day(cells["day"], today)
    deposit, withdrawal = (_yen(cells.get(name) or "0") for name in ("deposit", "withdrawal"))
    if deposit and withdrawal:
        raise _Unreadable(_("It does not say whether money came in or went out."))
    if deposit:
        payer, reference = half_width(cells["payer"]), cells.get("reference", "")
        statement.incoming.append(Incoming(number, day, deposit, payer, reference))
    elif withdrawal:
        statement.outgoing += 1
    else:
        raise _Unreadable(_("The amount cannot be read."))
