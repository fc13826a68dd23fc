"""Which passwords are refused: too short, well known, or made of what everybody can see of the person.

Length is the only thing asked of a password beyond that: no composition rules, no forced change (NIST SP 800-63B,
ASVS 5.0 6.2). Pasting and password managers are welcome; 15 characters and more are advised on the pages.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_security import PasswordUtil

from marketplace.i18n import lazy_gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 8
LONGEST = 128
SERVICE = "ennoshita"
OWN_CHARACTERS = 4  # a password must add more than these to a name that everybody can see


@cache
def common() -> frozenset[str]:
    """Return the well-known passwords, case-folded: each line of the file, alone and with its usual endings."""
    words = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8").split()
    endings = ("", "!", "1", "1!", "12", "123", "123!", "1234", "12345", "2023", "2024", "2025", "2026", "@123")
    return frozenset(word.casefold() + ending for word in words for ending in endings)


def refusals(password: str, *, names: Iterable[str] = ()) -> list[str]:
    """Return why a password cannot be used; `names` are the person's address and name."""
    folded = password.casefold()
    if len(password) < SHORTEST:
        return [_("Use at least %(n)s characters.", n=SHORTEST)]
    if len(password) > LONGEST:
        return [_("Use at most %(n)s characters.", n=LONGEST)]
    if folded in common() or len(set(folded)) <= 2 or _is_run(folded):  # noqa: PLR2004 - one or two characters repeated
        return [_("This password is widely known. Please choose another one.")]
    seen = [SERVICE, *(part for name in names for part in re.split(r"[@\s]", name.casefold()))]
    if any(len(part) >= OWN_CHARACTERS and len(folded.replace(part, "")) <= OWN_CHARACTERS for part in seen):
        return [_("Do not build a password on your name, your address or the name of this service.")]
    return []


def _is_run(text: str) -> bool:
    """Tell whether each character follows the one before it: 12345678, abcdefgh, 87654321."""
    steps = {ord(b) - ord(a) for a, b in pairwise(text)}
    return steps in ({1}, {-1})


class Passwords(PasswordUtil):
    """Flask-Security's own forms ask the same rules."""

    def validate(self, password: str, is_register: bool, **kwargs: Any) -> tuple[list[str] | None, str]:  # noqa: FBT001
        """Return the refusals (None when there are none) and the password in normal form."""
        del is_register
        normal: str = self.normalize(password)
        user = kwargs.get("user")
        found = refusals(normal, names=(user.email, user.name) if user else ())
        return found or None, normal
