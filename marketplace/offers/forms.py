"""Shapes of the offers' screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import validators

from marketplace.clock import today
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, DayField, Form, NumberField, ParagraphField, VersionField, YenField
from marketplace.offers.terms import FEWEST_DAYS, LONGEST, MOST_DAYS, MOST_HOURS, NAMES, Terms
from marketplace.pipeline.reasons import choices

if TYPE_CHECKING:
    from marketplace.engagements.models import Engagement
    from marketplace.offers.models import Offer
    from marketplace.pipeline.models import Application
    from marketplace.pipeline.states import ApplicationState

MOST_RATE = 100_000_000  # yen a month, far above any: a slip of the finger
MONTHS, HOURS = 6, (140, 180)  # proposed where the posting says nothing


class TermsForm(Form):
    """The terms of one version."""

    rate = YenField(
        _("Rate"),
        required=True,
        high=MOST_RATE,
        description=_("Received a month at 100 % (five days a week), excluding tax"),
    )
    days = NumberField(_("Days a week"), low=FEWEST_DAYS, high=MOST_DAYS, required=True)
    start_on = DayField(_("Start"), required=True)
    months = NumberField(_("Length in months"), low=1, high=LONGEST, required=True)
    hours_low = NumberField(_("Hours a month, from"), low=0, high=MOST_HOURS, required=True)
    hours_high = NumberField(
        _("Hours a month, to"),
        low=0,
        high=MOST_HOURS,
        required=True,
        description=_("At these days a week; within the range the rate stays as it is"),
    )
    words = ParagraphField(_("A word to the other side"), longest=2000)
    version = VersionField(validators=[validators.Optional()])

    def terms(self) -> Terms:
        """Return what was typed."""
        return Terms(
            self.rate.data or 0, self.days.data or 0, self.start_on.data or today(), self.months.data or 0,
            self.hours_low.data or 0, self.hours_high.data or 0, self.words.data or "",
        )  # fmt: skip

    def begin(self, application: Application, last: Offer | None) -> None:
        """Begin with the version before, else with what was asked for and what the posting says."""
        if last is not None:
            for name in NAMES:
                self[name].data = getattr(last, name)
            self.words.data = ""
            return
        posting = application.engagement
        self.rate.data, self.days.data = application.rate, application.days or posting.days_max
        self.start_on.data = max(each for each in (today(), application.start_on, posting.start_on) if each)
        self.months.data = posting.months or MONTHS
        self.hours_low.data, self.hours_high.data = _hours(posting, self.days.data)


def _hours(posting: Engagement, days: int) -> tuple[int, int]:
    """Return the range at these days: the posting's is at its days, the usual one at a whole week."""
    low, high, at = posting.hours_min, posting.hours_max, posting.days_max
    if low is None or high is None:
        low, high, at = *HOURS, MOST_DAYS
    share = min(1.0, days / at)
    return round(low * share), round(high * share)


class DeclineForm(Form):
    """Why an offer is declined, from the list of whoever declines it."""

    reason = ChoiceField(_("Reason"), list, asked=True)
    words = ParagraphField(_("Words"), longest=1000)
    version = VersionField(validators=[validators.Optional()])

    def offer(self, ending: ApplicationState) -> DeclineForm:
        """Offer the reasons of one ending."""
        self.reason.offer(choices(ending))
        return self
