"""The catalogue in this process's memory: read anew when its revision has changed, at most a few seconds later.

The rows rule. What the code's seed tables have and the rows do not (before the first seeding, or right after a
release) stands behind them. An edition itself never changes, so threads may share it.
"""

from __future__ import annotations

import time
from functools import cached_property
from typing import TYPE_CHECKING, cast

import structlog
from flask import has_app_context
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from marketplace.db import db
from marketplace.vocabulary.models import CLOCK, CatalogueClock, Concept
from matching.characters import fold
from matching.vocabulary import Concept as Entry
from matching.vocabulary import Vocabulary, default_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from matching.vocabulary import Kind

CHECK_EVERY = 2.0  # seconds between two looks at the revision, whatever the number of requests
log = structlog.get_logger()


class Edition:
    """The catalogue as of one revision."""

    def __init__(self, revision: UUID | None, vocabulary: Vocabulary) -> None:
        self.revision = revision
        self.vocabulary = vocabulary
        self.ids: dict[str, tuple[str, ...]] = {}
        self.choices: dict[tuple[str, str, bool], tuple[tuple[str, str], ...]] = {}

    @cached_property
    def retired_names(self) -> Mapping[str, str]:
        """The retired concepts by their two names, folded."""
        retired = [each for each in self.vocabulary if each.retired]
        return {fold(name): each.id for each in reversed(retired) for name in (each.ja, each.en)}


class _Kept:
    edition: Edition | None = None
    look_again_at = 0.0


_kept = _Kept()


def forget() -> None:
    """Drop this process's edition, as a restart does."""
    _kept.edition, _kept.look_again_at = None, 0.0


def look_again() -> None:
    """Ask for the revision at the next use, however short ago it was asked for."""
    _kept.look_again_at = 0.0


def edition() -> Edition:
    """Return the catalogue in force; the seeds where no database is at hand."""
    present = _kept.edition or Edition(None, default_vocabulary())
    at = time.monotonic()
    if at < _kept.look_again_at or not has_app_context():
        return present
    _kept.look_again_at = at + CHECK_EVERY  # other threads go on with what there is meanwhile
    try:
        present = _as_of_now(present)
    except SQLAlchemyError as error:  # a page that tells of the trouble needs names too
        log.warning("catalogue not read", error=repr(error)[:300])
    _kept.edition = present
    return present


def _as_of_now(known: Edition) -> Edition:
    """Return the same edition unless the revision differs; no half-made record is written for asking."""
    with db.session.no_autoflush:
        revision = db.session.scalar(select(CatalogueClock.revision).where(CatalogueClock.id == CLOCK))
        return known if revision == known.revision else Edition(revision, _read() if revision else default_vocabulary())


def _read() -> Vocabulary:
    columns = (
        Concept.code, Concept.kind, Concept.ja, Concept.en, Concept.aliases, Concept.group, Concept.broader,
        Concept.classes, Concept.retired_at,
    )  # fmt: skip
    rows = db.session.execute(select(*columns).order_by(Concept.position, Concept.code)).all()
    kept = [
        Entry(
            id=row.code,
            kind=cast("Kind", row.kind),
            ja=row.ja,
            en=row.en,
            aliases=tuple(row.aliases),
            group=row.group,
            broader=tuple(row.broader),
            codes=tuple(row.classes),
            retired=row.retired_at is not None,
        )
        for row in rows
    ]
    known = {each.id for each in kept}
    entries = (*kept, *(each for each in default_vocabulary() if each.id not in known))
    return default_vocabulary() if entries == tuple(default_vocabulary()) else Vocabulary(entries)
