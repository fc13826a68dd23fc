"""Small secrets sealed for the database: whoever reads a stolen backup cannot make codes of the second factor."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken


def _cipher(key: str) -> Fernet:
    """Fernet wants 32 bytes; ours is a long random text from the environment, so one hash is enough."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"sealed:" + key.encode()).digest()))


def seal(text: str, *, key: str) -> str:
    """Return the text encrypted and authenticated under the key."""
    return _cipher(key).encrypt(text.encode()).decode()


def unseal(sealed: str, *, key: str) -> str:
    """Return what was sealed; raise ValueError when it was not sealed under this key, or was changed."""
    try:
        return _cipher(key).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ValueError("sealed under another key, or changed") from error
