"""Taking, refusing and going back from models; noting what was shown and read."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from marketplace import files
from marketplace.audit import record
from marketplace.background import enqueue
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError
from marketplace.i18n import lazy_gettext as _
from marketplace.learning import notices
from marketplace.learning.labels import UNREADABLE
from marketplace.learning.models import ExposureAudit, Observation, OftenShown, Perusal, Shown, ShownList
from marketplace.learning.queries import gone_back_at
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.current import BY_HAND, FOLDER, Unreadable, current_model, read_model
from marketplace.shortlist.models import RankingModel
from marketplace.shortlist.states import ModelState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement
    from marketplace.learning.training import Trained

EARLIER = frozenset({ModelState.SUPERSEDED, ModelState.WITHDRAWN})
KEPT_FOR = timedelta(days=730)  # lists name who saw whom
LONGEST = 50  # places of a list that are kept
NEWER, MEASURED_OTHERWISE = "newer_one_came", "measured_against_another"  # why a model waits no more


class Overtaken(DomainError):
    """Another model is in force than the one that was seen or measured against: nothing is changed."""


class ModelUnusable(DomainError):
    """The model's file cannot be read back here, so it cannot be put in force."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def store_model(found: Trained, *, by: User | None, taken: bool = False) -> RankingModel:
    """Keep what was trained; where nothing speaks against it, put it in force and have everybody ranked anew.

    After a going back it waits for an operator instead, unless one has said that it is to be `taken`.
    Raises `Overtaken` where another model has come in force since it was measured.
    """
    known = _locked_current()
    if (found.instead_of or found.against) != (known.name if known else BY_HAND):
        raise Overtaken(_("Another model has come in force meanwhile: please train again."))
    passed = ModelState.WAITING if not taken and gone_back_at(known) else ModelState.CURRENT
    row = RankingModel(
        number=(db.session.scalar(select(func.max(RankingModel.number))) or 0) + 1,
        state=ModelState.REFUSED if found.refused_because else passed,
        kind=found.kind, by_id=by.id if by else None, against=found.against, pairs=found.pairs, groups=found.groups,
        data=found.data, metrics=found.metrics, weights=found.weights, exposure=found.exposure,
        refused_because=list(found.refused_because), sha256=found.sha256,
        file=files.put(found.content, folder=FOLDER) if found.content else "",
    )  # fmt: skip
    waited = None if row.state is ModelState.REFUSED else _end_waiting(NEWER, by=by)
    if row.state is ModelState.CURRENT:
        _put_away(known, ModelState.SUPERSEDED)
        _rank_anew()
    db.session.add(row)
    db.session.flush()
    record(by, "ranking model trained", row, taken=row.state is ModelState.CURRENT)
    if row.state is ModelState.WAITING and waited is None:
        notices.model_waits(row)  # once: a newer one each night is no news
    return row


def take(row: RankingModel, *, by: User | None, seen: str | None) -> None:
    """Put a model in force that waits for it; the present one is superseded, and nights take models again.

    `seen` is the name of the ranker that was in force before the eyes. Raises `Overtaken` where another one is or the
    model waits no more, `ModelUnusable` where its file cannot be read back.
    """
    known = _locked_current()
    name = known.name if known else BY_HAND
    _locked(row)
    if row.state is not ModelState.WAITING or seen != name:
        raise Overtaken(_("Another model is in force meanwhile: please look again."))
    _must_load(row)
    _put_away(known, ModelState.SUPERSEDED)
    row.state = ModelState.CURRENT
    db.session.flush()
    record(by, "ranking model taken", row, former=name)
    _rank_anew()


def roll_back(to: RankingModel | None, *, by: User | None, seen: str | None = None) -> None:
    """Put an earlier model, or with None the hand weights, in force; the present one is withdrawn.

    From then on nothing newer comes in force by itself; what waits was measured against another, and waits no more.
    `seen` is the name of the ranker that was in force before the eyes. Raises `Overtaken` where another one is, or the
    model is none that was in force before; `ModelUnusable` where its file cannot be read back.
    """
    known = _locked_current()
    name = known.name if known else BY_HAND
    if (seen is not None and seen != name) or (to is None and known is None):
        raise Overtaken(_("Another model is in force meanwhile: please look again."))
    if to is not None:
        _locked(to)
        if to.state not in EARLIER:
            raise Overtaken(_("This is no model that was in force before: please look again."))
        _must_load(to)
    _end_waiting(MEASURED_OTHERWISE, by=by)
    if known is not None:
        known.withdrawn_at = now()
    _put_away(known, ModelState.WITHDRAWN)
    if to is not None:
        to.state, to.unusable = ModelState.CURRENT, ""
        db.session.flush()
    changed = to or known
    if changed is not None:
        record(by, "ranking model gone back to", changed, former=name, now=to.name if to else BY_HAND)
    _rank_anew()


def note_unusable(code: str) -> None:
    """Keep why the model in force cannot be read, and tell the operators, once for each reason; nothing: it can."""
    row = current_model()
    if row is not None and row.unusable != code:
        row.unusable = code
        if code:
            record(None, "ranking model unusable", row, reason=code)
            notices.model_unusable(row)


def note_list(
    viewer: User, subject: Engagement | Consultant, others: Sequence[UUID], *, side: Shown, drawn: Sequence[int],
    model: str,
) -> None:  # fmt: skip
    """Keep a list as it was shown, the first of a day for one pair of eyes, and have the features of its pairs kept."""
    known = select(ShownList.id).where(
        ShownList.viewer_id == viewer.id, ShownList.subject_id == subject.id, ShownList.day == today()
    )
    if not others or db.session.scalar(known) is not None:
        return
    of_person = side is Shown.CONSULTANT
    row = ShownList(
        viewer_id=viewer.id, side=side, subject_id=subject.id, day=today(), model=model,
        engagement_id=None if of_person else subject.id, consultant_id=subject.id if of_person else None,
        others=[str(each) for each in others[:LONGEST]], drawn=[each for each in drawn if each <= LONGEST],
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    enqueue("learning.observe_list", key=f"observe:{row.id}", shown_list_id=str(row.id))


def note_read(engagement: Engagement, consultant: Consultant, *, side: Shown) -> None:
    """Keep that one side has read about the other for longer than a glance; the first time counts."""
    known = select(Perusal.id).where(
        Perusal.engagement_id == engagement.id, Perusal.consultant_id == consultant.id, Perusal.side == side
    )
    if db.session.scalar(known) is None:
        db.session.add(Perusal(engagement_id=engagement.id, consultant_id=consultant.id, side=side))
        observe_later(engagement.id, consultant.id)


def observe_later(engagement_id: UUID, consultant_id: UUID) -> None:
    """Have a job keep the features of a pair as they are now."""
    enqueue(
        "learning.observe_pair", key=f"observe:{engagement_id}:{consultant_id}", engagement_id=str(engagement_id),
        consultant_id=str(consultant_id),
    )  # fmt: skip


def store_audit(groups: list[dict[str, Any]], meaning: dict[str, Any]) -> None:
    """Keep who was shown on the thirty days before today, and what scores mean; once a day."""
    row = db.session.scalar(select(ExposureAudit).where(ExposureAudit.day == today()))
    if row is None:
        row = ExposureAudit(day=today())
        db.session.add(row)
    row.groups, row.meaning = groups, meaning


def store_often_shown(often: Mapping[str, int]) -> None:
    """Keep in how many postings' lists people stood high, in the place of what was kept."""
    db.session.execute(delete(OftenShown))
    still = select(Consultant.id).where(Consultant.state == ProfileState.LISTED)
    for consultant_id in db.session.scalars(still).all() if often else ():
        if str(consultant_id) in often:
            db.session.add(OftenShown(consultant_id=consultant_id, postings=often[str(consultant_id)]))


def join_people(kept: Consultant, other: Consultant) -> None:
    """Give what was observed and read of one profile to the other of the same person; a posting seen by both goes.

    What became of a card that moves is learned from by the features it was judged on, and nobody is taken as passed
    over who was chosen under the other profile.
    """
    for model in (Observation, Perusal):
        theirs = model.consultant_id == other.id
        mine = db.session.scalars(select(model.engagement_id).where(model.consultant_id == kept.id)).all()
        db.session.execute(delete(model).where(theirs, model.engagement_id.in_(mine)))
        db.session.execute(update(model).where(theirs).values(consultant_id=kept.id))


def forget_old_lists() -> None:
    """Delete lists older than two years: they say who looked at whom."""
    db.session.execute(delete(ShownList).where(ShownList.day < today() - KEPT_FOR))
    db.session.execute(delete(Perusal).where(Perusal.read_at < now() - KEPT_FOR))


def sweep_files() -> None:
    """Take away files that no model names, left by a rollback; yesterday's may still be on their way."""
    named = set(db.session.scalars(select(RankingModel.file)))
    for key in list(files.keys_before(today() - timedelta(days=1), folder=FOLDER)):
        if key not in named:
            files.delete(key)


def _locked_current() -> RankingModel | None:
    query = select(RankingModel).where(RankingModel.state == ModelState.CURRENT)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _locked(row: RankingModel) -> None:
    """Read a model again, locked: what was read before the lock may have changed while this waited for it."""
    db.session.refresh(row, with_for_update=True)


def _put_away(row: RankingModel | None, state: ModelState) -> None:
    if row is not None:
        row.state = state
        db.session.flush()  # one is current at most, said by an index


def _end_waiting(because: str, *, by: User | None) -> RankingModel | None:
    """Refuse the model that waits, if one does, and let go of its file; return it."""
    row = db.session.scalar(select(RankingModel).where(RankingModel.state == ModelState.WAITING).with_for_update())
    if row is not None:
        row.state, row.refused_because, row.file = ModelState.REFUSED, [because], ""
        db.session.flush()
        record(by, "ranking model waits no more", row, because=because)
    return row


def _must_load(row: RankingModel) -> None:
    try:
        read_model(row)
    except Unreadable as error:
        raise ModelUnusable(
            _("This model cannot be read back here: %(reason)s", reason=UNREADABLE[error.code])
        ) from error


def _rank_anew() -> None:
    enqueue("shortlist.rank_everything", key="rank-everything")
    enqueue("shortlist.rank_everybody", key="rank-everybody")
