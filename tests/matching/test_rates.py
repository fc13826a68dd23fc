"""Quartiles of rates hold on later postings, follow what is asked for, and are silent where little stands behind."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matching.rates import (
    FEWEST,
    FEWEST_ALIKE,
    FEWEST_COMPANIES,
    MOST_OFF,
    QUARTILES,
    RateGuide,
    allowed_miss,
    newest_of_each,
)
from matching.records import Brief, Requirement

FIRST = date(2025, 1, 1)
PROTOTYPE = Brief("b", type_mix=(0, 100, 0), industry="industry.finance", days_min=5, days_max=5, remote="hybrid")


def postings(count: int, seed: int) -> tuple[list[Brief], list[date]]:
    """Draw postings whose rate hangs on the type and on SAP, with a tenth of chance on both sides."""
    drawn = np.random.default_rng(seed)
    briefs = []
    for at in range(count):
        strategic, sap = int(drawn.integers(0, 2)), bool(drawn.integers(0, 2))
        rate = (1_000_000 + 600_000 * strategic + 300_000 * sap) * drawn.uniform(0.9, 1.1)
        asked = (Requirement("SAP導入の経験"),) if sap else (Requirement("議事録の作成"),)
        mix = (100, 0, 0) if strategic else (0, 100, 0)
        briefs.append(
            replace(
                PROTOTYPE,
                id=f"b{at}",
                type_mix=mix,
                requirements=asked,
                company=f"c{at % 120}",
                rate_min=int(rate * 0.95),
                rate_max=int(rate * 1.05),
            )
        )
    return briefs, [FIRST + timedelta(days=at // 3) for at in range(count)]


GUIDE = RateGuide().fit(*postings(900, 0))


def test_later_postings_lie_below_each_quartile_as_often_as_it_says() -> None:
    assert list(GUIDE.covered_) == list(QUARTILES)
    assert GUIDE.later_ == 180
    for quartile, share in GUIDE.covered_.items():
        assert share == pytest.approx(quartile, abs=3 * (quartile * (1 - quartile) / GUIDE.later_) ** 0.5)
    assert GUIDE.calibrated_


def test_postings_never_seen_lie_below_each_quartile_as_often_as_it_says() -> None:
    later, _days = postings(800, 7)
    told = [GUIDE.guide(one) for one in later]
    paid = [((one.rate_min or 0) + (one.rate_max or 0)) / 2 for one in later]
    for quartile, name in zip(QUARTILES, ("low", "middle", "high"), strict=True):
        share = np.mean(
            [each is not None and rate < getattr(each, name) for each, rate in zip(told, paid, strict=True)]
        )
        assert share == pytest.approx(quartile, abs=0.06)  # of 900 learned from and 800 asked about


def test_quartiles_that_missed_later_rates_are_not_told() -> None:
    briefs, days = postings(600, 3)
    risen = [
        replace(one, rate_min=int((one.rate_min or 0) * 1.4), rate_max=int((one.rate_max or 0) * 1.4))
        if at >= 480
        else one
        for at, one in enumerate(briefs)
    ]
    guide = RateGuide(max_iter=20).fit(risen, days)
    assert guide.covered_[0.5] < 0.5 - allowed_miss(0.5, guide.later_)
    assert not guide.calibrated_
    assert guide.guide(PROTOTYPE) is None


def test_the_fewer_later_postings_the_more_is_put_down_to_chance() -> None:
    assert allowed_miss(0.5, 40) == pytest.approx(MOST_OFF + 0.079, abs=0.001)
    assert allowed_miss(0.5, 10_000) == pytest.approx(MOST_OFF + 0.005, abs=0.001)


def test_of_fewer_than_five_companies_nothing_is_said() -> None:
    briefs, days = postings(600, 4)
    for companies, said in ((FEWEST_COMPANIES - 1, False), (60, True)):
        of_few = [
            replace(one, company=f"c{at % companies}") if one.type_mix == PROTOTYPE.type_mix else one
            for at, one in enumerate(briefs)
        ]
        assert (RateGuide(max_iter=5).fit(of_few, days).guide(PROTOTYPE) is not None) is said


def test_where_most_are_of_one_company_nothing_is_said() -> None:
    briefs, days = postings(400, 4)
    for large, said in ((0.9, False), (0.3, True)):
        chance = np.random.default_rng(0).random(400)
        of_one = [replace(one, company="large") if chance[at] < large else one for at, one in enumerate(briefs)]
        assert (RateGuide(max_iter=5).fit(of_one, days).guide(PROTOTYPE) is not None) is said


def test_a_posting_that_does_not_say_its_type_is_like_none() -> None:
    assert GUIDE.guide(replace(PROTOTYPE, type_mix=(0, 0, 0))) is None


def test_a_posting_is_told_what_its_like_pays() -> None:
    asked = replace(PROTOTYPE, type_mix=(100, 0, 0), requirements=(Requirement("SAP導入の経験"),))
    found = GUIDE.guide(asked)
    assert found is not None
    assert found.low <= found.middle <= found.high
    assert found.middle == pytest.approx(1_900_000, rel=0.04)
    assert found.low == pytest.approx(1_900_000 * 0.95, rel=0.04)
    assert found.high == pytest.approx(1_900_000 * 1.05, rel=0.04)
    assert found.middle % 10_000 == 0
    assert found.alike > 300
    assert found.companies == 120
    plain = GUIDE.guide(PROTOTYPE)
    assert plain is not None
    assert plain.high < found.low


def test_what_the_posting_names_itself_changes_nothing() -> None:
    assert GUIDE.guide(replace(PROTOTYPE, rate_max=9_000_000)) == GUIDE.guide(PROTOTYPE)


def test_of_a_kind_that_is_rare_nothing_is_said() -> None:
    assert GUIDE.guide(replace(PROTOTYPE, remote="onsite")) is None
    briefs, days = postings(900, 1)
    onsite = [replace(one, remote="onsite") if at < FEWEST_ALIKE - 1 else one for at, one in enumerate(briefs)]
    assert RateGuide(max_iter=5).fit(onsite, days).guide(replace(PROTOTYPE, remote="onsite")) is None


def test_with_few_postings_nothing_is_said_at_all() -> None:
    briefs, days = postings(FEWEST + 50, 2)
    unnamed = [replace(one, rate_min=None, rate_max=None) if at < 51 else one for at, one in enumerate(briefs)]
    guide = RateGuide(max_iter=5).fit(unnamed, days)
    assert guide.guide(PROTOTYPE) is None
    assert guide.covered_ == {}
    assert RateGuide(max_iter=5).fit(briefs, days).guide(PROTOTYPE) is not None


def test_it_is_cloned_like_any_estimator_and_says_nothing_before_it_has_learned() -> None:
    other = clone(RateGuide(max_iter=7, random_state=3))
    assert other.get_params() == {"max_iter": 7, "random_state": 3}
    assert "RateGuide(max_iter=7" in repr(other)
    with pytest.raises(NotFittedError):
        other.guide(PROTOTYPE)


def test_the_same_postings_teach_the_same() -> None:
    briefs, days = postings(300, 6)
    shuffled = np.random.default_rng(0).permutation(300)
    one = RateGuide(max_iter=5).fit(briefs, days)
    other = RateGuide(max_iter=5).fit([briefs[at] for at in shuffled], [days[at] for at in shuffled])
    assert one.guide(PROTOTYPE) == other.guide(PROTOTYPE) is not None
    with pytest.raises(ValueError, match="zip"):
        RateGuide().fit(briefs, days[1:])


def test_an_unknown_industry_is_no_obstacle() -> None:
    assert GUIDE.guide(replace(PROTOTYPE, industry="industry.of_tomorrow")) is not None


@pytest.mark.parametrize(
    "own",
    [{"industry": "industry.healthcare"}, {"requirements": (Requirement("COBOLの経験"),)}],
    ids=["industry", "skill"],
)
def test_an_industry_or_a_skill_of_one_company_alone_does_not_tell_its_rates(own: dict[str, Any]) -> None:
    briefs, days = postings(800, 5)
    alone: dict[str, Any] = {"company": "alone", "rate_min": 3_000_000, "rate_max": 3_000_000}
    others = RateGuide(max_iter=60).fit(briefs, days).guide(PROTOTYPE)
    briefs = [replace(one, **alone, **own) if at % 10 == 0 else one for at, one in enumerate(briefs)]
    told = RateGuide(max_iter=60).fit(briefs, days).guide(replace(PROTOTYPE, **own))
    assert others is not None
    assert told is not None
    assert told.high < 1.25 * others.high


def test_only_the_newest_postings_of_a_company_are_learned_from() -> None:
    briefs = [replace(PROTOTYPE, id=f"{number:02}", company="one") for number in range(20)]
    briefs.append(replace(PROTOTYPE, id="20", company="other"))
    assert [one.id for one in newest_of_each(briefs)] == [f"{number:02}" for number in range(12, 21)]
