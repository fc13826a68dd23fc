"""Uploads that wait for decisions, without a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.db import db
from marketplace.imports.models import ProfileImport
from marketplace.imports.recognise import recognise
from marketplace.imports.rows import Row
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant

LINES = ("保有資格：PgMP（2024年3月）", "希望単価：130万円", "・リスク管理（8年）")


def make_import(consultant: Consultant, lines: tuple[str, ...] = LINES) -> ProfileImport:
    """Add what was read from these lines, everything undecided."""
    rows = [Row(((0, line),), at) for at, line in enumerate(lines, start=1)]
    kept = ProfileImport(
        consultant_id=consultant.id,
        by_id=consultant.user_id,
        file_name="職務経歴書.txt",
        sha256="0" * 64,
        proposals=recognise(rows),
    )
    kept.consultant = consultant
    db.session.add(kept)
    keep()
    return kept
