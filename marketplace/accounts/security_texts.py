"""What Flask-Security says to people, in our words: found here by the catalogue, looked up by the library."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for the catalogue; the library translates it when it is shown."""
    return text


_SENT = _("If there is an account for %(email)s, we have just sent a mail to that address. Please open it to go on.")
_LINK_OLD = _("This link is no longer valid. Ask for a new one here.")

MESSAGES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (_("The e-mail address or the password is not right."), "error"),
    "UNAUTHENTICATED": (_("Please sign in to open this page."), "info"),
    "REAUTHENTICATION_REQUIRED": (_("Please enter your password once more before you change this."), "info"),
    "REAUTHENTICATION_SUCCESSFUL": (_("Thank you. You can go on now."), "success"),
    "ANONYMOUS_USER_REQUIRED": (_("You are already signed in."), "info"),
    "CONFIRMATION_REQUEST": (_SENT, "info"),
    "ALREADY_CONFIRMED": (_("This address is already confirmed. You can sign in."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (_LINK_OLD, "error"),
    "CONFIRMATION_REQUIRED": (_("Please confirm your e-mail address first."), "error"),
    "PASSWORD_RESET_REQUEST": (_SENT, "info"),
    "PASSWORD_RESET_EXPIRED": (_LINK_OLD, "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (_LINK_OLD, "error"),
    "PASSWORD_RESET_NO_LOGIN": (_("Your password is changed. Please sign in with the new one."), "success"),
    "PASSWORD_CHANGE": (_("Your password is changed. Other devices have been signed out."), "success"),
    "PASSWORD_IS_THE_SAME": (_("Choose a password that differs from the present one."), "error"),
    "INVALID_PASSWORD": (_("This password is not right."), "error"),
    "PASSWORD_NOT_PROVIDED": (_("Enter your password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (_("The two passwords differ."), "error"),
    "EMAIL_NOT_PROVIDED": (_("Enter your e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (_("Enter a complete e-mail address, for example name@example.jp."), "error"),
    "DISABLED_ACCOUNT": (_("This account has been closed. Please ask the operator."), "error"),
    "INVALID_REDIRECT": (_("Please start again from the page you wanted to open."), "error"),
    "CHANGE_EMAIL_SENT": (
        _("If %(email)s can be used, we have just sent a mail there. Open its link to take the address over."),
        "info",
    ),
    "INVALID_RECOVERY_CODE": (_("This recovery code is not right or has been used."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (_("This code is not right or no longer valid. Enter the next one shown."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (_("You are signed in."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (_("Your authenticator app is set up."), "success"),
    "TWO_FACTOR_PERMISSION_DENIED": (_("Please sign in again."), "info"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (_("Staff cannot do without the second factor."), "error"),
    "TWO_FACTOR_DISABLED": (_("The second factor is switched off."), "success"),
    "TWO_FACTOR_SETUP_EXPIRED": (_("The set-up took too long. Please start again."), "error"),
}

# The labels of the library's own fields, so that they are translated with ours.
LABELS = (
    _("Email Address"),
    _("Password"),
    _("New Password"),
    _("Retype Password"),
    _("Authentication Code"),
    _("Recovery Code"),
)
