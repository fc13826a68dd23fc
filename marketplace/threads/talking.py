"""The messages of a contract, on a page beside it: read, and written into one of its channels."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from marketplace.contracts.models import Contract
from marketplace.contracts.naming import named_in
from marketplace.guard import guard
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.limits import takes
from marketplace.policy import Can, may
from marketplace.profiles.queries import whole_profile
from marketplace.threads.forms import PostForm
from marketplace.threads.labels import CHANNEL, READERS
from marketplace.threads.notices import link_of
from marketplace.threads.operations import write_post
from marketplace.threads.queries import thread_of
from marketplace.threads.sending import accepted
from marketplace.threads.showing import panel
from marketplace.threads.states import OF_APPLICATION, OF_CONTRACT, Channel
from marketplace.threads.uploads import ACCEPTED, MOST_SENT

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from marketplace.threads.showing import Panel

bp = Blueprint("talking", __name__)
SHORT = {contracts: CHANNEL[cards] for cards, contracts in zip(OF_APPLICATION, OF_CONTRACT, strict=True)}


@bp.get("/contracts/<uuid:contract_id>/messages")
@guard(Can.SEE_CONTRACT, Contract)
def show(contract: Contract) -> ResponseReturnValue:
    return _page(contract)


@bp.post("/contracts/<uuid:contract_id>/messages")
@guard(Can.SEE_CONTRACT, Contract)
@takes(MOST_SENT)
def write(contract: Contract) -> ResponseReturnValue:
    user, form = signed_in_user(), PostForm()
    if not accepted(form, user):
        return _page(contract, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    channel = Channel(form.channel.data)
    if channel not in OF_CONTRACT or not may(user, Can.WRITE_POST, thread_of(contract, channel)):
        abort(HTTPStatus.NOT_FOUND)  # to others than its people a channel does not exist
    post = write_post(contract, channel, form.post.data or "", by=user, uploads=form.uploads)
    flash(_("Sent."))
    return redirect(link_of(post.thread).partition("#")[0] + "#messages", code=303)


def _page(
    contract: Contract, form: PostForm | None = None, *, status: HTTPStatus = HTTPStatus.OK
) -> ResponseReturnValue:
    user = signed_in_user()
    whole_profile(contract.application.consultant)  # what is hidden from a client without a consent is told by it
    wanted = (form.channel.data if form else request.args.get("channel")) or ""
    talk = panel(contract, user, wanted=wanted, everything="all" in request.args)
    return render_template(
        "threads/contract.html",
        contract=contract,
        who=named_in(user, contract),
        talk=talk,
        channels=_channels(talk, contract) if talk else [],
        post=form or (PostForm.into(talk.thread.channel) if talk else None),
        channel_label=SHORT,
        channel_readers=READERS,
        accepted=ACCEPTED,
    ), status


def _channels(talk: Panel, contract: Contract) -> list[tuple[str | int | bool, ...]]:
    """Return the channels as tabs: label, address, whether it is shown, and how much is new where something is."""
    return [
        (
            SHORT[tab.channel],
            url_for("talking.show", contract_id=contract.id, channel=tab.channel, _anchor="messages"),
            tab.channel is talk.thread.channel,
            *([tab.unread] if tab.unread else []),
        )
        for tab in talk.tabs
    ]
