"""The demo's contracts: one in preparation, two that wait for signatures, two in force, of which one ends soon.

One more began last winter and is over: its months are lived like the others', and its project ends it.

They stand on postings that were filled: nothing of them shows in lists, and nobody's ranking changes.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import attributes

from marketplace.accounts.models import Company, Membership, User
from marketplace.accounts.states import UserKind
from marketplace.clock import TOKYO, now, today
from marketplace.contracts.models import Contract, ContractVersion, PriceTalk, RenewalWish, Signature
from marketplace.contracts.operations.drafting import first_terms
from marketplace.contracts.operations.issuing import issue_papers, missing_signers
from marketplace.contracts.operations.parties import party_for
from marketplace.contracts.states import ContractState, Proof, Signer, VersionState
from marketplace.db import db
from marketplace.demo.generate import engagement_values
from marketplace.demo.histories import CONSENT
from marketplace.engagements.models import Engagement, Requirement
from marketplace.engagements.states import CloseReason, EngagementState
from marketplace.i18n import in_locale
from marketplace.issuer import save_issuer
from marketplace.numbering import next_in
from marketplace.offers.models import Offer
from marketplace.offers.states import OfferState
from marketplace.pipeline.clocks import end_of
from marketplace.pipeline.models import Application, Consent, Step
from marketplace.pipeline.parties import Side
from marketplace.pipeline.states import ApplicationState, Source
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import BusinessForm, InvoiceStatus, ProfileState
from marketplace.trade.taxes import Withholding

if TYPE_CHECKING:
    from datetime import date

OPERATOR = {
    "name": "縁の下パートナーズ株式会社", "address": "東京都千代田区神田錦町3-20 8階", "representative": "縁下 守",
    "contact": "desk@ennoshita.example.jp", "registration_number": "T8900000000001",
    "capital": 5_000_000, "employees": 8,
}  # fmt: skip
TERM = "毎月末日締め翌月末日払い"
CHECK = "記事検索（日経テレコン）と自社データベース。該当なし"
CONSULTANT, CLIENT = "consultant@demo.example.jp", "client@demo.example.jp"
NUMBERS = 2_000_000  # of generated postings that no other part of the demo has


def add_contracts() -> None:
    """Add the operator's own data, the parties, and a contract in each state that one signs in to see."""
    staff = db.session.scalars(select(User).where(User.kind.in_([UserKind.OPERATOR, UserKind.ADVISOR]))).all()
    operator = next(each for each in staff if each.kind is UserKind.OPERATOR)
    person = db.session.scalar(select(Consultant).where(Consultant.user.has(email=CONSULTANT)))
    owner = db.session.scalar(select(User).where(User.email == CLIENT))
    others = db.session.scalars(
        select(Consultant)
        .where(
            Consultant.state == ProfileState.LISTED, Consultant.phone.startswith("090-"),
            Consultant.identity_verified_at.is_not(None),
        )
        .order_by(Consultant.id.desc())
        .limit(3)
    ).all()  # fmt: skip
    if person is None or owner is None or owner.membership is None or len(others) < 3:
        return
    save_issuer(dict(OPERATOR), seen=0, by=operator)
    home = owner.membership.company
    away = db.session.scalars(
        select(Company)
        .where(Company.id != home.id, select(Membership.id).where(Membership.company_id == Company.id).exists())
        .order_by(Company.id)
        .limit(1)
    ).one()
    with in_locale("ja"):
        ending = _contract(0, home, person, operator, since=140, lasts=180)
        running = _contract(1, home, others[0], operator, since=60, lasts=240)
        _contract(2, away, person, operator, since=-14, lasts=180)
        _contract(3, home, others[1], operator, since=-21, lasts=90)
        _draft(4, away, others[2])
        _contract(7, home, person, operator, since=320, lasts=120)
        _asked(ending, owner)
        _talk(running)
    db.session.flush()


def _contract(number: int, company: Company, person: Consultant, by: User, *, since: int, lasts: int) -> Contract:
    """Add a contract that began so many days ago, signed by all; one that is to begin waits for the parties."""
    for side in (company, person):
        _screened(side, by)
    first = today() - timedelta(days=since)
    sent = datetime.combine(first - timedelta(days=7), time(10), TOKYO) if since > 0 else now() - timedelta(hours=20)
    signed = sent + timedelta(days=2, hours=5) if since > 0 else None
    contract, version = _drafted(number, company, person, first=first, lasts=lasts, sent=sent, signed=signed)
    papers = issue_papers(version, by=by)
    for paper in papers:
        paper.issued_at = sent
        for signature in paper.signatures:
            signature.signed_at = sent
        for signer in missing_signers(paper) if signed else []:
            user = person.user if signer is Signer.CONSULTANT else _owner_of(company)
            signature = Signature(
                paper_id=paper.id, signer=signer, user_id=user.id, name=user.name, sha256=paper.sha256, locale="ja",
                proof=Proof.PASSWORD, signed_at=signed, address="192.0.2.24", agent="demo",
            )  # fmt: skip
            signature.user, signature.paper = user, paper
            db.session.add(signature)
    db.session.flush()
    return contract


def _draft(number: int, company: Company, person: Consultant) -> None:
    """Add what an accepted offer leaves to the desk: nothing declared, nothing checked, nothing decided."""
    contract, version = _drafted(
        number, company, person, first=today() + timedelta(days=30), lasts=180, sent=None, signed=None
    )
    version.withholding, version.withholding_reason, version.order_price = None, "", None
    contract.due_at = end_of(today() + timedelta(days=2))
    for side in (company, person):
        party_for(side)


def _drafted(  # noqa: PLR0913 - who, with whom, when
    number: int, company: Company, person: Consultant, *, first: date, lasts: int,
    sent: datetime | None, signed: datetime | None,
) -> tuple[Contract, ContractVersion]:  # fmt: skip
    offer = _offer(_application(number, company, person), first)
    terms: dict[str, Any] = first_terms(offer).values() | {
        "last_day": first + timedelta(days=lasts), "place": "リモート、月1回の出社あり",
        "received_term": TERM, "order_term": TERM, "order_price": offer.rate * 5 // 4 // 10_000 * 10_000,
        "deemed_approval_days": 5, "expenses": "承認した交通費・宿泊費は実費を別途支払う。",
        "withholding": Withholding.NONE, "withholding_reason": "進行管理の実務であり、経営指導を含まない。",
    }  # fmt: skip
    state = ContractState.ACTIVE if signed else ContractState.SENT if sent else ContractState.DRAFTED
    contract = Contract(
        application_id=offer.application_id, offer_id=offer.id, model=offer.application.engagement.contract_model,
        number=f"{today().year}-{next_in(f'contract/{today().year}'):04d}", state=state, created_at=sent or now(),
        sent_at=sent, signed_at=signed, first_day=first, last_day=first + timedelta(days=lasts),
        due_at=end_of(today() + timedelta(days=4)) if sent and not signed else None,
    )  # fmt: skip
    contract.application = offer.application
    agreed = VersionState.AGREED if signed else VersionState.SENT if sent else VersionState.DRAFTED
    version = ContractVersion(
        contract_id=contract.id, number=1, state=agreed, created_at=sent or now(), sent_at=sent, agreed_at=signed,
        **terms,
    )  # fmt: skip
    version.contract = contract
    attributes.set_committed_value(version, "papers", [])
    db.session.add_all([contract, version])
    db.session.flush()
    return contract, version


def _application(number: int, company: Company, person: Consultant) -> Application:
    """Add a posting that was filled by this person, with the steps that led there."""
    values, requirements, _parts = engagement_values(NUMBERS + number, today())
    posting = Engagement(
        company_id=company.id, state=EngagementState.FILLED, closed_at=now() - timedelta(days=1),
        close_reason=CloseReason.FILLED_HERE, published_at=now() - timedelta(days=200), **values,
    )  # fmt: skip
    posting.requirements = [Requirement(**row) for row in requirements]
    posting.company = company
    db.session.add(posting)
    db.session.flush()
    since = now() - timedelta(days=2)
    card = Application(
        engagement_id=posting.id, consultant_id=person.id, source=Source.RECOMMENDED, state=ApplicationState.ACCEPTED,
        created_at=since, since=since, submitted_at=since, first_answered_at=since, message="よろしくお願いします。",
        rate=person.rate, days=5,
    )  # fmt: skip
    card.engagement, card.consultant = posting, person
    given = Consent(
        given_at=since, until=now() + timedelta(days=180), words=CONSENT, scope={"named": True, "projects": []}
    )
    card.consents = [given]  # nobody is submitted without: who has a contract knows the other's name
    db.session.add(card)
    for step in (ApplicationState.SUBMITTED, ApplicationState.ACCEPTED):
        db.session.add(Step(application_id=card.id, at=since, actor_id=person.user_id, state=step))
    db.session.flush()
    return card


def _offer(card: Application, first: date) -> Offer:
    offer = Offer(
        application_id=card.id, number=1, state=OfferState.ACCEPTED, side=Side.CLIENT, sent_by_id=card.consultant.user_id,
        sent_at=card.since, expires_at=now() + timedelta(days=3), ended_at=card.since, rate=card.rate or 1_000_000,
        days=5, start_on=first, months=6, hours_low=140, hours_high=180, words="打合せでお話しした条件です。",
    )  # fmt: skip
    offer.application = card
    db.session.add(offer)
    db.session.flush()
    return offer


def _screened(side: Company | Consultant, by: User) -> None:
    """Have a party declared, checked and known to the tax office, as it is before a contract is sent."""
    party = party_for(side)
    party.declared_at, party.declared_by_id = now() - timedelta(days=150), by.id
    party.screened_on, party.screening_method, party.screening_clear = today() - timedelta(days=150), CHECK, True
    party.screened_by_id = by.id
    if isinstance(side, Company):
        party.legal_name, party.address, party.representative = side.name, side.address, "代表取締役 中川 美奈"
        return
    party.legal_name, party.address = side.user.name, "東京都港区芝1-2-3 4階"
    party.has_employees, party.officers = False, 1
    side.identity_verified_at = side.identity_verified_at or now()
    side.business_form = side.business_form or BusinessForm.INDIVIDUAL
    if side.invoice_status is not InvoiceStatus.REGISTERED or not side.invoice_number:
        side.invoice_status = InvoiceStatus.UNREGISTERED


def _owner_of(company: Company) -> User:
    query = select(User).join(Membership, Membership.user_id == User.id).where(Membership.company_id == company.id)
    return db.session.scalars(query.order_by(Membership.id).limit(1)).one()


def _asked(contract: Contract, owner: User) -> None:
    """Both sides have been asked about a renewal, and the client has answered."""
    contract.renewal_asked_at = now() - timedelta(days=3)
    wish = RenewalWish(
        contract_id=contract.id, side=Signer.CLIENT, last_day=contract.last_day, goes_on=True,
        words="同じ条件で3か月の延長を希望します。", said_at=now() - timedelta(days=1), said_by_id=owner.id,
    )  # fmt: skip
    db.session.add(wish)


def _talk(contract: Contract) -> None:
    """A consultant has asked for talks on the fee, and the answer is due."""
    talk = PriceTalk(
        contract_id=contract.id, asked_by_id=contract.application.consultant.user_id, wish=None,
        words="担当するチームが2つに増え、報告の量が当初の想定を超えています。", asked_at=now() - timedelta(days=1),
        due_at=end_of(today() + timedelta(days=5)),
    )  # fmt: skip
    db.session.add(talk)
