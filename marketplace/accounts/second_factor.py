"""The second factor: codes of an authenticator app and recovery codes, each good for one use."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from flask import current_app
from flask_security import MfRecoveryCodesUtil, Totp
from passlib.totp import TOTP  # type: ignore[import-untyped]

from marketplace.accounts.sealed import seal, unseal
from marketplace.db import db

if TYPE_CHECKING:
    from passlib.totp import TotpMatch

    from marketplace.accounts.models import User


def must_set_up(user: User) -> bool:
    """Tell whether the person has to set it up before anything else: staff, outside the demo."""
    return user.is_staff and not current_app.config["PRODUCT"].demo and user.tf_totp_secret is None


def may_switch_off(user: User) -> bool:
    """Tell whether the person may do without: everyone but staff, and in the demo everyone."""
    return not user.is_staff or bool(current_app.config["PRODUCT"].demo)


class OneTimeCodes(Totp):
    """TOTP whose secrets are sealed, and which remembers the newest code used: one seen over a shoulder is void."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        (self._key,) = secrets.values()
        self._totp = TOTP.using(issuer=issuer)

    def _open(self, sealed: str) -> str:
        return unseal(sealed, key=self._key)

    def generate_totp_secret(self) -> str:
        return seal(self._totp.new().to_json(), key=self._key)

    def get_totp_uri(self, username: str, totp_secret: str) -> str:
        return str(super().get_totp_uri(username, self._open(totp_secret)))

    def get_totp_pretty_key(self, totp_secret: str) -> str:
        return str(super().get_totp_pretty_key(self._open(totp_secret)))

    def get_totp_b32_key(self, totp_secret: str) -> str:
        return str(super().get_totp_b32_key(self._open(totp_secret)))

    def verify_totp(self, token: str, totp_secret: str, user: User, window: int = 0) -> bool:  # type: ignore[override]
        """Check the code; a new secret starts with no code used."""
        if totp_secret != user.tf_totp_secret:
            user.tf_last_counter = None
        else:
            db.session.refresh(user, ["tf_last_counter"], with_for_update={"of": type(user)})
        return bool(super().verify_totp(str(token).replace(" ", ""), self._open(totp_secret), user, window))

    def get_last_counter(self, user: User) -> int | None:  # type: ignore[override]
        return user.tf_last_counter

    def set_last_counter(self, user: User, tmatch: TotpMatch) -> None:  # type: ignore[override]
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes kept as keyed hashes: shown once when made, never again, each used once."""

    def get_recovery_codes(self, user: User) -> list[str]:  # type: ignore[override]
        """Return nothing: what is kept cannot be shown."""
        del user
        return []

    def check_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]
        """Tell whether the code is one of the person's unused ones; locks the row until the request ends."""
        db.session.refresh(user, ["mf_recovery_codes"], with_for_update={"of": type(user)})
        return _hashed(code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: User, code: str) -> bool:  # type: ignore[override]
        """Forget a used code."""
        user.mf_recovery_codes = [kept for kept in user.mf_recovery_codes or [] if kept != _hashed(code)]
        return True

    def _encrypt_codes(self, codes: list[str]) -> list[str]:
        return [_hashed(code) for code in codes]


def _hashed(code: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, "".join(code.lower().split()).encode(), hashlib.sha256).hexdigest()
