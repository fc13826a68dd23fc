"""The monthly check: asked of the PMO, answered in a minute; a sign opens a concern, the mix is measured anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.contracts.states import RUNNING
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pulses import notices
from marketplace.pulses.mixing import GRAIN, WHOLE, Mix, measured
from marketplace.pulses.models import MeasuredMix, MonthCheck
from marketplace.pulses.months import asked_in, measured_mix_of, month_after, months_of, open_checks, signs_found
from marketplace.pulses.operations.concerns import open_care
from marketplace.pulses.queries import running_contracts
from marketplace.pulses.states import Cause, CheckState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from marketplace.profiles.models import Consultant
    from marketplace.pulses.signs import Sign

ASKED_FROM = 20  # day of the month
LEAST_DAYS = 10  # of a month on which the contract ran: fewer are not asked about


def days_in(contract: Contract, month: date) -> int:
    """Return on how many days of a month a contract runs."""
    first, last = max(contract.first_day, month), min(contract.last_day, month_after(month))
    days = (last - first).days + (last < month_after(month))
    return max(0, days)


def ask_checks() -> int:
    """Ask about the month from its 20th on, and look what the data shows; what was not answered lapses."""
    month = today().replace(day=1)
    for check in open_checks():
        if check.month < month or check.contract.state not in RUNNING:
            check.state = CheckState.LAPSED
            record(None, "month check lapsed", check)
    if today().day < ASKED_FROM:
        return 0
    known, asked = asked_in(month), 0
    for contract in running_contracts():
        if contract.id in known or contract.first_day > today() or days_in(contract, month) < LEAST_DAYS:
            continue
        asked += 1
        _ask(contract, month)
        for sign in signs_found(contract):
            open_care(contract, Cause.SIGN_FOUND, f"{sign.value}:{month.year}")
    return asked


def _ask(contract: Contract, month: date) -> MonthCheck:
    check = MonthCheck(contract_id=contract.id, month=month, asked_on=today(), days=days_in(contract, month))
    check.contract = contract
    db.session.add(check)
    record(None, "month check asked", check, month=month.isoformat())
    notices.check_asked(check)
    return check


def answer_check(check: MonthCheck, signs: Iterable[Sign], words: str, mix: Mix, *, by: User) -> None:
    """Answer for a month; the audit keeps that it was answered and how many signs there are, never which."""
    if check.state is not CheckState.ASKED:
        raise DomainError(_("This month's check is closed."))
    if sum(mix) != WHOLE or any(each % GRAIN for each in mix):
        raise Invalid({"controlling": _("Give shares in steps of 5 that add up to 100.")})
    said = [each.value for each in signs]
    check.state = CheckState.ANSWERED
    check.signs, check.words, check.answered_at = said, words, now()
    check.strategic, check.controlling, check.supportive = mix
    record(by, "month check answered", check, signs=len(said))
    if said:
        open_care(check.contract, Cause.SIGN_SAID, str(check.id))
    db.session.flush()
    measure(check.contract.application.consultant)


def measure(consultant: Consultant) -> MeasuredMix | None:
    """Measure anew what a person has really done, weighted by days; the declared mix stays the person's own word."""
    rows = months_of(consultant.id)
    mix = measured(month for _contract, month in rows)
    if mix is None:
        return None
    kept = measured_mix_of(consultant) or MeasuredMix(consultant_id=consultant.id, shared=False)
    kept.strategic, kept.controlling, kept.supportive = mix
    kept.engagements, kept.months = len({contract for contract, _month in rows}), len(rows)
    kept.changed_at = now()
    db.session.add(kept)
    record(None, "type mix measured", consultant, strategic=mix[0], controlling=mix[1], supportive=mix[2])
    return kept


def share_measured(consultant: Consultant, *, shared: bool, by: User) -> None:
    """Let clients see the measured mix beside the declared one, or keep it to oneself again."""
    kept = measured_mix_of(consultant)
    if kept is None:
        raise DomainError(_("Nothing has been measured yet."))
    kept.shared = shared
    record(by, "measured mix shared" if shared else "measured mix kept private", consultant)


def send_guidance(contract: Contract, *, by: User) -> None:
    """Remind both sides of how they work together: the guidance alone, never what anybody has said."""
    record(by, "independence guidance sent", contract)
    notices.guidance(contract)
