"""Where Stripe tells us what has happened: the signature is its sign-in; the answer is quick, the work is a job's."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, request

from marketplace.checkouts import gateway
from marketplace.checkouts.operations.hearing import hear
from marketplace.guard import public
from marketplace.limits import takes

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("stripe", __name__)
LARGEST = 256 * 1024  # bytes of an event
log = structlog.get_logger()


@bp.post("/stripe/webhook")
@public
@takes(LARGEST)
def webhook() -> ResponseReturnValue:
    """Keep a signed event once; refuse with 400 what is forged, old, or signed with a secret that is not ours."""
    body = request.get_data()
    told = gateway.heard(body, request.headers.get("Stripe-Signature", ""))
    if told is None:
        log.warning("webhook refused", size=len(body))
        return {"error": "signature"}, HTTPStatus.BAD_REQUEST
    log.info("webhook heard", type=told.type, key=told.key, new=hear(told))
    return {"received": True}, HTTPStatus.OK
