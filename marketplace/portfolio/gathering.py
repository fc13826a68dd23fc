"""The portfolio of one reader, put together once for the page and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.inputs import as_uuid
from marketplace.portfolio import queries
from marketplace.portfolio.standing import by_month, crossings, loads, months_from, roll_up, worst_first
from marketplace.tracker.models import Project
from marketplace.tracker.queries import project_count, projects_for
from marketplace.tracker.states import PmoType, ProjectState, Rag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.portfolio.queries import TopRisk
    from marketplace.portfolio.standing import Crossing, Load, Mark, RollUp, Standing

CLOSED = "closed"
MOST = 200  # projects on the page, the newest; a program reads all of them


@dataclass(frozen=True, slots=True)
class Shown:
    """What the reader asked for; a word that is none of ours asks for nothing."""

    closed: bool = False
    kind: PmoType | None = None
    rag: Rag | None = None
    company: UUID | None = None

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> Shown:
        """Read the address."""
        kind, rag = args.get("type", ""), args.get("colour", "")
        return cls(
            args.get("state") == CLOSED,
            PmoType(kind) if kind in set(PmoType) else None,
            Rag(rag) if rag in set(Rag) else None,
            as_uuid(args.get("company", "")),
        )

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the usual is asked for."""
        return self != Shown()

    def chosen(self, standings: Sequence[Standing]) -> list[Standing]:
        """Return the projects that were asked for."""
        return [
            each
            for each in standings
            if self.kind in {None, each.project.pmo_type}
            and self.rag in {None, each.overall}
            and self.company in {None, each.project.contract.application.engagement.company_id}
        ]

    def address(self) -> dict[str, str | None]:
        """Return what the address said, to say it again."""
        return {
            "state": CLOSED if self.closed else None,
            "type": self.kind.value if self.kind else None,
            "colour": self.rag.value if self.rag else None,
            "company": str(self.company) if self.company else None,
        }


@dataclass(frozen=True, slots=True)
class Portfolio:
    """How several projects stand, what they cost, when they deliver, and whom they need, on one day."""

    on: date
    shown: Shown
    every: int  # projects before anything was asked for
    left_out: int  # older ones that are not among them
    companies: list[tuple[str, UUID]]  # for the staff, who see several clients
    standings: list[Standing]  # the worst first
    whole: RollUp
    months: list[date]
    lines: list[tuple[Standing, list[list[Mark]]]]
    crossings: list[Crossing]
    loads: list[Load]
    risks: list[TopRisk]

    @property
    def by_id(self) -> dict[UUID, Standing]:
        return {each.project.id: each for each in self.standings}

    @property
    def costed(self) -> list[Standing]:
        """Return the projects whose money the reader may see."""
        return [each for each in self.standings if each.costed]


def gathered(user: User, on: date, shown: Shown) -> Portfolio:
    """Read it: a fixed number of queries."""
    state = Project.state == ProjectState.CLOSED if shown.closed else Project.state != ProjectState.CLOSED
    every = queries.standings_of(projects_for(user, state, most=MOST), user, on)
    standings = worst_first(shown.chosen(every))
    told = [each.project.id for each in standings if each.told]
    months = months_from(on)
    of = {(each.company, each.project.contract.application.engagement.company_id) for each in every}
    return Portfolio(
        on=on,
        shown=shown,
        every=len(every),
        left_out=project_count(user, state) - MOST if len(every) == MOST else 0,
        companies=sorted(of) if user.is_staff else [],
        standings=standings,
        whole=roll_up(standings, on),
        months=months,
        lines=[(each, by_month(each.marks, months, on)) for each in standings if each.marks],
        crossings=crossings(queries.needed_of(told), standings),
        loads=loads(queries.engaged_in(standings), months),
        risks=queries.top_risks(told),
    )
