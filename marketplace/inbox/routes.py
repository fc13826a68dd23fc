"""A person's notices, and in the demo the mailbox that shows what everybody would have got by mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, flash, make_response, redirect, render_template, request, url_for

from marketplace.db import db
from marketplace.guard import guard, public
from marketplace.i18n import gettext as _
from marketplace.identity import signed_in_user
from marketplace.inbox import operations, queries
from marketplace.inbox.forms import PreferenceForm
from marketplace.inbox.wording import as_date, as_moment, word
from marketplace.outbox import Delivery, Message
from marketplace.paging import page_number
from marketplace.policy import Can

if TYPE_CHECKING:
    from uuid import UUID

    from flask.blueprints import BlueprintSetupState
    from flask.typing import ResponseReturnValue

bp = Blueprint("inbox", __name__)
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
bp.add_app_template_filter(as_date)
bp.add_app_template_filter(as_moment)


@bp.get("/notices")
@guard(Can.SEE_OWN_PAGES)
def notices() -> ResponseReturnValue:
    """List the person's notices, unread first, each in the language of this page."""
    user = signed_in_user()
    page = queries.notices(user, page=page_number())
    config, environment = current_app.config["PRODUCT"], current_app.jinja_env
    worded = [(message, word(message, environment, config)) for message in page.items]
    return render_template("inbox/notices.html", page=page, notices=worded, unread=queries.unread_count(user))


@bp.post("/notices/<uuid:message_id>/read")
@guard(Can.READ_NOTICE, Message)
def read_notice(message: Message) -> ResponseReturnValue:
    """Note that a notice was read, and open what it speaks of."""
    operations.mark_read(message)
    return redirect(message.link or url_for("inbox.notices"), code=303)


@bp.post("/notices/read")
@guard(Can.SEE_OWN_PAGES)
def read_all_notices() -> ResponseReturnValue:
    operations.mark_all_read(signed_in_user())
    return redirect(url_for("inbox.notices"), code=303)


@bp.route("/account/notices", methods=["GET", "POST"])
@guard(Can.SEE_OWN_PAGES)
def preference() -> ResponseReturnValue:
    """Let the person choose when mails come."""
    user = signed_in_user()
    wish = queries.wish_of(user.id)
    form = PreferenceForm(obj=wish)
    if form.validate_on_submit():
        operations.choose_rhythm(user, form.wish(wish))
        flash(_("Saved. It holds for the mails that wait now, too."))
        return redirect(url_for("inbox.preference"), code=303)
    page = render_template("inbox/preference.html", form=form)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@public
def mailbox() -> ResponseReturnValue:
    """Show the demo's mails; a product with a mail server has no such page."""
    to = request.args.get("to", "")
    return render_template("inbox/mailbox.html", mails=queries.captured(to=to), addresses=queries.addresses(), to=to)


@public
def mail(message_id: UUID) -> ResponseReturnValue:
    """Show one captured mail as text."""
    return render_template("inbox/mail.html", mail=_captured(message_id))


@public
def mail_as_html(message_id: UUID) -> ResponseReturnValue:
    """Show one captured mail as a mail program would, in a sandbox."""
    response = make_response(_captured(message_id).html)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _captured(message_id: UUID) -> Message:
    message = db.session.get(Message, message_id)
    if message is None or message.state is not Delivery.CAPTURED:
        abort(HTTPStatus.NOT_FOUND)
    return message


@bp.record
def _mailbox_in_the_demo_only(state: BlueprintSetupState) -> None:
    if state.app.config["PRODUCT"].demo:
        state.add_url_rule("/demo/mailbox", "mailbox", mailbox)
        state.add_url_rule("/demo/mailbox/<uuid:message_id>", "mail", mail)
        state.add_url_rule("/demo/mailbox/<uuid:message_id>/html", "mail_as_html", mail_as_html)
