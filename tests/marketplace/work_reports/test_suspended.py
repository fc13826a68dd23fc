"""A month in which the contract was suspended: its days are cut out of fee and range, and no hours stand on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.clock import TOKYO
from marketplace.contracts.operations.ending import resume, suspend
from marketplace.contracts.suspensions import spans_of, suspended_days
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.i18n import in_locale
from marketplace.money import Yen
from marketplace.trade.settlement import Method, Proration, SettlementTerms, prorated, settle
from marketplace.work_reports.entries import DayEntry
from marketplace.work_reports.months import suspended_in, was_suspended_throughout
from marketplace.work_reports.operations.answering import submit
from marketplace.work_reports.operations.writing import begin_report, save_days
from marketplace.work_reports.queries import unwritten
from marketplace.work_reports.settling import month_of
from marketplace.work_reports.wording import worded
from tests.factories.contracts import running_contract
from tests.factories.work_reports import reported_contract, writer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient

NOVEMBER, LAST = date(2026, 11, 1), date(2026, 11, 30)
TERMS = SettlementTerms(Yen(800_000), Method.BOTH_ENDS, 8400, 10_800)


def days(first: int, last: int) -> list[date]:
    return [date(2026, 11, day) for day in range(first, last + 1)]


def at(day: date) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, 10, tzinfo=TOKYO), tick=False)


@pytest.mark.parametrize(
    ("first", "without", "kind", "part", "base", "span"),
    [
        (NOVEMBER, days(16, 20), Proration.BUSINESS_DAYS, (14, 19, 5), 589_473, (103.0, 132.5)),
        (NOVEMBER, days(16, 20), Proration.CALENDAR_DAYS, (25, 30, 5), 666_666, (116.5, 150.0)),
        (date(2026, 11, 16), days(23, 27), Proration.BUSINESS_DAYS, (6, 19, 4), 252_631, (44.0, 56.5)),
        (NOVEMBER, days(1, 30), Proration.BUSINESS_DAYS, (0, 19, 19), 0, (0, 0)),
        (date(2026, 11, 16), days(2, 6), Proration.BUSINESS_DAYS, (10, 19, 0), 421_052, (73.5, 94.5)),  # R17 itself
    ],
)
def test_suspended_days_are_cut_out_of_fee_and_range(
    first: date,
    without: list[date],
    kind: Proration,
    part: tuple[int, int, int],
    base: int,
    span: tuple[float, float],
) -> None:
    terms = prorated(TERMS, first, LAST, NOVEMBER, kind, without)
    assert terms.part is not None
    assert (terms.part.days, terms.part.of, terms.part.suspended) == part
    assert terms.base == base
    assert terms.range_minutes == tuple(int(hours * 60) for hours in span)


def test_days_of_rest_that_were_suspended_cost_nothing_by_business_days() -> None:
    weekend = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    assert prorated(TERMS, NOVEMBER, LAST, NOVEMBER, Proration.BUSINESS_DAYS, weekend) == TERMS
    assert prorated(TERMS, NOVEMBER, LAST, NOVEMBER, Proration.NONE, days(1, 30)) == TERMS
    assert settle(prorated(TERMS, NOVEMBER, LAST, NOVEMBER, Proration.BUSINESS_DAYS, days(1, 30)), 0).total == 0


@pytest.fixture
def paused(session: object) -> Iterator[tuple[Contract, User]]:
    """A contract of November, suspended from Monday the 16th and running again from the 21st; it is 1 December."""
    del session
    with at(date(2026, 11, 2)):
        contract, _owner, advisor = reported_contract(NOVEMBER)
    with at(date(2026, 11, 16)):
        suspend(contract, by=advisor, words="発注側の体制変更")
    with at(date(2026, 11, 21)):
        resume(contract, by=advisor)
        db.session.commit()
    with at(date(2026, 12, 1)):
        yield contract, writer(contract)


@pytest.mark.parametrize(
    ("hours", "consultant", "client"),
    [
        (120, 589_473, 736_842),  # within 103 to 132.5 hours
        (100, 589_473 - 3 * 5_710, 736_842 - 3 * 7_140),
        (135, 589_473 + 11_100, 736_842 + 13_875),  # 2.5 hours over, 4,440 and 5,550 an hour
    ],
)
def test_a_month_with_a_suspended_week_exact_to_the_yen(
    paused: tuple[Contract, User], hours: int, consultant: int, client: int
) -> None:
    contract, user = paused
    report = begin_report(contract, NOVEMBER, by=user)
    worked = [day for day in days(1, 30) if day not in suspended_in(contract, NOVEMBER)]
    minutes = hours * 60
    entries = {}
    for day in worked:
        if minutes > 0:
            entries[day] = DayEntry(min(600, minutes), content="課題管理")
            minutes -= 600
    save_days(report, entries, issues="", by=user)
    submit(report, by=user)
    money = month_of(report)
    assert money.client is not None
    assert (report.minutes, money.consultant.total, money.client.total) == (hours * 60, consultant, client)
    said = [name for name, _value in worded(money.consultant)]
    assert "一時停止した5日を除く" in " ".join(said)
    with in_locale("en"):
        english = " ".join(name for name, _value in worded(money.consultant))
    assert "14 of 19 business days (5 suspended days are taken out)" in english


def test_no_hours_stand_on_a_suspended_day(paused: tuple[Contract, User], client: PageClient) -> None:
    contract, user = paused
    report = begin_report(contract, NOVEMBER, by=user)
    with pytest.raises(Invalid) as refused:
        save_days(report, dict.fromkeys(days(13, 17), DayEntry(480, content="会議")), issues="", by=user)
    assert list(refused.value.errors) == ["2026-11-16", "2026-11-17"]
    db.session.commit()
    client.sign_in(user)
    page = client.get(f"/work-reports/{report.id}/edit").text
    assert page.count("一時停止中") == 5


def test_hours_of_a_day_that_was_suspended_afterwards_are_not_handed_in(session: object) -> None:
    del session
    with at(date(2026, 11, 16)):
        contract, _owner, advisor = reported_contract(NOVEMBER)
        report = begin_report(contract, NOVEMBER, by=writer(contract))
        save_days(report, {date(2026, 11, 16): DayEntry(240, content="朝会")}, issues="", by=writer(contract))
        suspend(contract, by=advisor, words="待機")
        with pytest.raises(Invalid) as refused:
            submit(report, by=writer(contract))
        assert list(refused.value.errors) == ["2026-11-16"]
        save_days(report, {date(2026, 11, 16): DayEntry()}, issues="稼働なし", by=writer(contract))
        submit(report, by=writer(contract))


def test_spans_are_kept_one_after_the_other_and_one_that_goes_on_is_one() -> None:
    contract, _owner, advisor = _running()
    begin = date(2026, 11, 9)
    for step, (day, then) in enumerate([(9, 12), (12, 14), (20, 20), (24, 0)]):
        with at(date(2026, 11, day)):
            suspend(contract, by=advisor, words=f"{step}")
        if then:
            with at(date(2026, 11, then)):
                resume(contract, by=advisor)
    assert spans_of(contract) == [(begin, date(2026, 11, 13)), (date(2026, 11, 24), None)]
    assert len(suspended_days(contract, begin, date(2026, 12, 31))) == 5 + 7 + 31
    assert was_suspended_throughout(contract, date(2026, 12, 1))
    assert not was_suspended_throughout(contract, NOVEMBER)


def test_nobody_is_asked_for_a_report_on_a_month_that_was_all_suspended() -> None:
    contract, _owner, advisor = _running()
    with at(date(2026, 11, 30)):
        suspend(contract, by=advisor, words="長期の停止")
    with at(date(2027, 1, 5)):
        assert [each.month for each in unwritten([contract])] == [NOVEMBER]
        resume(contract, by=advisor)
        assert [each.month for each in unwritten([contract])] == [NOVEMBER, date(2027, 1, 1)]


@pytest.fixture(autouse=True)
def _app(session: object) -> None:
    del session


def _running() -> tuple[Contract, User, User]:
    with at(date(2026, 11, 2)):
        return running_contract(last_day=date(2026, 11, 2) + timedelta(days=180))
