"""The list in memory takes over each change of a posting, and only that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.browse import snapshot
from marketplace.browse.filters import Filters
from marketplace.browse.search import find
from marketplace.clock import today
from marketplace.db import db
from marketplace.engagements.operations import (
    close_engagement,
    confirm_engagement,
    expire_engagements,
    pause_engagement,
    publish_engagement,
    write_engagement,
)
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.states import CloseReason, EngagementState
from tests.factories.engagements import OPERATOR, make_in_review
from tests.factories.pipeline import make_posting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.engagements.models import Engagement

    Need = tuple[bool, str, int | None]


def edit(posting: Engagement, values: dict[str, Any], needs: Sequence[Need] = (), *, by: User) -> None:
    write_engagement(with_requirements(posting), values, needs, by=by, operator=OPERATOR)


def shown(**filters: object) -> list[object]:
    """Ask this process, and one that has just started: they must say the same."""
    db.session.commit()
    known = find(Filters(**filters)).ids  # type: ignore[arg-type]
    kept = snapshot._kept[:]
    snapshot.forget()
    assert find(Filters(**filters)).ids == known  # type: ignore[arg-type]
    snapshot._kept[:] = kept
    return list(known)


def test_a_posting_appears_when_published_on_top(advisor: User) -> None:
    old = make_posting()
    assert shown() == [old.id]
    new = make_in_review()
    assert shown() == [old.id]
    publish_engagement(with_requirements(new), by=advisor, operator=OPERATOR)
    assert shown() == [new.id, old.id]


def test_an_edited_posting_is_found_by_its_new_values_in_its_old_place(advisor: User) -> None:
    first, second = make_posting(), make_posting()
    assert shown() == [second.id, first.id]
    edit(first, {"received_rate_max": 2_000_000, "order_rate_max": 2_400_000}, by=advisor)
    assert shown() == [second.id, first.id]
    assert shown(rate=200) == [first.id]
    assert shown(sort="rate") == [first.id, second.id]
    edit(first, {"duties": "宇宙船の進捗管理"}, [(True, "Tableauの経験", None)], by=advisor)
    assert shown(q="宇宙船") == [first.id]
    assert shown(skill=("tool.tableau",)) == [first.id]
    assert shown(q="統合WBS") == [second.id]


def test_a_paused_posting_leaves_and_comes_back_where_it_was(advisor: User) -> None:
    first, second = make_posting(), make_posting()
    assert shown() == [second.id, first.id]
    pause_engagement(with_requirements(first), by=advisor)
    assert shown() == [second.id]
    assert shown(q="統合WBS") == [second.id]
    confirm_engagement(with_requirements(first), by=advisor)
    assert shown() == [second.id, first.id]
    assert shown(q="統合WBS") == [second.id, first.id]


def test_a_closed_posting_leaves_for_good(advisor: User) -> None:
    first, second = make_posting(), make_posting()
    assert len(shown()) == 2
    close_engagement(with_requirements(first), by=advisor, reason=CloseReason.BUDGET)
    assert shown() == [second.id]
    assert shown(q="統合WBS") == [second.id]


def test_an_expired_posting_comes_back_when_confirmed(advisor: User) -> None:
    first = make_posting(confirmed_on=today().replace(year=2020), deadline=None)
    assert shown() == [first.id]
    assert expire_engagements() == 1
    assert shown() == []
    confirm_engagement(with_requirements(first), by=advisor)
    assert shown() == [first.id]


def test_published_again_after_a_return_it_stands_on_top(advisor: User) -> None:
    first, second = make_in_review(), make_posting()
    publish_engagement(with_requirements(first), by=advisor, operator=OPERATOR)
    assert shown() == [first.id, second.id]
    assert first.state is EngagementState.OPEN


def test_without_a_change_the_same_snapshot_serves(advisor: User) -> None:
    make_posting()
    known = snapshot.current()
    assert snapshot.current() is known
    first = make_posting()
    newer = snapshot.current()
    assert newer is not known
    assert (len(known), len(newer)) == (1, 2)
    pause_engagement(with_requirements(first), by=advisor)
    db.session.flush()
    assert len(known.newest) == 1
    assert [snapshot.current().ids[row] for row in snapshot.current().newest] == [known.ids[0]]
