"""Money laid out for the work: with its receipt, in words, on a day of the month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from marketplace import files
from marketplace.clock import today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.threads.uploads import Upload
from marketplace.work_reports.differences import differences
from marketplace.work_reports.entries import ExpenseEntry
from marketplace.work_reports.models import Expense
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.reminding import sweep_receipts
from marketplace.work_reports.operations.writing import (
    add_expense,
    correct,
    remove_expense,
)
from marketplace.work_reports.states import ExpenseKind
from tests.factories.work_reports import (
    drafted_report,
    last_month,
    reported_contract,
    writer,
)

pytestmark = pytest.mark.usefixtures("session")


def entry(day: date, **values: object) -> ExpenseEntry:
    plain = {"kind": ExpenseKind.TRANSPORT, "words": "新幹線 東京―名古屋", "amount": 10_560}
    return ExpenseEntry(day, **{**plain, **values})  # type: ignore[arg-type]


def test_expenses_with_receipts_come_and_go_and_their_files_follow() -> None:
    contract, owner, _advisor = reported_contract()
    report = drafted_report(contract)
    receipt = Upload("領収書.pdf", "application/pdf", b"%PDF-1.7 x")
    expense = add_expense(report, entry(last_month()), receipt=receipt, by=writer(contract))
    plain = add_expense(report, entry(last_month(), amount=500, kind=ExpenseKind.OTHER), by=writer(contract))
    db.session.commit()
    assert (report.spent, plain.receipt_key) == (11_060, None)
    key = expense.receipt_key
    assert key is not None
    assert files.read(key) == b"%PDF-1.7 x"
    submit(report, by=writer(contract))
    with pytest.raises(DomainError):
        remove_expense(expense, by=writer(contract))
    approve(report, by=owner)
    corrected = correct(report, reason="経費の取消し", by=writer(contract))
    db.session.commit()
    assert [each.receipt_key for each in corrected.expenses] == [each.receipt_key for each in report.expenses]
    remove_expense(next(each for each in corrected.expenses if each.receipt_key), by=writer(contract))
    db.session.commit()
    changed = differences(report, corrected)
    assert ([each.amount for each in changed.removed], changed.added, changed.spent) == ([10_560], [], -10_560)
    with time_machine.travel(today() + timedelta(days=3), tick=False):
        sweep_receipts()
        assert files.read(key), "the version before still names it"
        db.session.delete(expense)
        db.session.commit()
        assert sweep_receipts() == 1
    with pytest.raises(FileNotFoundError):
        files.read(key)
    assert db.session.scalars(select(Expense.amount)).all() == [500, 500]


@pytest.mark.parametrize(
    ("values", "field"), [({"amount": 0}, "amount"), ({"amount": -5}, "amount"), ({"words": " "}, "words")]
)
def test_an_expense_has_words_and_an_amount(values: dict[str, object], field: str) -> None:
    contract, _owner, _advisor = reported_contract()
    report = drafted_report(contract)
    with pytest.raises(Invalid) as refused:
        add_expense(report, entry(last_month(), **values), by=writer(contract))
    assert set(refused.value.errors) == {field}


def test_an_expense_is_of_a_day_of_the_month() -> None:
    contract, _owner, _advisor = reported_contract()
    with pytest.raises(Invalid):
        add_expense(drafted_report(contract), entry(last_month() - timedelta(days=1)), by=writer(contract))
