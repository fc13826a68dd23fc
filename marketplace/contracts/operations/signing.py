"""Signing: what was shown, by whom, how it was made sure; the contract is concluded with the last signature."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace import events
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.contracts import notices
from marketplace.contracts.models import Contract, Paper, Signature
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.queries import newest_version, papers_of, party_of, version_in_force, waiting_with
from marketplace.contracts.states import SIGNERS, ContractState, PaperKind, Proof, Signer, VersionState
from marketplace.contracts.wording import fingerprint
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.i18n import present_locale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User
    from marketplace.contracts.models import ContractVersion


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the signer at the moment of signing."""

    proof: Proof
    address: str = ""
    agent: str = ""


def signer_of(user: User, paper: Paper) -> Signer | None:
    """Return for whom this person signs a paper, if for anybody."""
    if user.company_id is not None:
        side = Signer.CLIENT
    elif user.is_staff:
        side = Signer.OPERATOR
    else:
        side = Signer.CONSULTANT
    return side if side in SIGNERS[paper.between] else None


def sign_paper(paper: Paper, *, contract: Contract, seen: str, name: str, evidence: Evidence, by: User) -> None:
    """Sign what was shown; `seen` is the SHA-256 on the page: another text than the one kept is refused."""
    signer = signer_of(by, paper)
    _hold(paper, contract)
    if signer is None or signer not in missing_signers(paper):
        raise DomainError(_("Your side has signed this already."))
    if seen != paper.sha256 or not intact(paper):
        raise DomainError(_("The text is not the one that was shown: read it again."))
    if _plain(name) != _plain(by.name):
        raise Invalid({"name": _("This account signs as %(name)s: type that name.", name=by.name)})
    signature = Signature(
        paper_id=paper.id, signer=signer, user_id=by.id, name=name.strip(), sha256=paper.sha256,
        locale=present_locale(), proof=evidence.proof, address=evidence.address, agent=evidence.agent[:200],
    )  # fmt: skip
    signature.user, signature.paper = by, paper
    db.session.add(signature)
    record(by, "paper signed", paper, signer=signer.value, sha256=paper.sha256, proof=evidence.proof.value)
    _conclude(paper, contract, by=by)


def _plain(name: str) -> str:
    """Return a name for comparing: one width, no blanks, no capitals."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


_SIGNABLE = {
    PaperKind.MASTER: frozenset({ContractState.SENT}),
    PaperKind.INDIVIDUAL: frozenset({ContractState.SENT}),
    PaperKind.AMENDMENT: frozenset({ContractState.SIGNED, ContractState.ACTIVE, ContractState.SUSPENDED}),
    PaperKind.ORDER_TERMS: frozenset[ContractState](),
}


def _hold(paper: Paper, contract: Contract) -> None:
    """Let others who sign or change this contract wait, and read what they have done meanwhile."""
    db.session.refresh(contract, ["state", "version"], with_for_update={"of": Contract})
    db.session.refresh(paper, ["withdrawn_at", "signatures"])
    if paper.withdrawn_at is not None or contract.state not in _SIGNABLE[paper.kind]:
        raise DomainError(_("This paper can no longer be signed."))
    if contract.state is ContractState.SENT and not _all_clear(contract):
        raise DomainError(_("This paper cannot be signed at present. Please ask the operator."))


def _all_clear(contract: Contract) -> bool:
    """Tell whether no check of a party has come out otherwise since the papers were sent (R45); why is not for all."""
    application = contract.application
    parties = party_of(application.consultant), party_of(application.engagement.company)
    return all(party is not None and party.screening_clear for party in parties)


def keep_signed_file(paper: Paper, *, contract: Contract, key: str, content: bytes, by: User) -> None:
    """Keep a PDF that was signed elsewhere by all who had not signed here; staff answers for it."""
    _hold(paper, contract)
    missing = missing_signers(paper)
    if not missing:
        raise DomainError(_("All have signed this paper already."))
    digest = hashlib.sha256(content).hexdigest()
    for signer in missing:
        signature = Signature(
            paper_id=paper.id, signer=signer, user_id=by.id, name=by.name, sha256=paper.sha256,
            locale=present_locale(), proof=Proof.UPLOAD, file=key, file_sha256=digest,
        )  # fmt: skip
        signature.user, signature.paper = by, paper
        db.session.add(signature)
    record(by, "signed file kept", paper, sha256=digest)
    _conclude(paper, contract, by=by)


def intact(paper: Paper) -> bool:
    """Tell whether a paper's text is the one that was issued, and that every signer was shown."""
    kept = fingerprint(paper.text, paper.translation)
    return kept == paper.sha256 and all(each.sha256 == kept for each in paper.signatures)


def unchanged(content: bytes, sha256: str) -> bool:
    """Tell whether a kept file is the one that was uploaded."""
    return hashlib.sha256(content).hexdigest() == sha256


def to_be_signed(contract: Contract) -> Sequence[Paper]:
    """The papers of a contract that somebody has not signed yet."""
    return [each for each in papers_of(contract) if each.withdrawn_at is None and missing_signers(each)]


def _conclude(paper: Paper, contract: Contract, *, by: User) -> None:
    """Conclude the contract, and any other that waited for the same master agreement alone."""
    _conclude_if_all_signed(contract, by=by)
    if paper.kind is PaperKind.MASTER and paper.party is not None:
        for other in waiting_with(paper.party, besides=contract):
            _conclude_if_all_signed(other, by=by)


def _conclude_if_all_signed(contract: Contract, *, by: User) -> None:
    if to_be_signed(contract):
        return
    version = newest_version(contract)
    before = version_in_force(contract)
    version.agreed_at = now()
    version.state = VersionState.AGREED
    contract.due_at = None
    if before is not None:
        if version.last_day != before.last_day:
            _prolong(contract, version)
        record(by, "amendment agreed", contract, number=version.number)
        notices.amendment_agreed(contract)
        events.contract_changed.send(contract)
        return
    contract.signed_at = now()
    contract.state = ContractState.SIGNED
    record(by, "contract signed", contract, number=contract.number)
    notices.contract_signed(contract)
    events.contract_changed.send(contract)
    start_if_due(contract)


def _prolong(contract: Contract, version: ContractVersion) -> None:
    """Let the contract end when both sides have agreed anew that it does; what was told or asked before is over."""
    contract.last_day = version.last_day
    contract.notice_on = contract.renewal_asked_at = None
    contract.end_words = ""


def start_if_due(contract: Contract) -> bool:
    """Begin a concluded contract whose first day has come."""
    if contract.state is not ContractState.SIGNED or contract.first_day > today():
        return False
    contract.state = ContractState.ACTIVE
    record(None, "contract begun", contract, number=contract.number)
    return True
