"""A posting as ranking reads it: once, whatever the number of candidates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.index import Lent
from matching.records import Brief
from matching.requirements import Demand, demand_of
from matching.words import Sought, sought


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines of a posting demand, and its texts.

    `texts` are those sought in profiles, at the places in `named`: "posting", "required", "title" where there are such
    words, and the number of each requirement that names no known concept.
    """

    brief: Brief
    as_of: date
    demands: Sequence[Demand]
    named: Mapping[str | int, int]
    texts: Sought

    @property
    def by_words(self) -> bool:
        """Say whether a requirement can be told by its words alone."""
        return any(not demand.concepts for demand in self.demands)


def read(brief: Brief, lent: Lent, as_of: date) -> Reading:
    demands = tuple(demand_of(one, lent.vocabulary) for one in brief.requirements)
    required = "\n".join(one.text for one in brief.requirements if one.required)
    posting = "\n".join((brief.title, brief.text, *(one.text for one in brief.requirements)))
    told: dict[str | int, str] = {"posting": posting, "required": required, "title": brief.title}
    told = {name: text for name, text in told.items() if text.strip()}
    told |= {at: brief.requirements[at].text for at, demand in enumerate(demands) if not demand.concepts}
    texts = sought(list(told.values()), lent.vocabulary, lent.idf)
    return Reading(brief, as_of, demands, {name: at for at, name in enumerate(told)}, texts)
