"""Eight realistic postings in the trade's own words; every company is fictitious.

Keys are columns of Engagement, and besides: `code`, `company` (columns of Company) and `requirements`, each
(required?, words, years). Rates are yen a month at 100 %, without tax. Days are those of `FILE_DAY`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace.demo.postings_direct import P01, P03, P06, P07
from marketplace.demo.postings_prime import P02, P04, P05, P08

FILE_DAY = date(2026, 9, 25)  # the day these texts are of: whoever loads them later moves all days on

POSTINGS: tuple[dict[str, Any], ...] = (P01, P02, P03, P04, P05, P06, P07, P08)
