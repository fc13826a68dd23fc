"""Look-ups of registration numbers: what is kept, when it is due again, and what billing makes of it (R22, R26)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import select

from marketplace.billing.operations.issuing import bill_month
from marketplace.clock import today
from marketplace.contracts.operations.ending import end_now
from marketplace.contracts.states import EndKind
from marketplace.db import db
from marketplace.desk.queue import queue_for
from marketplace.engagements.states import ContractModel
from marketplace.errors import DomainError, Invalid
from marketplace.outbox import Message
from marketplace.profiles.states import InvoiceStatus
from marketplace.registrations.models import RegistrationLookUp
from marketplace.registrations.operations import Shown, keep_look_up
from marketplace.registrations.queries import counts_on, due_look_ups
from marketplace.registrations.states import Result, Source
from tests.factories.accounts import make_advisor, make_operator
from tests.factories.billing import approved_month
from tests.factories.contracts import running_contract
from tests.factories.work_reports import approved_report

if TYPE_CHECKING:
    from marketplace.contracts.models import Contract
    from marketplace.profiles.models import Consultant
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")
NUMBER, OWN = "T7900000000002", "T8900000000001"
OCTOBER = date(2026, 10, 1)  # 70 % of the tax is deductible from here on


def showed(result: Result, consultant: Consultant | None = None, **values: Any) -> RegistrationLookUp:
    """Keep a look-up of today: a registered number since 2023-10-01, unless values say something else."""
    plain: dict[str, Any] = {"source": Source.SITE, "looked_up_on": today(), "name": "山田 太郎"}
    if result is Result.REGISTERED:
        plain["registered_on"] = date(2023, 10, 1)
    number = consultant.invoice_number if consultant else NUMBER
    kept = keep_look_up(consultant, number, Shown(result=result, **{**plain, **values}), by=make_operator())
    db.session.commit()
    return kept


@pytest.mark.parametrize(
    ("ends_on", "number", "lost"),
    [
        (date(2026, 11, 1), NUMBER, 0),  # the service of October was received before
        (date(2026, 10, 31), "", 24_000),  # its last day: 800,000 with 80,000 of tax, 70 % deductible
        (date(2024, 1, 1), "", 24_000),
    ],
)
def test_a_revoked_number_counts_by_the_day_of_service(ends_on: date, number: str, lost: int) -> None:
    report, _owner = approved_month(first_day=OCTOBER)
    showed(Result.REVOKED, report.contract.application.consultant, ends_on=ends_on)
    invoice, notice = bill_month(report, by=None)
    assert invoice is not None
    assert notice is not None
    assert (notice.from_number, notice.lost_credit) == (number, lost)
    assert (notice.net, notice.tax, notice.transfer) == (800_000, 80_000, 880_000), "the fee does not change (R27)"
    assert (invoice.from_number, invoice.total) == (OWN, 1_100_000)


def test_a_number_that_was_never_registered_counts_for_nothing() -> None:
    report, _owner = approved_month(first_day=OCTOBER)
    showed(Result.NOT_FOUND, report.contract.application.consultant, name="")
    _invoice, notice = bill_month(report, by=None)
    assert notice is not None
    assert (notice.from_number, notice.lost_credit, notice.transfer) == ("", 24_000, 880_000)


def test_what_was_issued_stays_as_it_was() -> None:
    report, _owner = approved_month(first_day=OCTOBER)
    _invoice, notice = bill_month(report, by=None)
    db.session.commit()
    assert notice is not None
    showed(Result.REVOKED, report.contract.application.consultant, ends_on=date(2026, 10, 15))
    db.session.refresh(notice)
    assert (notice.from_number, notice.lost_credit) == (NUMBER, 0)


def test_the_newest_look_up_that_knows_of_the_day_decides() -> None:
    assert counts_on(NUMBER, date(2020, 1, 1)), "as declared, while nobody has looked"
    showed(Result.REGISTERED)
    assert not counts_on(NUMBER, date(2023, 9, 30))
    assert counts_on(NUMBER, date(2023, 10, 1))
    showed(Result.REVOKED, ends_on=date(2026, 10, 16))
    assert counts_on(NUMBER, date(2026, 10, 15))
    assert not counts_on(NUMBER, date(2026, 10, 16))
    showed(Result.REGISTERED, registered_on=date(2026, 11, 1))
    assert [counts_on(NUMBER, date(2026, *day)) for day in ((10, 15), (10, 16), (10, 31), (11, 1))] == [
        True, False, False, True,
    ]  # fmt: skip


def test_without_a_number_that_counts_no_invoice_in_its_name() -> None:
    report, _owner = approved_month(model=ContractModel.DIRECT, first_day=OCTOBER)
    showed(Result.REVOKED, report.contract.application.consultant, ends_on=OCTOBER)
    with pytest.raises(DomainError, match="登録番号"):
        bill_month(report, by=None)


def test_the_operators_own_number_is_looked_up_like_any() -> None:
    report, _owner = approved_month(first_day=OCTOBER)
    shown = Shown(Source.SITE, Result.REVOKED, today(), name="縁の下", ends_on=date(2026, 10, 1))
    keep_look_up(None, OWN, shown, by=make_operator())
    with pytest.raises(DomainError, match="登録番号"):
        bill_month(report, by=None)


@pytest.mark.parametrize(
    ("result", "values", "field"),
    [
        (Result.REGISTERED, {"name": ""}, "name"),
        (Result.REGISTERED, {"registered_on": None}, "registered_on"),
        (Result.REGISTERED, {"ends_on": date(2026, 1, 1)}, "ends_on"),
        (Result.REVOKED, {}, "ends_on"),
        (Result.REVOKED, {"registered_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}, "ends_on"),
        (Result.REGISTERED, {"looked_up_on": date(2100, 1, 1)}, "looked_up_on"),
    ],
)
def test_what_cannot_have_been_shown_is_refused(result: Result, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        showed(result, **values)
    assert list(refused.value.errors) == [field]


def numbers() -> list[str]:
    return [each.number for each in due_look_ups()]


def watched() -> tuple[Contract, Consultant]:
    contract, _owner, _advisor = running_contract()
    return contract, contract.application.consultant


def test_a_look_up_is_due_every_31_days_and_stands_in_the_queue_a_week_before() -> None:
    _contract, consultant = watched()
    assert sorted(numbers()) == [NUMBER, OWN]
    showed(Result.REGISTERED, consultant)
    assert numbers() == [OWN]
    advisor = make_operator()
    kinds = [(each.kind, each.title, each.state) for each in queue_for(advisor, mine=False, kinds=["registration"])]
    assert kinds == [("registration", OWN, "never_looked_up")]
    day = today()
    for days, expected in ((23, []), (24, [NUMBER]), (31, [NUMBER]), (40, [NUMBER])):
        with time_machine.travel(day + timedelta(days=days, hours=12), tick=False):
            assert [each for each in numbers() if each != OWN] == expected, days
            lines = queue_for(advisor, mine=False, kinds=["registration"])
            overdue = [each.title for each in lines if each.when == "overdue" and each.title != OWN]
            assert overdue == ([NUMBER] if days > 31 else [])


def test_nothing_is_due_of_who_is_unregistered_or_no_longer_billed() -> None:
    contract, consultant = watched()
    consultant.invoice_status, consultant.invoice_number = InvoiceStatus.UNREGISTERED, ""
    db.session.commit()
    assert numbers() == [OWN]
    consultant.invoice_status, consultant.invoice_number = InvoiceStatus.REGISTERED, NUMBER
    end_now(contract, kind=EndKind.AGREED, words="合意", by=make_operator())
    db.session.commit()
    assert sorted(numbers()) == [NUMBER, OWN], "the last month is still billed"
    contract.ended_on = today() - timedelta(days=63)
    db.session.commit()
    assert numbers() == []


def test_written_down_on_the_page_and_the_person_is_told(client: PageClient) -> None:
    _contract, consultant = watched()
    page = f"/consultants/{consultant.id}/registration"
    client.sign_in(make_operator())
    first = client.get(page).text
    assert "https://www.invoice-kohyo.nta.go.jp/regno-search/detail?selRegNo=7900000000002" in first
    typed = {"result": "revoked", "source": "nta_site", "looked_up_on": today().isoformat(), "name": "山田太郎"}
    wrong = client.post(page, data=typed)
    assert wrong.status_code == 422
    assert 'id="ends_on-error"' in wrong.text
    assert client.post(page, data=typed | {"ends_on": "2026-10-01"}).status_code == 303
    kept = db.session.scalars(select(RegistrationLookUp)).one()
    assert (kept.number, kept.name, kept.ends_on) == (NUMBER, "山田太郎", date(2026, 10, 1))
    told = db.session.scalars(select(Message).where(Message.template == "registrations/does_not_count")).all()
    assert {each.to_email for each in told} >= {consultant.user.email}
    after = client.get(page).text
    assert "経過措置" in after
    assert "契約上の名称と異なります" not in after, "a space is no difference"
    client.post(page, data=typed | {"ends_on": "2026-10-01", "name": "山田次郎"})
    assert "契約上の名称と異なります" in client.get(page).text


def test_the_operators_own_page_and_one_without_a_number(client: PageClient) -> None:
    _contract, consultant = watched()
    client.sign_in(make_operator())
    page = "/settings/registration"
    assert OWN in client.get(page).text
    typed = {"result": "registered", "source": "nta_site", "looked_up_on": today().isoformat(), "name": "縁の下"}
    assert client.post(page, data=typed | {"registered_on": "2023-10-01"}).status_code == 303
    assert OWN not in numbers()
    consultant.invoice_status, consultant.invoice_number = InvoiceStatus.UNREGISTERED, ""
    db.session.commit()
    other = f"/consultants/{consultant.id}/registration"
    assert client.get(other).status_code == 200
    assert client.post(other, data=typed | {"registered_on": "2023-10-01"}).status_code == 422
    client.sign_in(consultant.user)
    assert client.get(page).status_code == 403
    client.sign_in(make_advisor())
    assert "/settings/issuer" not in client.get(page).text, "an advisor may not go there"


def test_a_month_is_billed_again_by_its_own_day(client: PageClient) -> None:
    del client
    report, owner = approved_month(first_day=OCTOBER)
    consultant = report.contract.application.consultant
    showed(Result.REVOKED, consultant, ends_on=date(2026, 11, 1))
    _invoice, october = bill_month(report, by=None)
    assert october is not None
    assert october.from_number == NUMBER
    with time_machine.travel(date(2026, 12, 2), tick=False):
        november = approved_report(report.contract, owner, 9600, month=date(2026, 11, 1))
        _invoice, notice = bill_month(november, by=None)
    assert notice is not None
    assert (notice.from_number, notice.lost_credit) == ("", 24_000)


def test_before_the_operator_has_entered_itself_the_page_has_no_number_to_look_up(client: PageClient) -> None:
    client.sign_in(make_operator())
    assert client.get("/settings/registration").status_code == 200
