"""The shape of what people enter about accounts and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from email_validator import EmailNotValidError, validate_email
from wtforms import PasswordField, RadioField, ValidationError, validators
from wtforms.fields.choices import SelectChoice

from marketplace import places, vocabulary
from marketplace.accounts.labels import KINDS, LANGUAGES, ROLES, SIZES
from marketplace.accounts.passwords import refusals
from marketplace.accounts.states import CompanyRole, UserKind
from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, TextField

if TYPE_CHECKING:
    from wtforms import Field
    from wtforms.form import BaseForm


def complete_address(_form: object, field: Field) -> None:
    """Take any deliverable spelling of an address; keep it in small letters."""
    try:
        field.data = validate_email(field.data or "", check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValidationError(_("Enter a complete e-mail address, for example name@example.jp.")) from None


class EmailField(TextField):
    """An e-mail address."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_("E-mail address"), required=True, longest=254, **kwargs)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:  # noqa: FBT001 - WTForms' own
        """Look at the address once it is there at all."""
        if not validation_stopped:
            complete_address(form, self)


class NewPasswordField(PasswordField):
    """A password to be: only length, no well-known one."""

    def __init__(self, **kwargs: Any) -> None:
        render = {"autocomplete": "new-password", "minlength": "8"}
        super().__init__(_("Password"), [validators.InputRequired()], render_kw=render, **kwargs)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ANN401, FBT001 - WTForms' own
        """Refuse what is easily guessed for this very person."""
        if validation_stopped:
            return
        names = [str(form[name].data or "") for name in ("email", "name") if name in form]
        found = refusals(self.data or "", names=names)
        if found:
            raise ValidationError(found[0])


class ConsultantSignUp(Form):
    """What a consultant gives to start with: three fields."""

    name = TextField(_("Name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    email = EmailField(render_kw={"autocomplete": "email", "type": "email"})
    password = NewPasswordField()


class CompanySignUp(Form):
    """What a company's first member gives to start with."""

    company = TextField(_("Company name"), required=True, longest=120, render_kw={"autocomplete": "organization"})
    name = TextField(_("Your name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    email = EmailField(render_kw={"autocomplete": "email", "type": "email"})
    password = NewPasswordField()


class Acceptance(Form):
    """What an invited person gives."""

    name = TextField(_("Your name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    password = NewPasswordField()


class PasswordOnly(Form):
    """The password, to confirm an address in another browser than the one that signed up."""

    password = PasswordField(
        _("Password"), [validators.InputRequired()], render_kw={"autocomplete": "current-password"}
    )


class MemberInvitation(Form):
    """Whom a company invites, and as what."""

    email = EmailField(render_kw={"autocomplete": "off", "type": "email"})
    role = RadioField(
        _("Role"),
        choices=[SelectChoice(role, name) for role, name in ROLES.items()],
        default=CompanyRole.MEMBER,
        coerce=CompanyRole,
    )


class StaffInvitation(Form):
    """Whom the operator invites, and as what."""

    name = TextField(_("Name"), required=True, longest=80)
    email = EmailField(render_kw={"autocomplete": "off", "type": "email"})
    kind = RadioField(
        _("Work"),
        choices=[SelectChoice(kind, KINDS[kind]) for kind in (UserKind.ADVISOR, UserKind.OPERATOR)],
        default=UserKind.ADVISOR,
        coerce=UserKind,
    )


class AccountForm(Form):
    """What a person may change of the own account."""

    name = TextField(_("Name"), required=True, longest=80, render_kw={"autocomplete": "name"})
    locale = ChoiceField(_("Language of mails and notices"), lambda: list(LANGUAGES.items()), required=True)


class CompanyForm(Form):
    """What a company says of itself."""

    name = TextField(_("Company name"), required=True, longest=120)
    industry = ChoiceField(
        _("Industry"), lambda: vocabulary.choices("industry"), kept=lambda: vocabulary.retired_choices("industry")
    )
    size = ChoiceField(_("Size"), lambda: list(SIZES.items()))
    prefecture = ChoiceField(_("Prefecture"), places.choices)
    address = TextField(_("Address"), longest=200)
    contact = TextField(_("Contact for consultants"), longest=200)
    corporate_number = TextField(_("Corporate number"), longest=13)

    def validate_corporate_number(self, field: Field) -> None:
        """A corporate number (法人番号) has 13 digits, the first a check digit over the other twelve."""
        if field.data and not is_corporate_number(field.data):
            raise ValidationError(_("A corporate number has 13 digits. Please check it."))


def is_corporate_number(text: str) -> bool:
    """Tell whether the check digit fits: 9 - (sum of digits, weighted 1, 2, 1, 2 … from the right) mod 9."""
    if len(text) != 13 or not text.isascii() or not text.isdigit():  # noqa: PLR2004 - its length
        return False
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(text[1:])))
    return int(text[0]) == 9 - weighted % 9
