"""The words of the operator's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.settings import Name

if TYPE_CHECKING:
    from collections.abc import Mapping

LABEL: Mapping[Name, str] = {
    Name.ORDER_PRICE_SHOWN: _("Consultants see the order price and the fee"),
    Name.CONSENT_DAYS: _("A consent lasts"),
    Name.EXPIRES_AFTER_DAYS: _("An unconfirmed posting expires after"),
    Name.CLOSES_AFTER_DAYS: _("An expired posting closes by itself after"),
    Name.ENDING_WITHIN_DAYS: _("The queue shows work that ends within"),
    Name.PERSON_QUIET_DAYS: _("A listed person counts as silent after"),
    Name.PERSON_QUIET_IN_PROCESS_DAYS: _("A person in a selection counts as silent after"),
    Name.CLIENT_QUIET_DAYS: _("A client counts as silent after"),
    Name.PRICE_ANSWER_DAYS: _("A request for talks on a fee is answered within"),
    Name.BANK_HOLD_HOURS: _("A new bank account is used after"),
    Name.PAPER_DAYS: _("Order terms on paper are sent within"),
    Name.COLLECT_DIRECT: _("Collect for consultants in direct contracts"),
    Name.STRIPE_CONNECT: _("Hand on what is collected for them by Stripe Connect"),
}
HELP: Mapping[Name, str] = {
    Name.ORDER_PRICE_SHOWN: _("On each posting and contract. Clients and staff see them in any case."),
    Name.CONSENT_DAYS: _("From the moment it is given. Consents that stand already keep their end."),
    Name.EXPIRES_AFTER_DAYS: _("Counted from the day the client has last confirmed that it is open."),
    Name.CLOSES_AFTER_DAYS: _("Everybody still in process is told at that moment."),
    Name.ENDING_WITHIN_DAYS: _("So that a renewal is asked, and new matches are found, in time."),
    Name.PERSON_QUIET_DAYS: _("Since the person was last here or changed the profile."),
    Name.PERSON_QUIET_IN_PROCESS_DAYS: _("The same, while a client or an advisor is waiting."),
    Name.CLIENT_QUIET_DAYS: _("Beyond the time that the response clock gives it."),
    Name.PRICE_ANSWER_DAYS: _("In business days. The law forbids to set a fee without talking."),
    Name.BANK_HOLD_HOURS: _("Time for its owner to notice that somebody else has changed it."),
    Name.PAPER_DAYS: _("In business days. The law says: without delay."),
    Name.COLLECT_DIRECT: _(
        "Only after the check under the Payment Services Act (資金決済法). Never where a party is abroad."
    ),
    Name.STRIPE_CONNECT: _(
        "Clients then pay direct invoices by card or transfer at Stripe, once the consultant has an account there. "
        "It needs the setting above, and Connect in Stripe's dashboard."
    ),
}
