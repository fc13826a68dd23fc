"""How one profile meets one posting, requirement by requirement, for the page of the moment (no ranker needed)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from marketplace.i18n import present_locale
from marketplace.shortlist.records import brief_of, candidate_of, titles_of
from marketplace.vocabulary import vocabulary
from matching.requirements import check_requirements

if TYPE_CHECKING:
    from collections.abc import Collection

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement: met True, missing False, unknown None; with the line of the profile that shows it."""

    text: str
    required: bool
    met: bool | None
    evidence: str


def requirement_checks(
    engagement: Engagement, consultant: Consultant, *, projects: Collection[str] | None = None
) -> list[Check]:
    """Check every requirement of the posting, in its order; both sides' lists must be loaded.

    `projects`: ids of the past projects that may be quoted; None for all.
    """
    verdicts = {"met": True, "missing": False, "unknown": None}
    candidate = candidate_of(consultant)
    if projects is not None:
        hidden = titles_of(consultant, hidden_beside=projects)
        candidate = replace(candidate, projects=tuple(each for each in candidate.projects if each.where not in hidden))
    found = check_requirements(brief_of(engagement), candidate, vocabulary(), locale=present_locale())
    return [
        Check(
            text=each.requirement.text,
            required=each.requirement.required,
            met=verdicts[each.verdict],
            evidence=f"{each.where}: {each.evidence}" if each.where not in ("", each.evidence) else each.evidence,
        )
        for each in found
    ]
