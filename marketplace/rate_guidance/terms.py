"""A posting's terms as they are learned from: what pays, and no prose."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from marketplace.engagements.queries import with_requirements
from marketplace.shortlist.records import brief_of
from matching.records import Brief, InvalidRecord

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement

# The rate is what is told; by what a rate is told, a posting differs from another.
_ASKED = (
    "type_mix", "functions", "phases", "industry", "requirements", "tools", "days_min", "days_max", "months", "remote",
    "onsite_days", "languages",
)  # fmt: skip


def terms_of(engagement: Engagement) -> Brief | None:
    """Return the terms of a posting; None where they contradict themselves."""
    try:
        return replace(brief_of(with_requirements(engagement)), title="", text="")
    except InvalidRecord:
        return None


def asked_of(engagement: Engagement) -> str:
    """Return a mark of the terms that a rate hangs on: as long as it is the same, so is what is told."""
    terms = terms_of(engagement)
    if terms is None:
        return ""
    plain: dict[str, Any] = terms.to_dict()
    kept = json.dumps([plain.get(name) for name in _ASKED], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(kept.encode()).hexdigest()[:32]
