"""Files for accounting programs after a correction: what it replaces is taken back; all together are the ledger."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from marketplace.billing.accounting import Program, accounting_file, journals_of
from marketplace.billing.operations.advancing import agree_to_set_off
from marketplace.billing.operations.issuing import bill_month
from marketplace.db import db
from tests.factories.billing import approved_month
from tests.marketplace.billing.test_correcting import corrected
from tests.marketplace.billing.test_giving_back import _lowered

if TYPE_CHECKING:
    from marketplace.billing.models import Invoice, PaymentNotice

pytestmark = pytest.mark.usefixtures("session")
SALES, COST = ("売上高", -1), ("外注費", 1)


def month_and_correction() -> tuple[list[Invoice | PaymentNotice], Invoice, PaymentNotice]:
    """Bill a month of 188.25 hours, correct it to 160: 1,045,787 and 836,630 yen net become the plain price."""
    report, owner = approved_month(188.25)
    before = bill_month(report, by=None)
    db.session.commit()
    invoice, notice = bill_month(corrected(report, owner, 9600), by=None)
    db.session.commit()
    assert invoice is not None
    assert notice is not None
    return [*(each for each in before if each is not None), invoice, notice], invoice, notice


def rows_of(content: bytes, program: Program) -> list[list[str]]:
    text = content.decode("cp932" if program is Program.YAYOI else "utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[program is not Program.YAYOI :]


def balance(rows: list[list[str]], account: str, debit: int, credit: int) -> int:
    """Return what an account holds after all rows; an amount stands four columns behind its account."""
    return sum(int(row[debit + 4]) for row in rows if row[debit] == account) - sum(
        int(row[credit + 4]) for row in rows if row[credit] == account
    )


def test_a_correction_takes_back_what_it_replaces() -> None:
    documents, invoice, notice = month_and_correction()
    assert [(each.amount, bool(each.undone)) for each in journals_of(invoice)] == [
        (1_150_365, True),
        (1_100_000, False),
    ]
    assert [(each.amount, bool(each.undone)) for each in journals_of(notice)] == [(920_293, True), (880_000, False)]
    yayoi = rows_of(accounting_file(documents, Program.YAYOI), Program.YAYOI)
    assert (balance(yayoi, "売上高", 4, 10), balance(yayoi, "売掛金", 4, 10)) == (-1_100_000, 1_100_000)
    assert (balance(yayoi, "外注費", 4, 10), balance(yayoi, "未払金", 4, 10)) == (880_000, -880_000)
    undone = [row for row in yayoi if row[4] == "売上高"]
    assert [(row[7], row[9], row[13], row[15]) for row in undone] == [("課税売上込10%", "104578", "対象外", "")]


def test_the_other_programs_come_to_the_same_sums() -> None:
    documents, invoice, notice = month_and_correction()
    freee = rows_of(accounting_file(documents, Program.FREEE), Program.FREEE)
    assert sum(int(row[8]) for row in freee if row[6] == "売上高") == invoice.total == 1_100_000
    assert sum(int(row[8]) for row in freee if row[6] == "外注費") == notice.total == 880_000
    assert sum(int(row[10]) for row in freee if row[6] == "売上高") == invoice.tax
    forward = rows_of(accounting_file(documents, Program.MONEY_FORWARD), Program.MONEY_FORWARD)
    sales = sum(int(row[15]) for row in forward if row[9] == "売上高") - sum(
        int(row[8]) for row in forward if row[2] == "売上高"
    )
    assert sales == 1_100_000
    assert any(f"訂正前{documents[0].number}の取消" in row[16] for row in forward)


def test_what_is_set_off_by_agreement_is_an_advance_from_then_on() -> None:
    _report, _owner, notice = _lowered()
    advance = agree_to_set_off(notice, by=notice.consultant.user)
    db.session.commit()
    last = journals_of(notice)[-1]
    assert (last.debit, last.credit, last.amount) == ("前払金", "未払金", advance.amount)
    assert advance.amount == -notice.transfer > 0
