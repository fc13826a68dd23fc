"""The models of this feature in a job's process: fitted from what was posted, kept as a file, read back checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import select

from marketplace import files
from marketplace.db import db
from marketplace.rate_guidance.models import PostedTerms
from marketplace.rate_guidance.queries import newest_model
from marketplace.rate_guidance.states import Outcome
from marketplace.vocabulary import vocabulary
from matching.records import Brief, InvalidRecord

if TYPE_CHECKING:
    from uuid import UUID

    from matching.rates import RateGuide

MOST = 20_000  # postings learned from, the newest: rates of years ago are those of years ago
FOLDER = "rate-guides"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Learned:
    """A fitted guide as it is stored, and what it was learned from."""

    outcome: Outcome
    postings: int
    companies: int
    later: int
    covered: dict[str, float]
    content: bytes
    manifest: dict[str, Any]


@dataclass
class _Kept:
    model_id: UUID | None = None
    guide: RateGuide | None = None


_kept = _Kept()


def forget() -> None:
    """Drop this process's guide, as a restart does."""
    _kept.model_id = _kept.guide = None


def learned() -> Learned:
    """Fit a guide to the newest postings; only reads."""
    from matching.rate_store import packed  # noqa: PLC0415 - scikit-learn, for a job's process alone
    from matching.rates import RateGuide  # noqa: PLC0415 - likewise

    rows = db.session.execute(
        select(PostedTerms.posted_at, PostedTerms.terms).order_by(PostedTerms.posted_at.desc()).limit(MOST)
    ).all()
    read = [(posted_at.date(), brief) for posted_at, terms in rows if (brief := _brief(terms)) is not None]
    rated = [(day, brief) for day, brief in read if brief.rate_min or brief.rate_max]
    guide = RateGuide().fit([brief for _day, brief in rated], [day for day, _brief_ in rated], vocabulary())
    outcome = Outcome.LEARNED if guide.calibrated_ else Outcome.DOES_NOT_HOLD if guide.covered_ else Outcome.TOO_FEW
    content, manifest = packed(guide) if outcome is Outcome.LEARNED else (b"", {})
    return Learned(
        outcome,
        postings=len(rated),
        companies=len({brief.company for _day, brief in rated}),
        later=guide.later_,
        covered={str(quartile): share for quartile, share in guide.covered_.items()},
        content=content,
        manifest=manifest,
    )


def _brief(terms: dict[str, Any]) -> Brief | None:
    try:
        return Brief.from_dict(terms)
    except InvalidRecord:  # written by another edition of ours
        return None


def present_guide() -> tuple[UUID | None, RateGuide | None]:
    """Return the newest model's id and its guide; without a guide where nothing is told, or its file is not its own."""
    model = newest_model()
    if model is None or model.outcome is not Outcome.LEARNED:
        return (model.id if model else None), None
    if _kept.model_id != model.id:
        from matching.rate_store import unpacked  # noqa: PLC0415 - scikit-learn, for a job's process alone
        from matching.store import UnusableModel  # noqa: PLC0415 - likewise

        try:
            _kept.guide = unpacked(files.read(model.file), model.manifest)
        except (OSError, UnusableModel) as error:
            log.warning("rate guide unusable", model=str(model.id), error=str(error))
            return model.id, None
        _kept.model_id = model.id
    return model.id, _kept.guide
