"""What is left to a person: made once, kept up to date while it waits, closed in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.checkouts import notices
from marketplace.checkouts.models import CollectionTask
from marketplace.checkouts.queries import open_task, open_tasks_of
from marketplace.checkouts.states import TaskKind, TaskState
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.checkouts.models import Checkout


def need_person(checkout: Checkout, kind: TaskKind, *, amount: int, detail: str = "") -> None:
    """Have a person look; one of the kind that waits already is kept up to date instead."""
    task = open_task(checkout, kind)
    if task is None and kind is TaskKind.UNDERPAID and _was_seen_to(checkout, kind, amount):
        return  # it is looked at each hour as long as it is short: what a person has seen to stays so
    if task is None:
        task = CollectionTask(checkout=checkout, kind=kind, amount=amount, detail=detail)
        db.session.add(task)
        record(None, "collection task made", task, about=kind.value, amount=amount, number=checkout.invoice.number)
        notices.task_made(task, checkout.invoice.number)
    task.amount, task.detail = amount, detail


def _was_seen_to(checkout: Checkout, kind: TaskKind, amount: int) -> bool:
    """Tell whether the last task of the kind was about the same yen and a person has closed it."""
    of_kind = select(CollectionTask).where(CollectionTask.checkout_id == checkout.id, CollectionTask.kind == kind)
    last = db.session.scalar(of_kind.order_by(CollectionTask.made_at.desc(), CollectionTask.id.desc()).limit(1))
    return last is not None and last.done_by_id is not None and last.amount == amount


def settle(checkout: Checkout, kind: TaskKind, *, words: str) -> None:
    """Close what has settled itself."""
    task = open_task(checkout, kind)
    if task is not None:
        _done(task, words=words, by=None)


def settle_failures(paid: Checkout) -> None:
    """Close what is left of failed tries once a checkout has paid their invoice."""
    for task in open_tasks_of(paid.invoice, TaskKind.FAILED):
        _done(task, words="paid by a later try", by=None)


def close_task(task: CollectionTask, *, words: str, by: User) -> None:
    """Say what was done about it."""
    if task.state is not TaskState.OPEN:
        raise DomainError(_("Somebody has seen to this already."))
    if not words.strip():
        raise Invalid({"words": _("Say what was done: it stays with the invoice's history.")})
    _done(task, words=words.strip(), by=by)


def _done(task: CollectionTask, *, words: str, by: User | None) -> None:
    task.words, task.done_at, task.done_by_id = words, now(), by.id if by else None
    task.state = TaskState.DONE
    record(by, "collection task done", task, about=task.kind.value, words=words)
