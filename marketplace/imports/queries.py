"""Reads of uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.db import db
from marketplace.imports.models import ProfileImport
from marketplace.imports.states import ImportState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.profiles.models import Consultant


def open_imports(consultant: Consultant) -> Sequence[ProfileImport]:
    """Documents with something left to decide, the newest first."""
    return db.session.scalars(
        select(ProfileImport)
        .where(ProfileImport.consultant_id == consultant.id, ProfileImport.state == ImportState.PROPOSED)
        .order_by(ProfileImport.created_at.desc())
        .limit(20)
    ).all()
