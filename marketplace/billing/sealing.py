"""Account numbers at rest: sealed like the secrets of the second factor, under a key made from the same."""

from __future__ import annotations

from flask import current_app

from marketplace.accounts import sealed


def _key() -> str:
    return f"bank:{current_app.config['PRODUCT'].totp_secret}"


def seal(text: str) -> str:
    """Return a number, or a whole file, as it is kept."""
    return sealed.seal(text, key=_key())


def unseal(kept: str) -> str:
    """Return what was sealed; ValueError where it was changed."""
    return sealed.unseal(kept, key=_key())
