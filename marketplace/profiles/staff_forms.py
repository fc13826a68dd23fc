"""What staff types on a consultant's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User


class AdvisorForm(Form):
    """Who takes care of this consultant."""

    advisor = ChoiceField(_("Advisor"), list, required=True)

    def offer(self, advisors: Iterable[User]) -> None:
        """Offer these people."""
        self.advisor.choices = [(str(each.id), each.name) for each in advisors]
