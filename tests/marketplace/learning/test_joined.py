"""Two profiles of one person become one: what was learned of either, and what they asked, goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from marketplace.appeals.models import Appeal
from marketplace.appeals.states import AppealState
from marketplace.db import db
from marketplace.learning import judged
from marketplace.learning.judged import judged_pairs
from marketplace.learning.models import Observation, Perusal, Shown
from marketplace.learning.observing import CATALOGUE
from marketplace.pipeline.merging import merge
from marketplace.pipeline.states import ApplicationState, Source
from matching.catalogue import FEATURES
from tests.factories.accounts import make_advisor
from tests.factories.appeals import plain_appeal
from tests.factories.learning import judged_market
from tests.factories.pipeline import make_application, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant

pytestmark = pytest.mark.usefixtures("session")


def observed(posting: Engagement, person: Consultant) -> None:
    pair = {"engagement_id": posting.id, "consultant_id": person.id}
    db.session.add(Observation(**pair, features=[0.5] * len(FEATURES), catalogue=CATALOGUE, model="prior-1"))
    db.session.add(Perusal(**pair, side=Shown.CLIENT))
    db.session.flush()


def test_what_was_judged_under_the_closed_profile_is_learned_of_the_other() -> None:
    kept, other = make_listed_consultant(), make_listed_consultant()
    both, alone = make_posting(), make_posting()
    make_application(alone, other, state=ApplicationState.MEETING, source=Source.APPLIED)
    for pair in ((both, kept), (both, other), (alone, other)):
        observed(*pair)
    db.session.commit()
    merge(kept, other, by=make_advisor())
    db.session.commit()
    assert {row.consultant_id for row in db.session.scalars(select(Observation))} == {kept.id}
    assert len(db.session.scalars(select(Perusal)).all()) == 2
    assert sorted(judged_pairs().judged.grades.tolist()) == [1.0, 3.0]


def test_what_was_asked_is_answered_to_the_profile_that_stays() -> None:
    kept, other = make_listed_consultant(), make_listed_consultant()
    both, alone = make_posting(), make_posting()
    for person, posting in ((kept, both), (other, both), (other, alone)):
        plain_appeal(person, posting)
    db.session.commit()
    merge(kept, other, by=make_advisor())
    db.session.commit()
    found = db.session.scalars(select(Appeal)).all()
    assert {each.consultant_id for each in found} == {kept.id}
    assert sorted(each.state for each in found) == [AppealState.OPEN, AppealState.OPEN, AppealState.WITHDRAWN]


def test_only_the_newest_pairs_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    judged_market(postings=5, people=4)
    monkeypatch.setattr(judged, "MOST", 8)
    found = judged_pairs().judged
    newest = db.session.scalars(select(Observation.at).order_by(Observation.at.desc()).limit(8)).all()
    assert (len(found.rows), found.when.min()) == (8, min(newest).timestamp())
