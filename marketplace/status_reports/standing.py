"""How a project stands today, for its first page: health over the weeks, what is red, what is due next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.status_reports.changes import Line, actions_due, red_now
from marketplace.status_reports.queries import boards_now, history_of, late_since, next_period
from marketplace.status_reports.states import StatusState

if TYPE_CHECKING:
    from datetime import date

    from marketplace.status_reports.models import Edition, StatusReport
    from marketplace.tracker.models import Project

SHOWN = 6  # reports in the strip
AHEAD = timedelta(days=7)  # of actions that fall due


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the first page says beyond the milestones."""

    history: list[tuple[StatusReport, Edition]]  # the oldest first
    red: list[Line]
    reported: frozenset[str]  # codes that the newest report has called red already
    actions: list[Line]
    on: date
    upcoming: date | None
    late: date | None

    @property
    def unanswered(self) -> StatusReport | None:
        """Return the newest report that waits for the client's answer."""
        waiting = (report for report, _edition in reversed(self.history) if report.state is StatusState.SUBMITTED)
        return next(waiting, None)


def standing_of(project: Project) -> Standing:
    """Return how a project stands, in a fixed number of queries."""
    boards, on = boards_now(project), today()
    period = next_period(project)
    return Standing(
        history=list(reversed(history_of(project, SHOWN))),
        red=list(red_now(boards, on)),
        reported=frozenset(boards.red_since),
        actions=actions_due(boards, on + AHEAD),
        on=on,
        upcoming=period[1] if period else None,
        late=late_since(project),
    )
