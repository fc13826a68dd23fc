"""An account at Stripe, as far as the product uses one: objects after Stripe's examples, and what people do to them.

Yen are whole. What a person does (pays, transfers, objects) makes the events that Stripe makes of it.
"""

from __future__ import annotations

import copy
import itertools
import json
import threading
import time
from pathlib import Path
from typing import Any

Thing = dict[str, Any]
EXAMPLES: dict[str, Thing] = json.loads((Path(__file__).parent / "data" / "stripe" / "objects.json").read_text())
PREFIX = {
    "customer": "cus", "product": "prod", "price": "price", "checkout.session": "cs_test", "payment_intent": "pi",
    "charge": "ch", "refund": "re", "dispute": "dp", "event": "evt", "customer_cash_balance_transaction": "ccsbtxn",
    "account": "acct", "account_link": "link", "transfer": "tr", "transfer_reversal": "trr",
}  # fmt: skip
LEAST = 50


class RefusedError(Exception):
    """What Stripe answers with an error: its status and type."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status, self.kind, self.message = status, kind, message


class Account:
    """Everything there is at Stripe. Each method is one thing that happens, whole or not at all."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.things: dict[str, Thing] = {}
        self.events: list[Thing] = []
        self.cash: dict[str, int] = {}  # yen by customer that belong to no payment
        self.part_counts = True  # whether what came in of a transfer counts as received before the rest has come
        self.refused = ""  # why no account is made for anybody
        self._numbers = itertools.count(1)

    # What the product asks for

    def make(self, kind: str, **values: Any) -> Thing:
        with self.lock:
            thing = copy.deepcopy(EXAMPLES[kind])
            thing |= {"id": f"{PREFIX[kind]}_{next(self._numbers):08d}", "created": int(time.time()), "metadata": {}}
            thing |= values
            self.things[thing["id"]] = thing
            return thing

    def get(self, thing_id: str) -> Thing:
        if thing_id not in self.things:
            raise RefusedError(404, "invalid_request_error", f"No such object: '{thing_id}'")
        return self.things[thing_id]

    def of_kind(self, kind: str) -> list[Thing]:
        with self.lock:
            return [each for each in self.things.values() if each["object"] == kind]

    def make_session(self, params: Thing, base: str) -> Thing:
        line = params["line_items"]["0"]
        amount = self.get(line["price"])["unit_amount"] * int(line["quantity"])
        if amount < LEAST:
            raise RefusedError(400, "invalid_request_error", f"The amount must be at least {LEAST} yen.")
        self.get(params["customer"])
        session = self.make(
            "checkout.session", amount_total=amount, amount_subtotal=amount, currency="jpy",
            customer=params["customer"], metadata=params["metadata"], payment_intent=None, status="open",
            payment_status="unpaid",
            success_url=params["success_url"], cancel_url=params["cancel_url"], locale=params["locale"],
            client_reference_id=params["client_reference_id"],
            payment_method_types=list(params["payment_method_types"].values()),
        )  # fmt: skip
        session["url"] = f"{base}/c/pay/{session['id']}"
        return session

    def expire(self, session_id: str) -> Thing:
        with self.lock:
            session = self.get(session_id)
            if session["status"] != "open":
                raise RefusedError(400, "invalid_request_error", "Only open sessions can be expired.")
            session |= {"status": "expired", "url": None}
            self.tell("checkout.session.expired", session)
            return session

    def cancel(self, intent_id: str) -> Thing:
        """Cancel a payment: what came in of it lies in the customer's balance again."""
        with self.lock:
            intent = self.get(intent_id)
            if intent["status"] in {"succeeded", "canceled"}:
                raise RefusedError(400, "invalid_request_error", "This payment intent cannot be canceled.")
            self.cash[intent["customer"]] = self.cash.get(intent["customer"], 0) + _funded(intent)
            intent |= {"status": "canceled", "amount_received": 0, "next_action": None}
            self.tell("payment_intent.canceled", intent)
            self._tell_cash(intent["customer"])
            return intent

    # What people do

    def pay_by_card(self, session_id: str) -> Thing:
        with self.lock:
            intent = self._confirm(session_id, "card", status="succeeded")
            self._succeed(intent)
            self.get(session_id)["payment_status"] = "paid"
            self.tell("checkout.session.completed", self.get(session_id))
            return intent

    def choose_transfer(self, session_id: str) -> Thing:
        """Choose bank transfer: the session is over, the payment waits for money."""
        with self.lock:
            intent = self._confirm(session_id, "customer_balance", status="requires_action")
            self._instruct(intent, intent["amount"])
            self.tell("checkout.session.completed", self.get(session_id))
            return intent

    def transfer(self, customer: str, amount: int) -> None:
        """Receive a transfer: the oldest waiting payments take what they need, the rest stays in the balance."""
        with self.lock:
            self.cash[customer] = self.cash.get(customer, 0) + amount
            for intent in self.of_kind("payment_intent"):
                if intent["customer"] == customer and intent["status"] == "requires_action":
                    self._fund(intent)
            self._tell_cash(customer)

    def refund(self, intent_id: str, amount: int) -> Thing:
        with self.lock:
            charge = self.get(self.get(intent_id)["latest_charge"])
            if charge["amount_refunded"] + amount > charge["amount"]:
                raise RefusedError(400, "invalid_request_error", "The refund is greater than the unrefunded amount.")
            charge["amount_refunded"] += amount
            charge["refunded"] = charge["amount_refunded"] == charge["amount"]
            made = self.make("refund", amount=amount, currency="jpy", charge=charge["id"], payment_intent=intent_id)
            self.tell("refund.created", made)
            self.tell("charge.refunded", charge)
            return made

    def object_to(self, intent_id: str, amount: int) -> Thing:
        """Open a dispute: the card's bank takes the money back for the time being."""
        with self.lock:
            made = self.make(
                "dispute", amount=amount, currency="jpy", payment_intent=intent_id, status="needs_response",
                charge=self.get(intent_id)["latest_charge"],
            )  # fmt: skip
            self.get(made["charge"])["disputed"] = True
            self.tell("charge.dispute.created", made)
            return made

    def decide(self, dispute_id: str, status: str) -> None:
        with self.lock:
            self.get(dispute_id)["status"] = status
            self.tell("charge.dispute.closed", self.get(dispute_id))

    # What it comes to

    def balance(self) -> int:
        """Return the yen that lie at Stripe: what came in, less what went back or was handed on."""
        with self.lock:
            came = sum(_funded(each) for each in self.of_kind("payment_intent"))
            back = sum(each["amount_refunded"] for each in self.of_kind("charge"))
            out = {"needs_response", "under_review", "lost"}
            disputed = sum(each["amount"] for each in self.of_kind("dispute") if each["status"] in out)
            handed_on = sum(each["amount"] - each["amount_reversed"] for each in self.of_kind("transfer"))
            return int(came - back - disputed - handed_on + sum(self.cash.values()))

    # Inside

    def _confirm(self, session_id: str, method: str, *, status: str) -> Thing:
        session = self.get(session_id)
        if session["status"] != "open":
            raise RefusedError(400, "invalid_request_error", "This session is over.")
        intent = self.make(
            "payment_intent", amount=session["amount_total"], currency="jpy", customer=session["customer"],
            metadata=session["metadata"], status=status, payment_method_types=[method], amount_received=0,
            latest_charge=None, next_action=None,
        )  # fmt: skip
        session |= {"payment_intent": intent["id"], "status": "complete", "url": None}
        return intent

    def _succeed(self, intent: Thing) -> None:
        charge = self.make(
            "charge", amount=intent["amount"], amount_captured=intent["amount"], amount_refunded=0, currency="jpy",
            customer=intent["customer"], payment_intent=intent["id"], refunded=False, disputed=False,
            status="succeeded", metadata=intent["metadata"],
        )  # fmt: skip
        intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
        intent["next_action"] = None
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", intent)

    def _fund(self, intent: Thing) -> None:
        missing = intent["amount"] - _funded(intent)
        taken = min(missing, self.cash[intent["customer"]])
        self.cash[intent["customer"]] -= taken
        if taken == missing:
            self._succeed(intent)
            session = next(each for each in self.of_kind("checkout.session") if each["payment_intent"] == intent["id"])
            session["payment_status"] = "paid"
            self.tell("checkout.session.async_payment_succeeded", session)
        elif taken:
            self._instruct(intent, missing - taken)
            self.tell("payment_intent.partially_funded", intent)

    def _instruct(self, intent: Thing, left: int) -> None:
        if self.part_counts:
            intent["amount_received"] = intent["amount"] - left
        intent["next_action"] = {
            "type": "display_bank_transfer_instructions",
            "display_bank_transfer_instructions": {
                "amount_remaining": left, "currency": "jpy", "type": "jp_bank_transfer",
                "hosted_instructions_url": f"https://payments.stripe.com/bank_transfer_instructions/{intent['id']}",
            },
        }  # fmt: skip

    def _tell_cash(self, customer: str) -> None:
        ending = self.cash.get(customer, 0)
        made = self.make("customer_cash_balance_transaction", customer=customer, currency="jpy", ending_balance=ending)
        self.tell("customer_cash_balance_transaction.created", made)

    def tell(self, kind: str, thing: Thing) -> None:
        event = self.make("event", type=kind, data={"object": copy.deepcopy(thing)})
        del self.things[event["id"]]
        self.events.append(event)


def _funded(intent: Thing) -> int:
    """Return the yen that a payment has taken, whether it counts them as received or not."""
    way = (intent["next_action"] or {}).get("display_bank_transfer_instructions")
    return int(intent["amount"] - way["amount_remaining"] if way else intent["amount_received"])
