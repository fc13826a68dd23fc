"""Banks' files, and payments that came in by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.clock import today
from marketplace.db import db
from marketplace.statements.models import BankStatement, Incoming
from marketplace.statements.operations import import_statement
from marketplace.trade.statement import DATA, LENGTH, TRAILER
from tests.factories.accounts import make_operator
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.accounts.models import User

HEADER = "1030090105081201090105" + "0001" + "ﾐｽﾞﾎ".ljust(15) + "001" + "ﾎﾝﾃﾝ".ljust(15) + "0001" + "0001234567"
Line = tuple["date", int, str]  # day, yen, payer


def csv_file(*lines: Line, encoding: str = "cp932") -> bytes:
    """Return a statement as banks' sites give it: a line before the names of columns, a payment that goes out."""
    rows = [f'{on:%Y/%m/%d},振込,{payer},,"{amount:,}",' for on, amount, payer in lines]
    head = ["普通預金 1234567", "日付,区分,摘要,お支払金額,お預り金額,メモ"]
    return "\r\n".join([*head, *rows, '2026/11/02,手数料,ﾃﾞﾝｷ,"500",,', ""]).encode(encoding)


def zengin_file(*lines: Line) -> bytes:
    """Return records of 200 bytes (入出金取引明細) in the years of 令和, with header, trailer and end."""
    records = [HEADER, *(_data(n, *line) for n, line in enumerate(lines, start=1))]
    total = sum(amount for _on, amount, _payer in lines)
    records += [_record(TRAILER, kind="8", deposits=str(len(lines)), deposited=str(total)), "9"]
    content = "\r\n".join(_to_width(record) for record in records)
    return content.encode("cp932")


def _data(number: int, on: date, amount: int, payer: str) -> str:
    day = f"{on.year - 2018:02}{on:%m%d}"
    return _record(
        DATA, kind="2", number=str(number), booked=day, moved=day, direction="1", category="11", amount=str(amount),
        payer=payer,
    )  # fmt: skip


def _record(layout: Sequence[tuple[str, int]], **fields: str) -> str:
    zeros = {"cheques", "amount", "deposits", "deposited", "withdrawals", "withdrawn", "number"}
    return "".join(
        fields.get(name, "").zfill(width) if name in zeros else fields.get(name, "").ljust(width)
        for name, width in layout
    )


def _to_width(record: str) -> str:
    return record + " " * (LENGTH - len(record.encode("cp932")))


def take_in(*lines: Line, by: User) -> list[Incoming]:
    """Import a CSV with these payments; return those that are new, in its order."""
    kept = import_statement(csv_file(*lines), "meisai.csv", by=by)
    keep()
    return incomings_of(kept)


def incomings_of(statement: BankStatement) -> list[Incoming]:
    """Return what a statement has brought."""
    query = select(Incoming).where(Incoming.bank_statement_id == statement.id).order_by(Incoming.line)
    return list(db.session.scalars(query))


def plain_incoming() -> Incoming:
    """Keep a row of a payment and its statement, without their history."""
    kept = BankStatement(
        file_name="meisai.csv", sha256="0" * 64, imported_by_id=make_operator().id, new=1, known=0, outgoing=0,
        since=today(), until=today(), unreadable=[],
    )  # fmt: skip
    came_in = Incoming(
        bank_statement=kept, line=3, on=today(), amount=440, payer_kana="ｶ)ﾐﾅﾄ", payer="ﾐﾅﾄ", reference="", ordinal=0
    )
    db.session.add(came_in)
    db.session.flush()
    return came_in
