"""Handing lines of the queue over to a colleague: their people and companies move, all or none."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from marketplace.accounts import operations as accounts
from marketplace.accounts.models import Company
from marketplace.accounts.states import UserKind
from marketplace.audit import record
from marketplace.db import db
from marketplace.desk.queue import queue_for
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.outbox import queue_message
from marketplace.profiles import operations as profiles
from marketplace.profiles.models import Consultant

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.desk.lines import Item
    from marketplace.desk.snoozing import Line

LONGEST_NOTE = 500
T = TypeVar("T", Consultant, Company)


def hand_over(lines: Collection[Line], colleague: User | None, note: str, *, by: User) -> int:
    """Give what is in one's own care (or nobody's; an operator: anybody's) to a colleague; return how many moved.

    Raises Invalid where nothing or nobody is chosen, DomainError where a line has gone or is another's by now.
    """
    if not lines:
        raise Invalid({"line": _("Please choose at least one line first.")})
    if colleague is None or colleague.id == by.id:
        raise Invalid({"colleague": _("Choose a colleague.")})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": _("Please keep the note within 500 characters.")})
    people, companies = _in_care(_chosen(lines, by), by)
    for company in companies:
        accounts.assign_advisor(company, colleague, by=by)
    for consultant in people:
        profiles.assign_advisor(consultant, colleague, by=by)
    moved = [*companies, *people]
    if note:
        queue_message(
            colleague, "desk/handed_over", link="/desk", name=by.name, note=note,
            list="、".join([*(each.name for each in companies), *(each.user.name for each in people)]),
        )  # fmt: skip
    record(by, "lines handed over", colleague, moved=len(moved), noted=bool(note))
    return len(moved)


def _chosen(lines: Collection[Line], by: User) -> list[Item]:
    """Return the lines as they stand now; what was answered in the meantime is no line any more."""
    # Each list ends somewhere: one's own holds lines that stand too far below in the list of all.
    lists = product((False, True), repeat=2)
    open_now = [item for mine, snoozed in lists for item in queue_for(by, mine=mine, snoozed=snoozed)]
    # One box of an application stands for its line, whatever kind of line it has by now.
    known = {(item.kind, item.subject_id): item for item in open_now}
    known |= {("reply", item.application_id): item for item in open_now if item.application_id}
    if not known.keys() >= set(lines):
        raise DomainError(_("A chosen line has gone in the meantime. Nothing has been handed over."))
    return [known[line] for line in lines]


def _in_care(items: Collection[Item], by: User) -> tuple[list[Consultant], list[Company]]:
    """Hold the rows and read anew whose they are: of two who hand over the same line the second is told."""
    people = _held(Consultant, {item.consultant_id for item in items if item.consultant_id})
    companies = _held(Company, {item.company_id for item in items if item.company_id})
    held: list[Consultant | Company] = [*people, *companies]
    mine = {each.id for each in held if by.kind == UserKind.OPERATOR or each.advisor_id in {by.id, None}}
    if any(not {item.consultant_id, item.company_id} & mine for item in items):
        raise DomainError(_("A colleague looks after one of them by now. Nothing has been handed over."))
    return [each for each in people if each.id in mine], [each for each in companies if each.id in mine]


def _held(model: type[T], ids: set[UUID]) -> list[T]:
    query = select(model).where(model.id.in_(ids)).order_by(model.id).with_for_update(of=model)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))
