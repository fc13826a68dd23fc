"""People of each kind, confirmed and active, ready to sign in with PASSWORD; each call makes another one."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any
from uuid import uuid4

from flask_security import hash_password

from marketplace.accounts.models import Company, Membership, User
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.clock import now
from marketplace.db import db
from marketplace.inbox.models import NoticePreference
from tests.factories.keeping import keep

PASSWORD = "correct horse battery"
_numbers = count(1)


@cache
def _hashed() -> str:
    return str(hash_password(PASSWORD))


def make_user(kind: UserKind = UserKind.CONSULTANT, *, quiet: bool = False, **values: Any) -> User:
    """Add a person; anything can be set by column name. Mails come at any hour, so that tests run at any hour."""
    number = next(_numbers)
    defaults = {
        "email": f"{kind.value}{number}@example.jp",
        "name": f"試験 {number}号",
        "password": _hashed(),
        "fs_uniquifier": uuid4().hex,
        "confirmed_at": now(),
        "locale": "ja",
    }
    user = User(kind=kind, **{**defaults, **values})
    db.session.add(user)
    db.session.flush()
    if not quiet:
        db.session.add(NoticePreference(user_id=user.id, quiet=False))
    keep()
    return user


def make_consultant_user(**values: Any) -> User:
    """Add a user of the consultant kind, without a profile."""
    return make_user(UserKind.CONSULTANT, **values)


def make_advisor(**values: Any) -> User:
    return make_user(UserKind.ADVISOR, **values)


def make_operator(**values: Any) -> User:
    return make_user(UserKind.OPERATOR, **values)


def make_company(*, advisor: User | None = None, **values: Any) -> Company:
    """Add a client company without members."""
    company = Company(
        name=values.pop("name", f"試験{next(_numbers)}株式会社"), advisor_id=advisor.id if advisor else None, **values
    )
    db.session.add(company)
    keep()
    return company


def make_client(*, company: Company | None = None, role: CompanyRole = CompanyRole.OWNER, **values: Any) -> User:
    """Add a member of a company, by default the owner of a new one."""
    user = make_user(UserKind.CLIENT, **values)
    user.membership = Membership(company=company or make_company(), role=role)
    keep()
    return user
