"""Staff says of a certification that its evidence has been seen, or that it could not be confirmed; and what waits."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from marketplace import events
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.profiles import notices
from marketplace.profiles.models import Certification, Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from marketplace.accounts.models import User

LONGEST_REASON = 300


class Verdict(StrEnum):
    """Where the check of a certification stands."""

    WAITING = "waiting"
    VERIFIED = "verified"
    REFUSED = "refused"


def verify_certification(certification: Certification, *, by: User) -> None:
    """Note that staff has seen the certificate; what was refused before may be taken up again."""
    _refuse_second(certification, Verdict.VERIFIED)
    certification.verified_at, certification.checked_by_id = now(), by.id
    certification.refused_at, certification.refusal = None, ""
    record(by, "certification verified", certification, consultant=str(certification.consultant_id))
    events.consultant_changed.send(certification.consultant)


def refuse_certification(certification: Certification, reason: str, *, by: User) -> None:
    """Note that it could not be confirmed, and tell the person why; Invalid without a reason."""
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid({"reason": _("Say in up to 300 characters why; the person reads it.")})
    _refuse_second(certification, Verdict.REFUSED)
    certification.refused_at, certification.refusal, certification.checked_by_id = now(), reason, by.id
    certification.verified_at = None
    record(by, "certification refused", certification, consultant=str(certification.consultant_id), reason=reason)
    notices.certification_refused(certification)
    events.consultant_changed.send(certification.consultant)


def _refuse_second(certification: Certification, verdict: Verdict) -> None:
    """Read the row anew and hold it: of two who press the same button one is told that it is done."""
    db.session.refresh(certification, ["verified_at", "refused_at"], with_for_update={"of": Certification})
    if certification.verified_at if verdict is Verdict.VERIFIED else certification.refused_at:
        raise DomainError(_("This has been checked already."))


def certifications(verdict: Verdict, *, page: int, per_page: int) -> tuple[Sequence[Certification], int]:
    """Return those of people whose profile is not closed: the oldest first where they wait, else the latest verdict."""
    query = _standing(select(Certification), verdict)
    order = {
        Verdict.WAITING: Certification.id, Verdict.VERIFIED: Certification.verified_at.desc(),
        Verdict.REFUSED: Certification.refused_at.desc(),
    }[verdict]  # fmt: skip
    whole = query.options(joinedload(Certification.consultant), joinedload(Certification.checked_by))
    rows = db.session.scalars(whole.order_by(order, Certification.id).limit(per_page).offset((page - 1) * per_page))
    return rows.all(), _count(verdict)


def waiting_certifications() -> int:
    """Return how many wait to be checked."""
    return _count(Verdict.WAITING)


def counts() -> dict[Verdict, int]:
    """Return how many stand in each way."""
    return {verdict: _count(verdict) for verdict in Verdict}


def _count(verdict: Verdict) -> int:
    return db.session.scalar(_standing(select(func.count(Certification.id)), verdict)) or 0


def _standing(query: Select[Any], verdict: Verdict) -> Select[Any]:
    found = {
        Verdict.WAITING: Certification.verified_at.is_(None) & Certification.refused_at.is_(None),
        Verdict.VERIFIED: Certification.verified_at.is_not(None),
        Verdict.REFUSED: Certification.refused_at.is_not(None),
    }[verdict]
    joined = query.join(Consultant, Certification.consultant_id == Consultant.id)
    return joined.where(found, Consultant.state != ProfileState.CLOSED)
