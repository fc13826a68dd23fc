"""The portfolio's page: how several projects stand, what they cost, when they deliver, and whom they need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from marketplace.clock import today
from marketplace.formats import date_short
from marketplace.guard import guard
from marketplace.identity import signed_in_user
from marketplace.inputs import as_uuid
from marketplace.policy import Can
from marketplace.portfolio import queries
from marketplace.portfolio.standing import WORST, by_month, crossings, loads, months_from, roll_up, worst_first
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.labels import DIMENSION, PMO_TYPE, RAG
from marketplace.tracker.models import Project
from marketplace.tracker.queries import project_count, projects_for
from marketplace.tracker.states import PmoType, ProjectState, Rag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from marketplace.portfolio.standing import Standing

bp = Blueprint("portfolio", __name__)
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


@bp.get("/portfolio")
@guard(Can.SEE_OWN_PAGES)
def show() -> ResponseReturnValue:
    user, on, shown = signed_in_user(), today(), Shown.asked(request.args)
    state = Project.state == ProjectState.CLOSED if shown.closed else Project.state != ProjectState.CLOSED
    every = queries.standings_of(projects_for(user, state, most=MOST), user, on)
    standings = worst_first(shown.chosen(every))
    told = [each.project.id for each in standings if each.told]
    months = months_from(on)
    return render_template(
        "portfolio/show.html",
        standings=standings,
        shown=shown,
        every=len(every),
        left_out=project_count(user, state) - MOST if len(every) == MOST else 0,
        companies=sorted({(each.company, each.project.contract.application.engagement.company_id) for each in every})
        if user.is_staff
        else [],
        by_id={each.project.id: each for each in standings},
        whole=roll_up(standings, on),
        today=on,
        months=months,
        lines=[(each, by_month(each.marks, months, on)) for each in standings if each.marks],
        crossings=crossings(queries.needed_of(told), standings),
        loads=loads(queries.engaged_in(standings), months),
        risks=queries.top_risks(told),
        boards=BOARDS,
        dimensions=DIMENSION,
        short=cache(date_short),
        colours={rag: RAG[rag] for rag in WORST},
        kinds=PMO_TYPE,
    )
