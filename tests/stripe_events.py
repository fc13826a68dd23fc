"""Events on their way to the product: signed as Stripe's documents say, told often, late and in any order."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import random
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SECRET = "whsec_of_the_tests"


def signed(body: bytes, secret: str = SECRET, *, at: float | None = None) -> str:
    """Return the Stripe-Signature header of a body: time and HMAC-SHA-256 of "time.body"."""
    moment = int(time.time() if at is None else at)
    mac = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={mac}"


def body_of(event: dict[str, Any]) -> bytes:
    return json.dumps(event).encode()


def post(url: str, body: bytes, signature: str) -> int:
    """Send one event over a connection of its own; return the status."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=60)
    try:
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def storm(urls: Sequence[str], events: Iterable[dict[str, Any]], *, times: int, senders: int = 4) -> list[int]:
    """Send each event `times` over, shuffled, to all of `urls` in turn and at once; return the statuses."""
    waiting = [event for event in events for _each in range(times)]
    random.Random(times).shuffle(waiting)
    given: list[int] = []

    def send(mine: list[tuple[str, dict[str, Any]]]) -> None:
        for url, event in mine:
            body = body_of(event)
            given.append(post(url, body, signed(body)))

    numbered = [(urls[at % len(urls)], event) for at, event in enumerate(waiting)]
    threads = [threading.Thread(target=send, args=(numbered[at::senders],)) for at in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return given
