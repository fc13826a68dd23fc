"""Stripe over real sockets on loopback: keys are kept as Stripe keeps them, and it can fail where it hurts.

A key that was used is answered as the first time; with another body it is refused. Trouble on request: the work is
done and the connection lost ("drop"), an error in the place of work ("500"), or an answer that comes too late ("hang").
"""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.stripe_account import Account, RefusedError, Thing
from tests.stripe_connect import ROUTES as OF_CONNECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "sk_test_of_the_tests"
TOO_LATE = 1.5  # seconds


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    key: str
    params: Thing


@dataclass
class StripeServer:
    """A running server: its account, what was asked of it, and the trouble it makes next."""

    account: Account = field(default_factory=Account)
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    trouble: list[tuple[str, str]] = field(default_factory=list)  # beginning of a path, kind; each once
    after: Callable[[int], None] | None = None  # called with the number of the request whose work is done
    answers: dict[str, tuple[Asked, int, Thing]] = field(default_factory=dict)

    def posts(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.method == "POST" and each.path == path]

    def troubled(self, path: str) -> str:
        for at, (beginning, kind) in enumerate(self.trouble):
            if path.startswith(beginning):
                del self.trouble[at]
                return kind
        return ""

    def answer(self, asked: Asked) -> tuple[int, Thing]:
        """Do what is asked, or what was answered the first time."""
        with self.account.lock:
            before = self.answers.get(asked.key) if asked.key else None
            if before is not None and before[0] != asked:
                return 400, _error("idempotency_error", "Keys for idempotent requests can only be used with the same "
                                   "parameters they were first used with.")  # fmt: skip
            if before is not None:
                return before[1:]
            try:
                given = 200, self._do(asked)
            except RefusedError as refused:
                given = refused.status, _error(refused.kind, refused.message)
            if asked.key:
                self.answers[asked.key] = (asked, *given)
            return given

    def _do(self, asked: Asked) -> Thing:
        account = self.account
        for method, pattern, work in ROUTES:
            found = re.fullmatch(pattern, asked.path)
            if method == asked.method and found:
                given: Thing = work(account, asked.params, self.url, *found.groups())
                return given
        raise RefusedError(404, "invalid_request_error", f"Unrecognized request URL ({asked.method}: {asked.path}).")


def _error(kind: str, message: str) -> Thing:
    return {"error": {"type": kind, "message": message}}


def _price(account: Account, params: Thing, _base: str) -> Thing:
    if not re.fullmatch(r"\d+", params["unit_amount"]) or params["currency"] != "jpy":
        raise RefusedError(400, "invalid_request_error", f"Invalid integer: {params['unit_amount']}")
    amount = int(params["unit_amount"])
    return account.make("price", unit_amount=amount, unit_amount_decimal=str(amount), currency="jpy",
                        product=account.get(params["product"])["id"], type="one_time", recurring=None)  # fmt: skip


def _balance(account: Account, _params: Thing, _base: str, customer: str) -> Thing:
    account.get(customer)
    return {"object": "cash_balance", "customer": customer, "available": {"jpy": account.cash.get(customer, 0)}}


def _intent(account: Account, params: Thing, _base: str, intent_id: str) -> Thing:
    found = dict(account.get(intent_id))
    if found["latest_charge"] and "latest_charge" in params.get("expand", {}).values():
        found["latest_charge"] = account.get(found["latest_charge"])
    return found


def _disputes(account: Account, params: Thing, _base: str) -> Thing:
    found = [each for each in account.of_kind("dispute") if each["payment_intent"] == params["payment_intent"]]
    return {"object": "list", "data": found, "has_more": False, "url": "/v1/disputes"}


Work = Any  # (account, params, base, *ids) -> the object
ROUTES: list[tuple[str, str, Work]] = [
    ("POST", "/v1/customers", lambda a, p, _b: a.make("customer", name=p["name"], email=p["email"])),
    ("GET", "/v1/customers/([^/]+)/cash_balance", _balance),
    ("POST", "/v1/products", lambda a, p, _b: a.make("product", name=p["name"])),
    ("POST", "/v1/prices", _price),
    ("POST", "/v1/checkout/sessions", lambda a, p, b: a.make_session(p, b)),
    ("GET", "/v1/checkout/sessions/([^/]+)", lambda a, _p, _b, i: a.get(i)),
    ("POST", "/v1/checkout/sessions/([^/]+)/expire", lambda a, _p, _b, i: a.expire(i)),
    ("GET", "/v1/payment_intents/([^/]+)", _intent),
    ("POST", "/v1/payment_intents/([^/]+)/cancel", lambda a, _p, _b, i: a.cancel(i)),
    ("GET", "/v1/disputes", _disputes),
    ("GET", "/v1/(?:charges|refunds|disputes)/([^/]+)", lambda a, _p, _b, i: a.get(i)),
    *OF_CONNECT,
]


def nested(text: str) -> Thing:
    """Read a[b][0]=c as Stripe does: dictionaries in dictionaries, lists by their numbers."""
    found: Thing = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", name)
        place, last = found, first
        for part in rest:
            place = place.setdefault(last, {})
            last = part
        place[last] = value
    return found


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        stripe = self.server.stripe
        parts = urlsplit(self.path)
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode() or parts.query
        asked = Asked(method, parts.path, self.headers.get("Idempotency-Key", ""), nested(text))
        stripe.asked.append(asked)
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self._send(401, _error("invalid_request_error", "Invalid API Key provided"))
            return
        trouble = stripe.troubled(parts.path)
        if trouble == "500":
            self._send(500, _error("api_error", "Something went wrong on Stripe's end."))
            return
        status, thing = stripe.answer(asked)
        if stripe.after is not None:
            stripe.after(len(stripe.asked))
        if trouble == "drop":
            self.close_connection = True
            return
        if trouble == "hang":
            time.sleep(TOO_LATE)
        self._send(status, thing)

    def _send(self, status: int, thing: Thing) -> None:
        body = json.dumps(thing).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Request-Id", "req_of_the_tests")
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # whoever asked has gone: killed, or tired of waiting
            self.close_connection = True

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stripe: StripeServer


@contextmanager
def stripe_server() -> Iterator[StripeServer]:
    """Serve an empty account until the test is over."""
    running = StripeServer()
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.stripe = running
        running.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield running
        finally:
            server.shutdown()
            thread.join()
