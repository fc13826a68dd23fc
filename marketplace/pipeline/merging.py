"""Two registrations of one person become one profile: what will happen, and doing it, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from marketplace import events
from marketplace.accounts.models import User
from marketplace.accounts.standing import close_account
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.notes.models import Note
from marketplace.pipeline import moves
from marketplace.pipeline.models import Application
from marketplace.pipeline.states import ENDINGS, ApplicationState
from marketplace.profiles import notices
from marketplace.profiles.merging import fill, gaps
from marketplace.profiles.models import Commitment, Consultant
from marketplace.profiles.operations import close_profile
from marketplace.profiles.queries import whole_profile
from marketplace.profiles.sections import completeness
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.profiles.merging import Gaps


class TwoCards(DomainError):
    """Both profiles are in one posting, and neither card can be ended by itself."""


DUPLICATE = "duplicate"  # of the list of reasons for not being selected
_TURNED = _("One of these profiles is closed already. Nothing has been changed.")


@dataclass(frozen=True, slots=True)
class Double:
    """Two cards for one posting: the kept profile's, and the other's, which ends and stays with the closed profile."""

    stays: Application
    ends: Application


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge would do; both profiles with all their lists."""

    kept: Consultant
    other: Consultant
    moves: list[Application]  # the other's cards for postings that the kept one has none for
    doubles: list[Double]
    gaps: Gaps


def plan(kept: Consultant, other: Consultant) -> Plan:
    """Work out what a merge would do, changing nothing."""
    kept, other = whole_profile(kept), whole_profile(other)
    own = {card.engagement_id: card for card in _cards(kept)}
    theirs = _cards(other)
    return Plan(
        kept, other,
        moves=[card for card in theirs if card.engagement_id not in own],
        doubles=[Double(own[card.engagement_id], card) for card in theirs if card.engagement_id in own],
        gaps=gaps(kept, other),
    )  # fmt: skip


def _cards(consultant: Consultant) -> Sequence[Application]:
    query = select(Application).where(Application.consultant_id == consultant.id)
    return db.session.scalars(query.order_by(Application.created_at, Application.id)).all()


def merge(kept: Consultant, other: Consultant, *, by: User) -> None:
    """Make the other profile part of the kept one, close it and its account, and tell everybody concerned."""
    _take_turns(kept, other)
    made = plan(kept, other)
    living = [each for each in made.doubles if each.ends.state not in ENDINGS]
    if any(each.ends.state is ApplicationState.ACCEPTED or each.stays.state in ENDINGS for each in living):
        raise TwoCards(_("Both are in one posting, and the card that goes on is the other profile's: keep that one."))
    for each in living:
        moves.not_select(each.ends, by=by, reason=DUPLICATE)
    kept, other = whole_profile(kept), whole_profile(other)  # anew: what ended has given days back
    advisors = _advisors(kept, other)
    stands_for = {str(theirs): str(mine) for theirs, mine in fill(kept, other).items()}
    double = {each.ends.id for each in made.doubles}
    moved = [card for card in _cards(other) if card.id not in double]
    for card in moved:
        card.consultant = kept
        card.projects = list(dict.fromkeys(stands_for.get(each, each) for each in card.projects))
    for model, held in ((Commitment, Commitment.application_id.is_not(None)), (Note, Note.application_id.is_(None))):
        rows = update(model).where(model.consultant_id == other.id, held)
        db.session.execute(rows.values(consultant_id=kept.id))
    close_profile(other, by=by)
    close_account(other.user, by=by)
    kept.completeness, kept.changed_at = completeness(kept), now()
    record(by, "profiles merged", kept, closed=str(other.id), cards=len(moved), doubles=len(made.doubles))
    events.profiles_merged.send(kept, other=other, by=by)
    events.consultant_changed.send(kept)
    notices.profiles_merged(kept, other, advisors)


def _advisors(*people: Consultant) -> list[User]:
    found = (db.session.get(User, each) for each in dict.fromkeys(person.advisor_id for person in people) if each)
    return [user for user in found if user is not None]


def _take_turns(kept: Consultant, other: Consultant) -> None:
    """Have whoever else merges, applies or promises these people's days wait, in one order for all; then look again."""
    for each in sorted((kept, other), key=lambda person: person.id):
        db.session.refresh(each, ["state", "version"], with_for_update={"of": Consultant})
    if kept.id == other.id or ProfileState.CLOSED in {kept.state, other.state}:
        raise DomainError(_TURNED)
