"""Who is told of an offer; one function an event. An end of the application is told by the pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.clock import TOKYO
from marketplace.outbox import queue_message
from marketplace.pipeline.parties import OTHER, Side, advisors_of, everybody_in, people_of, written_to

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.offers.models import Offer


def _link(offer: Offer) -> str:
    return f"/offers/{offer.id}"


def _facts(offer: Offer, reader: User) -> dict[str, str | int]:
    return {
        "title": offer.application.engagement.title,
        "who": written_to(reader, offer.application),
        "by": offer.expires_at.astimezone(TOKYO).isoformat(),
    }


def offer_sent(offer: Offer) -> None:
    """The other side answers; the advisors know that it is asked."""
    for user in dict.fromkeys([*people_of(offer.application, OTHER[offer.side]), *advisors_of(offer.application)]):
        if offer.side is Side.CLIENT:
            queue_message(user, "offers/sent", link=_link(offer), **_facts(offer, user))
        else:
            queue_message(user, "offers/countered", link=_link(offer), **_facts(offer, user))


def offer_accepted(offer: Offer) -> None:
    """Everybody learns that the terms are agreed; the contract follows."""
    for user in everybody_in(offer.application):
        queue_message(user, "offers/accepted", link=_link(offer), **_facts(offer, user))


def offer_reminded(offer: Offer) -> None:
    """Whoever is to answer is reminded before the offer ends."""
    for user in people_of(offer.application, OTHER[offer.side]):
        queue_message(user, "offers/reminder", link=_link(offer), **_facts(offer, user))


def offer_expired(offer: Offer) -> None:
    """Both sides and the advisors learn that nobody answered in time."""
    for user in everybody_in(offer.application):
        queue_message(user, "offers/expired", link=_link(offer), **_facts(offer, user))
