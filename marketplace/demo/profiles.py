"""Four realistic profiles in the trade's own words; every person and company is fictitious.

Keys are columns of Consultant, and besides: `code`, `name` and `email` of the user, and the lists of the profile as
columns of their rows (`blocked_companies` are names). Days are those of `postings.FILE_DAY`.
"""

from __future__ import annotations

from typing import Any

from marketplace.demo.profiles_delivery import C2, C3
from marketplace.demo.profiles_strategic import C1, C4

PROFILES: tuple[dict[str, Any], ...] = (C1, C2, C3, C4)
