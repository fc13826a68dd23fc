"""The demo's four curated profiles as rows of a test's database, with every list of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.demo.profiles import PROFILES
from marketplace.demo.world import LISTS
from marketplace.profiles.models import BlockedCompany
from tests.factories.accounts import make_consultant_user
from tests.factories.profiles import make_consultant

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant

CODES = tuple(profile["code"] for profile in PROFILES)


def make_curated(code: str) -> Consultant:
    """Add one of C1 to C4; its lists are loaded."""
    profile = next(each for each in PROFILES if each["code"] == code)
    plain = {name: value for name, value in profile.items() if name not in {"code", "name", "email", *LISTS}}
    rows = {name: [model(**row) for row in profile.get(name, [])] for name, model in LISTS.items()}
    blocked = [BlockedCompany(name=name) for name in profile.get("blocked_companies", [])]
    return make_consultant(
        make_consultant_user(name=profile["name"]), **{**plain, **rows, "blocked_companies": blocked}
    )
