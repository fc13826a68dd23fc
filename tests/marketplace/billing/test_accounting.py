"""Files for accounting programs: their columns, their codes of tax, and the same sums as the ledger's."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from marketplace.billing.accounting import FREEE, MONEY_FORWARD, YAYOI_COLUMNS, Program, accounting_file, journals_of
from marketplace.billing.operations.issuing import bill_month
from marketplace.contracts.queries import party_of
from marketplace.profiles.states import InvoiceStatus
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.billing import approved_month, billed_month

if TYPE_CHECKING:
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def rows_of(content: bytes, program: Program) -> list[list[str]]:
    text = content.decode("cp932" if program is Program.YAYOI else "utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("program", list(Program))
def test_every_row_has_the_programs_columns(program: Program) -> None:
    rows = rows_of(accounting_file(billed_month(188.25, withholding=Withholding.ADVICE), program), program)
    columns = {Program.FREEE: len(FREEE), Program.MONEY_FORWARD: len(MONEY_FORWARD), Program.YAYOI: YAYOI_COLUMNS}
    assert {len(row) for row in rows} == {columns[program]}
    assert len(rows) == 3 + (program is not Program.YAYOI), "a sale, a purchase, what is withheld; and a header"


def test_the_journals_are_the_documents() -> None:
    invoice, notice = billed_month(188.25, withholding=Withholding.ADVICE)
    assert [(each.debit, each.credit, each.amount) for each in journals_of(invoice)] == [
        ("売掛金", "売上高", 1_150_365)
    ]
    assert [(each.debit, each.credit, each.amount) for each in journals_of(notice)] == [
        ("外注費", "未払金", 920_293), ("未払金", "預り金", 85_419)
    ]  # fmt: skip
    rows = rows_of(accounting_file([notice], Program.FREEE), Program.FREEE)[1:]
    assert [row[0] for row in rows] == ["支出", ""]
    assert sum(int(row[8]) for row in rows) == notice.transfer == 834_874


def test_a_purchase_from_the_unregistered_says_what_may_be_deducted() -> None:
    report, _owner = approved_month(150)
    report.contract.application.consultant.invoice_status = InvoiceStatus.UNREGISTERED
    _invoice, notice = bill_month(report, by=None)
    assert notice is not None
    said = {
        each: accounting_file([notice], each).decode("cp932" if each is Program.YAYOI else "utf-8") for each in Program
    }
    assert "課対仕入（控除70）10%" in said[Program.FREEE]
    assert "70%控除" in said[Program.MONEY_FORWARD]
    assert "課対仕入込10%区分70%" in said[Program.YAYOI]


def test_a_name_is_never_a_formula() -> None:
    report, owner = approved_month(150)
    assert owner.membership is not None
    party = party_of(owner.membership.company)
    assert party is not None
    party.legal_name = "=HYPERLINK(1)"
    invoice, _notice = bill_month(report, by=None)
    assert invoice is not None
    for program in Program:
        cells = {cell for row in rows_of(accounting_file([invoice], program), program) for cell in row}
        assert not any(cell.startswith("=") for cell in cells), program


def test_the_operator_alone_takes_the_files_away(client: PageClient) -> None:
    billed_month()
    client.sign_in(make_advisor())
    assert client.get("/invoices/accounting/freee.csv").status_code == 403
    client.sign_in(make_operator())
    assert client.get("/invoices/accounting/freee.csv").mimetype == "text/csv"
    assert client.get("/invoices/accounting/excel.csv").status_code == 404
