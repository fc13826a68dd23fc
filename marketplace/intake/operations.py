"""What is done at an intake: greet, keep answers, hold the interview, decide what a company's entry takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.accounts import notices as accounts_notices
from marketplace.accounts import operations as accounts
from marketplace.audit import record
from marketplace.clock import now, today
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.imports.operations import Upload, propose_import
from marketplace.imports.states import ImportSource
from marketplace.intake import queries
from marketplace.intake.answers import as_columns, of_company, proposals
from marketplace.intake.labels import DESK_ONLY
from marketplace.intake.models import Interview
from marketplace.intake.states import InterviewKind, InterviewState
from marketplace.intake.terms import contact_by
from marketplace.profiles.checks import errors_in
from marketplace.profiles.models import Consultant
from marketplace.profiles.operations import note_interview
from marketplace.profiles.queries import whole_profile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.intake.queries import About


def greet(user: User) -> None:
    """Send the first mail: what to do next, who the advisor is, and by when the advisor gets in touch."""
    side = queries.interviewed_side(user)
    advisor = queries.advisor_of(side)
    by = contact_by(now()) if advisor else None
    accounts_notices.address_to_confirm(user, advisor=advisor.name if advisor else "", by=by)


def begin(side: About) -> Interview:
    """Begin an interview's draft; a second one at the same moment is refused by the schema."""
    person = isinstance(side, Consultant)
    draft = Interview(
        kind=InterviewKind.CONSULTANT if person else InterviewKind.CLIENT,
        consultant_id=side.id if person else None,
        company_id=None if person else side.id,
        state=InterviewState.DRAFT,
        answers={},
        staff_answers={},
    )
    draft.consultant, draft.company = (side, None) if isinstance(side, Consultant) else (None, side)
    db.session.add(draft)
    return draft


def prepare(interview: Interview, answers: Mapping[str, Any], *, asked: frozenset[str], by: User) -> None:
    """Keep what the person, or a member of the company, answers beforehand; what only the advisor asks stays."""
    _keep(interview, answers, asked - frozenset(DESK_ONLY))
    interview.prepared_at = now()
    record(by, "interview prepared", interview)


def write_down(
    interview: Interview, answers: Mapping[str, Any], *, asked: frozenset[str], held_on: date | None, by: User
) -> None:
    """Keep what the advisor writes during the talk; what never leaves the desk is kept apart."""
    _keep(interview, {name: value for name, value in answers.items() if name not in DESK_ONLY}, asked)
    interview.staff_answers = {name: answers[name] for name in DESK_ONLY if name in answers}
    interview.held_on, interview.by_id = held_on, by.id
    record(by, "interview written down", interview)


def _keep(interview: Interview, answers: Mapping[str, Any], asked: frozenset[str]) -> None:
    if interview.state is not InterviewState.DRAFT:
        raise DomainError(_("This interview has been held; what was said is not rewritten."))
    others = {name: value for name, value in interview.answers.items() if name not in asked}
    interview.answers = {**others, **{name: value for name, value in answers.items() if name in asked}}
    interview.saved_at = now()


def hold(interview: Interview, *, by: User) -> None:
    """End the talk: its answers become proposals, to be taken over one by one; nothing changes by itself."""
    side = queries.side_of(interview)
    errors = _errors(interview, side)
    if errors:
        raise Invalid(errors)
    interview.state, interview.by_id = InterviewState.HELD, by.id
    record(by, "interview held", interview, with_whom=interview.kind.value)
    if isinstance(side, Consultant):
        _propose(interview, side, by=by)
    elif not of_company(side, interview.answers):
        interview.filled_at = now()


def _errors(interview: Interview, side: About) -> dict[str, object]:
    errors: dict[str, object] = {}
    if interview.held_on is None:
        errors["held_on"] = _("Say on which day you talked.")
    elif interview.held_on > today():
        errors["held_on"] = _("This is in the future.")
    if isinstance(side, Consultant):
        return {**errors, **errors_in(side, as_columns(interview.answers))}
    low, high = (interview.answers.get(name) for name in ("budget_low", "budget_high"))
    if low is not None and high is not None and low > high:
        errors["budget_high"] = _("The upper end is below the lower end.")
    return errors


def _propose(interview: Interview, consultant: Consultant, *, by: User) -> None:
    """Propose what the profile does not say yet; where it says all of it there is nothing to decide."""
    whole = whole_profile(consultant)
    found = proposals(whole, interview.answers)
    if found:
        try:
            kept = propose_import(whole, Upload("", "", ImportSource.INTERVIEW), found, by=by)
        except Invalid:
            pass
        else:
            db.session.flush()
            interview.import_id = kept.id
    note_interview(whole, by=by)


def fill_company(interview: Interview, taken: Mapping[str, Any], *, by: User) -> None:
    """Take over what the advisor accepted or corrected into the company's entry; the rest stays with the interview."""
    if interview.filled_at is not None or interview.company is None or interview.state is not InterviewState.HELD:
        raise DomainError(_("Everything of the interview is decided"))
    interview.filled_at = now()
    if taken:
        accounts.edit_company(interview.company, dict(taken), by=by)
    record(by, "interview's proposals decided", interview, company=str(interview.company_id), accepted=len(taken))
