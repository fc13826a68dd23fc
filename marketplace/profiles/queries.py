"""Reads of profiles for their own pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.models import Company, User
from marketplace.accounts.states import UserKind
from marketplace.db import db
from marketplace.errors import Missing
from marketplace.i18n import lazy_gettext as _
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.sql.base import ExecutableOption

LISTS = (
    Consultant.skills, Consultant.certifications, Consultant.industries, Consultant.languages, Consultant.projects,
    Consultant.commitments, Consultant.blocked_companies, Consultant.recommendations,
)  # fmt: skip

_FORMS = ("株式会社", "合同会社", "有限会社")
_LEGAL_FORM = re.compile("|".join((*_FORMS, r"\(株\)")))


def _whole() -> list[ExecutableOption]:
    return [*(selectinload(each) for each in LISTS), joinedload(Consultant.advisor)]


def profile_of(user: User) -> Consultant | None:
    """The person's profile without its lists, if there is one."""
    return db.session.scalar(select(Consultant).where(Consultant.user_id == user.id))


def own_profile(user: User) -> Consultant:
    """The person's profile with all its lists."""
    found = db.session.scalar(select(Consultant).where(Consultant.user_id == user.id).options(*_whole()))
    if found is None:
        raise Missing(_("There is no profile for this account."))
    return found


def whole_profile(consultant: Consultant) -> Consultant:
    """Load all lists of a profile already at hand."""
    return db.session.scalars(
        select(Consultant)
        .where(Consultant.id == consultant.id)
        .options(*_whole())
        .execution_options(populate_existing=True)
    ).one()


def consultants_by_advisor(advisor_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many people each of these advisors takes care of; closed profiles need no care any more."""
    counts = (
        select(Consultant.advisor_id, func.count())
        .join(User, Consultant.user_id == User.id)
        .where(Consultant.advisor_id.in_(advisor_ids), Consultant.state != ProfileState.CLOSED)
        .where(User.kind == UserKind.CONSULTANT)
        .group_by(Consultant.advisor_id)
    )
    return {advisor_id: count for advisor_id, count in db.session.execute(counts).all() if advisor_id is not None}


def companies_named(names: Iterable[str]) -> Mapping[str, UUID]:
    """Ids of the companies that have accounts here, by the names people typed: with 株式会社 or without."""
    spellings = {name: [spelling.lower() for spelling in _spellings(name)] for name in names}
    wanted = {spelling for each in spellings.values() for spelling in each}
    rows = db.session.execute(
        select(func.lower(Company.name), Company.id).where(func.lower(Company.name).in_(wanted))
    ).all()
    ids = {found: company_id for found, company_id in rows}  # noqa: C416 - rows are not pairs to a type checker
    return {name: ids[each] for name, written in spellings.items() for each in reversed(written) if each in ids}


def _spellings(name: str) -> list[str]:
    """The name as typed first: it counts most."""
    bare = _LEGAL_FORM.sub("", name).strip()
    others = [bare, *(f"{form}{bare}" for form in _FORMS), *(f"{bare}{form}" for form in _FORMS)]
    return [name, *others] if bare else [name]
