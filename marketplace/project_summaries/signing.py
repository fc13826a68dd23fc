"""The operator's signature under a summary: Ed25519, so that anybody can check a file with the public key alone.

The key is made from the secret of the second factor, as the one that seals account numbers is: of the secrets of an
installation that is the one which cannot be exchanged without entering things anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Mapping

_PURPOSE = b"ennoshita project summaries, 1"


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the bytes that are hashed and signed: JSON with sorted names and no blanks, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def sign(content: Mapping[str, Any]) -> str:
    """Return the signature, Base64."""
    return base64.b64encode(_key().sign(canonical(content))).decode()


def stands(content: Mapping[str, Any], signature: str) -> bool:
    """Tell whether this installation has signed exactly this."""
    try:
        _key().public_key().verify(base64.b64decode(signature), canonical(content))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """Return the 32 bytes that others check with, Base64."""
    return base64.b64encode(_key().public_key().public_bytes_raw()).decode()


def _key() -> Ed25519PrivateKey:
    secret = current_app.config["PRODUCT"].totp_secret.encode()
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret, _PURPOSE, "sha256"))
