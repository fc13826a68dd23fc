"""The page of one contract, as each of the three sees it: money, what to do now, papers, versions, course."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import render_template

from marketplace.contracts.collection import collection_of
from marketplace.contracts.forms import EndForm, NoticeForm, RenewalForm, WordsForm
from marketplace.contracts.money import billed_from, money_of
from marketplace.contracts.naming import named_in
from marketplace.contracts.operations.issuing import missing_signers
from marketplace.contracts.operations.renewing import letter_is_due
from marketplace.contracts.operations.signing import signer_of
from marketplace.contracts.queries import (
    is_asked_about_renewal,
    open_request,
    paper_requests_of,
    papers_of,
    party_of,
    talks_of,
    whole_contract,
    wish_of,
    wishes_of,
)
from marketplace.contracts.readiness import gaps_of
from marketplace.contracts.states import PARTIES, RUNNING, ContractState, Signer, VersionState
from marketplace.contracts.suspensions import spans_of
from marketplace.contracts.terms import OF_THE_CLIENT, ON_NO_PAPER, changed_names, form_of, terms_of
from marketplace.identity import signed_in_user
from marketplace.policy import Can, may
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from marketplace.contracts.models import Contract, ContractVersion, Paper
    from marketplace.inputs import Form
    from marketplace.profiles.states import BusinessForm


def contract_page(
    contract: Contract, form: Form | None = None, *, step: str = "", status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    """Draw the page; `form` is that of a step which was refused, shown again with what was typed."""
    user = signed_in_user()
    contract = whole_contract(contract)
    version, begins = _shown_version(contract)
    papers = [each for each in papers_of(contract) if may(user, Can.SEE_PAPER, each)]
    application = contract.application
    side = None if user.is_staff else Signer.CLIENT if user.company_id is not None else Signer.CONSULTANT
    order_shown = side is not Signer.CONSULTANT or bool(value_of(Name.ORDER_PRICE_SHOWN))
    hidden = frozenset() if order_shown else OF_THE_CLIENT
    own = wish_of(contract, side) if side else None
    forms: dict[str, Form] = {
        "renewal": RenewalForm(formdata=None, data={"goes_on": _yes(own.goes_on), "words": own.words} if own else None),
        "void": WordsForm(formdata=None, version=contract.version),
        "suspend": WordsForm(formdata=None, version=contract.version),
        "notice": NoticeForm(formdata=None, version=contract.version, ends_on=contract.last_day),
        "end": EndForm(formdata=None, version=contract.version),
    }
    if form is not None:
        forms[step] = form
    for name, each in forms.items():  # several stand on one page: each label leads to its own field
        for field in each:
            field.id = f"{name}-{field.id}"
    return render_template(
        "contracts/show.html",
        contract=contract,
        version=version,
        who=named_in(user, contract),
        money=money_of(version, begins=begins),
        begins=begins,
        collection=collection_of(contract),
        suspensions=spans_of(contract),
        order_shown=order_shown,
        gaps=gaps_of(version) if user.is_staff and contract.state is ContractState.DRAFTED else [],
        parties=[party_of(application.consultant), party_of(application.engagement.company)] if user.is_staff else [],
        papers=papers,
        mine=[each for each in papers if _waits_for(each, contract)],
        requests=paper_requests_of(papers),
        on_paper=next((each for each in reversed(papers) if _may_come_on_paper(each)), None),
        missing={each.id: missing_signers(each) for each in papers},
        versions=_with_changes(contract, hidden),
        asked=is_asked_about_renewal(contract),
        wishes=wishes_of(contract),
        sides=[each for each in PARTIES if user.is_staff or each is side],
        side=side,
        talks=[each for each in talks_of(contract) if may(user, Can.SEE_TALK, each)],
        decided_for=_decided_for(contract) if user.is_staff else None,
        letter_due=user.is_staff and letter_is_due(contract),
        forms=forms,
        step=step,
        conflict=status is HTTPStatus.CONFLICT,
    ), status


def _shown_version(contract: Contract) -> tuple[ContractVersion, date | None]:
    """Return the version in force, else the first one, and from which month a change of it is billed."""
    agreed = [each for each in contract.versions if each.state is VersionState.AGREED]
    if not agreed:
        return contract.versions[-1], None
    return agreed[-1], billed_from(agreed[-1]) if len(agreed) > 1 else None


def _decided_for(contract: Contract) -> BusinessForm | None:
    """Return the form of business that the newest terms were decided for, where the profile says another by now."""
    if contract.state not in {ContractState.SENT, *RUNNING}:
        return None
    form = form_of(next(each for each in reversed(contract.versions) if each.state is not VersionState.VOID))
    return form if contract.application.consultant.business_form not in {None, form} else None


def _may_come_on_paper(paper: Paper) -> bool:
    """Tell whether the reader may ask for a paper, and has not: the order terms in force, or the newest ones sent."""
    asks = paper.withdrawn_at is None and may(signed_in_user(), Can.ASK_FOR_PAPER, paper)
    return asks and open_request(paper) is None


def _waits_for(paper: Paper, contract: Contract) -> bool:
    """Tell whether the reader is to sign this paper now."""
    user = signed_in_user()
    open_ = paper.withdrawn_at is None and contract.state not in {ContractState.VOID, ContractState.ENDED}
    return open_ and may(user, Can.SIGN_PAPER, paper) and signer_of(user, paper) in missing_signers(paper)


def _with_changes(contract: Contract, hidden: frozenset[str]) -> list[tuple[ContractVersion, frozenset[str]]]:
    """Return each version, oldest first, with the names of the terms that it changes of those in force before it."""
    found, before = [], None
    for each in contract.versions:
        changed = changed_names(before, terms_of(each)) if before else frozenset[str]()
        found.append((each, changed - hidden - ON_NO_PAPER))
        if before is None or each.state is VersionState.AGREED:
            before = terms_of(each)
    return found


def _yes(answer: bool) -> str:  # noqa: FBT001 - the answer itself
    return "yes" if answer else "no"
