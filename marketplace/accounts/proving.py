"""Making sure, for one binding act, that the account's own person is at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security.proxies import _security
from flask_security.utils import verify_password
from wtforms import PasswordField, StringField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form
from marketplace.limits import SECOND_FACTOR, count

if TYPE_CHECKING:
    from marketplace.accounts.models import User


class ProofForm(Form):
    """The password again, and a code where the account has a second factor."""

    password = PasswordField(_("Your password"), [validators.InputRequired()], render_kw={"autocomplete": "off"})
    code = StringField(
        _("One-time code"),
        description=_("From your authenticator app"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )

    def proves(self, user: User) -> bool:
        """Tell whether password and code are right, and say beside the field what is not; tries are counted."""
        count(SECOND_FACTOR, "proof", str(user.id))
        if not verify_password(self.password.data or "", user.password or ""):
            self.password.errors = [*self.password.errors, _("The password is not right.")]
            return False
        if user.tf_totp_secret and not _security._totp_factory.verify_totp(  # noqa: SLF001 - ours, see security.py
            token=self.code.data or "", totp_secret=user.tf_totp_secret, user=user, window=30
        ):
            self.code.errors = [*self.code.errors, _("The code is not right, or was used already.")]
            return False
        return True
