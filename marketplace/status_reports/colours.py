"""Which colour the boards propose for each dimension, and why, in one sentence with its numbers. Pure.

The rules are shown to whoever rates; the PMO may overrule each with a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import gettext as _
from marketplace.i18n import lazy_gettext, ngettext
from marketplace.tracker.states import Dimension, Rag

if TYPE_CHECKING:
    from collections.abc import Callable

RED_DAYS = 10  # calendar days that a milestone may slip before it is red
RED_SCORE, AMBER_SCORE = 15, 8  # probability × impact, of 25
RED_SHARE = 110  # percent of the budget

RULES = {
    Dimension.SCHEDULE: lazy_gettext(
        "Red: a milestone is overdue or more than 10 days behind its baseline. Amber: 1 to 10 days, or overdue work."
    ),
    Dimension.SCOPE: lazy_gettext("Red: open change requests of more than 10 days. Amber: any open change request."),
    Dimension.COST: lazy_gettext("Red: the expected cost is more than a tenth above the budget. Amber: above it."),
    Dimension.QUALITY: lazy_gettext("Red: an issue of high severity is overdue. Amber: one is open."),
    Dimension.RISK: lazy_gettext("Red: an open risk of 15 or more (of 25). Amber: of 8 or more."),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the boards say on one day."""

    overdue_milestones: int = 0
    worst_slip: int = 0  # days behind the baseline, of open milestones
    overdue_items: int = 0
    open_changes: int = 0
    changed_days: int = 0
    budget: int | None = None  # yen
    expected_cost: int | None = None  # yen at completion
    high_issues: int = 0
    overdue_high_issues: int = 0
    worst_risk: int = 0  # probability × impact


@dataclass(frozen=True, slots=True)
class Proposal:
    """A colour and its reason, in the reader's language."""

    rag: Rag
    reason: str


def _schedule(facts: Facts) -> Proposal:
    if facts.overdue_milestones:
        n = facts.overdue_milestones
        return Proposal(Rag.RED, ngettext("%(num)s milestone is overdue.", "%(num)s milestones are overdue.", n))
    if facts.worst_slip > 0:
        words = _("The latest milestone is %(days)s days behind its baseline.", days=facts.worst_slip)
        return Proposal(Rag.RED if facts.worst_slip > RED_DAYS else Rag.AMBER, words)
    if facts.overdue_items:
        n = facts.overdue_items
        return Proposal(Rag.AMBER, ngettext("%(num)s work item is overdue.", "%(num)s work items are overdue.", n))
    return Proposal(Rag.GREEN, _("No milestone and no work is late."))


def _scope(facts: Facts) -> Proposal:
    if not facts.open_changes:
        return Proposal(Rag.GREEN, _("No change request is open."))
    words = _(
        "Change requests open: %(count)s, %(days)s days together.", count=facts.open_changes, days=facts.changed_days
    )
    return Proposal(Rag.RED if facts.changed_days > RED_DAYS else Rag.AMBER, words)


def _cost(facts: Facts) -> Proposal:
    if not facts.budget or facts.expected_cost is None:
        return Proposal(Rag.GREEN, _("Cost is not tracked."))
    share = facts.expected_cost * 100 // facts.budget
    words = _("At this rate the work costs %(share)s %% of the budget.", share=share)
    far, over = facts.expected_cost * 100 > facts.budget * RED_SHARE, facts.expected_cost > facts.budget
    return Proposal(Rag.RED if far else Rag.AMBER if over else Rag.GREEN, words)


def _quality(facts: Facts) -> Proposal:
    if facts.overdue_high_issues:
        n = facts.overdue_high_issues
        words = ngettext(
            "%(num)s issue of high severity is overdue.", "%(num)s issues of high severity are overdue.", n
        )
        return Proposal(Rag.RED, words)
    if facts.high_issues:
        n = facts.high_issues
        words = ngettext("%(num)s issue of high severity is open.", "%(num)s issues of high severity are open.", n)
        return Proposal(Rag.AMBER, words)
    return Proposal(Rag.GREEN, _("No issue of high severity is open."))


def _risk(facts: Facts) -> Proposal:
    if facts.worst_risk < AMBER_SCORE:
        return Proposal(Rag.GREEN, _("No open risk is above %(score)s of 25.", score=AMBER_SCORE - 1))
    words = _("The largest open risk is %(score)s of 25.", score=facts.worst_risk)
    return Proposal(Rag.RED if facts.worst_risk >= RED_SCORE else Rag.AMBER, words)


_BY: dict[Dimension, Callable[[Facts], Proposal]] = {
    Dimension.SCHEDULE: _schedule,
    Dimension.SCOPE: _scope,
    Dimension.COST: _cost,
    Dimension.QUALITY: _quality,
    Dimension.RISK: _risk,
}


def proposed(dimension: Dimension, facts: Facts) -> Proposal:
    """Return the colour that the boards propose for one dimension, with its reason."""
    return _BY[dimension](facts)
