"""Moves of several cards of one posting's board at once: all of them or none, each as its own button would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline import moves
from marketplace.pipeline.reasons import check_reason
from marketplace.pipeline.states import ApplicationState
from marketplace.policy import Can, may

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.pipeline.models import Application

_S = ApplicationState
# What a person may move a card to by hand; consent, offers and acceptance come from what the two sides do.
BY_HAND: Mapping[ApplicationState, Can] = {
    _S.CONSENT_ASKED: Can.ASK_CONSENT,
    _S.SUBMITTED: Can.SUBMIT_APPLICATION,
    _S.MEETING: Can.SELECT,
    _S.NOT_SELECTED: Can.SELECT,
}


class Moved(DomainError):
    """The board has changed since it was shown: nothing is done, the present one is to be shown."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A card as the board showed it."""

    application_id: UUID
    version: int


def targets(application: Application, user: User) -> list[ApplicationState]:
    """Return where this person may move this card by hand, in the order of the board."""
    return [
        state for state, action in BY_HAND.items() if application.may_become(state) and may(user, action, application)
    ]


def move_cards(
    cards: Sequence[Application],
    seen: Sequence[Seen],
    to: ApplicationState,
    *,
    by: User,
    reason: str = "",
    words: str = "",
) -> int:
    """Move the cards, all or none; return how many.

    Raises Moved where one is not as it was seen (409), Invalid where one cannot be moved there (422).
    """
    versions = {each.application_id: each.version for each in seen}
    if len(cards) != len(versions) or any(card.version != versions.get(card.id) for card in cards):
        raise Moved(_("Somebody was faster: nothing was moved. The board now shows how it stands."))
    if not cards:
        raise Invalid({"card": _("Please choose at least one card first.")})
    for card in cards:
        if to not in targets(card, by):
            raise Invalid({"to": _("Not every chosen card can be moved there: look at each card's own buttons.")})
        if to is _S.SUBMITTED and card.consent is None:
            raise Invalid({"to": _("There is no consent in force: ask for it first.")})
    if to is _S.NOT_SELECTED:
        try:
            check_reason(to, reason)
        except DomainError as error:
            raise Invalid({"reason": error.message}) from None
    for card in cards:
        _move(card, to, by=by, reason=reason, words=words)
    return len(cards)


def _move(card: Application, to: ApplicationState, *, by: User, reason: str, words: str) -> None:
    match to:
        case _S.CONSENT_ASKED:
            moves.ask_consent(card, by=by, words=words)
        case _S.SUBMITTED:
            moves.submit_to_client(card, by=by, words=words)
        case _S.MEETING:
            moves.ask_for_meeting(card, by=by, words=words)
        case _:
            moves.not_select(card, by=by, reason=reason, words=words)
