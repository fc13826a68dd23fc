"""Who is told of a contract's course; one function an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.accounts.states import UserKind
from marketplace.clock import TOKYO
from marketplace.contracts.naming import named_in
from marketplace.contracts.states import Between
from marketplace.db import db
from marketplace.outbox import queue_message
from marketplace.pipeline.parties import Side, advisors_of, everybody_in, people_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.contracts.models import Contract, ContractVersion, Paper, PaperRequest, PriceTalk
    from marketplace.contracts.states import Signer


def _tell(contract: Contract, people: Iterable[User], event: str, **facts: str | int | None) -> None:
    for user in dict.fromkeys(people):
        queue_message(
            user,
            f"contracts/{event}",
            link=f"/contracts/{contract.id}",
            title=contract.application.engagement.title,
            who=named_in(user, contract),
            number=contract.number,
            **facts,
        )


def _by(contract: Contract) -> str:
    return contract.due_at.astimezone(TOKYO).isoformat() if contract.due_at else ""


def _parties(contract: Contract) -> list[User]:
    return [each for side in (Side.CLIENT, Side.CONSULTANT) for each in people_of(contract.application, side)]


def operators() -> Sequence[User]:
    """Return the operators who are active."""
    return db.session.scalars(select(User).where(User.kind == UserKind.OPERATOR, User.active)).all()


def contract_drafted(contract: Contract) -> None:
    """The desk completes and sends it."""
    _tell(contract, advisors_of(contract.application), "drafted", by=_by(contract))


def contract_sent(contract: Contract) -> None:
    """Both parties read and sign; the order terms are among the papers."""
    _tell(contract, _parties(contract), "sent", by=_by(contract))


def contract_void(contract: Contract) -> None:
    """Both parties learn that there is nothing to sign any more, and why."""
    _tell(contract, _parties(contract), "void", words=contract.end_words)


def contract_signed(contract: Contract) -> None:
    """Everybody learns that it is concluded."""
    _tell(contract, everybody_in(contract.application), "signed", day=contract.first_day.isoformat())


def amendment_sent(contract: Contract) -> None:
    """The sides that it touches sign; the others see what changes."""
    _tell(contract, _parties(contract), "amendment_sent", by=_by(contract))


def amendment_agreed(contract: Contract) -> None:
    """Everybody learns that the new terms are in force."""
    _tell(contract, everybody_in(contract.application), "amendment_agreed", day=contract.last_day.isoformat())


def amendment_withdrawn(contract: Contract) -> None:
    """Both parties learn that there is nothing to sign any more, and that the terms in force stay."""
    _tell(contract, _parties(contract), "amendment_withdrawn")


def contract_suspended(contract: Contract, words: str) -> None:
    """Everybody learns that the work pauses."""
    _tell(contract, everybody_in(contract.application), "suspended", words=words)


def contract_resumed(contract: Contract) -> None:
    """Everybody learns that the work goes on."""
    _tell(contract, everybody_in(contract.application), "resumed")


def end_told(contract: Contract) -> None:
    """Everybody learns the last day, and why."""
    _tell(
        contract, everybody_in(contract.application), "end_told",
        day=contract.last_day.isoformat(), words=contract.end_words,
    )  # fmt: skip


def contract_ended(contract: Contract) -> None:
    """Everybody learns that it is over."""
    _tell(contract, everybody_in(contract.application), "ended")


def renewal_asked(contract: Contract) -> None:
    """Everybody is asked whether to go on."""
    _tell(contract, everybody_in(contract.application), "renewal_asked", day=contract.last_day.isoformat())


def renewal_said(contract: Contract, side: Signer) -> None:
    """The advisors read what a side wishes."""
    _tell(contract, advisors_of(contract.application), "renewal_said", side=side.value)


def signature_reminder(contract: Contract, papers: Sequence[Paper]) -> None:
    """Whoever has a paper to sign is reminded."""
    sides = {
        Between.CLIENT: {Side.CLIENT},
        Between.CONSULTANT: {Side.CONSULTANT},
        Between.BOTH: {Side.CLIENT, Side.CONSULTANT},
    }
    waiting = {side for paper in papers for side in sides[paper.between]}
    people = [each for side in waiting for each in people_of(contract.application, side)]
    _tell(contract, people, "reminder", by=_by(contract))


def _contract_of(request: PaperRequest) -> Contract:
    return cast("ContractVersion", request.paper.contract_version).contract  # order terms are of a version


def paper_asked(request: PaperRequest) -> None:
    """The advisors and operators print and send it."""
    contract = _contract_of(request)
    people = [*advisors_of(contract.application), *operators()]
    _tell(contract, people, "paper_asked", by=request.due_at.astimezone(TOKYO).isoformat())


def paper_sent(request: PaperRequest) -> None:
    """The consultant learns when it was sent."""
    contract = _contract_of(request)
    day = request.sent_on.isoformat() if request.sent_on else ""
    _tell(contract, [contract.application.consultant.user], "paper_sent", day=day)


def price_talk_asked(talk: PriceTalk) -> None:
    """The advisors and operators answer."""
    people = [*advisors_of(talk.contract.application), *operators()]
    _tell(talk.contract, people, "price_talk_asked", by=talk.due_at.astimezone(TOKYO).isoformat())


def price_talk_answered(talk: PriceTalk) -> None:
    """Whoever asked reads the explanation."""
    _tell(talk.contract, [talk.asked_by], "price_talk_answered")


def price_talk_late(talk: PriceTalk) -> None:
    """The operators learn that an answer is owed."""
    _tell(talk.contract, operators(), "price_talk_late", by=talk.due_at.astimezone(TOKYO).isoformat())
