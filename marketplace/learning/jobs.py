"""Learning in the background: features kept when they are seen, models trained at night, exposure watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.background import daily, enqueue, hourly, job
from marketplace.db import db
from marketplace.learning import observing, operations
from marketplace.learning.queries import last_data
from marketplace.shortlist.current import current_model, in_force

if TYPE_CHECKING:
    from marketplace.learning.training import Trained


@job
def observe_list(shown_list_id: str) -> None:
    """Keep the features of who was shown."""
    observing.observe_list(UUID(shown_list_id))


@job(reads=lambda engagement_id, consultant_id: observing.seen_pair(UUID(engagement_id), UUID(consultant_id)))
def observe_pair(engagement_id: str, consultant_id: str, found: observing.Seen | None) -> None:
    """Keep the features of a pair that was judged."""
    observing.keep_pair(UUID(engagement_id), UUID(consultant_id), found)


def _trained(by_id: str | None = None) -> Trained | None:
    from marketplace.learning.training import trained  # noqa: PLC0415 - scikit-learn is for those who train

    del by_id
    return trained(unless=last_data())


@job(reads=_trained, patient=True)
def train(by_id: str | None, found: Trained | None) -> None:
    """Train, and take or refuse what comes of it; nothing where too little was judged, or nothing new."""
    if found is not None:
        operations.store_model(found, by=db.session.get(User, UUID(by_id)) if by_id else None)


def _audited() -> tuple[list[dict[str, Any]], dict[str, int], dict[str, Any]]:
    from marketplace.learning.exposures import stood_high, were_shown  # noqa: PLC0415 - as above
    from marketplace.learning.meaning import meaning  # noqa: PLC0415 - as above

    return were_shown(), stood_high(), meaning()


@job(reads=_audited, patient=True)
def audit_exposure(found: tuple[list[dict[str, Any]], dict[str, int], dict[str, Any]]) -> None:
    """Keep who was shown lately, by group, who so often that others come first for a while, and what scores mean."""
    groups, often, means = found
    operations.store_audit(groups, means)
    operations.store_often_shown(often)


def _looked() -> tuple[UUID | None, str]:
    row = current_model()
    return (row.id if row else None), in_force().unusable


@hourly(reads=_looked)
def watch_model(found: tuple[UUID | None, str]) -> None:
    """Look whether the model in force can be read by those who rank; not of one that has come since."""
    row, (model_id, unusable) = current_model(), found
    if row is not None and row.id == model_id:
        operations.note_unusable(unusable)


@daily
def learn() -> None:
    """Have models trained and exposure watched; due each night."""
    operations.forget_old_lists()
    operations.sweep_files()
    enqueue("learning.train", key="train", by_id=None)
    enqueue("learning.audit_exposure", key="audit-exposure")
