"""Quartiles of rates hold on later postings, follow what is asked for, and are silent where little stands behind."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from matching.rates import FEWEST, FEWEST_ALIKE, QUARTILES, RateGuide
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
                rate_min=int(rate * 0.95),
                rate_max=int(rate * 1.05),
            )
        )
    return briefs, [FIRST + timedelta(days=at // 3) for at in range(count)]


GUIDE = RateGuide().fit(*postings(900, 0))


def test_later_postings_lie_below_each_quartile_as_often_as_it_says() -> None:
    assert list(GUIDE.covered_) == list(QUARTILES)
    for quartile, share in GUIDE.covered_.items():
        assert share == pytest.approx(quartile, abs=0.12)


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


def test_an_unknown_industry_is_no_obstacle() -> None:
    assert GUIDE.guide(replace(PROTOTYPE, industry="industry.of_tomorrow")) is not None
