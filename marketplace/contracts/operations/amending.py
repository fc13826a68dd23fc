"""Changing a contract that runs: a new version with both sides' consent; what was agreed before stays (R4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import attributes

from marketplace.audit import record
from marketplace.business_days import business_days_after
from marketplace.clock import now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.operations.issuing import issue_papers, withdraw_papers
from marketplace.contracts.queries import newest_version, version_in_force
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import RUNNING, VersionState
from marketplace.contracts.terms import ON_NO_PAPER, Terms, changed_names, errors_in, terms_of
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.clocks import end_of

if TYPE_CHECKING:
    from marketplace.accounts.models import User

SIGNED_WITHIN = 5  # business days


def propose_amendment(contract: Contract, terms: Terms, *, reason: str, by: User) -> ContractVersion:
    """Send a new version to be signed; only what changes is on its papers, and only the sides it touches sign."""
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    if contract.state not in RUNNING:
        raise DomainError(_("Only a concluded contract that has not ended is changed by an amendment."))
    before = version_in_force(contract)
    newest = newest_version(contract)
    if before is None or newest.state is VersionState.SENT:
        raise DomainError(_("An amendment waits for signatures already."))
    terms = replace(terms, business_form=contract.application.consultant.business_form)
    _check(before, terms, reason)
    version = ContractVersion(
        contract_id=contract.id, number=newest.number + 1, reason=reason.strip(), proposed_by_id=by.id, **terms.values()
    )
    attributes.set_committed_value(version, "contract", contract)  # not yet among its versions: it may be refused
    attributes.set_committed_value(version, "papers", [])
    if gaps_of(version):
        raise Invalid({"reason": str(gaps_of(version)[0].words)})
    db.session.add(version)
    version.sent_at = now()
    version.state = VersionState.SENT
    contract.due_at, contract.reminded_at = end_of(business_days_after(today(), SIGNED_WITHIN)), None
    issue_papers(version, by=by, before=before)
    record(by, "amendment sent", contract, number=version.number)
    notices.amendment_sent(contract)
    return version


def _check(before: ContractVersion, terms: Terms, reason: str) -> None:
    errors: dict[str, object] = {**errors_in(terms, before.contract.model)}
    if not reason.strip():
        errors["reason"] = _("Say why: both sides will read it.")
    if not changed_names(terms_of(before), terms) - ON_NO_PAPER:
        errors["reason"] = _("Nothing differs from the terms in force.")
    if terms.first_day != before.first_day:
        errors["first_day"] = _("The first day has been agreed; a later change begins with its signatures.")
    if terms.last_day < today():
        errors["last_day"] = _("This day has passed.")
    if errors:
        raise Invalid(errors)


def withdraw_amendment(contract: Contract, *, by: User) -> None:
    """Give an amendment up that not everybody has signed; the terms in force stay in force."""
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    version = give_up_amendment(contract)
    if version is None:
        raise DomainError(_("There is no amendment that waits for signatures."))
    record(by, "amendment withdrawn", contract, number=version.number)
    notices.amendment_withdrawn(contract)


def give_up_amendment(contract: Contract) -> ContractVersion | None:
    """Make an amendment void that waits for signatures, and return it; None where there is none."""
    version = newest_version(contract)
    if version.number == 1 or version.state is not VersionState.SENT:
        return None
    version.state = VersionState.VOID
    contract.due_at = None
    withdraw_papers(version)
    return version
