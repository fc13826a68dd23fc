"""Talks on the price (R44): asked in words, answered in words within the operator's term, escalated when not.

取適法 forbids to set a price one-sidedly by not talking; so a talk cannot be closed without an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract, PriceTalk
from marketplace.contracts.states import RUNNING, TalkState
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User


def ask_for_talk(contract: Contract, *, words: str, wish: int | None, by: User) -> PriceTalk:
    """Ask for talks on the fee of a contract; one at a time, so that whoever asks at once with another waits."""
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    if contract.state not in RUNNING:
        raise DomainError(_("Only the price of a contract that is concluded and has not ended is talked about."))
    if not words.strip():
        raise Invalid({"words": _("Say what has changed: the answer has to take it up.")})
    open_one = select(PriceTalk.id).where(PriceTalk.contract_id == contract.id, PriceTalk.state == TalkState.OPEN)
    if db.session.scalar(open_one) is not None:
        raise DomainError(_("A talk on this price waits for its answer already."))
    days = value_of(Name.PRICE_ANSWER_DAYS)
    talk = PriceTalk(
        contract_id=contract.id, asked_by_id=by.id, words=words.strip(), wish=wish,
        due_at=end_of(business_days_after(today(), days)),
    )  # fmt: skip
    talk.contract, talk.asked_by = contract, by
    db.session.add(talk)
    record(by, "price talk asked for", talk, wish=wish)
    notices.price_talk_asked(talk)
    return talk


def answer_talk(talk: PriceTalk, *, raised: bool, words: str, by: User) -> None:
    """Answer with an explanation; a price that changes follows as an amendment."""
    if not words.strip():
        raise Invalid({"answer": _("An answer explains itself: closing a talk without words is not allowed.")})
    talk.answer, talk.raised = words.strip(), raised
    talk.answered_at, talk.answered_by_id = now(), by.id
    talk.state = TalkState.ANSWERED
    record(by, "price talk answered", talk, raised=raised)
    notices.price_talk_answered(talk)


def escalate_talks() -> int:
    """Tell the operators of talks that nobody has answered in time, once; return how many."""
    late = db.session.scalars(
        select(PriceTalk).where(
            PriceTalk.state == TalkState.OPEN, PriceTalk.due_at <= now(), PriceTalk.escalated_at.is_(None)
        )
    ).all()
    for talk in late:
        talk.escalated_at = now()
        record(None, "price talk escalated", talk)
        notices.price_talk_late(talk)
    return len(late)
