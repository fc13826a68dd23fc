"""What the screen of an application says beside its fields: the consent's words, proposals, and warnings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.business_days import business_days_after
from marketplace.clock import today
from marketplace.formats import date_long, rate
from marketplace.i18n import gettext as _
from marketplace.settings import Name, value_of

if TYPE_CHECKING:
    from datetime import date

    from werkzeug.datastructures import MultiDict

    from marketplace.engagements.models import Engagement
    from marketplace.pipeline.forms import ApplyForm
    from marketplace.profiles.models import Consultant


@dataclass(frozen=True, slots=True)
class Warnings:
    """What the person should know before sending; nothing of it keeps the application from being sent."""

    rate: str
    start_on: str


def warnings_for(engagement: Engagement, *, rate_asked: int | None, start_on: date | None) -> Warnings:
    """Say where an application would differ from the posting: above its received range, or another start."""
    most, start = engagement.received_rate_max, engagement.start_on
    above = rate_asked is not None and most is not None and rate_asked > most
    differs = start_on is not None and start is not None and start_on != start
    return Warnings(
        rate=_(
            "Above what the posting pays (%(range)s). You can apply with it; a word on it in the message helps.",
            range=rate(engagement.received_rate_min, most),
        )
        if above
        else "",
        start_on=_(
            "The posting starts on %(day)s. You can apply with another day; the client decides whether it suits.",
            day=date_long(start),
        )
        if differs
        else "",
    )


def consent_words(engagement: Engagement) -> str:
    """Return what the consultant consents to, in the page's language: who will see what, until when."""
    who = engagement.company.name if not engagement.client_hidden else _("the client of this posting")
    return _(
        "%(who)s and the advisors see my name, my skill sheet with the projects chosen here, and this message, "
        "for this posting only. My e-mail address and phone number are not shown. The consent ends after %(days)s "
        "days, or at once when I withdraw it.",
        who=who,
        days=value_of(Name.CONSENT_DAYS),
    )


def propose(form: ApplyForm, engagement: Engagement, consultant: Consultant) -> None:
    """Fill the screen with what is known: the person's rate, the days that both sides can, the later start."""
    form.rate.data = consultant.rate or engagement.received_rate_max
    form.days.data = max(engagement.days_min, min(engagement.days_max, consultant.days_max))
    starts = [day for day in (engagement.start_on, consultant.available_from) if day]
    form.start_on.data = max(starts) if starts else None
    form.projects.data = [str(each.id) for each in consultant.projects[:3]]


def take_over(form: ApplyForm, given: MultiDict[str, str]) -> None:
    """Put values of the address in the proposals' place: each change of a field asks what is to be said beside it."""
    for field in (form.rate, form.start_on):
        if field.name in given:
            field.process(given)


def answered_by(engagement: Engagement) -> date:
    """Return until when the client answers whoever applies today."""
    return business_days_after(today(), engagement.answer_days)
