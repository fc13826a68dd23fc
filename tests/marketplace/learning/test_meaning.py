"""What a score means: outcomes counted by band, and a chance only where enough of them are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import select

from marketplace.background import enqueue, run_due
from marketplace.clock import today
from marketplace.db import db
from marketplace.learning import meaning as measured
from marketplace.learning.meaning import meaning
from marketplace.learning.models import ExposureAudit, Observation
from marketplace.learning.observing import CATALOGUE
from marketplace.pipeline.states import ApplicationState
from marketplace.shortlist.current import BY_HAND
from matching.calibrate import FEWEST
from matching.catalogue import FEATURES
from tests.factories.accounts import make_operator
from tests.factories.contracts import running_contract
from tests.factories.pipeline import make_application, make_match, make_posting
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    import pytest
    import sqlalchemy as sa
    from flask import Flask

    from marketplace.pipeline.models import Application
    from tests.conftest import PageClient

    Session = sa.orm.scoped_session[sa.orm.Session]

MODELS = "/operation/ranking-models"


def seen(card: Application, worth: float) -> None:
    """Keep a pair's features as they were, all alike."""
    pair = {"engagement_id": card.engagement_id, "consultant_id": card.consultant_id}
    db.session.add(Observation(**pair, features=[worth] * len(FEATURES), catalogue=CATALOGUE, model=BY_HAND))


def known_outcomes(turned_down: int = 3) -> None:
    """Have one contract, some who were turned down, and one whose card goes on."""
    contract, _owner, _advisor = running_contract()
    seen(contract.application, 1.0)
    for _each in range(turned_down):
        seen(make_application(make_posting(), make_listed_consultant(), state=ApplicationState.NOT_SELECTED), 0.0)
    seen(make_application(make_posting(), make_listed_consultant(), state=ApplicationState.MEETING), 1.0)
    posting = make_posting()
    for score in range(100, 1000, 100):
        make_match(posting, make_listed_consultant(), score=score, for_posting=True, model=BY_HAND)
    db.session.flush()


def test_outcomes_are_counted_by_band_and_few_of_them_tell_no_chance(session: Session) -> None:
    del session
    assert meaning() == {}
    known_outcomes()
    found = meaning()
    assert (found["model"], found["outcomes"], found["error"]) == (BY_HAND, 4, None)
    bands = {each["band"]: each for each in found["bands"]}
    assert list(bands) == ["high", "middle", "low"]
    assert bands["high"]["from"] > bands["middle"]["from"] > bands["low"]["from"] == 0
    assert sum(each["outcomes"] for each in found["bands"]) == 4  # whose card goes on has none
    assert sum(each["contracts"] for each in found["bands"]) == 1
    assert {each["chance"] for each in found["bands"]} == {None}


def test_with_enough_outcomes_each_band_tells_its_chance_and_how_far_it_is_off(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    del session
    known_outcomes()
    drawn = np.random.default_rng(3)
    worth = drawn.random(FEWEST)
    contracted = (drawn.random(FEWEST) < worth).astype(np.float64)
    rows = np.repeat(worth[:, None], len(FEATURES), axis=1).astype(np.float32)
    monkeypatch.setattr(measured, "_outcomes", lambda: (rows, contracted, np.arange(FEWEST, dtype=float)))
    found = meaning()
    assert found["outcomes"] == FEWEST
    assert 0 <= found["error"] < 0.3
    told = [each["chance"] for each in found["bands"] if each["outcomes"]]
    assert told == sorted(told, reverse=True)
    assert all(0 <= each <= 1 for each in told)


def test_the_operator_s_page_shows_it_and_says_what_is_missing(client: PageClient, app: Flask) -> None:
    del app
    operator = make_operator()
    db.session.commit()
    client.sign_in(operator)
    assert "応募が終了または契約に至ると、毎晩集計します" in client.get(MODELS).text
    known_outcomes()
    enqueue("learning.audit_exposure")
    db.session.commit()
    while run_due():
        pass
    row = db.session.scalars(select(ExposureAudit)).one()
    assert (row.day, row.meaning["outcomes"]) == (today(), 4)
    page = client.get(MODELS).text
    assert "結果の出た件数は4件です" in page
    assert "適合度の区分ごとの結果" in page
    row.meaning = row.meaning | {
        "error": 0.042, "bands": [{"band": "high", "from": 800, "outcomes": 600, "contracts": 300, "chance": 0.512}],
    }  # fmt: skip
    db.session.commit()
    page = client.get(MODELS).text
    assert "平均4.2ポイント" in page
    assert "51%" in page
