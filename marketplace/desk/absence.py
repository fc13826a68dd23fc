"""Why a person is not among a posting's ranked people, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.db import db
from marketplace.formats import date_long
from marketplace.i18n import gettext as _
from marketplace.pipeline.moves import blocks
from marketplace.pipeline.queries import application_of
from marketplace.profiles.labels import STATE
from marketplace.profiles.states import ProfileState, Visibility
from marketplace.shortlist.labels import condition_label
from marketplace.shortlist.models import Curation, Match, Verdict
from marketplace.shortlist.queries import curations_of, ranking_of, worst_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.engagements.models import Engagement
    from marketplace.profiles.models import Consultant


def absences(engagement: Engagement, people: Sequence[Consultant]) -> list[tuple[Consultant, list[str]]]:
    """Return each person with what keeps it off the list, or says where it stands."""
    if not people:
        return []
    ids = [each.id for each in people]
    found = db.session.scalars(select(Match).where(Match.engagement_id == engagement.id, Match.consultant_id.in_(ids)))
    matches = {match.consultant_id: match for match in found}
    curations = curations_of(engagement)
    return [(each, _why(engagement, each, matches.get(each.id), curations.get(each.id))) for each in people]


def _why(engagement: Engagement, consultant: Consultant, match: Match | None, curation: Curation | None) -> list[str]:
    said = []
    if consultant.state is not ProfileState.LISTED:
        said.append(_("The profile is not listed now (%(state)s).", state=STATE[consultant.state]))
    if blocks(consultant, engagement):
        said.append(_("The person has blocked this company, which must not learn of it."))
    if curation is not None and curation.verdict is Verdict.REJECT:
        said.append(_("Rejected on the desk: %(reason)s", reason=curation.reason))
    if consultant.visibility is not Visibility.CLIENTS:
        said.append(_("Shown to advisors only: the client does not see the person in the list."))
    if (card := application_of(consultant, engagement)) is not None:
        said.append(_("Already in this pipeline since %(day)s.", day=date_long(card.created_at)))
    if match is not None and match.excluded_by:
        words = " · ".join(condition_label(code) for code in match.excluded_by)
        said.append(_("Conditions that do not fit now: %(list)s", list=words))
    elif match is not None:
        said.append(_("On the list with a score of %(score)s.", score=round(match.score / 10)))
    elif not said:
        said.append(_nowhere(engagement))
    return said


def _nowhere(engagement: Engagement) -> str:
    if ranking_of(engagement) is None:
        return _("This posting has not been ranked yet.")
    return _(
        "Ranked lower than the last one kept (%(score)s), or left out by several conditions at once.",
        score=round(worst_kept(engagement) / 10),
    )
