"""Sample forms for the page of all components (templates/home/components.html), shown to the operator."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from marketplace.charts import Bar, bars
from marketplace.clock import now, today
from marketplace.i18n import gettext
from marketplace.i18n import lazy_gettext as _l
from marketplace.inputs import Form

NEEDED = [InputRequired(_l("Please fill this in"))]


class SampleForm(Form):
    """One field of every kind that field() draws."""

    name = StringField(_l("Title"), NEEDED, description=_l("A name that tells the theme and the role."))
    need = TextAreaField(_l("Background and goal"), [*NEEDED, Length(max=400, message=_l("Please shorten this"))])
    industry = SelectField(
        _l("Industry"),
        choices=[SelectChoice("", _l("Choose one")), SelectChoice("m", _l("Manufacturing"))],
        validate_choice=False,
    )
    rate = IntegerField(_l("Monthly rate"), NEEDED)
    start = DateField(_l("Start"), NEEDED)
    layers = RadioField(
        _l("Contract layers"),
        NEEDED,
        choices=[SelectChoice("1", _l("Direct")), SelectChoice("2", _l("Through one firm"))],
    )
    days = SelectMultipleField(
        _l("Days a week"),
        [Optional()],
        choices=[SelectChoice(str(days), str(days)) for days in range(1, 6)],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    strategic = IntegerField(_l("Strategic"), [Optional()], default=10)
    controlling = IntegerField(_l("Controlling"), [Optional()], default=70)
    supportive = IntegerField(_l("Supportive"), [Optional()], default=20)
    attachment = FileField(_l("Attachment"), [Optional()])
    password = PasswordField(_l("Password"), NEEDED)
    agreed = BooleanField(_l("I agree to what this page says"), NEEDED)


def samples() -> dict[str, object]:
    """Return what home/components.html cannot make itself: a fresh form, one full of errors, a day and a moment."""
    failed = SampleForm(
        MultiDict({"failed-need": "あ" * 420, "failed-strategic": "10"}), prefix="failed-", meta={"csrf": False}
    )
    failed.validate()
    pictures = bars([Bar(gettext("July"), 152, "152"), Bar(gettext("August"), 160, "160")])
    return {"form": SampleForm(), "failed": failed, "day": today(), "moment": now(), "pictures": pictures}
