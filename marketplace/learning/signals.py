"""What happened between postings and people, as matching's signals; in a fixed number of queries."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from marketplace.contracts.models import Contract
from marketplace.contracts.states import CONCLUDED, ContractState, EndKind
from marketplace.db import db
from marketplace.learning.models import Perusal, Shown, ShownList
from marketplace.learning.queries import renewed
from marketplace.pipeline.models import Application, Step
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, EndReason, Source
from marketplace.reviews.models import Review, ReviewRound
from marketplace.reviews.states import RoundState
from marketplace.shortlist.models import Curation, Verdict
from matching.labels import Signal

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

GOOD = 400  # a review's mean in hundredths from which a contract counts as finished well
_STEPS = {
    ApplicationState.MEETING: "met",
    ApplicationState.OFFERED: "offered",
    ApplicationState.ACCEPTED: "contracted",
}
_CHOSEN = frozenset({Source.RECOMMENDED, Source.RANKED})  # by an advisor, who had a list before the eyes
# Matching's words for what says nothing of skills.
_NOT_OF_SKILL: Mapping[str, str] = {
    EndReason.RATE: "rate",
    EndReason.TIME: "days",
    EndReason.PLACE: "place",
    EndReason.POSTING_CLOSED: "filled",
    EndReason.OTHER_WORK: "withdrawn",
    "other_candidate": "filled",  # of two who both would do, one was taken
    "duplicate": "withdrawn",  # the same person, by another way or another profile
}
# An advisor says why in free words: where they speak of terms alone, the no is none about skills.
_WORDS = {
    "rate": ("単価", "金額", "予算", "rate", "budget"),
    "days": ("稼働", "日数", "days"),
    "start": ("開始", "時期", "参画可能", "start", "available"),
    "place": ("勤務地", "出社", "通勤", "リモート", "place", "on site", "remote"),
}
_OF_SKILL = ("スキル", "経験", "知識", "資格", "skill", "experience", "knowledge")

PORTION = 500  # rows read at a time: two years of lists would fill the memory of a large market

Places = dict[tuple[str, str], int]


def signals(among: Container[tuple[str, str]] | None = None) -> list[Signal]:
    """Return everything that was seen of these pairs (posting, person), or of all; in no order that means anything.

    However often a pair was shown on one side is one signal, at the best place it ever stood.
    """
    places, own = _shown(among)
    shown = [Signal(*pair, "shown", place) for where in (places, own) for pair, place in where.items()]
    later = (*_perusals(places), *_applications(), *_verdicts(), *_contracts())
    return [*shown, *(each for each in later if among is None or (each.brief, each.candidate) in among)]


def _shown(among: Container[tuple[str, str]] | None) -> tuple[Places, Places]:
    """Return the best place that each pair ever stood at: in a posting's lists, and in a person's own.

    A person's own list is in the order the person asked for, and told by the person's page: no coin says how its places
    are looked at, so what the person does counts alike wherever it stood.
    """
    places: Places = {}
    own: Places = {}
    rows = db.session.execute(
        select(ShownList.side, ShownList.subject_id, ShownList.others), execution_options={"yield_per": PORTION}
    )
    for side, subject_id, others in rows:
        for place, other in enumerate(others, start=1):
            of_person = side is Shown.CONSULTANT
            pair = (other, str(subject_id)) if of_person else (str(subject_id), other)
            if among is None or pair in among:
                best = own if of_person else places
                best[pair] = min(place, best.get(pair, place))
    return places, own


def _perusals(places: Mapping[tuple[str, str], int]) -> Iterator[Signal]:
    for row in db.session.execute(select(Perusal.engagement_id, Perusal.consultant_id, Perusal.side)):
        pair = str(row.engagement_id), str(row.consultant_id)
        yield Signal(*pair, "read", None if row.side is Shown.CONSULTANT else places.get(pair))


def _applications() -> Iterator[Signal]:
    """Yield what became of each application: by the steps it has taken, wherever it stands now."""
    query = (
        select(
            Application.id, Application.engagement_id, Application.consultant_id, Application.source,
            Application.state, Application.end_reason, Step.state.label("reached"),
        )
        .outerjoin(Step, Step.application_id == Application.id)
        .order_by(Application.id)
    )  # fmt: skip
    rows = db.session.execute(query, execution_options={"yield_per": PORTION})
    for _application_id, steps in groupby(rows, key=lambda row: row.id):
        row, *others = steps
        pair = str(row.engagement_id), str(row.consultant_id)
        for kind in _of_application(row.source, {row.state, row.reached, *(each.reached for each in others)}):
            yield Signal(*pair, kind)
        if row.state is ApplicationState.NOT_SELECTED:
            yield Signal(*pair, "rejected", reason=_NOT_OF_SKILL.get(row.end_reason, ""))


def _of_application(source: Source, steps: Container[ApplicationState | None]) -> Iterator[str]:
    if source is Source.APPLIED:
        yield "applied"
    if source in _CHOSEN:
        yield "shortlisted"
    if source is Source.INVITED and ApplicationState.CONSENTED in steps:
        yield "invitation_accepted"
    for state, kind in _STEPS.items():
        if state in steps:
            yield kind


def _verdicts() -> Iterator[Signal]:
    rows = db.session.execute(
        select(Curation.engagement_id, Curation.consultant_id, Curation.verdict, Curation.reason).where(
            Curation.replaced_at.is_(None)
        )
    )
    for engagement_id, consultant_id, verdict, reason in rows:
        pair = str(engagement_id), str(consultant_id)
        if verdict is Verdict.REJECT:
            yield Signal(*pair, "rejected", reason=reason_code(reason))
        else:
            yield Signal(*pair, "shortlisted")


def reason_code(words: str) -> str:
    """Return matching's code where an advisor's words speak of terms alone, else nothing."""
    said = words.casefold()
    if any(word in said for word in _OF_SKILL):
        return ""
    return next((code for code, known in _WORDS.items() if any(word in said for word in known)), "")


def _contracts() -> Iterator[Signal]:
    """Yield contracts that were concluded; those renewed by a later agreed last day, or ended and well reviewed."""
    longer = set(db.session.scalars(renewed()))
    reviewed = (
        select(ReviewRound.contract_id)
        .join(Review, Review.review_round_id == ReviewRound.id)
        .where(ReviewRound.state == RoundState.PUBLISHED, Review.side == Side.CLIENT, Review.hidden_at.is_(None))
        .group_by(ReviewRound.contract_id)
        .having(func.avg(Review.mean) >= GOOD)
    )
    good = set(db.session.scalars(reviewed))
    rows = db.session.execute(
        select(Contract.id, Contract.state, Contract.end_kind, Application.engagement_id, Application.consultant_id)
        .join(Application, Contract.application_id == Application.id)
        .where(Contract.state.in_(CONCLUDED))
    )
    for row in rows:
        pair = str(row.engagement_id), str(row.consultant_id)
        yield Signal(*pair, "contracted")
        if row.id in longer:
            yield Signal(*pair, "renewed")
        if row.id in good and row.state is ContractState.ENDED and row.end_kind is EndKind.TERM:
            yield Signal(*pair, "finished_well")
