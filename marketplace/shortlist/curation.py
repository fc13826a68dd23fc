"""The advisor's verdicts on ranked people: pin, shortlist, reject, each with a reason, each a signal to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import events
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.shortlist.models import Curation, Match, Verdict

if TYPE_CHECKING:
    from marketplace.accounts.models import User


NONE = "none"


class Overtaken(DomainError):
    """Another verdict is in force than the one that was seen: nothing is saved."""


def curate(match: Match, verdict: Verdict | None, *, by: User, reason: str, seen: str | None = None) -> Curation | None:
    """Put a verdict on a ranked person in place of the one in force; None only takes that one back.

    `seen` is the id of the verdict that the person had before the eyes, or NONE; without it nobody is overtaken.
    """
    if verdict is not None and not reason.strip():
        raise Invalid({"reason": _("Please say why: the ranker learns from it, and colleagues read it.")})
    known = db.session.scalar(
        select(Curation)
        .where(
            Curation.engagement_id == match.engagement_id,
            Curation.consultant_id == match.consultant_id,
            Curation.replaced_at.is_(None),
        )
        .with_for_update()
    )
    if seen is not None and seen != (str(known.id) if known else NONE):
        raise Overtaken(_("Somebody was faster"))
    if known is not None:
        known.replaced_at = now()
        db.session.flush()  # one verdict in force for each pair, said by an index
    record(by, "ranked person curated", match, verdict=verdict.value if verdict else "", reason=reason)
    if verdict is None:
        return None
    row = Curation(
        engagement_id=match.engagement_id, consultant_id=match.consultant_id, verdict=verdict, reason=reason.strip(),
        by_id=by.id, score=match.score, model=match.model,
    )  # fmt: skip
    db.session.add(row)
    events.pair_judged.send(match)
    return row
