"""Reads of contracts: one with all it holds, the lists of each side, the parties, and what has to be signed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from marketplace.contracts.models import (
    AgreementTemplate,
    Contract,
    ContractVersion,
    Paper,
    PaperRequest,
    Party,
    PriceTalk,
    RenewalWish,
)
from marketplace.contracts.states import CONCLUDED, KNOWN, RUNNING, ContractState, PaperKind, Signer, VersionState
from marketplace.db import db
from marketplace.engagements.models import Engagement
from marketplace.engagements.states import ContractModel
from marketplace.pipeline.models import Application

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from marketplace.accounts.models import Company, User
    from marketplace.profiles.models import Consultant

MOST, PER_PAGE = 200, 50


def whole_contract(contract: Contract) -> Contract:
    """The contract with its versions, papers, signatures and offer."""
    return db.session.scalars(
        select(Contract)
        .where(Contract.id == contract.id)
        .options(
            selectinload(Contract.versions).selectinload(ContractVersion.papers).selectinload(Paper.signatures),
            selectinload(Contract.offer),
        )
        .execution_options(populate_existing=True)
    ).one()


def contracts_for(user: User, states: Iterable[ContractState] = ContractState, *, page: int = 1) -> Sequence[Contract]:
    """A page of what one may see, what waits first, then the newest: one's own, one's company's, or all to staff."""
    query = _scope(user).where(Contract.state.in_(states))
    query = query.order_by(Contract.due_at.is_(None), Contract.due_at, Contract.created_at.desc(), Contract.id)
    return db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()


def counts_for(user: User) -> Counter[ContractState]:
    """How many contracts in each state this person may see."""
    seen = _scope(user).subquery()
    rows = db.session.execute(select(seen.c.state, func.count()).group_by(seen.c.state))
    return Counter({ContractState(state): count for state, count in rows})


def _scope(user: User) -> Select[Contract]:
    query = select(Contract).join(Application, Contract.application_id == Application.id)
    if user.is_staff:
        return query
    query = query.where(Contract.state.in_(KNOWN), Contract.sent_at.is_not(None))
    if user.company_id is not None:
        query = query.join(Engagement, Application.engagement_id == Engagement.id)
        return query.where(Engagement.company_id == user.company_id)
    return query.where(Application.consultant.has(user_id=user.id))


def contract_of(application: Application) -> Contract | None:
    """The contract that an application has led to."""
    return db.session.scalar(select(Contract).where(Contract.application_id == application.id))


def version_in_force(contract: Contract) -> ContractVersion | None:
    """The newest version that both sides have agreed to; None before the first."""
    return db.session.scalar(
        select(ContractVersion)
        .where(ContractVersion.contract_id == contract.id, ContractVersion.state == VersionState.AGREED)
        .order_by(ContractVersion.number.desc())
        .limit(1)
    )


def newest_version(contract: Contract) -> ContractVersion:
    """The version with the highest number, whatever its state."""
    return db.session.scalars(
        select(ContractVersion)
        .where(ContractVersion.contract_id == contract.id)
        .order_by(ContractVersion.number.desc())
        .limit(1)
    ).one()


def party_of(side: Consultant | Company) -> Party | None:
    """What is known of one side as a party to contracts."""
    return db.session.scalar(select(Party).where(or_(Party.consultant_id == side.id, Party.company_id == side.id)))


def master_of(party: Party) -> Paper | None:
    """The master agreement (基本契約) with a party that has not been withdrawn, signed or not."""
    return db.session.scalar(
        select(Paper)
        .where(Paper.party_id == party.id, Paper.kind == PaperKind.MASTER, Paper.withdrawn_at.is_(None))
        .order_by(Paper.issued_at.desc())
        .limit(1)
    )


def papers_of(contract: Contract) -> Sequence[Paper]:
    """Every paper of a contract's versions, and the master agreements of its parties, oldest first.

    A contract between client and consultant alone hangs on no master agreement: those are the operator's.
    """
    versions = select(ContractVersion.id).where(ContractVersion.contract_id == contract.id)
    its_own: ColumnElement[bool] = Paper.contract_version_id.in_(versions)
    if contract.model is ContractModel.VIA:
        application = contract.application
        parties = select(Party.id).where(
            or_(Party.consultant_id == application.consultant_id, Party.company_id == application.engagement.company_id)
        )
        its_own = or_(its_own, Paper.party_id.in_(parties))
    return db.session.scalars(select(Paper).where(its_own).order_by(Paper.issued_at, Paper.id)).all()


def open_request(paper: Paper) -> PaperRequest | None:
    """The request for a paper that waits to be sent."""
    query = select(PaperRequest).where(PaperRequest.paper_id == paper.id, PaperRequest.sent_on.is_(None))
    return db.session.scalar(query)


def paper_requests_of(papers: Iterable[Paper]) -> Sequence[PaperRequest]:
    """Every request for one of these papers, oldest first."""
    query = select(PaperRequest).where(PaperRequest.paper_id.in_([each.id for each in papers]))
    return db.session.scalars(query.order_by(PaperRequest.asked_at)).all()


def waiting_with(party: Party, *, besides: Contract) -> Sequence[Contract]:
    """The other contracts of a party that wait for signatures."""
    query = select(Contract).join(Application, Contract.application_id == Application.id)
    query = query.where(Contract.state == ContractState.SENT, Contract.id != besides.id)
    return db.session.scalars(query.where(_with_party(party)).order_by(Contract.created_at)).all()


def _with_party(party: Party) -> ColumnElement[bool]:
    if party.consultant_id is not None:
        return Application.consultant_id == party.consultant_id
    of_company = select(Engagement.id).where(Engagement.company_id == party.company_id)
    return Application.engagement_id.in_(of_company)


def template_of(code: str) -> AgreementTemplate | None:
    """The operator's newest wording of an agreement; None while the shipped one rules."""
    return db.session.scalar(
        select(AgreementTemplate)
        .where(AgreementTemplate.code == code)
        .order_by(AgreementTemplate.number.desc())
        .limit(1)
    )


def talks_of(contract: Contract) -> Sequence[PriceTalk]:
    """The price talks of a contract, oldest first."""
    query = select(PriceTalk).where(PriceTalk.contract_id == contract.id)
    return db.session.scalars(query.order_by(PriceTalk.asked_at).limit(MOST)).all()


def is_asked_about_renewal(contract: Contract) -> bool:
    """Whether both sides are asked now if the contract goes on."""
    return contract.renewal_asked_at is not None and contract.notice_on is None and contract.state in RUNNING


def wishes_of(contract: Contract) -> dict[Signer, RenewalWish]:
    """What each side has answered about the present last day."""
    rows = select(RenewalWish).where(RenewalWish.contract_id == contract.id, RenewalWish.last_day == contract.last_day)
    return {each.side: each for each in db.session.scalars(rows)}


def wish_of(contract: Contract, side: Signer) -> RenewalWish | None:
    """What one side has answered about the present last day."""
    return wishes_of(contract).get(side)


def periods_with(contract: Contract) -> list[tuple[date, date]]:
    """The first and last days of this contract and of all concluded ones of the same two sides."""
    application = contract.application
    rows = db.session.execute(
        select(Contract.first_day, Contract.last_day)
        .join(Application, Contract.application_id == Application.id)
        .join(Engagement, Application.engagement_id == Engagement.id)
        .where(
            Application.consultant_id == application.consultant_id,
            Engagement.company_id == application.engagement.company_id,
            Contract.state.in_(CONCLUDED),
        )
    )
    return [(first, last) for first, last in rows]


def contract_of_paper(paper: Paper, user: User) -> Contract:
    """The contract that a paper is of; a master agreement's is one of its party that the reader may see.

    That is one which waits for signatures, where there is one; else the newest.
    """
    if paper.contract_version is not None:
        return paper.contract_version.contract
    query = _scope(user)
    if paper.party is not None:
        query = query.where(_with_party(paper.party))
    waits = Contract.state != ContractState.SENT
    return db.session.scalars(query.order_by(waits, Contract.created_at.desc(), Contract.id).limit(1)).one()
