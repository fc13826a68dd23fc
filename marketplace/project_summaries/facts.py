"""What a summary says: counts and months, no judgement, no sums, nobody's name but the consultant's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from marketplace.clock import TOKYO, today
from marketplace.formats import date_long, month_of, months
from marketplace.i18n import gettext as _
from marketplace.tracker.labels import PMO_TYPE
from marketplace.tracker.states import PmoType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from marketplace.tracker.models import Milestone, Project

FORMAT = 1
YEAR = 12  # months


def facts_of(
    project: Project, handed_in: Iterable[tuple[date, datetime | None]], milestones: Sequence[Milestone]
) -> dict[str, Any]:
    """Return the facts of a project as JSON: of a closed one until its last day, of a running one until today.

    `handed_in` is each report's due day and when it was first handed in; both sides can count after it.
    """
    reports = list(handed_in)
    came = [(due, at.astimezone(TOKYO).date()) for due, at in reports if at is not None]
    reached = [each for each in milestones if each.actual_on is not None]
    agreed = [each for each in reached if each.baseline_on is not None]
    closed = project.closed_at.astimezone(TOKYO).date() if project.closed_at else today()
    counted = closed if project.closed_at else closed - timedelta(days=1)  # what is due today may still come today
    last = min(closed, project.contract.last_day)  # a contract ends the project in the night after its last day
    first = project.started_at.astimezone(TOKYO).date() if project.started_at else project.contract.first_day
    return {
        "format": FORMAT,
        "consultant": project.contract.application.consultant.user.name,
        "pmo_type": project.pmo_type.value,
        "first_day": first.isoformat(),
        "last_day": max(first, last).isoformat(),
        "reports": {
            "handed_in": len(came),
            "on_time": sum(on <= due for due, on in came),
            "missing": sum(at is None and due <= counted for due, at in reports),
        },
        "milestones": {
            "planned": len(milestones),
            "reached": len(reached),
            "by_agreed_day": sum((each.actual_on or date.max) <= (each.baseline_on or date.min) for each in agreed),
        },
    }


def lines_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return (heading, words) in the present locale; the names only where the client has let them stand."""
    first, last = (date.fromisoformat(content[name]) for name in ("first_day", "last_day"))
    span = (last.year - first.year) * YEAR + last.month - first.month + 1
    reports, milestones = content["reports"], content["milestones"]
    said = [
        (_("Consultant"), content["consultant"]),
        (_("Client of the project"), content.get("client") or _("not named")),
        (_("Project"), content.get("project") or _("not named")),
        (_("Kind of PMO work"), str(PMO_TYPE[PmoType(content["pmo_type"])])),
        (_("Time of the project"), f"{month_of(first)} – {month_of(last)} ({months(span)})"),
        (_("Status reports handed in"), _("%(some)s, of which on time: %(good)s",
            some=reports["handed_in"], good=reports["on_time"])),
        (_("Status reports not handed in"), str(reports["missing"])),
        (_("Milestones reached"), _("%(some)s of %(all)s, by the agreed day: %(good)s",
            some=milestones["reached"], all=milestones["planned"], good=milestones["by_agreed_day"])),
    ]  # fmt: skip
    if "signed_on" in content:
        said += [
            (_("The client agreed on"), date_long(date.fromisoformat(content["signed_on"]))),
            (_("Signed by"), content["issuer"]),
        ]
    return said
