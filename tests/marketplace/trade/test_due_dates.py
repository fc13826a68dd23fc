"""R6 to R12: days of payment, of banks and of notice, with the numbers of the trade's rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.trade.due_dates import (
    Closing,
    closing_of,
    due_on,
    is_bank_day,
    is_late,
    last_bank_day,
    last_notice_day,
    late_before,
    legal_limit,
    letter_offered_on,
    months_later,
    needs_notice,
    next_bank_day,
    renewal_asked_on,
    shifted,
    six_months_or_more,
    whole_term,
)
from marketplace.trade.payment_terms import PaymentTerm
from marketplace.trade.refusal import Refusal

CLOSED = date(2026, 11, 30)
NEXT_YEAR = date(2027, 1, 31)


def test_r6_sixty_days_with_the_day_of_receipt() -> None:
    received = date(2026, 11, 22)
    limit = legal_limit(received, monthly_agreed=False)
    assert limit == date(2027, 1, 20)
    assert (limit - received).days + 1 == 60
    with pytest.raises(Refusal) as refusal:
        shifted(date(2027, 1, 21), limit, shift_agreed=True)
    assert str(refusal.value.message) == "法律で認められる最終日（2027-01-20）を過ぎています。"
    assert legal_limit(date(2026, 5, 15), monthly_agreed=False) == date(2026, 7, 13)


def test_r7_sixty_days_read_as_two_months() -> None:
    limit = legal_limit(CLOSED, monthly_agreed=True)
    assert limit == NEXT_YEAR
    with pytest.raises(Refusal):
        shifted(date(2027, 2, 10), limit, shift_agreed=False)
    assert legal_limit(date(2026, 11, 1), monthly_agreed=False) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("closed", "limit"),
    [
        (date(2026, 10, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 2, 28), date(2027, 4, 30)),
        (date(2026, 11, 20), date(2027, 1, 20)),
        (date(2026, 12, 30), date(2027, 2, 28)),
    ],
)
def test_r7_two_months_from_other_closings(closed: date, limit: date) -> None:
    assert legal_limit(closed, monthly_agreed=True) == limit


def test_r8_thirty_days_after_the_clients_due_date() -> None:
    assert legal_limit(CLOSED, monthly_agreed=True, client_due=NEXT_YEAR, reentrustment_items=True) == date(2027, 3, 1)
    assert legal_limit(CLOSED, monthly_agreed=True, client_due=NEXT_YEAR, reentrustment_items=False) == NEXT_YEAR
    assert legal_limit(CLOSED, monthly_agreed=False, client_due=NEXT_YEAR) == date(2027, 1, 28)
    assert legal_limit(CLOSED, monthly_agreed=True, reentrustment_items=True) == NEXT_YEAR


def test_r8_where_both_laws_apply_the_earlier_counts() -> None:
    both = {"monthly_agreed": True, "reentrustment_items": True, "toriteki": True}
    assert legal_limit(CLOSED, client_due=NEXT_YEAR, **both) == NEXT_YEAR
    assert legal_limit(CLOSED, client_due=date(2026, 12, 31), **both) == date(2027, 1, 29)


@pytest.mark.parametrize(
    ("due", "closed", "agreed", "paid"),
    [
        (date(2026, 12, 31), date(2026, 11, 30), False, date(2027, 1, 4)),
        (date(2026, 12, 31), date(2026, 10, 31), False, date(2026, 12, 30)),
        (date(2026, 12, 31), date(2026, 10, 31), True, date(2026, 12, 30)),  # four days: no agreement helps
        (date(2027, 1, 31), date(2026, 11, 30), True, date(2027, 2, 1)),
        (date(2027, 1, 31), date(2026, 11, 30), False, date(2027, 1, 29)),
        (date(2026, 12, 25), date(2026, 11, 30), False, date(2026, 12, 25)),
    ],
)
def test_r9_and_r10_bank_holidays(
    due: date,
    closed: date,
    agreed: bool,  # noqa: FBT001 - a column of the table
    paid: date,
) -> None:
    assert shifted(due, legal_limit(closed, monthly_agreed=True), shift_agreed=agreed) == paid


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 12, 29), True),
        (date(2026, 12, 30), True),
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), False),
        (date(2030, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
    ],
)
def test_days_of_banks(day: date, open_: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_bank_day(day) is open_


def test_the_bank_days_around_the_turn_of_the_year() -> None:
    assert next_bank_day(date(2026, 12, 31)) == date(2027, 1, 4)
    assert last_bank_day(date(2027, 1, 3)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("term", "served", "closing", "due"),
    [
        (PaymentTerm(31, 1, 31), date(2026, 11, 16), (date(2026, 11, 1), date(2026, 11, 30)), date(2026, 12, 31)),
        (PaymentTerm(31, 2, 15), date(2026, 11, 30), (date(2026, 11, 1), date(2026, 11, 30)), date(2027, 1, 15)),
        (PaymentTerm(31, 2, 31), date(2026, 12, 1), (date(2026, 12, 1), date(2026, 12, 31)), date(2027, 2, 28)),
        (PaymentTerm(20, 1, 20), date(2026, 11, 20), (date(2026, 10, 21), date(2026, 11, 20)), date(2026, 12, 20)),
        (PaymentTerm(20, 1, 20), date(2026, 11, 21), (date(2026, 11, 21), date(2026, 12, 20)), date(2027, 1, 20)),
        (PaymentTerm(15, 0, 31), date(2027, 2, 10), (date(2027, 1, 16), date(2027, 2, 15)), date(2027, 2, 28)),
        (PaymentTerm(30, 1, 30), date(2027, 2, 10), (date(2027, 1, 31), date(2027, 2, 28)), date(2027, 3, 30)),
    ],
)
def test_closings_and_days_of_payment(term: PaymentTerm, served: date, closing: tuple[date, date], due: date) -> None:
    found = closing_of(term, served)
    assert found == Closing(*closing)
    assert due_on(term, found.last) == due


days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
terms = st.builds(PaymentTerm, st.integers(1, 31), st.integers(0, 3), st.integers(1, 31))


@given(terms, days)
def test_each_day_is_closed_once(term: PaymentTerm, served: date) -> None:
    closing = closing_of(term, served)
    assert closing.first <= served <= closing.last
    assert closing_of(term, closing.first) == closing_of(term, closing.last) == closing
    assert closing_of(term, closing.last + timedelta(days=1)).first == closing.last + timedelta(days=1)


@given(terms, days, st.booleans())
def test_no_fee_is_paid_after_its_limit(term: PaymentTerm, served: date, agreed: bool) -> None:  # noqa: FBT001 - drawn
    closed = closing_of(term, served).last
    due, limit = due_on(term, closed), legal_limit(closed, monthly_agreed=True)
    if due > limit:
        with pytest.raises(Refusal):
            shifted(due, limit, shift_agreed=agreed)
        return
    paid = shifted(due, limit, shift_agreed=agreed)
    assert is_bank_day(paid)
    assert paid <= limit or (agreed and (paid - due).days <= 2)
    assert shifted(due, limit, shift_agreed=False) <= limit


@pytest.mark.parametrize(
    ("end", "notice", "asked", "letter"),
    [
        (date(2026, 12, 31), date(2026, 12, 1), date(2026, 11, 16), date(2026, 11, 30)),
        (date(2027, 3, 31), date(2027, 3, 1), date(2027, 2, 14), date(2027, 2, 28)),
    ],
)
def test_r11_and_r12_days_before_the_end(end: date, notice: date, asked: date, letter: date) -> None:
    assert (last_notice_day(end), renewal_asked_on(end), letter_offered_on(end)) == (notice, asked, letter)


@pytest.mark.parametrize(
    ("first", "last", "long"),
    [
        (date(2026, 7, 1), date(2026, 12, 31), True),
        (date(2026, 7, 1), date(2026, 12, 30), False),
        (date(2026, 7, 16), date(2027, 1, 15), True),
        (date(2026, 7, 16), date(2027, 1, 14), False),
        (date(2026, 8, 31), date(2027, 2, 28), True),
        (date(2026, 8, 31), date(2027, 2, 27), False),
    ],
)
def test_r11_six_months(first: date, last: date, long: bool) -> None:  # noqa: FBT001 - a column of the table
    assert six_months_or_more(first, last) is long


def test_r11_renewals_count_together_unless_a_month_lies_between() -> None:
    spring = date(2026, 4, 1), date(2026, 6, 30)
    autumn = date(2026, 9, 1), date(2026, 11, 30)
    july = date(2026, 7, 1), date(2026, 8, 31)
    late_july = date(2026, 7, 30), date(2026, 8, 31)
    august = date(2026, 8, 1), date(2026, 8, 31)
    assert needs_notice([autumn, spring, july])
    assert whole_term([spring, late_july, autumn]) == (date(2026, 4, 1), date(2026, 11, 30))
    assert whole_term([spring, august, autumn]) == (date(2026, 8, 1), date(2026, 11, 30))
    assert not needs_notice([spring, august, autumn])
    assert not needs_notice([spring])


def test_months_later_keeps_to_the_month() -> None:
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2027, 3, 31), -1) == date(2027, 2, 28)
    assert months_later(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_a_search_for_what_is_late_finds_what_is_late() -> None:
    days = [date(2026, 11, 18) + timedelta(days=n) for n in range(60)]  # over 勤労感謝の日 and the turn of the year
    for today in days:
        assert [day for day in days if day < late_before(today)] == [day for day in days if is_late(day, today)]
