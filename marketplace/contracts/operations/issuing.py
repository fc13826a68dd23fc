"""Issuing papers: worded from the terms as they stand, hashed, and signed for the operator by whoever sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import attributes

from marketplace.clock import now
from marketplace.contracts.models import Paper, Signature
from marketplace.contracts.order_terms import order_items, statement
from marketplace.contracts.queries import master_of, papers_of, party_of, waiting_with
from marketplace.contracts.states import SIGNERS, Between, PaperKind, Proof, Signer
from marketplace.contracts.terms import changed_names, terms_of
from marketplace.contracts.wording import composed, contract_facts, fingerprint, names, settled
from marketplace.db import db
from marketplace.engagements.states import ContractModel
from marketplace.i18n import LOCALES, in_locale, present_locale
from marketplace.issuer import issuer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.accounts.models import User
    from marketplace.contracts.models import ContractVersion, Party

SIDES = {
    ContractModel.VIA: (Between.CLIENT, Between.CONSULTANT),
    ContractModel.DIRECT: (Between.BOTH,),
}


def issue_papers(version: ContractVersion, *, by: User, before: ContractVersion | None = None) -> list[Paper]:
    """Issue what has to be signed for a version, and the statement of order terms; `before`: it amends that one.

    A side whose terms do not change by an amendment has nothing to sign.
    """
    application = version.contract.application
    person, client = party_of(application.consultant), party_of(application.engagement.company)
    known = names(issuer(), client, person)
    papers = []
    only = None if before is None else changed_names(terms_of(before), terms_of(version))
    for between in SIDES[version.contract.model]:
        code = "amendment" if before is not None else f"individual_{between.value}"
        facts = contract_facts(version, between, known, only=only)
        if not facts["ja"]["terms"]:
            continue
        kind = PaperKind.INDIVIDUAL if before is None else PaperKind.AMENDMENT
        papers.append(_issued(kind, between, composed(code, facts), version=version))
    papers += [
        _issued(
            PaperKind.MASTER, between, composed(f"master_{between.value}", dict.fromkeys(LOCALES, known)), party=party
        )
        for between, party in ((Between.CLIENT, client), (Between.CONSULTANT, person))
        if version.contract.model is ContractModel.VIA and party is not None and master_of(party) is None
    ]
    for paper in papers:
        if Signer.OPERATOR in SIGNERS[paper.between]:
            _sign_for_operator(paper, by)
    return [*papers, _order_terms(version, known)]


def _issued(
    kind: PaperKind, between: Between, worded: tuple[str, Mapping[str, str]],
    *, version: ContractVersion | None = None, party: Party | None = None,
) -> Paper:  # fmt: skip
    wording, texts = worded
    paper = Paper(
        kind=kind, between=between, wording=wording, text=texts["ja"], translation=texts["en"],
        sha256=fingerprint(texts["ja"], texts["en"]),
        contract_version_id=version.id if version else None, party_id=party.id if party else None,
    )  # fmt: skip
    attributes.set_committed_value(paper, "signatures", [])
    attributes.set_committed_value(paper, "contract_version", version)
    attributes.set_committed_value(paper, "party", party)
    db.session.add(paper)
    return paper


def _order_terms(version: ContractVersion, known: Mapping[str, str]) -> Paper:
    texts = {}
    for locale in LOCALES:
        with in_locale(locale):
            texts[locale] = settled(statement(order_items(version, known)))
    between = Between.CONSULTANT if version.contract.model is ContractModel.VIA else Between.BOTH
    return _issued(PaperKind.ORDER_TERMS, between, ("order_terms", texts), version=version)


def _sign_for_operator(paper: Paper, by: User) -> None:
    """Sending is the operator's signature: the sender is signed in with a second factor wherever this is no demo."""
    proof = Proof.ONE_TIME_CODE if by.tf_totp_secret else Proof.PASSWORD
    signature = Signature(
        paper_id=paper.id, signer=Signer.OPERATOR, user_id=by.id, name=by.name, sha256=paper.sha256,
        locale=present_locale(), proof=proof,
    )  # fmt: skip
    signature.user = by
    signature.paper = paper
    db.session.add(signature)


def withdraw_papers(version: ContractVersion) -> None:
    """Take back what was issued for a version and is not signed by all: nobody can sign it any more.

    A master agreement stays where another contract of the same party waits for it too.
    """
    for paper in papers_of(version.contract):
        mine = paper.contract_version_id == version.id
        if paper.kind is PaperKind.MASTER and paper.party is not None:
            mine = not waiting_with(paper.party, besides=version.contract)
        if mine and paper.withdrawn_at is None and missing_signers(paper):
            paper.withdrawn_at = now()


def missing_signers(paper: Paper) -> list[Signer]:
    """Return who has not signed yet; nobody signs a statement of order terms."""
    if paper.kind is PaperKind.ORDER_TERMS:
        return []
    signed = {each.signer for each in paper.signatures}
    return [signer for signer in SIGNERS[paper.between] if signer not in signed]
