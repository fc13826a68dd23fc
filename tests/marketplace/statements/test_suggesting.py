"""What a payment may be for: the surest first, a transfer fee never silently."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.statements.suggesting import MOST, Fit, Owed, Paid, is_fee, suggestions_for

A, B = uuid4(), uuid4()
COMPANIES = st.sampled_from([A, B])


def owed(number: int, amount: int, company: UUID = A, day: int = 1, names: str = "ﾐﾅﾄｾｲｷ") -> Owed:
    return Owed(
        uuid4(), f"INV-2026-{number:06}", company, "ミナト精機", frozenset({names}) if company == A else frozenset(),
        amount, date(2026, 12, day),
    )  # fmt: skip


def fits(amount: int, rows: list[Owed], payer: str = "ﾐﾅﾄｾｲｷ", text: str = "") -> list[tuple[Fit, str, int]]:
    found = suggestions_for(Paid(amount, payer, text), rows, {})
    return [(each.fit, each.numbers.replace("INV-2026-00000", ""), each.difference) for each in found]


def test_amount_and_name_come_before_the_amount_alone_and_the_oldest_first() -> None:
    rows = [owed(1, 500, B), owed(2, 500, day=20), owed(3, 500, day=10)]
    assert fits(500, rows) == [
        (Fit.EXACT_NAMED, "3", 0), (Fit.EXACT_NAMED, "2", 0), (Fit.EXACT, "1", 0),
    ]  # fmt: skip


def test_an_invoice_that_the_payment_names_comes_first() -> None:
    rows = [owed(1, 500), owed(2, 500, day=20)]
    assert fits(500, rows, text="ミナト ＩＮＶ－２０２６－０００００２")[0] == (Fit.EXACT_NAMED, "2", 0)
    assert fits(500, [owed(3, 500, B)], payer="", text="inv-2026-000003") == [(Fit.EXACT_NAMED, "3", 0)]


def test_sums_of_several_invoices_of_one_company() -> None:
    rows = [owed(1, 300_000), owed(2, 500_000), owed(3, 700_000), owed(4, 300_000, B), owed(5, 500_000, B)]
    assert (Fit.SEVERAL_NAMED, "1 2", 0) in fits(800_000, rows)
    assert fits(800_000, rows, payer="ﾀﾞﾚｶ") == [(Fit.SEVERAL, "4 5", 0)]
    assert fits(1_000_000, rows, payer="ﾀﾞﾚｶ") == []


@pytest.mark.parametrize(("short", "fee"), [(164, 0), (165, 165), (440, 440), (880, 880), (881, 0)])
def test_what_may_be_a_transfer_fee(short: int, fee: int) -> None:
    found = suggestions_for(Paid(1_150_365 - short, "ﾐﾅﾄｾｲｷ", ""), [owed(1, 1_150_365)], {})
    assert [each.fee for each in found] == [fee]
    assert found[0].fit is (Fit.SHORT_BY_FEE_NAMED if fee else Fit.PART)


def test_the_rest_of_an_invoice_is_no_fee_of_a_small_payment() -> None:
    assert fits(12, [owed(1, 440, B)], payer="ﾘｿｸ") == []
    assert fits(12, [owed(1, 440)]) == [(Fit.PART, "1", -428)]


def test_a_name_that_was_matched_before_is_known_and_no_name_is_none() -> None:
    rows = [owed(1, 500, B)]
    known = {"ﾀﾞﾚｶ": frozenset({B})}
    assert suggestions_for(Paid(600, "ﾀﾞﾚｶ", ""), rows, known)[0].fit is Fit.OVER
    assert suggestions_for(Paid(600, "", ""), rows, {"": frozenset({B})}) == []
    assert suggestions_for(Paid(600, "", ""), [owed(2, 500, names="")], {}) == []


@given(
    amount=st.integers(1, 20_000),
    rows=st.lists(
        st.builds(owed, st.integers(1, 9), st.integers(1, 20_000), COMPANIES, st.integers(1, 31)), max_size=12
    ),
)
def test_whatever_is_suggested_is_true(amount: int, rows: list[Owed]) -> None:
    found = suggestions_for(Paid(amount, "ﾐﾅﾄｾｲｷ", ""), rows, {})
    assert len(found) <= MOST
    assert [each.fit for each in found] == sorted(each.fit for each in found)
    for each in found:
        assert amount - sum(one.open for one in each.invoices) == each.difference
        assert len({one.company_id for one in each.invoices}) == 1
        assert bool(each.fee) == (each.difference < 0 and is_fee(-each.difference, amount))
        assert len(each.invoices) == 1 or each.difference == 0
