"""The demo's months: what was worked, approved, billed, collected and paid since its contracts began.

Each step is the product's own operation at its own moment of the past, in the order of time: nothing is written by
hand. What is newest waits for somebody: a report for the client, a payment notice for the consultant, an invoice that
nobody has paid.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import Membership, User
from marketplace.accounts.states import UserKind
from marketplace.billing.operations.answering import confirm_notice
from marketplace.billing.operations.collecting import receive
from marketplace.billing.operations.issuing import bill_month
from marketplace.billing.queries import living_invoice, living_notice
from marketplace.billing.sealing import seal
from marketplace.business_days import business_day_before, business_days_after, is_business_day
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import Contract
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.i18n import in_locale
from marketplace.own_account import OwnDetails, save_own_account
from marketplace.payouts.models import BankAccount
from marketplace.payouts.operations.runs import approve_run, make_run, mark_done, mark_sent, take_file
from marketplace.payouts.queries import due_until
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.trade.banks import AccountType
from marketplace.work_reports.entries import DayEntry, ExpenseEntry
from marketplace.work_reports.months import days_in, first_of, last_of
from marketplace.work_reports.operations.answering import approve, submit
from marketplace.work_reports.operations.writing import add_expense, begin_report, save_days
from marketplace.work_reports.states import ExpenseKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from marketplace.work_reports.models import WorkReport

OWN = OwnDetails("0005", "001", "1", "1234567", "エンノシタパートナーズ（カ", "1234567890", line_ends=True)
BRANCHES = (("0001", "015"), ("0009", "219"), ("0005", "001"))
CONTENT = (
    "週次進捗会議の準備と運営、議事録の作成",
    "課題管理表の更新、期限超過の課題の確認",
    "マスタースケジュールの見直し、関係部署との調整",
    "ステアリングコミッティ資料の作成",
    "ベンダー進捗の確認、変更要求の整理",
)
MINUTES = (480, 495, 480, 510, 465)
Step = tuple[datetime, int, "Callable[[], None]"]


def add_months() -> None:
    """Live the months of the contracts until today, or until their last days."""
    contracts = db.session.scalars(
        select(Contract).where(Contract.state == ContractState.ACTIVE).order_by(Contract.first_day)
    ).all()
    makers = db.session.scalars(select(User).where(User.kind == UserKind.OPERATOR).order_by(User.email)).all()
    with in_locale("ja"):
        save_own_account(OWN, seen=0, by=makers[0])
        _add_accounts(contracts[0].first_day - timedelta(days=4))
        steps = [step for each in contracts for step in _life(each, waits=each is contracts[-1])]
        steps += [(_at(day, 15), 9, _Pays(day, makers[0], makers[1])) for day in _days_of_payment(contracts)]
        for moment, _order, step in sorted(steps, key=lambda each: each[:2]):
            if moment <= now():
                with clock.at(moment):
                    step()
                    db.session.flush()


def _add_accounts(day: date) -> None:
    """Let everybody who is listed have entered an account long ago: as rows, for nobody is to be told of it."""
    query = select(Consultant).where(Consultant.state == ProfileState.LISTED, Consultant.name_kana != "")
    for number, person in enumerate(db.session.scalars(query.order_by(Consultant.id)), start=1_100_000):
        bank, branch = BRANCHES[number % len(BRANCHES)]
        db.session.add(
            BankAccount(
                consultant_id=person.id, bank_code=bank, branch_code=branch, kind=AccountType.ORDINARY,
                sealed_number=seal(str(number)), ending=str(number)[-2:], holder=person.name_kana,
                email=person.user.email, changed_at=_at(day, 11), changed_by_id=person.user_id,
                usable_from=_at(day + timedelta(days=2), 11),
            )
        )  # fmt: skip


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), TOKYO)


def _life(contract: Contract, *, waits: bool) -> Iterator[Step]:
    """Yield what happens to each month of a contract. `waits`: this client is slow, and has not paid the first one."""
    months = list(_months(contract))
    newest_of_all = len(months) - 1 if contract.last_day >= today() else len(months) + 1  # of one that is over, none
    for number, month in enumerate(months):
        life = _Month(contract, month)
        if number == newest_of_all:  # this month is being written
            yield now() - timedelta(hours=3), 0, life.write
            continue
        newest = number == newest_of_all - 1
        handed_in = _at(business_days_after(last_of(month), 1), 18)
        if newest:
            handed_in = max(handed_in, _at(business_day_before(business_day_before(today())), 18))
        yield handed_in, 0, life.hand_in
        if newest and waits:
            continue
        yield handed_in + timedelta(hours=15), 1, life.approve
        yield handed_in + timedelta(hours=16), 2, life.bill
        if newest:
            continue
        yield handed_in + timedelta(days=1), 3, life.confirm
        if not (waits and number == 0):
            yield _at(_due(month), 10), 4, life.collect


def _months(contract: Contract) -> Iterator[date]:
    month = first_of(contract.first_day)
    while month <= min(today(), contract.last_day):
        yield month
        month = first_of(last_of(month) + timedelta(days=1))


def _due(month: date) -> date:
    """Return the end of the following month: the terms of both contracts."""
    return last_of(last_of(month) + timedelta(days=1))


def _days_of_payment(contracts: Sequence[Contract]) -> list[date]:
    """Return the bank's days around each due day: it is moved to the next one where both sides agreed on that."""
    ends = {_due(month) for each in contracts for month in _months(each)}
    days = {business_day_before(end + timedelta(days=1)) for end in ends}
    days |= {business_days_after(end - timedelta(days=1), 1) for end in ends}
    return sorted(day for day in days if day <= today())


class _Month:
    """One month of one contract, step by step."""

    def __init__(self, contract: Contract, month: date) -> None:
        self.contract, self.month = contract, month
        self.consultant = contract.application.consultant.user
        company = contract.application.engagement.company_id
        query = select(User).join(Membership, Membership.user_id == User.id).where(Membership.company_id == company)
        self.owner = db.session.scalars(query.order_by(Membership.id).limit(1)).one()
        self._report: WorkReport | None = None

    @property
    def report(self) -> WorkReport:
        """The month's report, begun on its first use."""
        if self._report is None:
            self._report = begin_report(self.contract, self.month, by=self.consultant)
        return self._report

    def write(self) -> None:
        """Enter the business days that are over."""
        days = [day for day in days_in(self.contract, self.month) if is_business_day(day) and day < today()]
        entries = {
            day: DayEntry(MINUTES[n % 5], CONTENT[n % 5], place="客先" if n % 3 == 0 else "", remote=n % 3 != 0)
            for n, day in enumerate(days)
        }
        words = "" if entries else "この月は契約期間に営業日がありません。"  # begun on the last weekend of a month
        save_days(self.report, entries, issues=words, by=self.consultant)

    def hand_in(self) -> None:
        """Write the whole month with a journey that was paid for, and hand it in."""
        self.write()
        if self.report.days:
            day = min(each.day for each in self.report.days)
            journey = ExpenseEntry(day, ExpenseKind.TRANSPORT, "東京―名古屋 往復（新幹線）", 22_180)
            add_expense(self.report, journey, by=self.consultant)
        db.session.flush()
        submit(self.report, by=self.consultant)

    def approve(self) -> None:
        """The client finds it right."""
        approve(self.report, by=self.owner)

    def bill(self) -> None:
        """Invoice and payment notice."""
        bill_month(self.report, by=None)

    def confirm(self) -> None:
        """The consultant confirms the notice."""
        if (notice := living_notice(self.report)) is not None:
            confirm_notice(notice, by=self.consultant)

    def collect(self) -> None:
        """The client transfers what it owes."""
        if (invoice := living_invoice(self.report)) is not None:
            receive(invoice, invoice.open, on=today(), source="振込", by=None)


class _Pays:
    """A payment run of a day, from making it to the bank's word."""

    def __init__(self, day: date, maker: User, approver: User) -> None:
        self.day, self.maker, self.approver = day, maker, approver

    def __call__(self) -> None:
        """Make, approve, take to the bank, done; nothing where nothing is due."""
        with clock.at(_at(business_day_before(self.day), 14)):
            if not due_until(self.day).payable:
                return
            run = make_run(self.day, by=self.maker)
            db.session.flush()
            approve_run(run, by=self.approver)
            db.session.flush()
            take_file(run, by=self.maker)
            db.session.flush()
            mark_sent(run, by=self.maker)
            db.session.flush()
        mark_done(run, by=self.maker)
