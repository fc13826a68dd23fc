"""What is done with a contract until it is signed: drafted, worded, sent with its order terms, or made void."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import attributes

from marketplace import events
from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.operations.issuing import issue_papers, withdraw_papers
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.payment import payment_errors
from marketplace.contracts.queries import contract_of, newest_version
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import ContractState, VersionState
from marketplace.contracts.terms import Terms, changed_names, errors_in, form_of, terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel, Settlement
from marketplace.errors import DomainError, Invalid
from marketplace.formats import date_long
from marketplace.i18n import lazy_gettext as _
from marketplace.money import Yen, at_days
from marketplace.numbering import next_in
from marketplace.offers.terms import last_day
from marketplace.pipeline.clocks import end_of
from marketplace.profiles.states import Remote

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.offers.models import Offer

DRAFTED_WITHIN, SIGNED_WITHIN = 2, 5  # business days
HOUR = 60


def draft_contract(offer: Offer, *, by: User | None) -> Contract:
    """Draft the contract of an accepted offer, once; what the offer and the posting do not say stays open."""
    application = offer.application
    existing = contract_of(application)
    if existing is not None:
        return existing
    year = today().year
    terms = first_terms(offer)
    contract = Contract(
        application_id=application.id,
        offer_id=offer.id,
        number=f"{year}-{next_in(f'contract/{year}'):04d}",
        model=application.engagement.contract_model,
        first_day=terms.first_day,
        last_day=terms.last_day,
        due_at=end_of(business_days_after(today(), DRAFTED_WITHIN)),
    )
    contract.application = application
    version = ContractVersion(contract_id=contract.id, number=1, **terms.values())
    version.contract = contract
    attributes.set_committed_value(version, "papers", [])
    db.session.add_all([contract, version])
    for side in (application.consultant, application.engagement.company):
        party_for(side)
    record(by, "contract drafted", contract, number=contract.number)
    notices.contract_drafted(contract)
    return contract


def first_terms(offer: Offer) -> Terms:
    """Return the terms that an offer and its posting make: fee and hours at the offered days."""
    posting = offer.application.engagement
    ratio = {"low": offer.hours_low * HOUR, "high": offer.hours_high * HOUR}
    fixed = posting.settlement is Settlement.FIXED
    price = posting.order_rate_max if posting.contract_model is ContractModel.VIA else None
    received = at_days(Yen(offer.rate), offer.days)
    ordered = at_days(Yen(price), offer.days) if price is not None else None
    return Terms(
        first_day=offer.start_on,
        last_day=last_day(offer.start_on, offer.months),
        days=offer.days,
        work=posting.duties,
        place=posting.place or (str(_("Remote")) if posting.remote is Remote.FULL else ""),
        received_price=received,
        received_settlement=posting.settlement,
        received_low=0 if fixed else ratio["low"],
        received_high=0 if fixed else ratio["high"],
        received_cut=posting.unit_step,
        received_term=posting.payment_terms,
        order_price=ordered if ordered is not None and ordered >= received else None,
        order_settlement=posting.settlement,
        order_low=0 if fixed else ratio["low"],
        order_high=0 if fixed else ratio["high"],
        order_cut=posting.unit_step,
        order_term=posting.payment_terms,
        notice_days=posting.notice_days,
        expenses=posting.expenses,
    )


def save_terms(version: ContractVersion, terms: Terms, *, by: User) -> None:
    """Change the terms of a version that was not sent yet."""
    if version.state is not VersionState.DRAFTED:
        raise DomainError(_("These terms were sent and stay as they are: make a new version."))
    contract = version.contract
    terms = replace(terms, business_form=contract.application.consultant.business_form)
    errors = {**errors_in(terms, contract.model), **payment_errors(terms, contract.model)}
    if errors:
        raise Invalid(errors)
    changed = changed_names(terms_of(version), terms)
    for name in changed:
        setattr(version, name, getattr(terms, name))
    version.business_form = terms.business_form  # no change where the profile has stood in for it so far
    if contract.state is ContractState.DRAFTED:
        contract.first_day, contract.last_day = terms.first_day, terms.last_day
    record(by, "contract terms saved", contract, number=version.number, changed=", ".join(sorted(changed)))


def send_contract(contract: Contract, *, by: User) -> None:
    """Send the papers to whoever signs them, with the order terms (R2); refused while something is missing."""
    if contract.state is not ContractState.DRAFTED:
        raise DomainError(_("This contract was sent already."))
    version = newest_version(contract)
    if gaps_of(version):
        raise DomainError(_("Something is still missing: the contract was not sent."))
    if version.first_day < today():
        raise Invalid(
            {
                "first_day": _(
                    "Work cannot begin before the order terms are sent (first day: %(day)s).",
                    day=date_long(version.first_day),
                )
            }
        )
    version.business_form = form_of(version)
    contract.sent_at = version.sent_at = now()
    contract.due_at, contract.reminded_at = end_of(business_days_after(today(), SIGNED_WITHIN)), None
    contract.state = ContractState.SENT
    version.state = VersionState.SENT
    issue_papers(version, by=by)
    record(by, "contract sent", contract, number=contract.number)
    notices.contract_sent(contract)


def void_contract(contract: Contract, *, by: User, words: str) -> None:
    """Give a contract up before it is signed by all."""
    if not words.strip():
        raise Invalid({"words": _("Say why: both sides will read it.")})
    version = newest_version(contract)
    told = contract.state is ContractState.SENT
    contract.state = ContractState.VOID
    version.state = VersionState.VOID
    contract.due_at, contract.end_words = None, words
    withdraw_papers(version)
    record(by, "contract void", contract, number=contract.number)
    events.contract_changed.send(contract)
    if told:
        notices.contract_void(contract)
