"""Who gets shown, by group of consultants: as a model would show, and as lists did show."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import selectinload

import matching
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.learning.models import Shown, ShownList
from marketplace.learning.queries import newcomers, often_shown
from marketplace.learning.showing import lowered
from marketplace.learning.signals import PORTION
from marketplace.profiles.models import Consultant, LanguageSkill
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.index import current_index
from marketplace.shortlist.models import Match
from marketplace.shortlist.operations import RANKED
from marketplace.shortlist.records import brief_of
from matching.constraints import screen
from matching.exposure import OFTEN, UNTIL, audit, explore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from matching import Scorer
    from matching.exposure import Share

PERIOD = timedelta(days=30)
POSTINGS = 100  # the newest open ones, ranked to see whom a model would show
TOP = 10
PART_TIME = 3  # days a week at most
KANTO = frozenset({"08", "09", "10", "11", "12", "13", "14"})  # JIS codes


def groups_of() -> dict[str, frozenset[str]]:
    """Return the listed people of each group, by id; a person is in one group of each pair."""
    listed = Consultant.state == ProfileState.LISTED
    people = db.session.execute(select(Consultant.id, Consultant.prefecture, Consultant.days_max).where(listed)).all()
    speaking = select(LanguageSkill.consultant_id).join(Consultant).where(listed, LanguageSkill.language == "en")
    new, everybody = newcomers(), frozenset(str(each.id) for each in people)
    kanto = frozenset(str(each.id) for each in people if each.prefecture in KANTO)
    part = frozenset(str(each.id) for each in people if each.days_max <= PART_TIME)
    english = frozenset(str(each) for each in db.session.scalars(speaking))
    return {
        "newcomers": new & everybody, "established": everybody - new,
        "kanto": kanto, "elsewhere": everybody - kanto,
        "part_time": part, "full_time": everybody - part,
        "english": english, "japanese_only": everybody - english,
    }  # fmt: skip


def would_be_shown(scorer: Scorer) -> list[dict[str, Any]]:
    """Rank the newest open postings as a model would, and compare who is among the first ten with who could be.

    As lists are shown: who stood high in many of them lately comes a little lower, one place is kept for trying.
    """
    rows = db.session.scalars(
        select(Engagement)
        .where(Engagement.state.in_(RANKED))
        .options(selectinload(Engagement.requirements))
        .order_by(Engagement.published_at.desc())
        .limit(POSTINGS)
    ).all()
    index, new = current_index(), newcomers()
    often = {str(each): postings for each, postings in often_shown().items()}
    shown: Counter[str] = Counter()
    possible = np.zeros(index.size, dtype=np.int64)  # by row: rows that are gone have nobody's id, and never count
    for row in rows:
        brief = brief_of(row)
        ranking = matching.rank(brief, index, k=UNTIL, as_of=today(), explained=0, ranker=scorer)
        fit = [each for each in ranking.matches if each.eligible]
        places = lowered([each.score for each in fit], [often.get(each.candidate_id, 0) for each in fit])
        order = [fit[at].candidate_id for at in places]
        possible += screen(brief, index, today()).eligible
        shown.update(explore(order, new, key=f"{row.id}:{today()}").order[:TOP])
    return _audited(shown, {index.id_of(int(row)): int(possible[row]) for row in np.flatnonzero(possible)})


def were_shown() -> list[dict[str, Any]]:
    """Compare who stood in the first ten of lists of the last thirty days with who met their conditions."""
    since = today() - PERIOD
    recent = (ShownList.side != Shown.CONSULTANT) & (ShownList.day > since)
    lists = db.session.execute(
        select(ShownList.engagement_id, ShownList.others).where(recent),
        execution_options={"yield_per": PORTION},
    )
    shown: Counter[str] = Counter()
    of_lists: Counter[UUID | None] = Counter()
    for engagement_id, others in lists:
        shown.update(others[:TOP])
        of_lists[engagement_id] += 1
    rows = db.session.execute(
        select(Match.engagement_id, Match.consultant_id).where(
            Match.engagement_id.in_(select(ShownList.engagement_id).where(recent)), Match.eligible, Match.for_posting
        ),
        execution_options={"yield_per": PORTION},
    )
    possible: Counter[str] = Counter()
    for engagement_id, consultant_id in rows:
        possible[str(consultant_id)] += of_lists[engagement_id]
    return _audited(shown, possible)


def stood_high() -> dict[str, int]:
    """Count the postings in whose first ten each person stood in the last thirty days; only those of more than ten.

    Postings are counted, not looks: who opens one list every morning says nothing of how often somebody is shown.
    """
    rows = db.session.execute(
        select(ShownList.engagement_id, ShownList.others)
        .where(ShownList.side != Shown.CONSULTANT, ShownList.day > today() - PERIOD)
        .order_by(ShownList.engagement_id),
        execution_options={"yield_per": PORTION},
    )
    found: Counter[str] = Counter()
    for _engagement_id, lists in groupby(rows, key=lambda row: row.engagement_id):
        found.update({each for _posting, others in lists for each in others[:TOP]})
    return {each: postings for each, postings in found.items() if postings > OFTEN}


def _audited(shown: Mapping[str, int], possible: Mapping[str, int]) -> list[dict[str, Any]]:
    groups = list(groups_of().items())
    found: list[Share] = []
    for pair in zip(groups[::2], groups[1::2], strict=True):
        found += audit(
            {name: sum(shown.get(each, 0) for each in people) for name, people in pair},
            {name: sum(possible.get(each, 0) for each in people) for name, people in pair},
        )
    return [
        {"group": each.group, "shown": each.shown, "share": round(each.shown_share, 4),
         "eligible": round(each.eligible_share, 4), "ratio": round(each.ratio, 3), "within": each.within}
        for each in found
    ]  # fmt: skip
