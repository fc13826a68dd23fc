"""The order in which ranked people are shown: as ranked, with one place for trying and one coin's choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.learning.queries import newcomers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from marketplace.engagements.models import Engagement
    from marketplace.shortlist.models import Curation, Match


@dataclass(frozen=True, slots=True)
class Arranged:
    """A list as it is shown today: who stands in the place for trying, and the upper place of neighbours by a coin."""

    matches: Sequence[Match]
    tried: UUID | None = None
    drawn: tuple[int, ...] = ()


def arrange(engagement: Engagement, matches: Sequence[Match], curations: Mapping[UUID, Curation]) -> Arranged:
    """Give the day's order of a posting's list, the same for all who look.

    An advisor's word comes before chance: who was curated, and who does not meet every condition, stays where they are.
    """
    from matching.exposure import FROM, explore, shuffle_neighbours  # noqa: PLC0415 - loads numpy: for those who list

    new = newcomers(among=[each.consultant_id for each in matches])  # asked of any list: a page costs the same
    free = [str(each.id) for each in matches if each.eligible and each.consultant_id not in curations]
    if len(free) < FROM:
        return Arranged(matches)
    key = f"{engagement.id}:{today()}"
    shuffled, upper = shuffle_neighbours(free, key=key)
    tried = explore(shuffled, {str(each.id) for each in matches if str(each.consultant_id) in new}, key=key)
    by_id = {str(each.id): each for each in matches}
    places = [at for at, each in enumerate(matches) if str(each.id) in set(free)]
    order = list(matches)
    for at, one in zip(places, tried.order, strict=True):
        order[at] = by_id[one]
    at_top = places[0] if places == list(range(places[0], places[0] + len(places))) else None
    drawn = () if upper is None or at_top is None else (upper + at_top,)
    return Arranged(order, by_id[tried.candidate].consultant_id if tried.candidate else None, drawn)
