"""The policy as a table that a lawyer can read: every action × the people of one small world.

The records are stand-ins with just the attributes that rules look at; the rules asked are the real ones.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from marketplace.policy import Can, may

if TYPE_CHECKING:
    from marketplace.accounts.models import User

KINDS = (
    "visitor",
    "consultant",
    "other consult.",
    "owner",
    "member",
    "other client",
    "advisor",
    "operator",
)


def _person(number: int, kind: str, company: int | None = None, role: str = "owner") -> SimpleNamespace:
    membership = SimpleNamespace(company_id=company, role=role) if company else None
    return SimpleNamespace(id=number, kind=kind, company_id=company, membership=membership, active=True)


PEOPLE = {
    "visitor": None,
    "consultant": _person(1, "consultant"),
    "other consult.": _person(2, "consultant"),
    "owner": _person(3, "client", 10),
    "member": _person(4, "client", 10, "member"),
    "other client": _person(5, "client", 11),
    "advisor": _person(6, "advisor"),
    "operator": _person(7, "operator"),
}


def _engagement(state: str) -> SimpleNamespace:
    published = None if state in {"draft", "in_review"} else "yes"
    return SimpleNamespace(company_id=10, state=state, published_at=published, client_hidden=True)


def _subjects() -> dict[Can, object]:
    """Return the record that each action is asked about; actions about nothing in particular are left out."""
    company = SimpleNamespace(id=10)
    consultant = SimpleNamespace(user_id=1, state="listed", visibility="clients")
    opened, draft = _engagement("open"), _engagement("draft")
    consented = SimpleNamespace(
        consultant=consultant, engagement=opened, state="submitted", submitted_at="yes", consent=object()
    )
    of_engagement = {
        Can.SEE_ENGAGEMENT, Can.SEE_DUTIES, Can.SEE_CLIENT_NAME, Can.SEE_OWN_SIDE, Can.REVIEW_ENGAGEMENT,
        Can.PAUSE_ENGAGEMENT, Can.CLOSE_ENGAGEMENT, Can.CONFIRM_ENGAGEMENT, Can.SEE_CANDIDATES, Can.APPLY, Can.APPEAL,
        Can.SEE_RATE_GUIDANCE,
    }  # fmt: skip
    of_application = {
        Can.SEE_APPLICATION, Can.SEE_NAMED_PROFILE, Can.WITHDRAW_APPLICATION, Can.WITHDRAW_CONSENT,
        Can.ASK_CONSENT, Can.ANSWER_CONSENT, Can.SUBMIT_APPLICATION, Can.SELECT,
        Can.ARRANGE_MEETING, Can.MAKE_OFFER, Can.NOTE_APPLICATION,
    }  # fmt: skip
    subjects: dict[Can, object] = dict.fromkeys((Can.SEE_COMPANY, Can.EDIT_COMPANY, Can.INVITE_MEMBER), company)
    subjects |= dict.fromkeys(of_engagement, opened)
    subjects |= dict.fromkeys((Can.EDIT_ENGAGEMENT, Can.SUBMIT_ENGAGEMENT), draft)
    subjects |= dict.fromkeys(of_application, consented)
    of_members = (Can.REVOKE_INVITATION, Can.REMOVE_MEMBER, Can.CHANGE_ROLE)
    subjects |= dict.fromkeys(of_members, SimpleNamespace(company_id=10))
    subjects[Can.CLOSE_STAFF_ACCOUNT] = PEOPLE["advisor"]
    subjects[Can.READ_NOTICE] = SimpleNamespace(user_id=1, on_page=True)
    subjects[Can.SEE_PROFILE] = consultant
    subjects[Can.EDIT_PAST_PROJECT] = subjects[Can.DECIDE_IMPORT] = SimpleNamespace(consultant=consultant)
    subjects[Can.SEE_INTERVIEW] = SimpleNamespace(consultant=consultant, company_id=None)
    kept = SimpleNamespace(audience="company", company_id=10, author_id=4)
    subjects |= dict.fromkeys((Can.SEE_NOTE, Can.REMOVE_NOTE), kept)
    written = SimpleNamespace(application=consented, contract=None, channel="everyone")
    subjects |= dict.fromkeys((Can.SEE_THREAD, Can.WRITE_POST), written)
    sent = SimpleNamespace(thread=written, author=PEOPLE["consultant"])
    subjects[Can.SEE_ATTACHMENT] = SimpleNamespace(post=sent)
    subjects |= dict.fromkeys((Can.SEE_APPEAL, Can.WITHDRAW_APPEAL), SimpleNamespace(consultant=consultant))
    subjects[Can.REMOVE_FILTER] = SimpleNamespace(user_id=6)
    of_meeting = (Can.SEE_MEETING, Can.MOVE_MEETING, Can.CHOOSE_SLOT)
    subjects |= dict.fromkeys(of_meeting, SimpleNamespace(application=consented, proposed_by="client"))
    of_offer = (Can.SEE_OFFER, Can.ANSWER_OFFER)
    subjects |= dict.fromkeys(of_offer, SimpleNamespace(application=consented, side="client"))
    subjects |= _of_contracts(consented)
    subjects[Can.SEE_MATCH] = subjects[Can.RECOMMEND] = subjects[Can.INVITE] = SimpleNamespace(
        engagement=opened, consultant=consultant, eligible=True
    )
    return subjects


def _of_contracts(application: SimpleNamespace) -> dict[Can, object]:
    """A contract that was sent, the client's paper, a talk on the fee; the owner signs for the client."""
    contract = SimpleNamespace(application=application, sent_at="yes", state="sent")
    paper = SimpleNamespace(
        between="client", contract_version=SimpleNamespace(contract=contract), party=None, kind="individual"
    )
    of_contract = (Can.SEE_CONTRACT, Can.PREPARE_CONTRACT, Can.ASK_FOR_TALK, Can.ANSWER_RENEWAL)
    subjects: dict[Can, object] = dict.fromkeys(of_contract, contract)
    subjects |= dict.fromkeys((Can.SEE_PAPER, Can.SIGN_PAPER), paper)
    version = SimpleNamespace(contract=contract)
    order = SimpleNamespace(between="consultant", contract_version=version, party=None, kind="order_terms")
    subjects |= dict.fromkeys((Can.ASK_FOR_PAPER, Can.SEND_PAPER), order)
    report = SimpleNamespace(contract=contract, submitted_at="yes")
    subjects[Can.BEGIN_REPORT] = subjects[Can.BEGIN_PROJECT] = contract
    project = SimpleNamespace(contract=contract, advisor_invited_at=None)
    subjects |= dict.fromkeys((Can.SEE_PROJECT, Can.LEAD_PROJECT, Can.EDIT_BOARD), project)
    subjects |= _of_projects(project)
    status = SimpleNamespace(project=project, submitted_at="yes")
    subjects |= dict.fromkeys((Can.SEE_STATUS, Can.WRITE_STATUS, Can.ANSWER_STATUS), status)
    asked = SimpleNamespace(contract=contract, side="client")
    subjects |= dict.fromkeys((Can.SEE_PULSE, Can.ANSWER_PULSE), asked)
    subjects[Can.SEE_OWN_PULSES] = subjects[Can.SEE_REVIEWS] = subjects[Can.SEE_GUIDANCE] = contract
    subjects |= dict.fromkeys((Can.SEE_CHECK, Can.ANSWER_CHECK), SimpleNamespace(contract=contract))
    review_round = SimpleNamespace(contract=contract, state="published")
    subjects |= dict.fromkeys((Can.SEE_REVIEW_ROUND, Can.WRITE_REVIEW), review_round)
    review = SimpleNamespace(round=review_round, side="client", hidden_at=None)
    subjects |= dict.fromkeys((Can.SEE_REVIEW, Can.ANSWER_REVIEW), review)
    subjects |= dict.fromkeys((Can.SEE_REPORT, Can.WRITE_REPORT, Can.ANSWER_REPORT), report)
    subjects |= dict.fromkeys((Can.SEE_EXPENSE, Can.REMOVE_EXPENSE), SimpleNamespace(report=report))
    subjects |= dict.fromkeys((Can.SEE_TALK, Can.ANSWER_TALK), SimpleNamespace(contract=contract))
    subjects[Can.APPROVE_RUN] = SimpleNamespace(made_by_id=8)
    contract.model = "via"
    invoice = SimpleNamespace(contract=contract, company_id=10)
    subjects |= dict.fromkeys((Can.SEE_INVOICE, Can.PAY_INVOICE, Can.BOOK_RECEIPT), invoice)
    notice = SimpleNamespace(contract=contract, consultant=application.consultant)
    paid = (Can.SEE_PAYMENT_NOTICE, Can.ANSWER_PAYMENT_NOTICE, Can.SEE_ADVANCE, Can.AGREE_TO_ADVANCE)
    return subjects | dict.fromkeys(paid, notice)


def _of_projects(project: SimpleNamespace) -> dict[Can, object]:
    """Minutes, a change that the consultant has proposed, a comment that the consultant has written."""
    part = SimpleNamespace(project=project, proposed_by_id=1, author_id=1, deleted_at=None)
    of_part = (
        Can.SEE_MINUTES, Can.WRITE_MINUTES, Can.IMPORT_ROWS, Can.SEE_CHANGE, Can.ANSWER_CHANGE, Can.WITHDRAW_CHANGE,
    )  # fmt: skip
    subjects: dict[Can, object] = dict.fromkeys(of_part, part)
    subjects |= dict.fromkeys((Can.SEE_COMMENT, Can.EDIT_COMMENT, Can.REVOKE_READER), part)
    subjects |= dict.fromkeys((Can.PROPOSE_CHANGE, Can.WRITE_COMMENT, Can.SHARE_PROJECT, Can.LET_PROGRAM_READ), project)
    subjects[Can.STOP_PROGRAM] = SimpleNamespace(user_id=1)
    subjects |= dict.fromkeys((Can.SEE_COSTS, Can.MAKE_SUMMARY, Can.ANSWER_SUMMARY), project)
    return subjects | {Can.SEE_COMMENT_FILE: SimpleNamespace(comment=part)}


def matrix() -> list[tuple[str, list[str]]]:
    """Return (action, one "yes" or "-" a kind of person) for every action."""
    subjects = _subjects()
    return [
        (
            action.value,
            ["yes" if may(cast("User | None", PEOPLE[kind]), action, subjects.get(action)) else "-" for kind in KINDS],
        )
        for action in Can
    ]
