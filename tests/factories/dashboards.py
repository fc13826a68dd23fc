"""Several billed months of a contract, the last of them the month before this one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import time_machine

from marketplace.billing.operations.issuing import bill_month
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.operations.signing import start_if_due
from marketplace.pipeline.states import ApplicationState
from marketplace.trade.due_dates import months_later
from tests.factories.contracts import contract_between, sign_all
from tests.factories.keeping import keep
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant
from tests.factories.work_reports import WORKED, approved_report, reported_contract

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice, PaymentNotice
    from marketplace.contracts.models import Contract


class Billed(NamedTuple):
    """A contract, the client's owner, and the documents of its months, oldest first."""

    contract: Contract
    owner: User
    invoices: list[Invoice]
    notices: list[PaymentNotice]

    @property
    def consultant(self) -> User:
        return self.contract.application.consultant.user


def billed_months(hours: Sequence[float], *, owner: User | None = None, **terms: Any) -> Billed:
    """Bill a month for each number of hours (1,000,000 and 800,000 yen, 140 to 180 hours), of a new client or not."""
    first = months_later(today().replace(day=1), -len(hours))
    plain = {"last_day": first + timedelta(days=31 * len(hours) + 60), **terms}
    if owner is None:
        contract, client, _advisor = reported_contract(first, **plain)
    else:
        contract, client = _another(owner, {"first_day": first, **WORKED, **plain}), owner
    invoices, notices = [], []
    for n, each in enumerate(hours):
        report = approved_report(contract, client, int(each * 60), month=months_later(first, n))
        with time_machine.travel(
            min(now(), _soon_after(report.month)), tick=False
        ):  # later, the client's day would move
            invoice, notice = bill_month(report, by=None)
            keep()
        if invoice is not None:
            invoices.append(invoice)
        if notice is not None:
            notices.append(notice)
    return Billed(contract, client, invoices, notices)


def _soon_after(month: date) -> datetime:
    """Return when a month is billed: in the middle of the next one."""
    return datetime.combine(months_later(month, 1).replace(day=15), time(11), tzinfo=TOKYO)


def _another(owner: User, terms: dict[str, Any]) -> Contract:
    """Make a running contract of a client that has one already."""
    assert owner.membership is not None
    with time_machine.travel(
        datetime.combine(terms["first_day"] - timedelta(days=20), time(11), tzinfo=TOKYO), tick=False
    ):
        advisor_id = owner.membership.company.advisor_id
        consultant = make_listed_consultant(advisor_id=advisor_id, days_min=1)
        posting = make_posting(owner.membership.company, title="基幹刷新 第二期")
        application = make_application(posting, consultant, state=ApplicationState.MEETING)
        contract = contract_between(application, owner, terms)
        sign_all(contract, owner, consultant.user)
    start_if_due(contract)
    keep()
    return contract
