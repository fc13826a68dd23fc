"""What the pages of a work report show, gathered for one reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.accounts.models import User
from marketplace.business_days import holiday_name, is_business_day
from marketplace.contracts.naming import named_in
from marketplace.db import db
from marketplace.work_reports.differences import Differences, differences
from marketplace.work_reports.entries import doubtful_days
from marketplace.work_reports.labels import SIDE
from marketplace.work_reports.models import WorkReport
from marketplace.work_reports.months import covered
from marketplace.work_reports.queries import versions_of
from marketplace.work_reports.settling import settlements_for
from marketplace.work_reports.wording import Said, worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from marketplace.contracts.sides import Side
    from marketplace.trade.settlement import Settlement


@dataclass(frozen=True, slots=True)
class Calculation:
    """One side's calculation in words."""

    side: Side
    heading: str
    lines: list[Said]
    settlement: Settlement


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report for one reader."""

    report: WorkReport
    who: str  # whom the reader deals with
    consultant: str
    client: str
    first: date
    last: date
    submitted_by: str
    approved_by: str
    calculations: Sequence[Calculation]
    replaced: WorkReport | None
    difference: Differences | None
    money_difference: Sequence[tuple[str, int]]
    versions: Sequence[WorkReport]
    doubtful: Sequence[date]  # days whose noted times give other hours


def report_page(report: WorkReport, reader: User) -> ReportPage:
    """Gather a report: only the reader's own side of the money is in it."""
    contract = report.contract
    replaced = db.session.get(WorkReport, report.replaces_id) if report.replaces_id else None
    first, last = covered(contract, report.month) or (report.month, report.month)
    shown = [each for each in versions_of(report) if each.submitted_at or reader.company_id is None]
    return ReportPage(
        report=report,
        who=named_in(reader, contract),
        consultant=_name_of(report, reader),
        client=contract.application.engagement.company.name,
        first=first,
        last=last,
        submitted_by=_name_of(report, reader) if report.submitted_by_id else "",
        approved_by=_user_name(report.approved_by_id),
        calculations=calculations(report, reader),
        replaced=replaced,
        difference=differences(replaced, report) if replaced else None,
        money_difference=_money_difference(replaced, report, reader) if replaced else (),
        versions=shown,
        doubtful=doubtful_days(report.days),
    )


def calculations(report: WorkReport, reader: User) -> list[Calculation]:
    """Return the reader's sides of the month, worded."""
    found = settlements_for(reader, report)
    return [Calculation(side, str(SIDE[side]), worded(each), each) for side, each in found.items()]


def _money_difference(before: WorkReport, after: WorkReport, reader: User) -> list[tuple[str, int]]:
    old = settlements_for(reader, before)
    return [
        (str(SIDE[side]), each.total - old[side].total)
        for side, each in settlements_for(reader, after).items()
        if side in old
    ]


def _name_of(report: WorkReport, reader: User) -> str:
    """The consultant's name as this reader may know it."""
    person = report.contract.application.consultant.user
    return person.name if reader.id == person.id else named_in(reader, report.contract)


def _user_name(user_id: UUID | None) -> str:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else ""


def day_kind(day: date) -> str:
    """Say whether a day is one of rest: "", "saturday" or "holiday", for its look in a table."""
    if is_business_day(day):
        return ""
    return "saturday" if day.weekday() == 5 and not holiday_name(day) else "holiday"  # noqa: PLR2004
