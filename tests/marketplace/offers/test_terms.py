"""What terms can be offered, and how long they last."""

from __future__ import annotations

from datetime import date

import pytest

from marketplace.clock import today
from marketplace.errors import Invalid
from marketplace.offers import operations
from marketplace.offers.queries import open_offer_of
from marketplace.offers.terms import errors_in, last_day
from tests.factories.meetings import in_talks, offered_terms

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rate": 0}, "rate"),
        ({"days": 0}, "days"),
        ({"days": 6}, "days"),
        ({"start_on": date(2020, 1, 1)}, "start_on"),
        ({"start_on": date(2999, 1, 1)}, "start_on"),
        ({"months": 0}, "months"),
        ({"months": 61}, "months"),
        ({"hours_low": -1}, "hours_high"),
        ({"hours_high": 301}, "hours_high"),
        ({"hours_low": 181}, "hours_high"),
    ],
)
def test_what_cannot_be_offered(values: dict[str, object], field: str) -> None:
    assert set(errors_in(offered_terms(**values))) == {field}
    application, owner, _advisor = in_talks()
    with pytest.raises(Invalid):
        operations.send_offer(application, offered_terms(**values), by=owner)
    assert open_offer_of(application) is None


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 14)),
        (date(2026, 12, 1), 6, date(2027, 5, 31)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 8, 31), 6, date(2027, 2, 27)),
        (date(2026, 11, 1), 13, date(2027, 11, 30)),
    ],
)
def test_the_last_day(start: date, months: int, last: date) -> None:
    assert last_day(start, months) == last


def test_a_start_today_may_be_offered() -> None:
    assert errors_in(offered_terms(start_on=today(), hours_low=140, hours_high=140)) == {}
