"""Small secrets sealed for the database: whoever reads a stolen backup cannot make codes of the second factor.

Encrypt-then-MAC from one primitive of the standard library: HMAC-SHA256 as the generator of a counter-mode key
stream, and again, under another key, as the tag. A nonce of 16 random bytes makes each sealing unique.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

NONCE = 16
TAG = 32


def seal(text: str, *, key: str) -> str:
    """Return the text encrypted and authenticated under the key, as letters and digits."""
    nonce, plain = secrets.token_bytes(NONCE), text.encode()
    hidden = _xor(plain, key, nonce)
    return base64.urlsafe_b64encode(nonce + hidden + _tag(key, nonce + hidden)).decode()


def unseal(sealed: str, *, key: str) -> str:
    """Return what was sealed; raise ValueError when it was not sealed under this key, or was changed."""
    raw = base64.urlsafe_b64decode(sealed)
    body, tag = raw[:-TAG], raw[-TAG:]
    if not hmac.compare_digest(tag, _tag(key, body)):
        raise ValueError("sealed under another key, or changed")
    return _xor(body[NONCE:], key, body[:NONCE]).decode()


def _derived(key: str, purpose: bytes) -> bytes:
    return hmac.new(key.encode(), purpose, hashlib.sha256).digest()


def _tag(key: str, body: bytes) -> bytes:
    return hmac.new(_derived(key, b"tag"), body, hashlib.sha256).digest()


def _xor(data: bytes, key: str, nonce: bytes) -> bytes:
    stream_key, stream = _derived(key, b"stream"), b""
    for block in range(-(-len(data) // hashlib.sha256().digest_size)):
        stream += hmac.new(stream_key, nonce + block.to_bytes(4, "big"), hashlib.sha256).digest()
    return bytes(a ^ b for a, b in zip(data, stream, strict=False))
