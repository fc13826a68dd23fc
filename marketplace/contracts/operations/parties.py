"""The parties of contracts: what they say of themselves, and the check against anti-social forces (R45)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.contracts.models import Party
from marketplace.contracts.queries import party_of
from marketplace.db import db
from marketplace.errors import Invalid
from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from marketplace.accounts.models import Company, User
    from marketplace.profiles.models import Consultant


def party_for(side: Consultant | Company) -> Party:
    """Return what is known of one side as a party, begun where nothing is."""
    known = party_of(side)
    if known is None:
        own = {"company_id": side.id} if side.__tablename__ == "company" else {"consultant_id": side.id}
        known = Party(**own)
        db.session.add(known)
    return known


def declare(party: Party, values: dict[str, object], *, by: User) -> None:
    """Keep what a party says of itself, with its declaration that it is no anti-social force."""
    for name in ("legal_name", "representative", "address", "domestic", "has_employees", "officers"):
        setattr(party, name, values[name])
    party.declared_at, party.declared_by_id = now(), by.id
    record(by, "party declared", party, has_employees=party.has_employees)


def screen(party: Party, *, method: str, clear: bool, by: User) -> None:
    """Keep the result of the check against anti-social forces; it holds for a year."""
    if not method.strip():
        raise Invalid({"method": _("Say how it was checked.")})
    party.screened_on, party.screening_method, party.screening_clear = today(), method, clear
    party.screened_by_id = by.id
    record(by, "party screened", party, clear=clear)
