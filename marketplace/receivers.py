"""Which upper feature reacts to which event of a lower one: the whole wiring, connected once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from marketplace import events
from marketplace.accounts.queries import companies_by_advisor
from marketplace.appeals.operations import move_appeals
from marketplace.background import enqueue
from marketplace.change_requests.operations import begin_charter
from marketplace.checkouts.queries import living_checkout
from marketplace.connect.operations.transferring import hand_on
from marketplace.connect.queries import is_handed_on
from marketplace.contracts.operations.drafting import draft_contract
from marketplace.contracts.queries import version_in_force
from marketplace.contracts.states import ContractState
from marketplace.exports.operations import close_with_contract, tell_closed
from marketplace.intake.operations import greet
from marketplace.learning.operations import join_people, observe_later
from marketplace.learning.standing import standing_of
from marketplace.meetings.operations import cancel_all
from marketplace.offers.operations import end_offers, follow_contract
from marketplace.payouts.printing import account_to_print
from marketplace.pipeline.operations import answer_everybody
from marketplace.profiles.duplicates import keep_keys
from marketplace.profiles.operations import create_profile, keep_out, note_new_name
from marketplace.profiles.queries import consultants_by_advisor, profile_of
from marketplace.profiles.redaction import mail_names
from marketplace.rate_guidance.operations import ask_for, note_posted
from marketplace.shortlist.hidden import drop_hidden_matches, forget_matches

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.billing.models import Invoice
    from marketplace.contracts.models import Contract
    from marketplace.engagements.models import Engagement
    from marketplace.engagements.states import CloseReason
    from marketplace.offers.models import Offer
    from marketplace.pipeline.models import Application
    from marketplace.profiles.models import Consultant
    from marketplace.shortlist.models import Match
    from marketplace.vocabulary.models import Concept

SETTLED = timedelta(minutes=5)  # an operator who tends the catalogue makes more than one change


def _answer_everybody(engagement: Engagement, *, by: User | None, reason: CloseReason) -> None:
    answer_everybody(engagement, by=by, reason=reason)


def _end_parts(application: Application, *, by: User | None) -> None:
    cancel_all(application, by=by)
    end_offers(application, by=by)


def _draft_contract(offer: Offer, *, by: User | None) -> None:
    draft_contract(offer, by=by)


def _follow_contract(contract: Contract) -> None:
    """The days that an accepted offer took follow the contract: as agreed, and free once it is over."""
    version = version_in_force(contract)
    over = version is None or contract.state in {ContractState.ENDED, ContractState.VOID}
    days = version.days if version else 0
    follow_contract(contract.application, days=days, until=None if over else contract.last_day)


def _rank_engagement(engagement: Engagement) -> None:
    enqueue("shortlist.rank_engagement", key=f"rank:{engagement.id}", engagement_id=str(engagement.id))


def _rank_consultant(consultant: Consultant) -> None:
    drop_hidden_matches(consultant)
    enqueue("shortlist.rank_consultant", key=f"rank:{consultant.id}", consultant_id=str(consultant.id))


def _observe(pair: Application | Match) -> None:
    """Have the pair's features kept as they are now: what is learned from a judgement is what it was made on."""
    observe_later(pair.engagement_id, pair.consultant_id)


def _standing_of(ids: list[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    return standing_of(ids)


def _join_people(kept: Consultant, *, other: Consultant, by: User) -> None:
    join_people(kept, other)
    move_appeals(kept, other, by=by)


def _take_in(user: User) -> None:
    """Give the person a profile and an advisor before the first mail is worded: it names both."""
    if user.kind == "consultant":
        keep_keys(create_profile(user))
    greet(user)


def _companies_of(advisor_ids: list[UUID]) -> Mapping[UUID, int]:
    return companies_by_advisor(advisor_ids)


def _consultants_of(advisor_ids: list[UUID]) -> Mapping[UUID, int]:
    return consultants_by_advisor(advisor_ids)


def _rename_profile(user: User, *, former: str) -> None:
    consultant = profile_of(user)
    if consultant is not None:
        note_new_name(consultant, former=former, by=user)
        forget_matches(consultant)


def _readdress_profile(user: User, *, former: str) -> None:
    consultant = profile_of(user)
    if consultant is not None:
        keep_out(consultant, mail_names(former))
        forget_matches(consultant)


def _take_over_catalogue(_concept: Concept) -> None:
    """Let searches know at once, and rank anew once the changes have settled."""
    enqueue("engagements.retag_postings", key="retag-postings")
    enqueue("profiles.retag_profiles", key="retag-profiles")
    enqueue("shortlist.rank_everything", key="rank-everything", after=SETTLED)
    enqueue("rate_guidance.guide_everything", key="guide-everything", after=SETTLED)


def _close_checkout(invoice: Invoice) -> None:
    """Have a job look whether the amount that a checkout asks for is still the one that is open."""
    checkout = living_checkout(invoice)
    if checkout is not None:
        enqueue("checkouts.close", key=f"close:{checkout.id}", checkout_id=str(checkout.id))


def connect() -> None:
    """Connect every receiver; connecting twice is connecting once."""
    events.application_ended.connect(_end_parts)
    events.engagement_closed.connect(_answer_everybody)
    events.engagement_changed.connect(_rank_engagement)
    events.engagement_changed.connect(note_posted)
    events.engagement_written.connect(ask_for)
    events.catalogue_changed.connect(_take_over_catalogue)
    events.consultant_changed.connect(_rank_consultant)
    events.consultant_changed.connect(keep_keys)
    events.profiles_merged.connect(_join_people)
    events.caseload_asked.connect(_companies_of)
    events.caseload_asked.connect(_consultants_of)
    events.pair_judged.connect(_observe)
    events.standing_asked.connect(_standing_of)
    events.offer_accepted.connect(_draft_contract)
    events.contract_changed.connect(_follow_contract)
    events.contract_changed.connect(close_with_contract)
    events.invoice_changed.connect(_close_checkout)
    events.payee_asked.connect(account_to_print)
    events.collection_asked.connect(is_handed_on)
    events.checkout_followed.connect(hand_on)
    events.project_begun.connect(begin_charter)
    events.project_closed.connect(tell_closed)
    events.user_signed_up.connect(_take_in)
    events.user_readdressed.connect(_readdress_profile)
    events.user_renamed.connect(_rename_profile)
