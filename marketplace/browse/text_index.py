"""Which postings hold the words of a search: asked of the engine's text index once, then kept up to date.

The answer for one set of words is a bit for each posting's number. When the list has changed, only the changed
postings are asked about again, so that a usual word with a fresh filter costs what the filter costs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import bindparam, select, text

from marketplace.db import db
from marketplace.engagements.models import Listing
from marketplace.vocabulary import to_fts5, to_tsquery

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

MOST = 64  # sets of words kept, a byte a posting each
FEW = 16  # changed postings asked about one by one; FTS5 looks the words up anew for each, a millisecond or less
# One long text: fetching 100,000 rows through the driver takes ten times as long as reading them off it.
_ALL = {
    "sqlite": text("SELECT group_concat(rowid) FROM listing_text WHERE listing_text MATCH :words"),
    "postgresql": text(
        "SELECT string_agg(number::text, ',') FROM listing_text WHERE tokens @@ to_tsquery('simple', :words)"
    ),
}
_AMONG = {
    "sqlite": text("SELECT rowid FROM listing_text WHERE listing_text MATCH :words AND rowid IN :wanted"),
    "postgresql": text(
        "SELECT number FROM listing_text WHERE number IN :wanted AND tokens @@ to_tsquery('simple', :words)"
    ),
}
# The planner does not count what reading each token list costs, and would rather read them all than the inverted
# index, which knows the answer by itself: 1 to 40 ms instead of up to 1,500 at 100,000 postings.
_BY_INVERTED_INDEX = text(
    "SELECT set_config('enable_seqscan', :value, true), set_config('enable_indexscan', :value, true)"
)


@dataclass(frozen=True, slots=True)
class _Answer:
    revision: int  # of the list, when asked
    holds: Mask  # by number


_lock = threading.Lock()
_kept: OrderedDict[str, _Answer] = OrderedDict()


def forget() -> None:
    """Drop all answers, as a restart does."""
    _kept.clear()


def hits(terms: Any, numbers: NDArray[np.int64], revision: int) -> Mask:  # noqa: ANN401 - matching's terms
    """Return which of the postings of these numbers hold the words, as of this revision of the list."""
    words = to_fts5(terms) if _engine() == "sqlite" else to_tsquery(terms)
    size = int(numbers.max(initial=0)) + 1
    with _lock:
        known = _kept.get(words)
    if known is None or known.revision != revision:
        holds = _refreshed(words, known, size) if known is not None and known.revision < revision else None
        known = _Answer(revision, _asked_anew(words, size) if holds is None else holds)
    with _lock:
        _kept[words] = known
        _kept.move_to_end(words)
        if len(_kept) > MOST:
            _kept.popitem(last=False)
    return known.holds[numbers]


def _engine() -> str:
    return db.engine.dialect.name


def _asked_anew(words: str, size: int) -> Mask:
    if _engine() == "sqlite":
        found = db.session.scalar(_ALL["sqlite"], {"words": words})
    else:
        db.session.execute(_BY_INVERTED_INDEX, {"value": "off"})
        found = db.session.scalar(_ALL["postgresql"], {"words": words})
        db.session.execute(_BY_INVERTED_INDEX, {"value": "on"})
    numbers = np.fromstring(found or "", dtype=np.int64, sep=",")
    return _marked(np.zeros(size, dtype=np.bool_), numbers[numbers < size])


def _refreshed(words: str, known: _Answer, size: int) -> Mask | None:
    """Ask about the postings that changed since; None where they are many."""
    changed = db.session.scalars(select(Listing.number).where(Listing.revision > known.revision).limit(FEW + 1)).all()
    if len(changed) > FEW:
        return None
    holds = np.zeros(max(size, len(known.holds)), dtype=np.bool_)
    holds[: len(known.holds)] = known.holds
    wanted = [number for number in changed if number < len(holds)]
    holds[wanted] = False
    among = _AMONG[_engine()].bindparams(bindparam("wanted", expanding=True))
    return _marked(holds, db.session.scalars(among, {"words": words, "wanted": wanted}).all() if wanted else [])


def _marked(holds: Mask, numbers: Iterable[int]) -> Mask:
    holds[np.asarray(numbers, dtype=np.int64)] = True
    return holds
