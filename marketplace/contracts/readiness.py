"""What is still missing before a contract may be sent: no contract without it (R2, R45). Computed, never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from marketplace.clock import now, today
from marketplace.contracts.order_terms import missing_items, order_items
from marketplace.contracts.payment import payment_errors
from marketplace.contracts.queries import party_of
from marketplace.contracts.terms import errors_in, terms_of
from marketplace.contracts.wording import names
from marketplace.engagements.states import ContractModel
from marketplace.i18n import gettext as _
from marketplace.issuer import issuer
from marketplace.profiles.states import BusinessForm, InvoiceStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.contracts.models import ContractVersion, Party
    from marketplace.profiles.models import Consultant

VALID_FOR = timedelta(days=365)  # a screening and a declaration


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: whose it is (issuer, consultant, client, profile, terms), and in words."""

    where: str
    words: str


def gaps_of(version: ContractVersion) -> list[Gap]:
    """Return what is missing for a version to be sent, in the order in which it is best done."""
    application = version.contract.application
    consultant, company = application.consultant, application.engagement.company
    own, person, client = issuer(), party_of(consultant), party_of(company)
    gaps = [
        *(
            []
            if own.name and own.address and own.representative
            else [Gap("issuer", _("The operator's own name, address and representative"))]
        ),
        *(Gap("consultant", words) for words in _party_gaps(person)),
        *(Gap("client", words) for words in _party_gaps(client)),
        *(Gap("profile", words) for words in _profile_gaps(consultant)),
    ]
    if version.contract.model is ContractModel.VIA and version.order_price is None:
        gaps.append(Gap("terms", _("The client's price")))
    if version.withholding is None:
        gaps.append(Gap("terms", _("The decision on withholding tax, with its reason")))
    if consultant.business_form and version.business_form not in {None, consultant.business_form}:
        gaps.append(Gap("terms", _("The form of business has changed: decide on withholding tax, and save the terms")))
    missing = missing_items(order_items(version, names(own, client, person)))
    gaps += [Gap("terms", _("Order terms: %(item)s", item=item)) for item in missing]
    terms = terms_of(version)
    wrong = errors_in(terms, version.contract.model) | payment_errors(terms, version.contract.model)
    return gaps + [Gap("terms", str(words)) for words in wrong.values()]


def _party_gaps(party: Party | None) -> Iterator[str]:
    if party is None or party.declared_at is None or party.declared_at < now() - VALID_FOR:
        yield _("The declaration as a party to contracts, not older than a year")
    if party is None or not party.legal_name or not party.address:
        yield _("Name and address as they stand on contracts")
    if party is not None and party.company_id is None and party.has_employees is None:
        yield _("Whether there are employees")
    if party is None or party.screened_on is None or party.screened_on < today() - VALID_FOR:
        yield _("The check against anti-social forces, not older than a year")
    elif not party.screening_clear:
        yield _("The check against anti-social forces has not come out clear")


def _profile_gaps(consultant: Consultant) -> Iterator[str]:
    if consultant.identity_verified_at is None:
        yield _("The check of the identity")
    if consultant.business_form is None:
        yield _("The form of business (individual or company)")
    if consultant.invoice_status not in {InvoiceStatus.REGISTERED, InvoiceStatus.UNREGISTERED}:
        yield _("The status for the invoice system (registered or not)")
    elif consultant.invoice_status is InvoiceStatus.REGISTERED and not consultant.invoice_number:
        yield _("The registration number for invoices")


def is_protected(consultant: Consultant, party: Party) -> bool:
    """Tell whether this is a 特定受託事業者: alone, or a company of one representative without employees."""
    if party.has_employees:
        return False
    return consultant.business_form is not BusinessForm.COMPANY or (party.officers or 0) <= 1
