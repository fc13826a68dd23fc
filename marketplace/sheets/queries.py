"""Reads of who looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.db import db
from marketplace.sheets.models import DocumentView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.pipeline.models import Application

MOST = 20


def views_of(application: Application) -> Sequence[DocumentView]:
    """The last times that the client looked at the skill sheet, the newest first."""
    return db.session.scalars(
        select(DocumentView)
        .where(DocumentView.application_id == application.id)
        .options(joinedload(DocumentView.user))
        .order_by(DocumentView.at.desc(), DocumentView.id.desc())
        .limit(MOST)
    ).all()
