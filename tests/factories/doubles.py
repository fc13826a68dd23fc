"""One person registered twice: two profiles that share a name, a telephone, an address but for its dots, and work."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from marketplace.profiles.duplicates import keep_keys
from tests.factories.accounts import make_consultant_user
from tests.factories.keeping import keep
from tests.factories.profiles import make_listed_consultant

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant

_numbers = count(1)


def make_known(**values: Any) -> Consultant:
    """Add a listed profile that the search for doubles finds; `name` and `email` are the account's."""
    account = {name: values.pop(name) for name in ("name", "email") if name in values}
    consultant = make_listed_consultant(make_consultant_user(**account), **values)
    keep_keys(consultant)
    keep()
    return consultant


def make_twice(
    first: dict[str, Any] | None = None, second: dict[str, Any] | None = None
) -> tuple[Consultant, Consultant]:
    """Add two profiles of one person."""
    number = next(_numbers)
    one = make_known(name="髙橋 美咲", email=f"misaki.takahashi{number}@example.jp", **(first or {}))
    other = make_known(name="高橋美咲", email=f"misakitakahashi{number}+pmo@example.jp", **(second or {}))
    return one, other
