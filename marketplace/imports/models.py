"""What a document or an interview proposes and what the person decided; the file itself is not kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.clock import now
from marketplace.db import Model
from marketplace.imports.states import EDGES, ImportSource, ImportState
from marketplace.profiles.models import Consultant
from marketplace.states import Edges, Stateful


class ProfileImport(Stateful, Model):
    """One upload or interview: proposals as `marketplace.imports.proposals` writes them, each with its decision."""

    edges: ClassVar[Edges] = EDGES

    consultant_id: Mapped[UUID] = mapped_column(ForeignKey("consultant.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    source: Mapped[ImportSource] = mapped_column(default=ImportSource.DOCUMENT)
    file_name: Mapped[str]  # empty for an interview
    sha256: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[ImportState] = mapped_column(default=ImportState.PROPOSED, index=True)
    proposals: Mapped[list[dict[str, Any]]] = mapped_column(default=list)

    # The policy asks whose profile it is.
    consultant: Mapped[Consultant] = relationship(lazy="joined", innerjoin=True)
