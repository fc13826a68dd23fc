"""Deliver the outbox: one job a message, so that one that cannot be sent holds up no other; summaries by the hour."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from marketplace.background import hourly, job
from marketplace.db import begin_writing, db
from marketplace.i18n import in_locale
from marketplace.inbox import operations, post, queries
from marketplace.inbox.wording import as_html, as_text, word
from marketplace.outbox import Delivery, Message


@job
def deliver(message_id: str) -> None:
    """Word a queued message in its reader's language, send or capture it, and note that it went.

    The server is spoken to outside of any transaction: a slow one keeps nobody from writing. A failure raises and
    is tried again by the job's row, later each time. A message that is no longer queued is left alone, so it goes
    out once; only a worker killed between sending and noting sends it twice, under the same Message-ID. What is
    not urgent may have to wait: its due time is written, and `gather` finds it.
    """
    waiting = db.session.get(Message, UUID(message_id))
    if waiting is None or waiting.state is not Delivery.QUEUED or operations.put_off(waiting):
        return
    db.session.rollback()
    config, environment = current_app.config["PRODUCT"], current_app.jinja_env
    message = db.session.get(Message, UUID(message_id))
    if message is None or message.state is not Delivery.QUEUED:
        return
    with current_app.test_request_context(base_url=config.base_url), in_locale(message.locale):
        wording = word(message, environment, config, said=queries.bundled_in(message))
        text, html = as_text(wording, environment, config), as_html(wording, message.locale, environment, config)
    state = Delivery.SENT if config.smtp_url else Delivery.CAPTURED
    if config.smtp_url:
        message.subject, message.text, message.html = wording.subject, text, html
        mail = post.as_mail(message, sender=config.mail_from)
        db.session.rollback()
        post.send(mail, url=config.smtp_url)
    else:
        db.session.rollback()
    begin_writing()
    queued = db.session.get(Message, UUID(message_id), with_for_update=True, populate_existing=True)
    if queued is not None and queued.state is Delivery.QUEUED:
        operations.note_delivery(queued, state=state, subject=wording.subject, text=text, html=html)


@hourly
def gather() -> None:
    """Find whose mails have waited long enough; summaries and the end of quiet hours fall on full hours."""
    for user_id in queries.readers_with_mail_due():
        operations.call_digest(user_id)


@job
def send_waiting(user_id: str) -> None:
    """Send one person's mails that are due."""
    operations.sum_up(UUID(user_id))
