"""More days of notice than the law's 30, where a contract agrees them for its early end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from marketplace.contracts.operations.ending import give_notice
from marketplace.contracts.states import EndKind
from marketplace.errors import Invalid
from tests.factories.contracts import day, signed_contract

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract
    from tests.conftest import PageClient

pytestmark = pytest.mark.usefixtures("session")


def on(text: str) -> datetime:
    return datetime.combine(day(text), datetime.min.time(), UTC) + timedelta(hours=1)


def agreed(notice_days: int, *, last: str) -> tuple[Contract, User]:
    """Make a contract from 2026-11-01 on that agrees so many days."""
    with time_machine.travel(on("2026-11-01"), tick=False):
        contract, _owner, advisor = signed_contract(
            first_day=day("2026-11-01"), last_day=day(last), notice_days=notice_days
        )
    return contract, advisor


@pytest.mark.parametrize(
    ("notice_days", "last", "when", "taken"),
    [
        (60, "2027-06-30", "2026-12-02", True),  # 60 days before 2027-01-31
        (60, "2027-06-30", "2026-12-03", False),
        (60, "2027-03-31", "2026-12-03", False),  # five months: what was agreed holds whatever the length
        (30, "2027-03-31", "2027-01-30", True),  # below six months the 30 days are only recommended
        (30, "2027-06-30", "2027-01-01", True),
        (30, "2027-06-30", "2027-01-02", False),
    ],
)
def test_an_early_end_is_told_as_long_before_as_agreed(
    notice_days: int,
    last: str,
    when: str,
    taken: bool,  # noqa: FBT001 - a case
) -> None:
    contract, advisor = agreed(notice_days, last=last)
    with time_machine.travel(on(when), tick=False):
        if taken:
            give_notice(contract, ends_on=day("2027-01-31"), words="計画の変更", by=advisor)
            assert contract.last_day == day("2027-01-31")
        else:
            with pytest.raises(Invalid) as refused:
                give_notice(contract, ends_on=day("2027-01-31"), words="計画の変更", by=advisor)
            assert list(refused.value.errors) == ["ends_on"]


def test_the_agreed_last_day_is_no_early_end() -> None:
    contract, advisor = agreed(90, last="2027-06-30")
    with time_machine.travel(on("2027-05-31"), tick=False):
        give_notice(contract, ends_on=day("2027-06-30"), words="更新しない", by=advisor)
        assert contract.notice_on == day("2027-05-31")


def test_an_exception_needs_no_days() -> None:
    contract, advisor = agreed(90, last="2027-06-30")
    with time_machine.travel(on("2027-01-20"), tick=False):
        give_notice(contract, ends_on=day("2027-01-31"), words="元契約の終了", by=advisor, exception=EndKind.UPSTREAM)
        assert contract.last_day == day("2027-01-31")


def test_the_step_says_what_was_agreed(client: PageClient) -> None:
    contract, advisor = agreed(60, last="2027-06-30")
    client.sign_in(advisor)
    assert "中途終了の予告は60日前まで" in client.get(f"/contracts/{contract.id}").text
