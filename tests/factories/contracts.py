"""Contracts as the desk makes them: from an accepted offer on, with parties of whom nothing is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from marketplace.clock import now, today
from marketplace.contracts.models import Contract
from marketplace.contracts.operations.drafting import save_terms, send_contract
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.operations.signing import Evidence, sign_paper, signer_of, to_be_signed
from marketplace.contracts.queries import contract_of, newest_version
from marketplace.contracts.states import Proof
from marketplace.contracts.terms import terms_of
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.issuer import issuer, save_issuer
from marketplace.offers.operations import accept_offer
from marketplace.profiles.states import BusinessForm, InvoiceStatus
from marketplace.trade.taxes import Withholding
from tests.factories.accounts import make_operator
from tests.factories.keeping import keep
from tests.factories.meetings import in_talks, make_offer

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.contracts.models import ContractVersion, Party
    from marketplace.pipeline.models import Application

OPERATOR = {
    "name": "縁の下パートナーズ株式会社", "address": "東京都千代田区神田錦町3-20 8階", "representative": "縁下 太郎",
    "contact": "desk@ennoshita.example.jp", "registration_number": "T8900000000001",
    "capital": 5_000_000, "employees": 8,
}  # fmt: skip
TERM = "毎月末日締め翌月末日払い"


def make_issuer() -> None:
    """Enter the operator's own names, once."""
    if issuer().revision == 0:
        save_issuer(dict(OPERATOR), seen=0, by=make_operator())
        keep()


def drafted_contract(model: ContractModel = ContractModel.VIA, **offered: Any) -> tuple[Contract, User, User]:
    """Have an offer accepted; return the drafted contract, the client's owner and the advisor."""
    application, owner, advisor = in_talks()
    return _drafted(application, owner, model, **offered), owner, advisor


def _drafted(application: Application, owner: User, model: ContractModel, **offered: Any) -> Contract:
    application.engagement.contract_model = model
    application.engagement.payment_terms = TERM
    offer = make_offer(application, owner, **offered)
    accept_offer(offer, by=application.consultant.user)
    keep()
    contract = contract_of(application)
    assert contract is not None
    return contract


def screened(party: Party, by: User, **values: Any) -> Party:
    """Have a party declared and screened, with nothing missing."""
    plain: dict[str, Any] = {
        "legal_name": party.company.name if party.company else "山田 太郎", "address": "東京都港区芝1-2-3 4階",
        "representative": "代表 花子", "has_employees": False, "officers": 1,
        "declared_at": now(), "declared_by_id": by.id,
        "screened_on": today(), "screening_method": "日経テレコン・自社データベース", "screening_clear": True,
        "screened_by_id": by.id,
    }  # fmt: skip
    for name, value in {**plain, **values}.items():
        setattr(party, name, value)
    return party


def ready_contract(model: ContractModel = ContractModel.VIA, **terms: Any) -> tuple[Contract, User, User]:
    """Make a drafted contract that lacks nothing, some of its terms as given; return it, the owner and the advisor."""
    contract, owner, advisor = drafted_contract(model)
    return _completed(contract, advisor, **terms), owner, advisor


def contract_between(
    application: Application, owner: User, terms: dict[str, Any] | None = None, **offered: Any
) -> Contract:
    """Make a contract of an application in talks that waits for both parties' signatures."""
    contract = _drafted(application, owner, ContractModel.VIA, **offered)
    advisor = db.session.get_one(type(owner), application.consultant.advisor_id)
    send_contract(_completed(contract, advisor, **(terms or {})), by=advisor)
    keep()
    return contract


def _completed(contract: Contract, advisor: User, **terms: Any) -> Contract:
    """Fill in whatever is still missing, and set the terms."""
    make_issuer()
    application = contract.application
    consultant, company = application.consultant, application.engagement.company
    for side in (consultant, company):
        party = party_for(side)
        party.consultant = consultant if party.consultant_id else None
        party.company = company if party.company_id else None
        screened(party, advisor)
    consultant.identity_verified_at = now()
    consultant.business_form, consultant.invoice_status = BusinessForm.INDIVIDUAL, InvoiceStatus.REGISTERED
    consultant.invoice_number = "T7900000000002"
    version = newest_version(contract)
    via = contract.model is ContractModel.VIA
    plain: dict[str, Any] = {
        "order_price": 1_500_000 if via else None, "order_term": TERM, "received_term": TERM, "place": "リモート",
        "withholding": Withholding.NONE, "withholding_reason": "進行管理の実務であり、経営指導を含まない。",
    }  # fmt: skip
    save_terms(version, replace(terms_of(version), **{**plain, **terms}), by=advisor)
    keep()
    return contract


def sent_contract(model: ContractModel = ContractModel.VIA, **terms: Any) -> tuple[Contract, User, User]:
    """Make a contract that waits for both parties' signatures."""
    contract, owner, advisor = ready_contract(model, **terms)
    send_contract(contract, by=advisor)
    keep()
    return contract, owner, advisor


def sign_all(contract: Contract, *people: User) -> None:
    """Have these people sign whatever is theirs to sign."""
    for user in people:
        for paper in to_be_signed(contract):
            if signer_of(user, paper) in missing_signers(paper):
                sign_paper(
                    paper, contract=contract, seen=paper.sha256, name=user.name, by=user,
                    evidence=Evidence(Proof.PASSWORD, "192.0.2.7", "pytest"),
                )  # fmt: skip
    keep()


def signed_contract(model: ContractModel = ContractModel.VIA, **terms: Any) -> tuple[Contract, User, User]:
    """Make a concluded contract; it runs where its first day has come."""
    contract, owner, advisor = sent_contract(model, **terms)
    sign_all(contract, owner, contract.application.consultant.user)
    return contract, owner, advisor


def running_contract(**terms: Any) -> tuple[Contract, User, User]:
    """Make a contract that runs from today on."""
    plain: dict[str, Any] = {"first_day": today(), "last_day": today() + timedelta(days=180)}
    return signed_contract(**{**plain, **terms})


def version_of(contract: Contract) -> ContractVersion:
    """Give the newest version as the database holds it."""
    return newest_version(contract)


def only_contract() -> Contract:
    """Give the only contract there is."""
    return db.session.scalars(select(Contract)).one()


def day(text: str) -> date:
    """Read 2026-12-31."""
    return date.fromisoformat(text)
