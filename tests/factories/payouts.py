"""Accounts that can be paid to, notices that wait for payment, and runs, as the product makes them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from marketplace.billing.operations.answering import confirm_notice
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.own_account import OwnDetails, own_account, save_own_account
from marketplace.payouts.models import PaymentRun
from marketplace.payouts.operations import runs
from marketplace.payouts.operations.accounts import save_bank_account
from marketplace.trade.banks import account
from marketplace.trade.due_dates import next_bank_day
from tests.factories.accounts import make_operator
from tests.factories.billing import billed_month
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from datetime import date

    from marketplace.billing.models import PaymentNotice
    from marketplace.own_account import OwnAccount
    from marketplace.payouts.models import BankAccount
    from marketplace.profiles.models import Consultant

OWN = OwnDetails("0005", "001", "1", "7654321", "カ）エンノシタパートナーズ", "1234567890", line_ends=True)
HELD = timedelta(hours=72)


def make_own_account() -> OwnAccount:
    """Enter the operator's account, once."""
    row = own_account() or save_own_account(OWN, seen=0, by=make_operator())
    keep()
    return row


def make_bank_account(consultant: Consultant, *, holder: str = "ヤマダ　タロウ", held: bool = False) -> BankAccount:
    """Enter an account; long enough ago to be used, unless it is to be on hold."""
    with time_machine.travel(now() if held else now() - HELD, tick=False):
        row = save_bank_account(consultant, account("0001", "001", "1", "1234567"), holder=holder, by=consultant.user)
    keep()
    return row


def payable_month(hours: float = 150, **terms: Any) -> PaymentNotice:
    """Make a month's notice that is confirmed and whose consultant has an account in use."""
    _invoice, notice = billed_month(hours, **terms)
    confirm_notice(notice, by=notice.consultant.user)
    make_own_account()
    make_bank_account(notice.consultant)
    keep()
    return notice


def plain_run() -> PaymentRun:
    """Keep the row of a run that waits for approval, made by an operator of its own."""
    run = PaymentRun(
        number=f"PR-{today().year}-999999", pay_on=today(), total=880_000, payments_count=1, file_key="",
        file_sha256="0" * 64, made_by_id=make_operator().id,
    )  # fmt: skip
    db.session.add(run)
    keep()
    return run


def pay_all(pay_on: date) -> PaymentRun:
    """Pay what is due until a day by a run, step by step, and let its day come."""
    make_own_account()
    maker, approver = make_operator(), make_operator()
    pay_on = next_bank_day(max(pay_on, today()))
    run = runs.make_run(pay_on, by=maker)
    runs.approve_run(run, by=approver)
    runs.take_file(run, by=approver)
    runs.mark_sent(run, by=maker)
    with time_machine.travel(datetime.combine(pay_on, time(12), UTC), tick=False):
        runs.mark_done(run, by=maker)
        keep()
    return run
