"""What is done to a profile: each verb checks, changes, records, tells. All its lists must be loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace import events
from marketplace.accounts.operations import next_advisor
from marketplace.audit import record
from marketplace.clock import now
from marketplace.db import db
from marketplace.errors import DomainError, Invalid
from marketplace.i18n import lazy_gettext as _
from marketplace.profiles import notices
from marketplace.profiles.checks import errors_in, needed_while_listed
from marketplace.profiles.models import (
    BlockedCompany,
    Certification,
    Commitment,
    Consultant,
    IndustryExperience,
    LanguageSkill,
    PastProject,
    Recommendation,
    Skill,
)
from marketplace.profiles.queries import companies_named, profile_of
from marketplace.profiles.sections import COMPLETE, completeness, missing_for_listing
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.accounts.models import User

Row = dict[str, Any]
LISTS: Mapping[str, type[Any]] = {
    "skills": Skill,
    "certifications": Certification,
    "industries": IndustryExperience,
    "languages": LanguageSkill,
    "commitments": Commitment,
    "recommendations": Recommendation,
}
MOST_PROJECTS = 40


def create_profile(user: User) -> Consultant:
    """Begin the profile of a new consultant, with an advisor from the first minute; once, whoever asks again."""
    begun = profile_of(user)
    if begun is not None:
        return begun
    advisor = next_advisor()
    consultant = Consultant(user_id=user.id, advisor_id=advisor.id if advisor else None)
    consultant.user = user
    db.session.add(consultant)
    if advisor:
        notices.consultant_assigned(advisor, consultant)
    record(user, "profile begun", consultant, advisor=str(advisor.id) if advisor else None)
    return consultant


def save_section(consultant: Consultant, section: str, values: Mapping[str, Any], *, by: User) -> None:
    """Save one section: columns by name, and lists (of `LISTS`) as rows.

    A row is a dict of columns, with `key` naming the row it changes (empty for a new one); rows that are left
    out are removed. Raise Invalid, nothing changed, where a rule is broken.
    """
    errors = {**errors_in(consultant, values), **needed_while_listed(consultant, values)}
    if errors:
        raise Invalid(errors)
    for name, value in values.items():
        if name in LISTS:
            setattr(consultant, name, _rows(getattr(consultant, name), LISTS[name], value))
        elif name == "blocked_companies":
            consultant.blocked_companies = _blocked(consultant, value)
        else:
            setattr(consultant, name, value)
    _note_change(consultant, section, by=by)


def _rows(existing: Sequence[Any], model: type[Any], rows: Sequence[Row]) -> list[Any]:
    """Bring a list to what was typed, keeping rows that stay; an unknown key makes a row of one's own."""
    held = [row for row in existing if getattr(row, "application_id", None)]  # by offers: nobody types them
    by_key = {str(row.id): row for row in existing if row not in held}
    kept = []
    for at, typed in enumerate(rows):
        row = by_key.pop(typed.get("key", ""), None)
        values = {name: value for name, value in typed.items() if name != "key"}
        if row is None:
            row = model(**values)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            if hasattr(row, "verified_at"):
                row.verified_at = None  # what was checked is no longer what is said
            if isinstance(row, Certification):  # and it waits to be looked at again
                row.refused_at, row.refusal, row.checked_by_id = None, "", None
        row.position = at
        kept.append(row)
    return [*kept, *held]


def _blocked(consultant: Consultant, names: Sequence[str]) -> list[BlockedCompany]:
    """Block companies by name; one that has an account here is blocked by its account too."""
    by_name = {row.name: row for row in consultant.blocked_companies}
    ids = companies_named(names)
    rows = []
    for at, name in enumerate(dict.fromkeys(names)):
        row = by_name.get(name) or BlockedCompany(name=name)
        row.company_id, row.position = ids.get(name), at
        rows.append(row)
    return rows


def save_project(
    consultant: Consultant, values: Mapping[str, Any], *, by: User, project: PastProject | None = None
) -> PastProject:
    """Add a past project, or change one; the list keeps the newest first."""
    errors = errors_in(consultant, values)
    if project is None and len(consultant.projects) >= MOST_PROJECTS:
        errors["title"] = _("A profile holds at most 40 projects. Combine older ones.")
    if errors:
        raise Invalid(errors)
    if project is None:
        project = PastProject()
        consultant.projects.append(project)
    for name, value in values.items():
        setattr(project, name, value)
    _order_projects(consultant)
    _note_change(consultant, "projects", by=by)
    return project


def remove_project(consultant: Consultant, project: PastProject, *, by: User) -> None:
    """Take a past project out of the profile."""
    consultant.projects.remove(project)
    _order_projects(consultant)
    _note_change(consultant, "projects", by=by)


def _order_projects(consultant: Consultant) -> None:
    """Present work first, then by its end, the newest first; projects without a date stand last."""

    def age(project: PastProject) -> tuple[bool, bool, int, int]:
        ended = project.ended.toordinal() if project.ended else 0
        began = project.began.toordinal() if project.began else 0
        return not (began or ended), bool(ended), -ended, -began

    consultant.projects.sort(key=age)
    for at, project in enumerate(consultant.projects):
        project.position = at


def _note_change(consultant: Consultant, section: str, *, by: User) -> None:
    consultant.changed_at = now()
    consultant.completeness = completeness(consultant)
    if consultant.completeness >= COMPLETE and consultant.completed_at is None:
        consultant.completed_at = now()
    record(by, "profile section saved", consultant, section=section)
    events.consultant_changed.send(consultant)


def list_profile(consultant: Consultant, *, by: User) -> None:
    """Show the profile to those whom the person has chosen; matching begins."""
    missing = missing_for_listing(consultant)
    if missing:
        raise Invalid({f"{step.section}-{at}": step.label for at, step in enumerate(missing)})
    consultant.listed_at = now()
    consultant.state = ProfileState.LISTED
    record(by, "profile listed", consultant)
    events.consultant_changed.send(consultant)


def hide_profile(consultant: Consultant, *, by: User) -> None:
    """Take the profile out of all lists; what has been applied for goes on."""
    consultant.state = ProfileState.HIDDEN
    record(by, "profile hidden", consultant)
    events.consultant_hidden.send(consultant)
    events.consultant_changed.send(consultant)


def close_profile(consultant: Consultant, *, by: User) -> None:
    """End a profile for good, out of every list; nothing leads back."""
    if consultant.state is ProfileState.LISTED:
        hide_profile(consultant, by=by)
    consultant.state = ProfileState.CLOSED
    record(by, "profile closed", consultant)
    events.consultant_changed.send(consultant)


def assign_advisor(consultant: Consultant, advisor: User, *, by: User) -> None:
    """Give a consultant into another advisor's care; both are told."""
    if consultant.advisor_id == advisor.id:
        return
    consultant.advisor_id = advisor.id
    advisor.assigned_at = now()
    notices.consultant_assigned(advisor, consultant)
    notices.advisor_changed(consultant, advisor)
    record(by, "consultant's advisor assigned", consultant, advisor=str(advisor.id))


def keep_out(consultant: Consultant, former: str) -> None:
    """Keep a name that the account no longer shows out of anonymous texts; matching reads them anew."""
    if former:
        consultant.former_names = list(dict.fromkeys([*consultant.former_names, former]))
    consultant.changed_at = now()
    events.consultant_changed.send(consultant)


def note_new_name(consultant: Consultant, *, former: str, by: User) -> None:
    """Take a new name over: proof seen for the former one is none for it, and neither may show without consent."""
    keep_out(consultant, former)
    if consultant.identity_verified_at is not None:
        consultant.identity_verified_at = None
        record(by, "identity no longer verified", consultant)


def verify_identity(consultant: Consultant, *, by: User) -> None:
    """Note that staff has seen proof of who this is."""
    consultant.identity_verified_at = now()
    record(by, "identity verified", consultant)


def note_interview(consultant: Consultant, *, by: User) -> None:
    """Note that an advisor has talked with the person; the record itself is not published."""
    consultant.interviewed_at = now()
    record(by, "consultant interviewed", consultant)


def verify_recommendation(recommendation: Recommendation, *, by: User) -> None:
    """Note that staff has asked the one who recommends."""
    if recommendation.verified_at is not None:
        raise DomainError(_("This has been checked already."))
    recommendation.verified_at = now()
    record(by, "recommendation verified", recommendation, consultant=str(recommendation.consultant_id))
