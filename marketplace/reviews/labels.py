"""The coded words of reviews, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.pipeline.parties import Side
from marketplace.reviews.states import Criterion, Occasion, RoundState

if TYPE_CHECKING:
    from collections.abc import Mapping

CRITERIA: Mapping[Side, Mapping[Criterion, str]] = {  # by who rates
    Side.CLIENT: {
        Criterion.DELIVERY: _("Quality of what was delivered"),
        Criterion.COMMUNICATION: _("Communication and coordination"),
        Criterion.FORESIGHT: _("Foresight: risks and delays are seen early"),
        Criterion.RELIABILITY: _("Promises and dates are kept"),
        Criterion.SKILL: _("Skills as described"),
    },
    Side.CONSULTANT: {
        Criterion.SCOPE: _("Scope and role are clear and hold"),
        Criterion.DECISIONS: _("Decisions come in time"),
        Criterion.INFORMATION: _("Information is shared"),
        Criterion.RESPECT: _("Work between equals, with respect"),
        Criterion.TERMS: _("Contract and payment terms are kept"),
    },
}
CRITERION: Mapping[Criterion, str] = {name: words for each in CRITERIA.values() for name, words in each.items()}
STARS: Mapping[int, str] = {
    1: _("1 – poor"),
    2: _("2 – weak"),
    3: _("3 – as expected"),
    4: _("4 – good"),
    5: _("5 – excellent"),
}
OCCASION: Mapping[Occasion, str] = {
    Occasion.MILESTONE: _("At a milestone"),
    Occasion.END: _("At the end of the contract"),
}
STATE: Mapping[RoundState, str] = {
    RoundState.OPEN: _("Being written"),
    RoundState.PUBLISHED: _("Published to both sides"),
}
