"""Shapes of the application's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import BooleanField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, CodesField, DayField, Form, NumberField, ParagraphField, YenField
from marketplace.pipeline.reasons import choices
from marketplace.pipeline.states import ApplicationState

if TYPE_CHECKING:
    from marketplace.profiles.models import Consultant


MOST_RATE = 100_000_000  # yen a month, far above any: a slip of the finger


class ApplyForm(Form):
    """One screen: message, rate, days, start, which projects to show, consent in plain words."""

    message = ParagraphField(
        _("Message"), required=True, longest=2000, description=_("Why you, for this work: two or three sentences.")
    )
    rate = YenField(
        _("Rate you ask for"),
        required=True,
        high=MOST_RATE,
        description=_("Received a month at 100 % (five days a week), excluding tax"),
    )
    days = NumberField(_("Days a week"), low=1, high=5, required=True)
    start_on = DayField(_("You can start on"), required=True)
    projects = CodesField(_("Projects to show"), list)
    consent = BooleanField(
        _("I consent to this."), [validators.InputRequired(_("Without your consent nothing is sent."))]
    )

    def offer(self, consultant: Consultant) -> ApplyForm:
        """Offer the person's own projects to choose from."""
        self.projects.choices = [(str(each.id), each.title) for each in consultant.projects]
        return self


class AnswerForm(ApplyForm):
    """The yes to being shown: the application's screen, where a message is welcome but not needed."""

    message = ParagraphField(_("A word to the client"), longest=2000)


class WordsForm(Form):
    """Words that go with a step."""

    words = ParagraphField(_("Words"), longest=1000)


class StepForm(WordsForm):
    """Words that go with a step, and where the person may be registered twice, that this is known."""

    known = BooleanField(_("I have looked: not the same person, or the double is known."))


class EndForm(Form):
    """Why a card ends, from the ending's list, and a word to the other side."""

    reason = ChoiceField(_("Reason"), list, asked=True)
    words = ParagraphField(_("Words"), longest=1000)

    @classmethod
    def of(cls, ending: ApplicationState, **options: Any) -> EndForm:
        """Return a form that offers the reasons of one ending."""
        form = cls(**options)
        form.reason.offer(choices(ending))
        for field in (form.reason, form.words):  # another form of words may stand on the same page
            field.id = field.label.field_id = f"end-{field.short_name}"
        return form


class WithdrawForm(Form):
    """Why the consultant withdraws."""

    reason = ChoiceField(_("Reason"), lambda: choices(ApplicationState.WITHDRAWN), asked=True)
    words = ParagraphField(_("A word to the client"), longest=500)
