"""Postings in each stage of their life, made by the product's own operations; each call makes another one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplace.clock import today
from marketplace.demo.postings import FILE_DAY, POSTINGS
from marketplace.engagements import operations
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.queries import with_requirements
from marketplace.engagements.rules import Recruiter
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.profiles.states import Remote
from marketplace.vocabulary import concepts_in
from tests.factories.accounts import make_advisor, make_client
from tests.factories.keeping import keep

if TYPE_CHECKING:
    from marketplace.accounts.models import User

OPERATOR = Recruiter("縁の下パートナーズ株式会社", "東京都千代田区神田錦町9丁目9番9号 8階 801号室", "desk@example.jp")
NEEDS = ((True, "SAP導入PJのPMまたはPMO3年以上", 3), (False, "PMP", None))


def posting_values(**values: Any) -> dict[str, Any]:
    """Return the columns of a posting that lacks nothing for publication, bent by `values`."""
    return {
        "title": "部品メーカー 統合PMO",
        "industry": "industry.automotive",
        "background": "旧システムの保守切れ対応。",
        "duties": "統合WBSの管理\n進捗会議の主催",
        "strategic": 10,
        "controlling": 80,
        "supportive": 10,
        "functions": ["function.control"],
        "phases": ["phase.design", "phase.migration"],
        "tools": ["tool.s4hana"],
        "order_rate_min": 1_350_000,
        "order_rate_max": 1_350_000,
        "received_rate_min": 1_150_000,
        "received_rate_max": 1_200_000,
        "hours_min": 140,
        "hours_max": 180,
        "payment_terms": "月末締め翌月末払い",
        "start_on": today() + timedelta(days=30),
        "months": 11,
        "remote": Remote.HYBRID,
        "onsite_days": 3,
        "prefecture": "23",
        "place": "愛知県名古屋市",
        "deadline": today() + timedelta(days=14),
    } | values


def make_draft(
    *, by: User | None = None, needs: tuple[tuple[bool, str, int | None], ...] = NEEDS, **values: Any
) -> Engagement:
    """Add a complete draft, written by a client (by default the owner of a new company)."""
    author = by or make_client()
    assert author.membership is not None
    engagement = operations.draft_engagement(author.membership.company, by=author, **posting_values(**values))
    engagement.requirements = [
        Requirement(position=at, required=required, text=text, concepts=list(concepts_in(text)), years=years)
        for at, (required, text, years) in enumerate(needs)
    ]
    return _kept(engagement)


def _kept(engagement: Engagement) -> Engagement:
    """Commit, so that a refused request does not roll it back; its requirements are loaded, until the next commit."""
    keep()
    return with_requirements(engagement)


def make_in_review(*, by: User | None = None, **values: Any) -> Engagement:
    """Add a posting that waits for an advisor."""
    author = by or make_client()
    engagement = make_draft(by=author, **values)
    operations.submit_engagement(engagement, by=author, operator=OPERATOR)
    return _kept(engagement)


def make_open(*, by: User | None = None, advisor: User | None = None, **values: Any) -> Engagement:
    """Add a posting that is shown, with its row of the list and its text in the index."""
    reviewer = advisor or make_advisor()
    engagement = make_in_review(by=by, **values)
    operations.publish_engagement(engagement, by=reviewer, operator=OPERATOR)
    return _kept(engagement)


def make_in_state(state: EngagementState, *, by: User | None = None, **values: Any) -> Engagement:
    """Add a posting in any state, by the way that leads there."""
    if state is EngagementState.DRAFT:
        return make_draft(by=by, **values)
    if state is EngagementState.IN_REVIEW:
        return make_in_review(by=by, **values)
    author = by or make_client()
    engagement = make_open(by=author, **values)
    if state is EngagementState.PAUSED:
        operations.pause_engagement(engagement, by=author)
    elif state is EngagementState.FILLED:
        operations.close_engagement(engagement, by=author, reason=CloseReason.FILLED_HERE)
    elif state is EngagementState.CLOSED:
        operations.close_engagement(engagement, by=author, reason=CloseReason.BUDGET)
    elif state is EngagementState.EXPIRED:
        engagement.deadline = today() - timedelta(days=1)
        operations.expire_engagements()
    return _kept(engagement)


def demo_postings() -> list[Engagement]:
    """Return the demo world's eight postings as rows that no session knows, their days moved to today."""
    shift = today() - FILE_DAY
    return [_row(posting, shift) for posting in POSTINGS]


def _row(posting: dict[str, Any], shift: timedelta) -> Engagement:
    values = {name: value for name, value in posting.items() if name not in {"code", "company", "requirements"}}
    for name in ("start_on", "ends_on", "deadline", "confirmed_on"):
        values[name] = values[name] and values[name] + shift
    engagement = Engagement(**values)
    engagement.requirements = [
        Requirement(position=at, required=required, text=text, concepts=list(concepts_in(text)), years=years)
        for at, (required, text, years) in enumerate(posting["requirements"])
    ]
    return engagement
