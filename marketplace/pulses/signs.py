"""Signs of 偽装請負: what a PMO is asked once a month, and what the data shows; each with its rule and its remedy.

The tests are those of 37号告示, the ministry's notice no. 37 of 1986 (rules 4.1): who assigns and orders the work, who
sets and controls the hours, who appraises, disciplines and places the person, who provides tools at whose cost. For a
lone freelancer the same signs point to 労働者性. Merely recording hours is no sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from marketplace.engagements.states import Settlement
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from marketplace.contracts.models import ContractVersion

LONG_MONTHS = 12
FULL_WEEK = 5
ATTENDANCE = (
    "出勤", "欠勤", "退勤", "勤怠", "残業", "始業", "終業", "打刻", "有給", "休暇申請", "シフト", "遅刻", "早退",
    "タイムカード", "上司の指示", "overtime", "time card", "timecard", "attendance record", "clock in",
)  # fmt: skip


class Sign(StrEnum):
    """ORDERS to EXCLUSIVE are asked of the PMO; the others are found in the data."""

    ORDERS = "orders"
    HOURS = "hours"
    ATTENDANCE = "attendance"
    APPRAISAL = "appraisal"
    DISCIPLINE = "discipline"
    REASSIGNED = "reassigned"
    EQUIPMENT = "equipment"
    EXCLUSIVE = "exclusive"
    WORDS = "words"
    NO_RANGE = "no_range"
    LONG_SOLE = "long_sole"


@dataclass(frozen=True, slots=True)
class About:
    """What a sign says, by which rule, and what is to be done."""

    words: str
    rule: str
    remedy: str


_CHANGE = _("New wishes come as a change of scope, agreed by both sides; how the work is done is the PMO's to decide.")
ASKED: Mapping[Sign, About] = {
    Sign.ORDERS: About(
        _("Somebody of the client told me in detail how, and in which order, to do the work."),
        _("Notice no. 37: command"), _CHANGE,
    ),
    Sign.HOURS: About(
        _("The client set when I begin, end, take breaks or days off."), _("Notice no. 37: working hours"),
        _("Agree on deliverables and meeting times only; the PMO arranges its own hours."),
    ),
    Sign.ATTENDANCE: About(
        _("I had to clock in, or to have leave or overtime approved."), _("Notice no. 37: attendance control"),
        _("Stop it: the PMO's own monthly work report is the only record of hours."),
    ),
    Sign.APPRAISAL: About(
        _("I was appraised or picked as employees are."), _("Notice no. 37: appraisal"),
        _("Judge the service by the contract; talks before it are about the work, not the person."),
    ),
    Sign.DISCIPLINE: About(
        _("The client's rules for its employees were applied to me."), _("Notice no. 37: discipline"),
        _("Keep to security and safety rules alone; take the PMO off lists for employees."),
    ),
    Sign.REASSIGNED: About(
        _("I was moved to other tasks or another section without a changed contract."),
        _("Notice no. 37, and art. 5 of the freelance act: change of the work"), _CHANGE,
    ),
    Sign.EQUIPMENT: About(
        _("I had to use the client's equipment, and nothing is agreed about it or its cost."),
        _("Notice no. 37: tools and their cost"),
        _("Write into the contract what is lent for security's sake, and who bears the cost."),
    ),
    Sign.EXCLUSIVE: About(
        _("I was told not to work for others, or not to let anybody stand in."),
        _("Status of an employee: bound to one client, no substitute"),
        _("The PMO is free to work for others; conflicts and substitutes are settled by the contract's clauses."),
    ),
}  # fmt: skip
FOUND: Mapping[Sign, About] = {
    Sign.WORDS: About(
        _("Rows of the boards, minutes or comments speak of attendance."),
        _("Notice no. 37: words of attendance"),
        _("Look whether they are the project's subject; if not, have them taken out: the tracker tracks the project."),
    ),
    Sign.NO_RANGE: About(
        _("Every hour changes the fee: the settlement has no range."),
        _("Status of an employee: a wage by the hour"),
        _("Agree on a range of hours or a fixed fee at the next amendment."),
    ),
    Sign.LONG_SOLE: About(
        _("Twelve months or longer, five days a week, for this client."),
        _("Status of an employee: a single client"),
        _("Talk with both sides about scope, days and other engagements before the next renewal."),
    ),
}
ABOUT: Mapping[Sign, About] = {**ASKED, **FOUND}


def carries(text: str) -> str:
    """Return the first word of attendance in a text, or nothing."""
    plain = text.casefold()
    return next((word for word in ATTENDANCE if word in plain), "")


def found_in(version: ContractVersion | None, texts: Iterable[str], months_together: int) -> list[Sign]:
    """Return the signs that the data of a contract shows."""
    found = [Sign.WORDS] if any(map(carries, texts)) else []
    if version is None:
        return found
    if version.received_settlement is not Settlement.FIXED and version.received_low >= version.received_high:
        found.append(Sign.NO_RANGE)
    if months_together >= LONG_MONTHS and version.days == FULL_WEEK:
        found.append(Sign.LONG_SOLE)
    return found
