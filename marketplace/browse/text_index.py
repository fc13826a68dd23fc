"""Asking the engine's text index which postings hold the words of a search: numbers, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text

from marketplace.db import db
from marketplace.vocabulary import to_fts5, to_tsquery

if TYPE_CHECKING:
    from collections.abc import Sequence

# Not `rowid IN (…)`: FTS5 would look the words up anew for each of them, a millisecond a row.
_SQLITE_BETWEEN = text(
    "SELECT rowid FROM listing_text WHERE listing_text MATCH :words AND rowid BETWEEN :low AND :high"
)
_SQLITE_BEFORE = text(
    "SELECT rowid FROM listing_text WHERE listing_text MATCH :words AND rowid < :before ORDER BY rowid DESC LIMIT :most"
)
_POSTGRES_AMONG = text(
    "SELECT number FROM listing_text WHERE number IN :wanted AND tokens @@ to_tsquery('simple', :words) "
    "ORDER BY number DESC"
).bindparams(bindparam("wanted", expanding=True))
_POSTGRES_BEFORE = text(
    "SELECT number FROM listing_text WHERE tokens @@ to_tsquery('simple', :words) AND number < :before "
    "ORDER BY number DESC LIMIT :most"
)
# The planner does not count what reading each token list costs, and would rather read them all than the inverted
# index, which knows the answer by itself: 1 to 40 ms instead of up to 1,500 at 100,000 postings.
_BY_INVERTED_INDEX = text(
    "SELECT set_config('enable_seqscan', :value, true), set_config('enable_indexscan', :value, true)"
)


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def hits_among(terms: Any, wanted: list[int]) -> Sequence[int]:  # noqa: ANN401 - matching's terms
    """Return which of these few numbers hold the words."""
    if _is_sqlite():
        values = {"words": to_fts5(terms), "low": min(wanted), "high": max(wanted)}
        return sorted(set(wanted).intersection(db.session.scalars(_SQLITE_BETWEEN, values)), reverse=True)
    return db.session.scalars(_POSTGRES_AMONG, {"words": to_tsquery(terms), "wanted": wanted}).all()


def hits_before(terms: Any, before: int, *, most: int) -> Sequence[int]:  # noqa: ANN401 - matching's terms
    """Return the newest numbers below `before` that hold the words, at most so many."""
    if _is_sqlite():
        return db.session.scalars(_SQLITE_BEFORE, {"words": to_fts5(terms), "before": before, "most": most}).all()
    db.session.execute(_BY_INVERTED_INDEX, {"value": "off"})
    values = {"words": to_tsquery(terms), "before": before, "most": most}
    found = db.session.scalars(_POSTGRES_BEFORE, values).all()
    db.session.execute(_BY_INVERTED_INDEX, {"value": "on"})
    return found
