"""The order in which ranked people are shown: as ranked, save for three things that only concern the order.

Who stood high in many postings' lists lately comes a little lower; one place is kept for trying; one coin is tossed.
The score that people are told stays what it is, and what is kept of a list is the order that was shown: what is learned
from it goes by the places at which people really stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from marketplace.clock import today
from marketplace.learning.queries import newcomers, often_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from marketplace.engagements.models import Engagement
    from marketplace.shortlist.models import Curation, Match


SURE = 1000  # a stored score is in thousandths
CLOSE = 50  # of neighbours whose order a coin may decide: a client would take 64 above 99 for a fault


@dataclass(frozen=True, slots=True)
class Arranged:
    """A list as it is shown today: who stands in the place for trying, and the upper place of neighbours by a coin.

    `eased`: somebody with a higher score stands below one with a lower for being shown so often.
    """

    matches: Sequence[Match]
    tried: UUID | None = None
    drawn: tuple[int, ...] = ()
    eased: bool = False


def arrange(engagement: Engagement, matches: Sequence[Match], curations: Mapping[UUID, Curation]) -> Arranged:
    """Give the day's order of a posting's list, the same for all who look.

    An advisor's word comes before chance: who was curated, and who does not meet every condition, stays where they are.
    """
    from matching.exposure import FROM, explore, shuffle_neighbours  # noqa: PLC0415 - loads numpy: for those who list

    people = [each.consultant_id for each in matches]
    new, often = newcomers(among=people), often_shown(people)  # asked of any list: a page costs the same
    ranked = [each for each in matches if each.eligible and each.consultant_id not in curations]
    if len(ranked) < FROM:
        return Arranged(matches)
    free = [str(each.id) for each in _eased(ranked, often)]
    eased = free != [str(each.id) for each in ranked]
    key = f"{engagement.id}:{today()}"
    by_id = {str(each.id): each for each in matches}
    shuffled, upper = shuffle_neighbours(free, key=key)
    if upper is not None and abs(by_id[free[upper - 1]].score - by_id[free[upper]].score) > CLOSE:
        shuffled, upper = tuple(free), None  # asked of the pair, not of its order: who is swapped stays a coin's choice
    tried = explore(shuffled, {str(each.id) for each in matches if str(each.consultant_id) in new}, key=key)
    places = [at for at, each in enumerate(matches) if str(each.id) in set(free)]
    order = list(matches)
    for at, one in zip(places, tried.order, strict=True):
        order[at] = by_id[one]
    at_top = places[0] if places == list(range(places[0], places[0] + len(places))) else None
    drawn = () if upper is None or at_top is None else (upper + at_top,)
    return Arranged(order, by_id[tried.candidate].consultant_id if tried.candidate else None, drawn, eased)


def _eased(ranked: Sequence[Match], often: Mapping[UUID, int]) -> Sequence[Match]:
    if not any(each.consultant_id in often for each in ranked):
        return ranked
    places = lowered([each.score / SURE for each in ranked], [often.get(each.consultant_id, 0) for each in ranked])
    return [ranked[at] for at in places]


def lowered(scores: Sequence[float], postings: Sequence[int]) -> list[int]:
    """Order places of a list so that who stood high in many `postings` lately comes a little lower; equal ones stay.

    `scores` are the list's, in 0..1, the best first; returned are places of it, the one to be shown first first.
    """
    from matching.exposure import damped  # noqa: PLC0415 - as above

    chances = [min(max(each, 1 / SURE), 1 - 1 / SURE) for each in scores]
    logits = damped([log(each / (1 - each)) for each in chances], postings)
    return sorted(range(len(chances)), key=lambda at: -logits[at])
