"""The page of one contract, as each of the three sees it: money, what to do now, papers, versions, course."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template

from marketplace.contracts.forms import EndForm, NoticeForm, WordsForm
from marketplace.contracts.money import money_of
from marketplace.contracts.operations.ending import letter_is_due
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.signing import signer_of
from marketplace.contracts.queries import papers_of, party_of, talks_of, whole_contract
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import ContractState, VersionState
from marketplace.contracts.terms import changed_names, terms_of
from marketplace.identity import signed_in_user
from marketplace.pipeline.parties import named_to
from marketplace.policy import Can, may
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.contracts.models import Contract, ContractVersion, Paper
    from marketplace.inputs import Form


def contract_page(
    contract: Contract, form: Form | None = None, *, step: str = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `form` is that of a step which was refused, shown again with what was typed."""
    user = signed_in_user()
    contract = whole_contract(contract)
    version = _shown_version(contract)
    papers = [each for each in papers_of(contract) if may(user, Can.SEE_PAPER, each)]
    application = contract.application
    forms: dict[str, Form] = {
        "void": WordsForm(formdata=None, version=contract.version),
        "suspend": WordsForm(formdata=None, version=contract.version),
        "notice": NoticeForm(formdata=None, version=contract.version, ends_on=contract.last_day),
        "end": EndForm(formdata=None, version=contract.version),
    }
    if form is not None:
        forms[step] = form
    return render_template(
        "contracts/show.html",
        contract=contract,
        version=version,
        who=named_to(user, application),
        money=money_of(version),
        order_shown=user.is_staff or user.company_id is not None or bool(value_of(Name.ORDER_PRICE_SHOWN)),
        gaps=gaps_of(version) if user.is_staff and contract.state is ContractState.DRAFTED else [],
        parties=[party_of(application.consultant), party_of(application.engagement.company)] if user.is_staff else [],
        papers=papers,
        mine=[each for each in papers if _waits_for(each, contract)],
        missing={each.id: missing_signers(each) for each in papers},
        versions=_with_changes(contract),
        talks=[each for each in talks_of(contract) if may(user, Can.SEE_TALK, each)],
        letter_due=user.is_staff and letter_is_due(contract),
        forms=forms,
        step=step,
        conflict=status is HTTPStatus.CONFLICT,
    ), status


def _shown_version(contract: Contract) -> ContractVersion:
    """Return the version in force, else the first one."""
    agreed = [each for each in contract.versions if each.state is VersionState.AGREED]
    return agreed[-1] if agreed else contract.versions[-1]


def _waits_for(paper: Paper, contract: Contract) -> bool:
    """Tell whether the reader is to sign this paper now."""
    user = signed_in_user()
    open_ = paper.withdrawn_at is None and contract.state not in {ContractState.VOID, ContractState.ENDED}
    return open_ and may(user, Can.SIGN_PAPER, paper) and signer_of(user, paper) in missing_signers(paper)


def _with_changes(contract: Contract) -> list[tuple[ContractVersion, frozenset[str]]]:
    """Return each version, oldest first, with the names of the terms it changes."""
    pairs = zip([None, *contract.versions], contract.versions, strict=False)
    return [
        (each, changed_names(terms_of(before), terms_of(each)) if before else frozenset()) for before, each in pairs
    ]
